"""Finds the arithmetic that a text states or implies and says which of it cannot be right.

Not claimed, on purpose: an old number not written (a growth rate alone), numbers of different periods, tiers and
stages as sums, a list that names examples, rates with their own base elsewhere.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from taizhang.county.figures.text.reader import spans as read
from taizhang.county.figures.text.relations.averages import averages
from taizhang.county.figures.text.relations.clauses import sentences
from taizhang.county.figures.text.relations.comparisons import comparisons
from taizhang.county.figures.text.relations.differences import differences
from taizhang.county.figures.text.relations.growth import growths
from taizhang.county.figures.text.relations.model import Relation, Sentence
from taizhang.county.figures.text.relations.products import products
from taizhang.county.figures.text.relations.rates import ratios
from taizhang.county.figures.text.relations.repeats import repeats
from taizhang.county.figures.text.relations.shares import shares
from taizhang.county.figures.text.relations.stages import stages
from taizhang.county.figures.text.relations.totals import sums
from taizhang.county.figures.text.relations.within import within
from taizhang.county.figures.text.span import Span

__all__ = ["Relation", "relations"]

_OF_A_SENTENCE = (sums, shares, ratios, growths, differences, comparisons, averages, stages)


def relations(text: str, spans: Sequence[Span] | None = None) -> list[Relation]:
    """In the order of the text; `spans` are those of the reader for this text, read again when not given."""
    cut = sentences(text, read(text) if spans is None else spans)
    found = chain(_within(cut), _across(cut))
    return sorted(_told_once(found), key=lambda one: one.members[0])


def _within(cut: Sequence[Sentence]) -> Iterator[Relation]:
    for here in cut:
        for rule in _OF_A_SENTENCE:
            yield from rule(here)


def _across(cut: Sequence[Sentence]) -> Iterator[Relation]:
    for _, paragraph in groupby(cut, key=lambda one: one.paragraph):
        yield from products(list(paragraph))
    yield from repeats(cut)
    # Said last: that a part is no more than its whole adds nothing where both are one quantity.
    for here in cut:
        yield from within(here)


def _told_once(found: Iterator[Relation]) -> list[Relation]:
    """The first rule that speaks of the same numbers is heard; a mere part ≤ whole within a sum adds nothing."""
    kept: dict[frozenset[tuple[int, int]], Relation] = {}
    for one in found:
        kept.setdefault(frozenset(one.members), one)
    return list(kept.values())
