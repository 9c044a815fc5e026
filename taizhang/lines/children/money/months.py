"""Months as integers (year × 12 + month − 1), so that the following month is + 1 and a span of months is a range."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from taizhang.county.standards.dates import reaches_age
from taizhang.county.standards.errors import Invalid

Month: TypeAlias = int


def of(day: date) -> Month:
    return day.year * 12 + day.month - 1


def at(year: int, month: int) -> Month:
    """Raises Invalid for a month that no year has."""
    if not 1 <= month <= 12:
        raise Invalid(f"没有 {month} 月；请填写 1 至 12")
    return year * 12 + month - 1


def first_day(month: Month) -> date:
    return date(month // 12, month % 12 + 1, 1)


def span(first: Month, last: Month) -> range:
    """Both ends belong to it; empty where the last lies before the first."""
    return range(first, last + 1)


def birthday(birth: date, years: int, *, leap_birthday_in_march: bool) -> Month:
    """The month in which that age is completed; the caller says how 29 February is read in a common year."""
    if birth.month == 2 and birth.day == 29:
        return of(reaches_age(birth, years, leap_birthday_in_march=leap_birthday_in_march))
    return (birth.year + years) * 12 + birth.month - 1


def said(month: Month) -> str:
    return f"{month // 12}年{month % 12 + 1}月"


def code(month: Month) -> str:
    """202308, as batches and bank files write it."""
    return f"{month // 12:04d}{month % 12 + 1:02d}"


def listed(months: Iterable[Month]) -> str:
    """2023年1—3月、5月，2024年1月: runs closed up, the year said once."""
    parts: list[str] = []
    year = None
    for first, last in _runs(sorted(set(months))):
        text = f"{first % 12 + 1}月" if first == last else f"{first % 12 + 1}—{last % 12 + 1}月"
        if first // 12 == year:
            parts[-1] += f"、{text}"
        else:
            year = first // 12
            parts.append(f"{year}年{text}")
    return "，".join(parts)


def _runs(months: list[Month]) -> Iterator[tuple[Month, Month]]:
    """Months that follow one another within a year, since a run over the turn of a year cannot be said with one."""
    start = 0
    for at_end in range(1, len(months) + 1):
        broken = at_end == len(months) or months[at_end] != months[at_end - 1] + 1 or months[at_end] % 12 == 0
        if broken:
            yield months[start], months[at_end - 1]
            start = at_end
