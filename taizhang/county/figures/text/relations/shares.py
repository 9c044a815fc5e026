"""Shares of one whole that are said to be all of them come to 100 %."""

from collections.abc import Iterator
from decimal import Decimal

from taizhang.county.figures.text.relations.bounds import exactly, meet, total
from taizhang.county.figures.text.relations.lists import enumeration, summed
from taizhang.county.figures.text.relations.model import Mention, Relation, Sentence, relation
from taizhang.county.figures.text.relations.notes import listed, rate
from taizhang.county.figures.text.relations.words import OPEN_LIST, OPPOSITES, SHARE

_ALL = exactly(100)
_CLOSE, _BEYOND = Decimal(6), Decimal(15)


def shares(here: Sentence) -> Iterator[Relation]:
    taken = -1
    for index, mention in enumerate(here.mentions):
        if index <= taken or mention.span.unit != "%" or not _opens(mention):
            continue
        parts = [part for part in enumeration(here.mentions, index) if part.is_rate]
        if len(parts) < 2:
            continue
        taken = here.mentions.index(parts[-1])
        if meet(total(part.bounds for part in parts), _ALL):
            yield relation("sum", parts, True, f"{listed(parts)}，各占比合计为100%（在四舍五入范围内）")
        elif _are_all(parts):
            summed_up = summed(parts)
            note = f"{listed(parts)}={rate(summed_up)}%，各占比合计应为100%，相差{rate(abs(summed_up - 100))}个百分点"
            yield relation("sum", parts, False, note)


def _opens(mention: Mention) -> bool:
    return bool(SHARE.search(mention.head)) or ("占" in mention.gap[-24:] and "分别" in mention.gap)


def _are_all(parts: list[Mention]) -> bool:
    """Shares that come close to 100 are meant to reach it: three of them, or two classes that leave no third."""
    summed_up = summed(parts)
    beyond = 2 * _BEYOND if "分别" in parts[0].gap else _BEYOND
    if OPEN_LIST.search(parts[-1].tail) or not 100 - _CLOSE <= summed_up <= 100 + beyond:
        return False
    one, other = parts[0].words, parts[-1].words
    opposite = any((a.search(one) and b.search(other)) or (b.search(one) and a.search(other)) for a, b in OPPOSITES)
    return len(parts) > 2 or opposite
