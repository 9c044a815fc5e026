"""Dates and ages in prose and in law."""

import calendar
from datetime import date, timedelta


def prose_date(day: date) -> str:
    """2023年9月1日: four-digit year, no leading zeros (GB/T 15835-2011)."""
    return f"{day.year}年{day.month}月{day.day}日"


def prose_range(start: date, end: date, *, with_year: bool = False) -> str:
    """1—8月份 for whole months, 9月1日—15日 for days; the year stands whenever the two differ, or if asked for."""
    if end < start:
        raise ValueError("a range ends on or after its start")
    whole_months = start.day == 1 and (end + timedelta(days=1)).day == 1
    if start.year != end.year:
        return f"{_year_month(start)}—{_year_month(end)}" if whole_months else f"{prose_date(start)}—{prose_date(end)}"
    year = f"{start.year}年" if with_year else ""
    return year + (_months(start.month, end.month) if whole_months else _days(start, end))


def age_on(birth: date, day: date, *, leap_birthday_in_march: bool = True) -> int:
    """Completed years; negative before birth.

    Who was born on 29 February completes a year on 1 March of a common year by civil practice; no article settles it,
    so that a rule which reads it otherwise can say so.
    """
    years = day.year - birth.year
    return years if day >= reaches_age(birth, years, leap_birthday_in_march=leap_birthday_in_march) else years - 1


def reaches_age(birth: date, years: int, *, leap_birthday_in_march: bool = True) -> date:
    """The day on which that age is completed."""
    year = birth.year + years
    if (birth.month, birth.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1) if leap_birthday_in_march else date(year, 2, 28)
    return birth.replace(year=year)


def _months(first: int, last: int) -> str:
    return f"{first}月份" if first == last else f"{first}—{last}月份"


def _days(start: date, end: date) -> str:
    if start == end:
        return f"{start.month}月{start.day}日"
    until = f"{end.day}日" if start.month == end.month else f"{end.month}月{end.day}日"
    return f"{start.month}月{start.day}日—{until}"


def _year_month(day: date) -> str:
    return f"{day.year}年{day.month}月"
