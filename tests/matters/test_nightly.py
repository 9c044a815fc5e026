"""Documents of supervision: nightly, by hand, twice, at once and interrupted, always the same and each once."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import date, timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from taizhang.county.audit import clock
from taizhang.county.documents import numbering
from taizhang.county.matters import daily, nightly, pressing
from taizhang.county.matters.ladder import Level
from taizhang.county.matters.models import Matter, Notice, Press, Run
from taizhang.county.matters.refusal import Refused
from tests.county import on
from tests.matters import office as people
from tests.matters.office import assigned, closed, submitted, working
from tests.waiting import somebody_waits


def issued():
    """Everything a document says but its number and when it was made."""
    names = ("matter", "level", "clock", "due_on", "unit", "person", "why", "demand")
    return sorted(Press.objects.values_list(*names), key=str)


@pytest.fixture
def crowd(office):
    """Matters at several stages, of which some are near their deadline, late, and long late on 18 September."""
    with on("2023-08-20"):
        long_late = [working(office, level="simple") for _ in range(2)]
    return [*long_late, working(office), assigned(office), submitted(office), closed(office)]


def test_a_manual_run_and_the_nights_run_issue_the_same(office, crowd):
    with on("2023-09-18", 1):
        at = clock.now()
        point = transaction.savepoint()
        nightly.run(at)
        by_night = issued()
        transaction.savepoint_rollback(point)
        list(pressing.run(at, by=office.supervisor))
        assert issued() == by_night
        assert {level for _, level, *_ in by_night} == {1, 2, 4}


def test_a_second_run_issues_nothing(crowd):
    with on("2023-09-18", 1):
        first = nightly.run()
        again = nightly.run()
    assert sum(first.issued.values()) == Press.objects.count() > 0
    assert (again.issued, again.told) == ({}, 0)


def test_day_after_day_each_level_comes_once_for_a_deadline(office):
    held = working(office)
    for late in range(60):
        with on(date(2023, 9, 1) + timedelta(days=late), 1):
            nightly.run()
    levels = list(held.presses.order_by("pk").values_list("level", "clock"))
    assert levels == [(1, "handle"), (2, "handle"), (3, "handle"), (4, "handle")]


def test_after_a_pause_of_the_runs_only_the_highest_level_is_issued(office):
    held = working(office)
    with on("2023-10-12", 1):
        nightly.run()
    assert [press.level for press in held.presses.all()] == [Level.INTERVIEW]


def test_numbers_have_no_gaps_and_each_kind_its_own(crowd):
    with on("2023-09-18", 1):
        nightly.run()
    for level, series in ((1, "提醒"), (4, "约谈")):
        numbers = sorted(Press.objects.filter(level=level).values_list("number", flat=True))
        assert numbers == [f"{series}〔2023〕{n}号" for n in range(1, len(numbers) + 1)]


def test_a_matter_that_was_moved_meanwhile_is_left_alone(office):
    held = working(office)
    with on("2023-09-18"):
        at = clock.now()
        Matter.objects.filter(pk=held.pk).update(warn_at=at + timedelta(days=9), due_at=at + timedelta(days=10))
        assert pressing.issue([held.pk], by=pressing.NIGHT, at=at) == []
    assert Press.objects.count() == 0


def test_only_a_supervisor_issues(office):
    held = working(office)
    with on("2023-09-18"), pytest.raises(Refused, match="督查室签发"):
        pressing.issue([held.pk], by=office.clerk, at=clock.now())


def test_a_silent_matter_is_reminded_by_hand_once(office):
    held = working(office)
    with on("2023-09-08"), pytest.raises(Refused, match="不必提醒"):
        pressing.remind(held, by=office.supervisor)
    with on("2023-09-11"):
        first = pressing.remind(held, by=office.supervisor)
        with pytest.raises(Refused, match="已经发过"):
            pressing.remind(held, by=office.supervisor)
    assert (first.clock, first.due_on, first.person) == ("silent", date(2023, 9, 1), office.clerk)


def test_the_receipt_is_signed_once_by_the_unit_with_an_answer(office):
    held = working(office)
    with on("2023-09-18"):
        (press,) = pressing.issue([held.pk], by=pressing.NIGHT, at=clock.now())
        with pytest.raises(Refused, match="应由胙城乡签收"):
            pressing.receive(press, by=office.stranger, reply="收到")
        with pytest.raises(Refused, match="须写明原因"):
            pressing.receive(press, by=office.clerk, reply=" ")
        signed = pressing.receive(press, by=office.head, reply="材料未齐，9 月 20 日办结")
        with pytest.raises(Refused, match="审核甲已于"):
            pressing.receive(press, by=office.clerk, reply="收到")
    assert (signed.received_by, signed.reply) == (office.head, "材料未齐，9 月 20 日办结")


def test_who_issued_signed_and_answered_is_kept_as_versions(office):
    held = working(office)
    with on("2023-09-18"):
        (press,) = pressing.issue([held.pk], by=office.supervisor, at=clock.now())
        pressing.receive(press, by=office.head, reply="收到，尽快")
    kept = list(Press.versions.objects.filter(id=press.pk).order_by("version_id").values_list("received_by", flat=True))
    assert kept == [None, office.head.pk]


def test_the_daily_list_puts_the_heaviest_first_and_says_why(office):
    with on("2023-08-20"):
        late = working(office, level="simple")
    urgent, calm = working(office, urgent=True), working(office, level="complex")
    with on("2023-09-12"):
        entries = daily.entries(clock.now())
    assert [entry.matter.pk for entry in entries] == [late.pk, urgent.pk, calm.pk]
    assert entries[0].due == Level.INTERVIEW
    assert "超期" in "".join(entries[0].reasons) or "已过" in entries[0].reasons[0]
    assert "紧急事项" in entries[1].reasons
    assert entries[2].reasons == ["自 2023-09-01 起 11 天没有填报进展"]
    assert entries[2].silent


def test_the_list_agrees_with_what_a_person_may_remind(office):
    held = working(office, level="complex")
    for days in range(20):
        with on(date(2023, 9, 1) + timedelta(days=days)):
            listed = bool(daily.rows(clock.now()).filter(pk=held.pk, is_silent=1).exists())
            assert listed == pressing.silent(held, clock.now()), days


def test_a_dry_run_writes_nothing_and_names_each_document(crowd):
    said = StringIO()
    with on("2023-09-01", 13):
        call_command("nightly", "--dry-run", "--at", "2023-09-18T00:30", stdout=said)
    assert "约谈通知　胙城乡" in said.getvalue()
    assert "试算（未写入任何内容）：提醒函" in said.getvalue()
    assert (Press.objects.count(), Run.objects.count()) == (0, 0)


def test_documents_are_not_issued_before_their_day(crowd):
    with on("2023-09-01"), pytest.raises(CommandError, match="还没有到"):
        call_command("nightly", "--at", "2023-09-18")
    assert Press.objects.count() == 0


def test_a_run_that_was_stopped_goes_on_after_the_last_portion(crowd, monkeypatch):
    monkeypatch.setattr(pressing, "BATCH", 1)
    with on("2023-09-18", 1):
        at = clock.now()
        stand = nightly._begin(date(2023, 9, 18))
        last, done = next(pressing.run(at))
        nightly._reached(stand, last, len(done))
        whole = sum(pressing.count(at).values()) + len(done)
        outcome = nightly.run(at)
    run = Run.objects.get()
    assert sum(outcome.issued.values()) == whole - 1
    assert (run.issued, run.seen, run.finished_at is None) == (whole, 0, False)


def test_the_night_is_due_after_its_hour_until_it_has_run(office):
    with on("2023-09-18", 0):
        assert not nightly.due(clock.now(), "00:30")
    with on("2023-09-18", 1):
        assert nightly.due(clock.now(), "00:30")
        nightly.run()
        assert not nightly.due(clock.now(), "00:30")
    with on("2023-09-19", 1):
        assert nightly.due(clock.now(), "00:30")


def many(county, count):
    people.staff(county)
    with on("2023-09-01"):
        return [working(county) for _ in range(count)]


@pytest.mark.django_db(transaction=True)
def test_of_two_runs_at_once_each_document_is_issued_once(committed_county, monkeypatch):
    monkeypatch.setattr(pressing, "BATCH", 4)
    held = many(committed_county, 12)
    start, raised = Barrier(2), []

    def run():
        try:
            with on("2023-09-18", 1):
                start.wait()
                nightly.run()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert raised == []
    assert sorted(Press.objects.values_list("matter", flat=True)) == [one.pk for one in held]
    numbers = sorted(Press.objects.values_list("number", flat=True), key=lambda text: int(text[8:-1]))
    assert numbers == [f"督办〔2023〕{n}号" for n in range(1, 13)]
    told = Notice.objects.filter(kind="press").values_list("person", "key")
    assert len(told) == len(set(told)) > 0


RUNNER = """
    import django
    from django.conf import settings
    settings.DATABASES["default"]["NAME"] = {name!r}
    django.setup()
    from taizhang.county.matters import nightly, pressing
    from tests.county import on
    pressing.BATCH = 3
    with on("2023-09-18", 1):
        nightly.run()
