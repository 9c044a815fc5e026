"""Interval arithmetic for quantities that are never negative; None is no bound, open ends stay open."""

from collections.abc import Iterable
from decimal import Decimal

from taizhang.county.standards.amounts import Interval

Bound = Decimal | None
ZERO = Interval(Decimal(0), Decimal(0))


def exactly(value: Decimal | int) -> Interval:
    return Interval(Decimal(value), Decimal(value))


def meet(one: Interval, other: Interval) -> bool:
    """Whether a value belongs to both."""
    low, low_open = max(_low(one), _low(other))
    high, high_closed = min(_high(one), _high(other))
    return low < high or (low == high and not low_open and high_closed)


def plus(one: Interval, other: Interval) -> Interval:
    return Interval(
        None if one.low is None or other.low is None else one.low + other.low,
        None if one.high is None or other.high is None else one.high + other.high,
        one.low_open or other.low_open,
        one.high_open or other.high_open,
    )


def total(members: Iterable[Interval]) -> Interval:
    whole = ZERO
    for member in members:
        whole = plus(whole, member)
    return whole


def minus(one: Interval, other: Interval) -> Interval:
    return Interval(
        None if one.low is None or other.high is None else one.low - other.high,
        None if one.high is None or other.low is None else one.high - other.low,
        one.low_open or other.high_open,
        one.high_open or other.low_open,
    )


def times(one: Interval, other: Interval) -> Interval:
    return Interval(
        (one.low or Decimal(0)) * (other.low or Decimal(0)),
        None if one.high is None or other.high is None else one.high * other.high,
        one.low_open or other.low_open,
        one.high_open or other.high_open,
    )


def over(one: Interval, other: Interval) -> Interval:
    """`one` divided by `other`; a divisor that may be zero leaves the quotient without an upper bound."""
    return Interval(
        Decimal(0) if other.high is None or not other.high else (one.low or Decimal(0)) / other.high,
        None if one.high is None or not other.low or other.low <= 0 else one.high / other.low,
        one.low_open or other.high_open,
        one.high_open or other.low_open,
    )


def widened(one: Interval, by: Decimal) -> Interval:
    return Interval(
        None if one.low is None else one.low - by,
        None if one.high is None else one.high + by,
        one.low_open,
        one.high_open,
    )


def scaled(one: Interval, factor: Decimal) -> Interval:
    return Interval(
        None if one.low is None else one.low * factor,
        None if one.high is None else one.high * factor,
        one.low_open,
        one.high_open,
    )


def closed(one: Interval) -> Interval:
    return Interval(one.low, one.high)


def surely_above(one: Interval, other: Interval) -> bool:
    """Whether every value of `one` exceeds every value of `other`."""
    if one.low is None or other.high is None:
        return False
    return one.low > other.high or (one.low == other.high and (one.low_open or other.high_open))


def _low(one: Interval) -> tuple[Decimal, bool]:
    return (Decimal("-Infinity"), False) if one.low is None else (one.low, one.low_open)


def _high(one: Interval) -> tuple[Decimal, bool]:
    return (Decimal("Infinity"), True) if one.high is None else (one.high, not one.high_open)
