"""What the page of a pasted text shows: the text with every number marked, the table of figures, the relations."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from taizhang.county.figures.text import Kind, Span, spans, words
from taizhang.county.figures.text.relations import Relation, relations

# A page with more rows than this is of no use to eyes and slow to draw; the text itself is marked to its end.
ROWS_MAX = 1000


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text: a number with its place in the order of numbers, from 1, or what stands between them."""

    text: str
    span: Span | None = None
    order: int = 0

    @property
    def kind(self) -> str:
        return words.kind(self.span) if self.span else ""

    @property
    def number(self) -> str:
        return words.number(self.span) if self.span else ""

    @property
    def rounding(self) -> str:
        return words.rounding(self.span) if self.span else ""

    @property
    def title(self) -> str:
        unit = self.span.unit if self.span else ""
        return " ".join(filter(None, (self.kind, self.number, unit, self.rounding)))

    @property
    def listed(self) -> bool:
        return self.span is not None and self.order <= ROWS_MAX


@dataclass(frozen=True, slots=True)
class Related:
    """A relation with the marks of its members."""

    said: Relation
    members: tuple[Mark, ...]

    @property
    def type(self) -> str:
        return words.relation(self.said.type)


@dataclass(frozen=True, slots=True)
class Reading:
    marks: Sequence[Mark]
    related: Sequence[Related]
    # Kinds that occur, each with its word and how often.
    legend: Sequence[tuple[Kind, str, int]]

    @property
    def figures(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.span and mark.span.is_figure and mark.listed]

    @property
    def others(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.span and not mark.span.is_figure and mark.listed]

    @property
    def count(self) -> int:
        return sum(number for kind, _, number in self.legend if kind in words.FIGURES)

    @property
    def broken(self) -> int:
        return sum(not one.said.holds for one in self.related)

    @property
    def cut(self) -> bool:
        return sum(number for _, _, number in self.legend) > ROWS_MAX


def read(text: str) -> Reading:
    found = list(spans(text))
    marks = list(_marks(text, found))
    at = {(mark.span.start, mark.span.end): mark for mark in marks if mark.span}
    related = [
        Related(one, tuple(at.get(member) or Mark(text[slice(*member)]) for member in one.members))
        for one in relations(text, found)
    ]
    counts = Counter(span.kind for span in found)
    legend = [(kind, word, counts[kind]) for kind, word in words.KINDS.items() if counts[kind]]
    return Reading(marks, sorted(related, key=lambda one: one.said.holds), legend)


def _marks(text: str, found: Sequence[Span]) -> Iterator[Mark]:
    at = 0
    for order, span in enumerate(found, 1):
        if span.start > at:
            yield Mark(text[at : span.start])
        yield Mark(text[span.start : span.end], span, order)
        at = span.end
    if at < len(text):
        yield Mark(text[at:])
