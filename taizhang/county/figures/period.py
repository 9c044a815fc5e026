"""The stretches of time figures are counted over, with the words a bulletin uses for each."""

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """`start` and `end` are both counted. A state at a date has start == end. `words` is how prose names the period."""

    start: date
    end: date
    words: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.start} 至 {self.end}：起止日期颠倒，请调换")

    @classmethod
    def year_to(cls, day: date) -> "Period":
        """From 1 January to the cut-off (今年以来)."""
        return cls(day.replace(month=1, day=1), day, "今年以来")

    @classmethod
    def months(cls, year: int, first: int, last: int) -> "Period":
        """Whole statistical months, such as 1—8月份."""
        words = f"{first}月份" if first == last else f"{first}—{last}月份"
        return cls(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), words)

    @classmethod
    def at(cls, day: date) -> "Period":
        """The state at the end of a day (截至目前)."""
        return cls(day, day, "截至目前")

    @classmethod
    def campaign(cls, start: date, end: date, name: str) -> "Period":
        """A named campaign with its own first and last day, such as 百日行动."""
        return cls(start, end, name)

    @classmethod
    def between(cls, start: date, end: date) -> "Period":
        return cls(start, end, f"{start:%Y-%m-%d}至{end:%Y-%m-%d}")

    def split_by_month(self) -> list["Period"]:
        """Each month the period touches, cut at its ends."""
        parts, year, month = [], self.start.year, self.start.month
        while (year, month) <= (self.end.year, self.end.month):
            whole = Period.months(year, month, month)
            parts.append(Period(max(whole.start, self.start), min(whole.end, self.end), f"{month}月份"))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return parts
