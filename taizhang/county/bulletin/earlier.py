"""What earlier issues of the year said: their numbers by figure, place and beginning, and the words of their items."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings

from taizhang.county.bulletin.models import Issue, Printed
from taizhang.county.bulletin.past import PastIssue, PastItem, PastNumber
from taizhang.county.figures.claims import claims
from taizhang.county.figures.text import Span, spans
from taizhang.county.figures.text.periods import PeriodKind, said
from taizhang.county.standards.amounts import Interval

# Figure, place and first day; None for what stands at a day, which has no beginning.
Series = tuple[str, str | None, date | None]
Names = tuple[str, str, str, str | None]
_GATHERED = re.compile("累计|今年以来|截至")
_LOOK_BACK = 120


@dataclass(frozen=True)
class Point:
    """A figure's number as an issue printed it, `end` the last day it counted; `on` is the date of the issue."""

    issue: str
    on: date
    end: date
    text: str
    amount: Decimal
    interval: Interval


def points(wanted: Iterable[Series], years: Collection[int]) -> dict[Series, list[Point]]:
    """For each series the numbers of all issues of these years that count, in the order of the issues.

    A withdrawn issue does not count, nor does another county's paper.
    """
    series, found = set(wanted), dict[Series, list[Point]]()
    keys = {key for key, _, _ in series}
    for one, point in (*_signed(keys, years), *_undisputed(_past(keys, years))) if keys else ():
        key, place, start = one
        for known in ((key, place, start), (key, place, None)):
            if known in series and (known[2] is not None or start == point.end):
                found.setdefault(known, []).append(point)
    return {one: sorted(some, key=lambda point: (point.on, point.end)) for one, some in found.items()}


_COLUMNS = ("key", "place_id", "period_start", "period_end", "text")


def _signed(keys: set[str], years: Collection[int]) -> Iterator[tuple[Series, Point]]:
    rows = Printed.objects.filter(key__in=keys, period_end__year__in=years, amount__isnull=False)
    rows = rows.exclude(issue__state=Issue.State.WITHDRAWN).order_by("issue__signed_at", "pk")
    columns = (*_COLUMNS, "amount", "issue__date", "issue__year", "issue__no")
    for key, place, start, end, text, amount, day, year, no in rows.values_list(*columns):
        if end and day and amount is not None:
            yield (key, place, start), Point(f"{year}年第{no}期", day, end, text, amount, Interval(amount, amount))


def _past(keys: set[str], years: Collection[int]) -> Iterator[tuple[Series, Point]]:
    rows = PastNumber.objects.filter(key__in=keys, period_end__year__in=years, value__isnull=False)
    rows = rows.filter(issue__name=settings.BULLETIN_NAME).order_by("issue__date", "pk")
    columns = (*_COLUMNS, "value", "issue__date", "issue__year", "issue__no", "issue__extra")
    for key, place, start, end, text, value, day, year, no, extra in rows.values_list(*columns):
        interval = _interval(text)
        if key and end and value is not None and interval:
            issue = PastIssue(year=year, no=no, extra=extra)
            yield (key, place, start), Point(str(issue), day, end, text, value, interval)


@lru_cache(maxsize=4096)
def _interval(text: str) -> Interval | None:
    span = next(iter(spans(text)), None)
    return span.interval if span and span.value else None


def _undisputed(some: Iterable[tuple[Series, Point]]) -> Iterator[tuple[Series, Point]]:
    """Without what one past issue says twice and differently: one of the two speaks of something else."""
    found: dict[tuple[Series, str, date], list[Point]] = {}
    for series, point in some:
        found.setdefault((series, point.issue, point.end), []).append(point)
    for (series, _, _), points_of_issue in found.items():
        if len({point.amount for point in points_of_issue}) == 1:
            yield series, points_of_issue[0]


