"""Limits and clocks: the vectors of the official calendar, what holds for every limit, and the edges of both."""

from datetime import date, datetime, timedelta

import pytest
from chinese_calendar.constants import Holiday, holidays
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.audit import clock
from taizhang.county.matters import clocks, limits, recalendar, requests, services
from taizhang.county.matters.clocks import Light
from taizhang.county.matters.limits import Limit
from taizhang.county.matters.models import Matter
from tests.county import on
from tests.matters import reckoned
from tests.matters.office import assigned, matter, working

DAYS = st.dates(date(2023, 1, 1), date(2024, 9, 30))
COUNTS = st.integers(1, 60)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2023-09-01", 15, "2023-09-22"), ("2023-09-22", 15, "2023-10-19"), ("2023-09-28", 1, "2023-10-07"),
        ("2023-09-28", 5, "2023-10-11"), ("2023-01-20", 1, "2023-01-28"), ("2023-04-28", 5, "2023-05-09"),
        ("2024-02-09", 3, "2024-02-20"), ("2025-09-26", 15, "2025-10-23"), ("2026-09-18", 15, "2026-10-15"),
        ("2023-08-31", 10, "2023-09-14"),
    ],
)  # fmt: skip
def test_working_days_end_as_the_notices_say(start, days, due):
    assert Limit(days).ends(date.fromisoformat(start)) == date.fromisoformat(due)


@given(start=DAYS, days=COUNTS)
def test_a_limit_ends_where_counting_day_by_day_ends(start, days):
    assert Limit(days).ends(start) == reckoned.after(start, days)


@given(start=DAYS, days=COUNTS)
def test_what_is_left_from_the_start_is_the_whole_limit(start, days):
    for limit in (Limit(days), Limit(days, working=False, roll_forward=False)):
        assert limit.left(start, limit.ends(start)) == days


@given(start=DAYS, days=COUNTS, gone=st.integers(0, 120))
def test_what_is_left_falls_by_one_each_working_day_and_below_nought_once_it_is_late(start, days, gone):
    limit, day = Limit(days), start + timedelta(days=gone)
    due = limit.ends(start)
    assert limit.left(day, due) == reckoned.between(day, due)
    assert (limit.left(day, due) < 0) == (day > due)


@given(start=DAYS, days=COUNTS)
def test_the_light_turns_yellow_when_seven_tenths_are_over_and_never_before(start, days):
    limit = Limit(days)
    due = limit.ends(start)
    warned = limit.warns(due)
    assert start < warned <= due
    assert reckoned.between(start, warned) * 10 >= days * 7 > (reckoned.between(start, warned) - 1) * 10


@given(start=DAYS, days=COUNTS, rolls=st.booleans())
def test_calendar_days_roll_forward_where_the_rule_lets_them(start, days, rolls):
    due = Limit(days, working=False, roll_forward=rolls).ends(start)
    last = start + timedelta(days=days)
    assert due == (reckoned.after(last, 0) if rolls else last)


@given(start=DAYS, hour=st.integers(0, 23), hours=st.sampled_from((1, 24, 30, 48, 120)))
def test_hours_of_days_off_do_not_count(start, hour, hours):
    moment = datetime(start.year, start.month, start.day, hour, tzinfo=clock.SHANGHAI)
    assert limits.hours_after(moment, hours) == reckoned.hours_on(moment, hours)


def test_a_deadline_lasts_to_the_end_of_its_day(office):
    held = working(office)
    last = clock.end_of(held.due_on)
    shown = [clocks.light(held, last), clocks.light(held, last + timedelta(microseconds=1))]
    assert shown == [Light.YELLOW, Light.RED]


def test_half_an_hour_after_midnight_belongs_to_the_new_day(office):
    with on("2023-09-29", 0):
        held = assigned(office)
    # The 29th is the first of eight days off: the count begins after them.
    assert (clock.local(held.claim_due_at).date(), held.due_on) == (date(2023, 10, 7), date(2023, 10, 18))


