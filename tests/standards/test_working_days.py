"""Working days against the notices of the State Council for 2023 to 2026, and periods by the Civil Code."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.standards.errors import CalendarNotPublished
from taizhang.county.standards.working_days import (
    add_calendar_days,
    add_months,
    add_working_days,
    is_published,
    is_working_day,
    working_days_between,
)

# Days off (first/last) and make-up working days as published; 31 December 2022 belongs to the notice for 2023.
OFF = {
    2023: "0101/0102 0121/0127 0405/0405 0429/0503 0622/0624 0929/1006",
    2024: "0101/0101 0210/0217 0404/0406 0501/0505 0610/0610 0915/0917 1001/1007",
    2025: "0101/0101 0128/0204 0404/0406 0501/0505 0531/0602 1001/1008",
    2026: "0101/0103 0215/0223 0404/0406 0501/0505 0619/0621 0925/0927 1001/1007",
}
MADE_UP = {
    2023: "0128 0129 0423 0506 0625 1007 1008",
    2024: "0204 0218 0407 0428 0511 0914 0929 1012",
    2025: "0126 0208 0427 0928 1011",
    2026: "0104 0214 0228 0509 0920 1010",
}
WORKING_DAYS = {2023: 249, 2024: 251, 2025: 248, 2026: 248}
STARTS = st.dates(date(2023, 1, 1), date(2026, 6, 1))


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


def works_by_notice(day: date) -> bool:
    month_day = f"{day:%m%d}"
    if month_day in MADE_UP[day.year].split():
        return True
    off = any(first <= month_day <= last for first, last in (span.split("/") for span in OFF[day.year].split()))
    return day.weekday() < 5 and not off


@pytest.mark.parametrize("year", OFF)
def test_every_day_of_the_year_agrees_with_the_notice(year):
    assert [day for day in days_of(year) if is_working_day(day) != works_by_notice(day)] == []


@pytest.mark.parametrize("year", OFF)
def test_the_year_has_as_many_working_days_as_published(year):
    assert sum(map(is_working_day, days_of(year))) == WORKING_DAYS[year]


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2023-09-01", 15, "2023-09-22"),
        ("2023-09-22", 15, "2023-10-19"),
        ("2023-09-28", 1, "2023-10-07"),
        ("2023-09-28", 5, "2023-10-11"),
        ("2023-01-20", 1, "2023-01-28"),
        ("2023-04-28", 5, "2023-05-09"),
        ("2024-02-09", 3, "2024-02-20"),
        ("2025-09-26", 15, "2025-10-23"),
        ("2026-09-18", 15, "2026-10-15"),
        ("2023-08-31", 10, "2023-09-14"),
        ("2023-10-07", -1, "2023-09-28"),
        ("2023-09-30", 0, "2023-09-30"),
    ],
)
def test_working_days_are_counted_without_the_starting_day(start, count, end):
    assert add_working_days(date.fromisoformat(start), count) == date.fromisoformat(end)


def test_a_saturday_may_be_worked_and_the_end_of_2022_belongs_to_the_holiday_of_2023():
    assert is_working_day(date(2023, 10, 7))
    assert not is_working_day(date(2022, 12, 31))


@pytest.mark.parametrize("year", [2003, 2099])
def test_a_year_without_published_calendar_is_refused_by_name(year):
    with pytest.raises(CalendarNotPublished, match=f"{year}年的放假调休安排") as refusal:
        is_working_day(date(year, 3, 1))

    assert refusal.value.year == year
    assert not is_published(year)


def test_a_count_that_runs_past_the_last_published_year_is_refused():
    last = max(year for year in range(2023, 2100) if is_published(year))

    with pytest.raises(CalendarNotPublished, match=f"{last + 1}年"):
        add_working_days(date(last, 12, 20), 30)


def test_a_calendar_period_that_ends_on_a_day_off_moves_to_the_next_working_day():
    assert add_calendar_days(date(2023, 9, 20), 10) == date(2023, 10, 7)
    assert add_calendar_days(date(2023, 9, 20), 10, roll_forward=False) == date(2023, 9, 30)


def test_a_month_ends_on_the_corresponding_day_or_on_the_last_one():
    assert add_months(date(2023, 1, 31), 1) == date(2023, 2, 28)
    assert add_months(date(2023, 8, 15), 2, roll_forward=False) == date(2023, 10, 15)
    assert add_months(date(2023, 3, 31), -1, roll_forward=False) == date(2023, 2, 28)
    assert add_months(date(2023, 11, 30), 3, roll_forward=False) == date(2024, 2, 29)


def test_without_rolling_forward_no_calendar_is_needed():
    assert add_months(date(2023, 9, 1), 30 * 12, roll_forward=False) == date(2053, 9, 1)
    assert add_calendar_days(date(2023, 9, 1), 36500, roll_forward=False) == date(2123, 8, 8)


@given(STARTS, st.integers(1, 100))
def test_counting_undoes_adding(start, count):
    later, earlier = add_working_days(start, count), add_working_days(start, -count)

    assert is_working_day(later) and is_working_day(earlier)
    assert working_days_between(start, later) == count
    assert working_days_between(start, earlier) == -count


@given(STARTS, st.integers(0, 60), st.integers(0, 60))
def test_two_periods_one_after_the_other_are_one_long_period(start, first, second):
    assert add_working_days(add_working_days(start, first), second) == add_working_days(start, first + second)


@given(STARTS, st.integers(0, 200))
def test_rolling_forward_passes_over_days_off_only(start, count):
    plain, rolled = (add_calendar_days(start, count, roll_forward=roll) for roll in (False, True))

    assert is_working_day(rolled)
    assert working_days_between(plain, rolled) == (0 if plain == rolled else 1)
