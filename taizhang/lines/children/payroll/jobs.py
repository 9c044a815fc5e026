"""Puts the steps of a large run into PostgreSQL's own queue, one after another, and goes on where a worker ended."""

from typing import Any

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from taizhang.lines.children.models import Child, PaymentBatch, RunWork
from taizhang.lines.children.payroll import works


@app.task(lock="children_run")
def run_step(work: int) -> None:
    """One that was ended meanwhile is left alone."""
    found = RunWork.objects.select_related("by", "batch").filter(pk=work, state=works.State.WAITING).first()
    if found is not None:
        works.take(found)


def later(
    act: str, asked: dict[str, Any], *, by: Any, batch: PaymentBatch | None = None, content: bytes | None = None
) -> RunWork:  # fmt: skip
    """The work, new or waiting already; whoever looks at it sees how far it has come."""
    with transaction.atomic():
        work, new = works.begin(act, asked, by=by, batch=batch, content=content)
        if new:
            run_step.defer(work=work.pk)
    return work


def is_long(items: int) -> bool:
    return items > settings.PAYROLL_AT_ONCE_ITEMS


def are_many() -> bool:
    """Whether the register holds more children than are reckoned while a person waits."""
    return Child.objects.order_by()[settings.PAYROLL_AT_ONCE_ITEMS :].exists()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="revive_run", pass_context=True)
async def revive_run(context: Any, timestamp: int) -> None:
    """Steps whose worker ended in the middle begin anew: what such a worker wrote was never committed."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(task_name=run_step.name):
        await manager.retry_job(job)