def pause(office, held, *, until, asked="2023-09-05", granted=None):
    with on(asked):
        request = requests.ask(held, "pause", by=office.clerk, reason="等鉴定")
    with on(granted or asked, 15):
        requests.decide(request, granted=True, by=office.supervisor)
    with on(until):
        return requests.resume(held, by=office.clerk)


def test_paused_on_the_due_day_it_is_due_on_the_day_it_goes_on(office):
    assert pause(office, working(office), asked="2023-09-15", until="2023-09-21").due_on == date(2023, 9, 21)


def test_resumed_on_a_day_off_it_is_due_on_the_next_working_day(office):
    assert pause(office, working(office), asked="2023-09-15", until="2023-10-01").due_on == date(2023, 10, 7)


def test_a_pause_granted_after_the_due_day_does_not_make_up_for_the_lateness(office):
    resumed = pause(office, working(office), asked="2023-09-15", granted="2023-09-18", until="2023-09-21")
    with on("2023-09-21", 18):
        assert (resumed.due_on, clocks.light(resumed, clock.now())) == (date(2023, 9, 20), Light.RED)


def test_a_level_settled_at_assignment_sets_the_limit(office):
    held = services.move(matter(office), "assign", by=office.supervisor, unit=office.zuocheng, level="simple")
    assert (held.level, held.limit_days, held.due_on) == ("simple", 3, date(2023, 9, 6))


def test_lights_of_lists_are_those_of_pages(office):
    open_ones = [assigned(office), working(office), working(office, level="simple")]
    for day in ("2023-09-01", "2023-09-05", "2023-09-12", "2023-09-18"):
        with on(day, 10):
            now = clock.now()
        for light, condition in ((Light.RED, clocks.is_red(now)), (Light.YELLOW, clocks.is_yellow(now))):
            listed = set(Matter.objects.filter(condition).values_list("pk", flat=True))
            assert listed == {held.pk for held in open_ones if clocks.light(held, now) is light}


def published(monkeypatch, *days):
    """The notice for 2027: New Year's first three days are off, and National Day."""
    for day in (date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3), date(2027, 10, 1), *days):
        monkeypatch.setitem(holidays, day, Holiday.new_years_day.value)


def test_a_deadline_in_a_year_without_notice_is_provisional_and_counted_again_when_it_is_out(office, monkeypatch):
    with on("2026-12-25"):
        held = assigned(office)
    assert (held.due_on, held.provisional) == (date(2027, 1, 8), True)
    with on("2026-12-26"):
        assert recalendar.recount() == 0
        published(monkeypatch)
        assert (recalendar.recount(), recalendar.recount()) == (1, 0)
    counted = Matter.objects.get(pk=held.pk)
    assert (counted.due_on, counted.provisional, counted.move) == (date(2027, 1, 11), False, "recount")
    assert counted.note == "放假安排已公布，办理期限由 2027-01-08 改为 2027-01-11"
    assert clock.local(counted.claim_due_at).date() == date(2026, 12, 28)


def test_an_extended_provisional_deadline_keeps_every_day_it_was_given(office, monkeypatch):
    with on("2026-12-31"):
        held = working(office)
    with on("2027-01-05"):
        request = requests.ask(held, "extend", by=office.clerk, reason="等材料", days=5)
        requests.decide(request, granted=True, by=office.supervisor)
    assert Matter.objects.get(pk=held.pk).due_on == date(2027, 1, 21)
    published(monkeypatch)
    with on("2027-01-06"):
        assert recalendar.recount() == 1
    assert Matter.objects.get(pk=held.pk).due_on == date(2027, 1, 22)


def test_a_claim_on_the_last_day_of_the_year_is_counted_again_too(office, monkeypatch):
    with on("2026-12-31"):
        held = assigned(office)
        assert clock.local(held.claim_due_at).date() == date(2027, 1, 1)
        published(monkeypatch)
        recalendar.recount()
    assert clock.local(Matter.objects.get(pk=held.pk).claim_due_at).date() == date(2027, 1, 4)
