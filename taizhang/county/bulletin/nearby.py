"""Looks around a claim that fails: of which other place, period or figure the number would be right."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from taizhang.county.bulletin.content import Wanted
from taizhang.county.figures import registry, values
from taizhang.county.figures.asked import is_state
from taizhang.county.figures.period import Period
from taizhang.county.figures.territory import Atlas, atlas
from taizhang.county.figures.values import Value


class Kind(StrEnum):
    """What would have to be another for the number to be right, told in this order."""

    PLACE = "place"
    PERIOD = "period"
    FIGURE = "figure"


@dataclass(frozen=True)
class Nearby:
    """A value that the number does hold for, and the name of its place."""

    kind: Kind
    value: Value
    place: str


Key = tuple[str, Period, str | None]
Holds = Callable[[Value], bool]


class Around:
    """What the ledgers say around the claims of one reading: each table is asked once, however many claims fail.

    `known_at` None is the present. Of minors only the claim's own place is looked at: what another township counts is
    not for whoever drafts.
    """

    def __init__(self, known_at: datetime | None = None) -> None:
        self.known_at = known_at
        self._found: dict[tuple[str, bool, Period], dict[Key, Value]] = {}

    @cached_property
    def _land(self) -> Atlas:
        return atlas(known_at=self.known_at)

    def nearby(self, want: Wanted, day: date, holds: Holds) -> Iterator[Nearby]:
        """Every township, month and figure of the same unit for which the number would hold."""
        periods = list(dict.fromkeys([*_periods(want, day), want.period]))
        found = self._values(want, periods)
        yield from (self._named(Kind.PLACE, one, want) for one in _places(want, found) if holds(one))
        yield from (self._named(Kind.PERIOD, one, want) for one in _times(want, found) if holds(one))
        yield from (self._named(Kind.FIGURE, one, want) for one in _figures(want, found) if holds(one))

    def _named(self, kind: Kind, value: Value, want: Wanted) -> Nearby:
        names = self._land.on(want.period.end).townships
        return Nearby(kind, value, names.get(value.place, "") if value.place else "全县")

    def _values(self, want: Wanted, periods: Sequence[Period]) -> dict[Key, Value]:
        unit, state = want.figure.unit, is_state(want.figure)
        missing = [period for period in periods if (unit, state, period) not in self._found]
        # A state at a day is no count of a year.
        alike = [one for one in registry.every() if one.unit == unit and is_state(one) == state]
        fresh = values.boards(alike, missing, land=self._land, known_at=self.known_at) if missing else {}
        for period in missing:
            self._found[unit, state, period] = {key: value for key, value in fresh.items() if key[1] == period}
        return {key: value for period in periods for key, value in self._found[unit, state, period].items()}


def _places(want: Wanted, found: Mapping[Key, Value]) -> Iterator[Value]:
    for (key, period, place), value in found.items():
        if (key, period) == (want.key, want.period) and place != want.place and not want.figure.ledger.narrow:
            yield value


def _times(want: Wanted, found: Mapping[Key, Value]) -> Iterator[Value]:
    """Of several periods from one day on that count the same, the first: nothing happened in between."""
    seen: set[tuple[date, object]] = set()
    for (key, period, place), value in found.items():
        if (key, place) == (want.key, want.place) and period != want.period:
            since = value.period.end if is_state(want.figure) else period.start
            if (since, value.amount) not in seen:
                seen.add((since, value.amount))
                yield value


def _figures(want: Wanted, found: Mapping[Key, Value]) -> Iterator[Value]:
    for (key, period, place), value in found.items():
        closed = value.figure.ledger.narrow and place is not None
        if (period, place) == (want.period, want.place) and key != want.key and not closed:
            yield value


def _periods(want: Wanted, day: date) -> Iterator[Period]:
    """The year to the day, its months, and what ran to the end of each; of a state the ends of months."""
    months = range(1, day.month + 1)
    if is_state(want.figure):
        yield Period.at(day)
        yield from (Period.at(day.replace(month=month, day=1) - timedelta(1)) for month in months)
        return
    yield Period.year_to(day)
    for month in months:
        yield Period.months(day.year, month, month)
        if month > 1:
            yield Period.months(day.year, 1, month)


__all__ = ["Around", "Kind", "Nearby"]
