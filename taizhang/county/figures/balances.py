"""What must add up between figures: a stock at the end is the stock before, and what came in, less what went out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from taizhang.county.figures import registry
from taizhang.county.figures.period import Period
from taizhang.county.figures.values import Value, board
from taizhang.county.places.models import Place


@dataclass(frozen=True)
class Balance:
    """Keys of figures over the same rows: of the stock, of what came in, of each way in which it went out."""

    stock: str
    entered: str
    left: tuple[str, ...]


_balances: list[Balance] = []


def register(*balances: Balance) -> None:
    """A key that no figure has stops the start."""
    for balance in balances:
        for key in (balance.stock, balance.entered, *balance.left):
            registry.get(key)
    _balances.extend(balance for balance in balances if balance not in _balances)


def every() -> list[Balance]:
    return list(_balances)


def broken(day: date) -> list[str]:
    """A sentence for each balance that does not hold for the year up to a day, by township and for the county."""
    return [sentence for balance in _balances for sentence in _of(balance, Period.year_to(day))]


def _of(balance: Balance, year: Period) -> Iterator[str]:
    stock, entered = registry.get(balance.stock), registry.get(balance.entered)
    ways_out = [registry.get(key) for key in balance.left]
    before = board([stock], Period.at(year.start - timedelta(days=1)), by="township")
    during = board([entered, *ways_out], year, by="township")
    at_end = board([stock], Period.at(year.end), by="township")
    for key, end in at_end.items():
        place = key[1]
        start, came = _amount(before.get(key)), _amount(during.get((entered.key, place)))
        went = [_amount(during.get((figure.key, place))) for figure in ways_out]
        if start + came - sum(went) != _amount(end):
            said = "，".join(f"“{figure.label}”{one}" for figure, one in zip(ways_out, went, strict=True))
            yield (
                f"{_name(place)}“{stock.label}”{year.words}不平衡：期初 {start}，“{entered.label}”{came}，"
                f"{said}，期末应为 {start + came - sum(went)}，实为 {_amount(end)}。"
            )


def _amount(value: Value | None) -> Decimal:
    return (value.amount if value else None) or Decimal()


def _name(code: str | None) -> str:
    return Place.objects.get(code=code).name if code else "全县"
