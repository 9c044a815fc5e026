"""Which document a matter has come to, day by day, and that the file of rules is checked before it is used."""

from datetime import date, timedelta

import pytest

from taizhang.county.audit import clock
from taizhang.county.matters import ladder, pressing, requests, services
from taizhang.county.matters.ladder import Level
from taizhang.county.matters.models import Matter
from taizhang.county.standards.working_days import is_working_day
from tests.county import on
from tests.matters.office import assigned, closed, submitted, working


def any_level(matter):
    return ladder.standing(clock.now()).get(pk=matter.pk).step


def levels(matter, first, last):
    """The days on which the level changes, as (day, level)."""
    found, day = [], date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        with on(day, 0):
            now = any_level(matter)
        if not found or found[-1][1] != now:
            found.append((str(day), now))
        day += timedelta(days=1)
    return found


def test_the_level_rises_by_working_days_over_the_autumn_holidays(office):
    held = working(office, level="general")  # due on 15 September, ten working days
    assert levels(held, "2023-09-01", "2023-10-20") == [
        ("2023-09-01", 0), ("2023-09-12", 1), ("2023-09-18", 2), ("2023-09-22", 3), ("2023-10-07", 4),
    ]  # fmt: skip


def test_the_level_agrees_with_a_slow_count_of_working_days(office):
    held = working(office, level="simple")
    for late in range(45):
        day = held.due_on + timedelta(days=late)
        count = sum(is_working_day(held.due_on + timedelta(days=n)) for n in range(1, late + 1))
        with on(day, 9):
            assert any_level(held) == 1 + (count >= 1) + (count >= 5) + (count >= 10), day


def test_on_a_day_off_after_the_deadline_nothing_is_due_yet(office):
    held = working(office)
    with on("2023-09-16"), on("2023-09-17", 23):
        assert any_level(held) == Level.REMINDER


def test_an_unclaimed_matter_is_pressed_for_the_claim(office):
    held = assigned(office)
    with on("2023-09-05", 0):
        found = ladder.standing(clock.now()).get(pk=held.pk)
        assert (found.clock, found.due, found.step) == ("claim", date(2023, 9, 4), Level.NOTE)


def test_of_two_late_clocks_the_one_further_up_counts(office):
    held = assigned(office)
    with on("2023-09-19"):
        found = ladder.standing(clock.now()).get(pk=held.pk)
        assert (found.clock, found.step) == ("claim", Level.INTERVIEW)


def test_a_paused_matter_is_on_no_clock(office):
    held = working(office)
    with on("2023-09-14"):
        asked = requests.ask(held, "pause", by=office.clerk, reason="等鉴定")
        requests.decide(asked, granted=True, by=office.supervisor)
    with on("2023-10-20"):
        assert not ladder.standing(clock.now()).filter(pk=held.pk).exists()


def test_closed_in_time_leaves_the_ladder_and_the_call_back_is_only_reminded(office):
    done = closed(office)  # visit until 16 September
    assert [(day, n) for day, n in visits(done)] == [("2023-09-12", 1)]


def visits(done):
    day = date(2023, 9, 2)
    while day < date(2023, 11, 1):
        with on(day, 0):
            found = ladder.standing(clock.now()).filter(pk=done.pk).first()
        if found:
            yield str(day), found.step
            break
        day += timedelta(days=1)
    with on("2024-03-01"):
        assert any_level(done) == Level.REMINDER


def test_the_second_deadline_missed_in_a_quarter_leads_to_the_interview(office):
    held = submitted(office)
    with on("2023-09-01", 13):
        services.move(held, "send_back", by=office.supervisor, note="照片不清")
    with on("2023-09-18"):
        (first,) = pressing.issue([held.pk], by=pressing.NIGHT, at=clock.now())
    Matter.objects.get(pk=held.pk)
    with on("2023-09-18", 13):
        moved(office, held)
    with on("2023-09-26"):
        again = ladder.pending(clock.now()).get(pk=held.pk)
        assert (first.level, again.missed, again.step) == (Level.NOTE, 1, Level.INTERVIEW)


def moved(office, held):
    """Reported done late and sent back: a new deadline."""
    stored = Matter.objects.get(pk=held.pk)
    done = services.move(stored, "submit", by=office.clerk, note="再报", outcome="done")
    return services.move(done, "send_back", by=office.supervisor, note="仍不清")


def test_who_is_pressed_is_whose_act_is_waited_for(office):
    held = submitted(office)
    with on("2023-09-18"):
        unit, person = pressing.recipient(held)
    assert (unit.slug, person) == ("government-office", None)
    assert pressing.recipient(working(office))[1] == office.clerk


def test_the_countys_office_is_reminded_of_its_own_check_and_never_summons_itself(office):
    held = submitted(office, level="general")
    assert levels(held, "2023-09-01", "2023-10-20") == [("2023-09-01", 0), ("2023-09-12", 1)]


def test_a_file_of_rules_that_lacks_one_is_refused_and_names_it(settings, tmp_path):
    file = tmp_path / "ladder.toml"
    file.write_text(ladder.OWN_FILE.read_text(encoding="utf-8").replace("note_days = 1\n", ""), encoding="utf-8")
    settings.LADDER = str(file)
    with pytest.raises(ladder.BadLadder, match="note_days"):
        ladder.rules(date(2023, 9, 1))


def test_later_rules_hold_from_their_day(settings, tmp_path, office):
    own = ladder.OWN_FILE.read_text(encoding="utf-8")
    later = own.replace("2022-05-01", "2023-09-20").replace("notice_days = 5", "notice_days = 2")
    file = tmp_path / "ladder.toml"
    file.write_text(own + later, encoding="utf-8")
    settings.LADDER = str(file)
    held = working(office)
    assert levels(held, "2023-09-18", "2023-09-21") == [("2023-09-18", 2), ("2023-09-20", 3)]