@dataclass(frozen=True)
class Written:
    """A number with what its words count: `gathered` where they say it is a total since the beginning."""

    span: Span
    verb: str
    what: str
    place: str | None
    gathered: bool

    @property
    def names(self) -> Names:
        return self.verb, self.what, self.span.unit, self.place


@dataclass(frozen=True)
class Passage:
    """The words of an item of an earlier issue, with the units below it."""

    issue: str
    on: date
    units: frozenset[str]
    text: str


class Places(dict[str, str]):
    """The townships of a day by name; a dictionary that a cache may be keyed by."""

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(self.items()))

    def usual(self, units: Collection[str]) -> str | None:
        """The township whose own item this is."""
        return next((self[unit] for unit in units if unit in self), None) if len(units) == 1 else None


def gathers(text: str) -> bool:
    """Whether a text speaks of totals at all."""
    return bool(_GATHERED.search(text))


def passages(year: int, units: Collection[str], *, until: date) -> list[Passage]:
    """Items that these units wrote for the issues of a year, the earliest first; `units` as `plain` gives them."""
    wanted = frozenset(units)
    found = [*_printed_items(year, until), *_past_items(year, wanted, until)]
    return sorted((one for one in found if one.units & wanted), key=lambda one: one.on)


def plain(unit: str) -> str:
    """县民政局 and 民政局 are one unit."""
    return unit.strip().removeprefix("县")


def _printed_items(year: int, until: date) -> Iterator[Passage]:
    issues = Issue.objects.filter(cutoff__year=year, cutoff__lte=until, signed_at__isnull=False)
    for issue in issues.exclude(state=Issue.State.WITHDRAWN).defer("words"):
        for item in (item for section in issue.paper["sections"] for item in section["items"]):
            text, units = "".join(run["text"] for run in item["body"]), frozenset(map(plain, item["sources"]))
            yield Passage(str(issue), issue.date or issue.cutoff, units, text)


def _past_items(year: int, units: frozenset[str], until: date) -> Iterator[Passage]:
    written_as = [name for unit in units for name in (unit, f"县{unit}")]
    items = PastItem.objects.filter(issue__date__year=year, issue__date__lte=until, units__has_any_keys=written_as)
    items = items.filter(issue__name=settings.BULLETIN_NAME).select_related("issue")
    for item in items.defer("issue__text", "issue__words", "issue__parts"):
        yield Passage(str(item.issue), item.issue.date, frozenset(map(plain, item.units)), item.body)


def written(text: str, places: Places, units: Collection[str], day: date) -> tuple[Written, ...]:
    """The numbers of a text by what they count."""
    return _written(text, places.pairs, places.usual(units), day) if gathers(text) else ()


# What an issue printed never changes, so it is read once.
@lru_cache(maxsize=4096)
def _written(text: str, pairs: tuple[tuple[str, str], ...], usual: str | None, day: date) -> tuple[Written, ...]:
    found = [span for span in spans(text) if span.is_figure]
    made = claims(text, found, (), dict(pairs), said=said(text, today=day), usual=usual)
    return tuple(
        Written(one.span, one.verb, one.what, one.where.code, _gathered(text, one))
        for one in made
        if one.what and not one.apart and not one.where.why
    )


def _gathered(text: str, claim: Any) -> bool:
    since = claim.said is not None and claim.said.kind in (PeriodKind.TO_DATE, PeriodKind.AS_OF)
    start = max(text.rfind(stop, 0, claim.span.start) for stop in "。！？") + 1
    before = text[max(start, claim.span.start - _LOOK_BACK) : claim.span.start]
    return since or gathers(before)


def latest(some: Sequence[Point], *, until: date) -> Point | None:
    """The last number that an issue printed for a period ending by then."""
    return next((point for point in reversed(some) if point.end <= until), None)


__all__ = [
    "Names",
    "Passage",
    "Places",
    "Point",
    "Series",
    "Written",
    "gathers",
    "latest",
    "passages",
    "plain",
    "points",
    "written",
]
