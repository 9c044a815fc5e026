"""How long a clock runs: in working days of the official calendar, or in calendar days where the law says so."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import ceil

from taizhang.county.audit import clock
from taizhang.county.ledger.rules import Threshold
from taizhang.county.standards import working_days

_BY_COUNTY = ("县级督办规则参数", date(2022, 5, 1))
# Share of a limit, in percent, after which the light is yellow.
WARN_PERCENT = Threshold(70, _BY_COUNTY[1], _BY_COUNTY[0])


@dataclass(frozen=True)
class Limit:
    """`days` after the starting day, which is not counted (民法典第二百零一条).

    `working` counts working days; otherwise calendar days, and a last day that is off moves to the next working day
    if `roll_forward` (第二百零三条). A year whose days off are not published counts as Mondays to Fridays until they
    are. `document` says where the number comes from, `valid_from` from which day it holds.
    """

    days: int
    working: bool = True
    roll_forward: bool = True
    document: str = _BY_COUNTY[0]
    valid_from: date = _BY_COUNTY[1]

    def of(self, days: int) -> "Limit":
        """A limit of the same kind with another number of days."""
        return replace(self, days=days)

    def ends(self, start: date, days: int | None = None) -> date:
        """The day this limit, or that number of days of its kind, comes to an end; with none left, start or after."""
        count = self.days if days is None else days
        if self.working:
            day = working_days.add_working_days(start, count, provisional=True)
            return working_days.add_calendar_days(day, 0, provisional=True) if count == 0 else day
        return working_days.add_calendar_days(
            start, count, roll_forward=self.roll_forward and count >= 0, provisional=True
        )

    def left(self, day: date, due: date) -> int:
        """Days of this kind after a day until the due day, included; negative when that has passed."""
        if self.working:
            return working_days.working_days_between(day, due, provisional=True)
        return (due - day).days

    def warns(self, due: date) -> date:
        """The first day on which WARN_PERCENT of the limit has elapsed, counted back from the due day."""
        back = self.days - ceil(self.days * WARN_PERCENT.value / 100)
        return self.ends(due, -back)

    def is_provisional(self, due: date) -> bool:
        """Whether a due day hangs on the days off of a year that is not published yet."""
        return (self.working or self.roll_forward) and not working_days.is_published(due.year)

    @property
    def words(self) -> str:
        return f"{self.days} 个工作日" if self.working else f"{self.days} 日"


def end_of(day: date) -> datetime:
    """A deadline is the last moment of its day: what is done at 23:59:59 is in time."""
    return clock.end_of(day)


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.SHANGHAI)


def hours_after(moment: datetime, hours: int) -> datetime:
    """That many hours later, hours of days off left out: from a Friday evening, 24 hours end on Monday evening."""
    local = clock.local(moment)
    if not _working(local):
        local = _carried(start_of(local.date()))
    while hours > 0:
        step = min(hours, 24)
        local = _carried(local + timedelta(hours=step))
        hours -= step
    return local


def _working(local: datetime) -> bool:
    return working_days.is_working_day(local.date(), provisional=True)


def _carried(local: datetime) -> datetime:
    """The same time of day on the first working day from this one on."""
    while not _working(local):
        local += timedelta(days=1)
    return local
