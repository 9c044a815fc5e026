"""Judges whether a part, a whole and the rate written beside them can all be right."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from taizhang.county.figures.text.relations.bounds import closed, meet, over, scaled, times, total
from taizhang.county.figures.text.relations.model import Mention, Relation, relation
from taizhang.county.figures.text.relations.notes import rate, written
from taizhang.county.figures.text.relations.slips import is_close, is_slip
from taizhang.county.figures.text.relations.stems import base_of
from taizhang.county.standards.amounts import Interval

_HUNDRED = Decimal(100)
_FAR, _BESIDE = 4, 24


def judged(
    parts: Sequence[Mention],
    wholes: Sequence[Mention],
    stated: Mention,
    *,
    sure: bool,
    clear: bool = True,
    plain: bool = False,
) -> Iterator[Relation]:
    """Any pair that fits makes the rate right; that none fits is only said of a clear case."""
    pairs = [(part, whole) for part, whole in product(parts, wholes) if part is not whole and whole.middle > 0]
    for part, whole in pairs:
        if meet(scaled(over(part.bounds, whole.bounds), _HUNDRED), _cut_short(stated)):
            yield relation("ratio", [part, whole, stated], True, _note(part, whole, stated))
            return
    if _is_of_two_wholes(parts, wholes, stated):
        return
    pairs = [
        (part, whole)
        for part, whole in pairs
        if _may_divide(part, whole, stated, clear) or (plain and (part.middle <= whole.middle or base_of(whole, part)))
    ]
    if pairs and sure:
        part, whole = min(pairs, key=lambda pair: abs(pair[0].middle / pair[1].middle * 100 - stated.middle))
        computed = part.middle / whole.middle * _HUNDRED
        off = rate(abs(computed - stated.middle))
        note = f"{_note(part, whole, stated)}，相差{off}个百分点，请核对"
        yield relation("ratio", [part, whole, stated], False, note)


def _cut_short(stated: Mention) -> Interval:
    """93.85 % is written 93.8 % as often as 93.9 %: the edge of the last place belongs to both."""
    return stated.bounds if stated.span.word or stated.middle == _HUNDRED else closed(stated.bounds)


def _is_of_two_wholes(parts: Sequence[Mention], wholes: Sequence[Mention], stated: Mention) -> bool:
    """垫付抢救费217万元、丧葬费41万元，追偿率: the whole is what two numbers come to."""
    share = scaled(stated.bounds, 1 / _HUNDRED)
    together = [total(one.bounds for one in wholes[at : at + 2]) for at in range(len(wholes) - 1)]
    return any(meet(times(whole, share), part.bounds) for whole in together for part in parts)


def _may_divide(part: Mention, whole: Mention, stated: Mention, clear: bool) -> bool:
    """What is many times off is no part of that whole, nor what exceeds it from afar; a slip must explain the rest."""
    computed = scaled(over(part.bounds, whole.bounds), _HUNDRED)
    if part.middle > whole.middle and stated.middle <= _HUNDRED:
        first, second = sorted((part, whole), key=lambda one: one.where)
        if part.middle >= _FAR * whole.middle or second.span.start - first.span.end > _BESIDE:
            return False
    if stated.span.word or not stated.middle:
        return is_close(stated, computed)
    share = scaled(stated.bounds, 1 / _HUNDRED)
    needed = ((stated, computed), (part, times(whole.bounds, share)), (whole, over(part.bounds, share)))
    return is_slip(needed, length=clear) or (clear and is_close(stated, computed))


def _note(part: Mention, whole: Mention, stated: Mention) -> str:
    return f"{written(part)}÷{written(whole)}={rate(part.middle / whole.middle * _HUNDRED)}%，文中为{written(stated)}"
