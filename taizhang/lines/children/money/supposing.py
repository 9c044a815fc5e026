"""Holds a written total against headcounts alone: how far off it is, and what would make it true."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from taizhang.county.standards.amounts import Interval
from taizhang.lines.children.money.cents import yuan
from taizhang.lines.children.money.explaining import Row
from taizhang.lines.children.money.months import Month, span
from taizhang.lines.children.money.rates import RateTable


class Written(NamedTuple):
    """What a text says: headcount by category, a standard in cents for all, the months, the total it admits in yuan."""

    heads: Mapping[str, int]
    standard: int
    first: Month
    last: Month
    total: Interval


def suppose(written: Written, rates: RateTable, instead: Mapping[str, str]) -> Iterator[Row]:
    """HEADLINE, then RESIDUAL if it lies outside the total, then what is POSSIBLE; raises NoRate.

    `instead` names, for a category, the one its children may in truth be in, with that one's standard.
    """
    months = len(span(written.first, written.last))
    heads = sum(written.heads.values())
    cents = heads * written.standard * months
    told = f"{heads}人×{yuan(written.standard)}元×{months}个月＝{yuan(cents)}元"
    yield Row("HEADLINE", told, cents, heads, heads * months)
    if _fits(written.total, cents):
        return
    gap = _gap(written.total, cents)
    side = "下限少" if gap >= 0 else "上限多"
    told = f"比所写金额的{side}{yuan(abs(gap))}元；请核对人数、标准和期间，或附说明后签发"
    yield Row("RESIDUAL", told, gap, 0, 0)
    yield from _other_category(written, rates, instead, cents)
    yield _other_headcount(written, months, heads)


def _other_category(
    written: Written, rates: RateTable, instead: Mapping[str, str], cents: int
) -> Iterator[Row]:  # fmt: skip
    """Only what meets the total is called possible: a list of all that is imaginable helps nobody."""
    for category, other in instead.items():
        heads = written.heads.get(category, 0)
        more = sum(rates.series(other, written.first, written.last).values())
        months = len(span(written.first, written.last))
        total = cents + heads * (more - written.standard * months)
        if heads and _fits(written.total, total):
            told = (
                f"若“{rates.word(category)}”{heads}人均按“{rates.word(other)}”标准，合计{yuan(total)}元，与所写金额相符"
            )
            yield Row("POSSIBLE", told, total - cents, heads, heads * months)


def _other_headcount(written: Written, months: int, heads: int) -> Row:
    each = Decimal(written.standard * months) / 100
    low, high = written.total.low, written.total.high
    ends = [f"{(bound / each).quantize(Decimal('0.1'), ROUND_HALF_UP)}人" for bound in (low, high) if bound is not None]
    told = f"若标准无误，月均应发{'至'.join(ends)}，期末为{heads}人；请核对期内终止人数和补发"
    return Row("POSSIBLE", told, 0, 0, 0)


def _fits(total: Interval, cents: int) -> bool:
    return Decimal(cents) / 100 in total


def _gap(total: Interval, cents: int) -> int:
    """Cents from the reckoned amount to the nearest end of what the text admits."""
    value = Decimal(cents) / 100
    nearest = total.low if total.low is not None and value <= total.low else total.high
    assert nearest is not None
    return int(nearest * 100) - cents
