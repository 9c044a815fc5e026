"""Checks that nobody waits for, in PostgreSQL's own queue, and the nightly erasing of what need not be kept."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from procrastinate.contrib.django import app

from taizhang.county.audit import clock
from taizhang.lines.children.roll import runs
from taizhang.lines.children.roll.models import Candidate, RollCheck
from taizhang.lines.children.roll.parameters import KEPT_AFTER_DECISION, KEPT_AT_ALL

# A check made within the request is looked after by the queue as well, should its process end in the middle.
LOOK_AFTER = 120
_GIVEN_UP = timedelta(days=1)


@app.task
def roll_step(run: int) -> None:
    """One that was read meanwhile is left alone."""
    found = RollCheck.objects.select_related("by").filter(pk=run, state=RollCheck.State.READING).first()
    if found is not None:
        runs.take(found)


def queued(run: RollCheck) -> bool:
    """Whether the queue takes the check: it always does where the process that is to make it at once dies."""
    large = bool(run.file.size > settings.SHEET_AT_ONCE_BYTES)
    roll_step.configure(schedule_in={"seconds": 0 if large else LOOK_AFTER}).defer(run=run.pk)
    return large


@app.periodic(cron="47 1 * * *")
@app.task(queueing_lock="tidy_rolls")
def tidy_rolls(timestamp: int) -> None:
    tidy()


def tidy() -> None:
    """Erases pupils who turned out to be nobody of ours, and registers that a killed process left behind."""
    now = clock.now()
    decided = Q(result__decided_at__lt=now - timedelta(days=KEPT_AFTER_DECISION.value)) & ~Q(result__result="UNDECIDED")
    old = Q(result__run__finished_at__lt=now - timedelta(days=KEPT_AT_ALL.value))
    Candidate.objects.filter(decided | old).delete()
    for run in RollCheck.objects.filter(state=RollCheck.State.READING, at__lt=now - _GIVEN_UP):
        runs.fail(run, "比对一直没有完成，已停止。请重新上传；仍不成的，请联系系统管理员。")
    for run in RollCheck.objects.exclude(state=RollCheck.State.READING).exclude(file=""):
        runs.forget_file(run)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="revive_rolls", pass_context=True)
async def revive_rolls(context: Any, timestamp: int) -> None:
    """Checks whose worker ended in the middle begin anew: what such a worker wrote was never committed."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(task_name=roll_step.name):
        await manager.retry_job(job)
