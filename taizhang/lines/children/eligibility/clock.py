"""The working-day clocks of a case: township verification and county confirmation, paused while papers are asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from math import ceil
from pathlib import Path
from typing import NamedTuple

from taizhang.county.standards.dates import prose_date
from taizhang.county.standards.errors import Invalid
from taizhang.county.standards.working_days import add_calendar_days, add_working_days, working_days_between
from taizhang.lines.children.eligibility.moves import CLOCKS, Cases, Step
from taizhang.lines.children.eligibility.parameters import Rules
from taizhang.lines.children.eligibility.reading import Entry, entries, in_order, on

OWN_FILE = Path(__file__).with_name("limits.toml")


class Light(StrEnum):
    """How a clock stands; the value is the word that stands beside the colour."""

    GREEN = "正常"
    YELLOW = "临期"
    RED = "超期"
    PAUSED = "暂停"
    IN_TIME = "按期办结"
    LATE = "超期办结"


@dataclass(frozen=True, slots=True)
class Limit:
    """`days` working days after the starting day, which is not counted (民法典第二百零一条)."""

    item: str
    step: str
    days: int
    valid_from: date
    valid_to: date | None
    document: str
    certain: bool


class Limits:
    """The limits by item and step; raises BadTable where two hold on one day."""

    __slots__ = ("_rows",)

    def __init__(self, limits: Iterable[Limit]) -> None:
        found: dict[tuple[str, str], list[Limit]] = {}
        for one in limits:
            found.setdefault((one.item, one.step), []).append(one)
        self._rows = {key: in_order(f"时限 {'/'.join(key)} ", rows) for key, rows in found.items()}

    def at(self, item: str, step: str, day: date) -> Limit:
        """What held on the day a clock started; raises Invalid where none did."""
        found = on(self._rows.get((item, step), ()), day)
        if found is None:
            raise Invalid(f"{prose_date(day)}没有“{item}”{CLOCKS.get(step, step)}的办理时限；请按当时的文件补录")
        return found


class Pause(NamedTuple):
    """From the day papers were asked for to the day they came; `until` is None while they have not."""

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit of a case that started; `done` is the day the step was finished. Raises Invalid for pauses amiss."""

    started: date
    limit: Limit
    pauses: tuple[Pause, ...] = ()
    done: date | None = None

    def __post_init__(self) -> None:
        if any(one.until is None for one in self.pauses[:-1]):
            raise Invalid("前一次补正尚未补交，不能再次通知补正；请先登记补交日期")
        before = self.started
        for since, until in self.pauses:
            if since < before or (until is not None and until < since):
                raise Invalid(f"自{prose_date(since)}起的补正暂停与前后日期不合；请核对补正通知日和补交日")
            before = until or since


class Standing(NamedTuple):
    """How a clock stands at the end of a day; `due` is None while it is paused, `left` negative when it is over."""

    due: date | None
    left: int
    light: Light


def standing(clock: Clock, day: date, rules: Rules) -> Standing:
    """By what had happened through `day`, so that a past day is told as it was then.

    Raises CalendarNotPublished, which names the year, where the due day hangs on days off that are not known yet, and
    Invalid for a day before the clock started.
    """
    if day < clock.started:
        raise Invalid(f"时限自{prose_date(clock.started)}起算，{prose_date(day)}尚未开始；请改问此日之后")
    seen = day if clock.done is None else min(day, clock.done)
    due, since = _due(clock, seen)
    left = working_days_between(since or seen, due)
    if clock.done is not None and clock.done <= day:
        return Standing(due, left, Light.LATE if due < clock.done else Light.IN_TIME)
    if left < 0:
        return Standing(due, left, Light.RED)
    if since is not None:
        return Standing(None, left, Light.PAUSED)
    return Standing(due, left, Light.YELLOW if day >= _warns(clock, due, rules) else Light.GREEN)


def due_on(clock: Clock, day: date) -> date | None:
    """The due day as it stood on `day`; None while paused. Raises CalendarNotPublished."""
    due, since = _due(clock, day)
    return None if since is not None else due


def _due(clock: Clock, day: date) -> tuple[date, date | None]:
    """The due day, and since when the clock is paused on `day`; a pause that came too late gives no more time."""
    due = add_working_days(clock.started, clock.limit.days)
    for since, until in clock.pauses:
        if since > day or since > due:
            break
        if until is None or until > day:
            return due, since
        due = max(due, _resumed(until, working_days_between(since, due)))
    return due, None


def _resumed(day: date, left: int) -> date:
    """The days that were left are left again, the day of resuming not counted; with none left, that day itself."""
    return add_working_days(day, left) if left else add_calendar_days(day, 0)


def _warns(clock: Clock, due: date, rules: Rules) -> date:
    """The first day on which so much of the limit has gone by, counted back from the due day."""
    percent = rules.number("warn_percent", clock.started)
    return add_working_days(due, ceil(clock.limit.days * percent / 100) - clock.limit.days)


def clock_of(name: str, item: str, steps: Iterable[Step], cases: Cases, limits: Limits) -> Clock | None:
    """The clock of that name (moves.CLOCKS) out of a case's moves; None where it has not started.

    It runs from the day the case enters a state that has it, through every such state, and is done with the day it
    enters one that has not. Raises Invalid for moves that the table does not allow.
    """
    started = done = None
    pauses: list[Pause] = []
    for day, state in cases.walked(steps):
        if pauses and pauses[-1].until is None and not state.pauses:
            pauses[-1] = Pause(pauses[-1].since, day)
        if state.clock == name:
            started = started or day
            if state.pauses:
                pauses.append(Pause(day))
        elif started is not None and done is None:
            done = day
    if started is None:
        return None
    return Clock(started, limits.at(item, name, started), tuple(pauses), done)


@cache
def load(path: Path = OWN_FILE) -> Limits:
    """Raises BadTable, whose sentence names the row."""
    return Limits(_limit(entry) for entry in entries(path, "limit")["limit"])


def _limit(entry: Entry) -> Limit:
    valid_from, valid_to, document, certain = entry.validity()
    limit = Limit(
        entry.code("item"), entry.choice("step", CLOCKS), entry.number("days", 1), valid_from, valid_to, document,
        certain,
    )  # fmt: skip
    entry.done()
    return limit
