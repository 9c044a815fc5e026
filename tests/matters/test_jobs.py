"""The worker's tasks, called as they are: by the county's clock, one night's run a day, one waiting at a time."""

from procrastinate.contrib.django.models import ProcrastinateJob

from taizhang.county.audit import clock
from taizhang.county.matters import jobs
from taizhang.county.matters.models import Cursor, Press, Run
from tests.county import on
from tests.matters.office import working


def waiting():
    return list(ProcrastinateJob.objects.values_list("task_name", "queueing_lock", "status"))


def test_every_minute_asks_for_the_nights_run_once_its_hour_has_come(office):
    with on("2023-09-18", 0):
        jobs.minute(timestamp=0)
        assert waiting() == []
    with on("2023-09-18", 1):
        jobs.minute(timestamp=0)
        jobs.minute(timestamp=60)
    assert waiting() == [("taizhang.county.matters.jobs.night", "night", "todo")]


def test_the_night_runs_by_the_countys_clock(office):
    held = working(office)
    with on("2023-09-18", 1):
        jobs.night()
        jobs.minute(timestamp=0)
    assert Press.objects.get().matter == held
    assert clock.local(Run.objects.get().finished_at).date().isoformat() == "2023-09-18"
    assert waiting() == []


def test_a_minute_reads_the_log(office):
    with on("2023-09-18", 0):
        jobs.minute(timestamp=0)
    assert Cursor.objects.get().name == "notices"


def test_a_second_request_for_the_night_waits_for_none(office):
    assert (jobs.ask_for_night(), jobs.ask_for_night()) == (True, False)