"""


def kill_when_it_waits(process):
    for _ in range(600):
        if somebody_waits() or process.poll() is not None:
            break
        time.sleep(0.05)
    assert process.poll() is None, "the run ended before it met the held number"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.django_db(transaction=True)
def test_a_run_killed_in_the_middle_completes_without_doubles(committed_county):
    held = many(committed_county, 8)
    with on("2023-09-18", 0):
        pressing.issue([held[0].pk, held[1].pk], by=pressing.NIGHT, at=clock.now())
    with transaction.atomic():
        # Holds the last matters: the run issues the first portion and is killed while it waits for them.
        list(Matter.objects.select_for_update().filter(pk=held[-1].pk))
        script = textwrap.dedent(RUNNER.format(name=connection.settings_dict["NAME"]))
        kill_when_it_waits(subprocess.Popen([sys.executable, "-c", script], env=os.environ))
    before = Press.objects.count()
    assert 2 < before < 8
    assert Run.objects.get().finished_at is None
    with on("2023-09-18", 2):
        outcome = nightly.run()
    assert sum(outcome.issued.values()) == 8 - before
    assert sorted(Press.objects.values_list("matter", flat=True)) == [one.pk for one in held]
    with transaction.atomic():
        assert numbering.take("督办〔2023〕") == 9
