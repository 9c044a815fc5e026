"""Counts working and calendar days by the holidays and make-up days that the State Council publishes each year.

The starting day is not counted (民法典 art. 201); months end on the corresponding day, or on the last day of a month
that has none (art. 202); a period whose last day is a day off ends on the next working day (art. 203), unless the law
or the parties say otherwise (art. 204), which is what `roll_forward=False` is for.
"""

import calendar
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
from chinese_calendar.constants import holidays

from taizhang.county.standards.errors import CalendarNotPublished

_DAY = timedelta(days=1)


def is_published(year: int) -> bool:
    """National Day is off in every published year; a stray 31 December comes with the notice of the year after."""
    return date(year, 10, 1) in holidays


def is_working_day(day: date, *, provisional: bool = False) -> bool:
    """Raises CalendarNotPublished; where a `provisional` answer will do, such a year has Mondays to Fridays."""
    if not is_published(day.year):
        if provisional:
            return day.weekday() < 5
        raise CalendarNotPublished(day.year)
    return _is_workday(day)


@lru_cache(maxsize=4096)
def _is_workday(day: date) -> bool:
    """The library looks through all of its years each time it is asked."""
    return bool(chinese_calendar.is_workday(day))


def add_working_days(start: date, count: int, *, provisional: bool = False) -> date:
    """The count-th working day after start, or before it when count is negative; start itself when count is zero."""
    step = _DAY if count > 0 else -_DAY
    day = start
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, provisional=provisional):
            day += step
    return day


def working_days_between(start: date, end: date, *, provisional: bool = False) -> int:
    """Working days after start, end included, so that it undoes add_working_days; negative if end is earlier."""
    if end < start:
        return -working_days_between(end - _DAY, start - _DAY, provisional=provisional)
    days = (start + n * _DAY for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, provisional=provisional) for day in days)


def add_calendar_days(start: date, count: int, *, roll_forward: bool = True, provisional: bool = False) -> date:
    """Needs the calendar of the year only when it rolls forward."""
    return _end(start + count * _DAY, roll_forward, provisional)


def add_months(start: date, count: int, *, roll_forward: bool = True) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return _end(date(year, month + 1, min(start.day, last)), roll_forward)


def _end(day: date, roll_forward: bool, provisional: bool = False) -> date:
    while roll_forward and not is_working_day(day, provisional=provisional):
        day += _DAY
    return day
