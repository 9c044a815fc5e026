"""A slow calendar and deadlines of its own, day by day from the State Council's notices until January 2025."""

from datetime import date, datetime, time, timedelta

from taizhang.county.audit import clock

DAY = timedelta(days=1)


def _span(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + DAY * n for n in range((end - start).days + 1)}


OFF = (
    _span("2022-12-31", "2023-01-02") | _span("2023-01-21", "2023-01-27") | _span("2023-04-05", "2023-04-05")
    | _span("2023-04-29", "2023-05-03") | _span("2023-06-22", "2023-06-24") | _span("2023-09-29", "2023-10-06")
    | _span("2024-01-01", "2024-01-01") | _span("2024-02-10", "2024-02-17") | _span("2024-04-04", "2024-04-06")
    | _span("2024-05-01", "2024-05-05") | _span("2024-06-10", "2024-06-10") | _span("2024-09-15", "2024-09-17")
    | _span("2024-10-01", "2024-10-07") | _span("2025-01-01", "2025-01-01")
    | _span("2025-01-28", "2025-02-04")
)  # fmt: skip
MADE_UP = {
    date.fromisoformat(day)
    for day in (
        "2023-01-28", "2023-01-29", "2023-04-23", "2023-05-06", "2023-06-25", "2023-10-07", "2023-10-08",
        "2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12",
        "2025-01-26",
    )
}  # fmt: skip


def works(day: date) -> bool:
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def after(day: date, count: int) -> date:
    """The count-th working day after a day, or before it; with none, the day itself or the next that is one."""
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not works(day):
            day += step
    while count == 0 and not works(day):
        day += DAY
    return day


def between(first: date, last: date) -> int:
    """Working days after the first until the last, included; negative: from the last, included, to before the first."""
    count, day, until = 0, min(first, last), max(first, last)
    while day < until:
        count += works(day + DAY if first <= last else day)
        day += DAY
    return count if first <= last else -count


def hours_on(moment: datetime, hours: int) -> datetime:
    """That many hours of working days later."""
    local, left = clock.local(moment), timedelta(hours=hours)
    while left or not works(local.date()):
        midnight = datetime.combine(local.date() + DAY, time.min, clock.SHANGHAI)
        step = min(left, midnight - local) if works(local.date()) else midnight - local
        left -= step if works(local.date()) else timedelta()
        local += step
    return local


def yellow_on(due: date, limit: int) -> date:
    """The first day by which seven tenths of the limit are over."""
    elapsed = next(n for n in range(limit + 1) if n * 10 >= limit * 7)
    return due if elapsed == limit else after(due, elapsed - limit)
