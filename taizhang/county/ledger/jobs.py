"""Imports and exports that nobody waits for, in PostgreSQL's own queue: left, stopped, gone on with after a crash."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from taizhang.county.ledger.columns import clean
from taizhang.county.ledger.models import SheetExport, SheetImport
from taizhang.county.ledger.sheets import imports, outbox, progress, undo
from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.county.ledger.validation import Refused
from taizhang.county.people.models import Person

State = SheetImport.State
# A step done within the request is looked after by the queue as well, should its process end in the middle.
LOOK_AFTER = 120
BROKEN = "系统出错，没有做任何改动；请重试，仍不行请联系系统管理员。"


EXPECTED = (Refused, Unsuitable, progress.Cancelled)


@contextmanager
def put_back(undoing: Callable[[], object]) -> Iterator[None]:
    """What nobody foresaw leaves a page that can be acted on again, and a failed job for who looks after the queue."""
    try:
        yield
    except EXPECTED:
        raise
    except Exception:
        undoing()
        raise


@app.task
def sheet_step(run: int) -> None:
    """Reads or writes, whichever the import waits for; a step that was done meanwhile is left alone."""
    found = SheetImport.objects.select_related("by").filter(pk=run, state__in=(State.READING, State.WRITING)).first()
    if found is not None:
        with put_back(lambda: imports.give_up(found, BROKEN)), progress.Progress(found) as told:
            take(found, told)


@app.task
def sheet_look(run: int, by: int) -> None:
    """Finds likely pairs; an import that waits for it no longer is left alone."""
    found = SheetImport.objects.select_related("by").filter(pk=run, state=State.LOOKING).first()
    if found is None:
        return
    try:
        with put_back(lambda: imports.stop_looking(found)), progress.Progress(found) as told:
            imports.look(found, by=Person.objects.get(pk=by), told=told)
    except progress.Cancelled:
        imports.stop_looking(found)
    except Unsuitable as unsuitable:
        imports.stop_looking(found)
        imports.say(found, str(unsuitable))


@app.task
def sheet_undo(run: int, by: int, reason: str, partly: bool, expecting: int | None) -> None:
    """Undoes a long import; what was undone meanwhile is left alone."""
    found = SheetImport.objects.filter(pk=run, state=State.UNDOING).first()
    if found is None:
        return
    try:
        with put_back(lambda: undo.stop(found, BROKEN)):
            undo.undo(found, by=Person.objects.get(pk=by), reason=reason, partly=partly, expecting=expecting)
    except (Refused, Unsuitable) as refused:
        undo.stop(found, "；".join(refused.sentences()) if isinstance(refused, Refused) else str(refused))


def look(run: SheetImport, *, by: Any) -> bool:
    """Looks for likely pairs, at once or in the queue, as the file is short or long; whether it was at once.

    Raises Unsuitable.
    """
    if not is_long(run):
        imports.look(run, by=by)
        return True
    with transaction.atomic():
        if imports.begin_looking(run):
            progress.begin(run)
            sheet_look.defer(run=run.pk, by=by.pk)
    return False


def undo_later(run: SheetImport, *, by: Any, reason: str, partly: bool, expecting: int | None) -> bool:
    """Whether the queue undoes it, as it does long imports. Raises Refused."""
    if run.counts["new"] + run.counts["changed"] <= settings.UNDO_AT_ONCE_ROWS:
        return False
    reason = clean(reason)
    with transaction.atomic():
        if undo.begin(run, by=by, reason=reason):
            progress.begin(run)
            sheet_undo.defer(run=run.pk, by=by.pk, reason=reason, partly=partly, expecting=expecting)
    return True


def take(run: SheetImport, told: imports.Told = imports.quiet) -> None:
    """One step; what stands against it is kept with the import, whose page tells it."""
    reading = run.state == State.READING
    try:
        if reading:
            imports.read(run, told)
        else:
            imports.write(run, told)
    except progress.Cancelled:
        if reading:
            imports.drop(run)
        else:
            imports.say(run, "已按要求停止写入，台账没有任何改动；可以再次确认，或放弃。")
    except Unsuitable as unsuitable:
        imports.fail(run, str(unsuitable))
    except imports.Stale as stale:
        imports.say(run, str(stale))
    except Refused as refused:
        imports.say(run, "；".join(refused.sentences()))


def later(run: SheetImport, *, seconds: int = 0) -> None:
    """Puts the step into the queue; whoever looks at the import sees how far it has come."""
    progress.begin(run)
    sheet_step.configure(schedule_in={"seconds": seconds}).defer(run=run.pk)


def is_long(run: SheetImport) -> bool:
    """A file that is gone is no long one: the step then says so at once."""
    try:
        return bool(run.file.size > settings.SHEET_AT_ONCE_BYTES)
    except FileNotFoundError:
        return False


def queued(run: SheetImport) -> bool:
    """Whether the queue takes the next step: it always does where the process that is to take it at once dies."""
    large = is_long(run)
    later(run, seconds=0 if large else LOOK_AFTER)
    return large


@app.task(lock="sheet_export")
def sheet_export(export: int) -> None:
    """Makes the file of a long export; one that was made or given up meanwhile is left alone."""
    found = SheetExport.objects.select_related("by").filter(pk=export).first()
    if found is not None:
        with put_back(lambda: outbox.fail(found, BROKEN)):
            outbox.make(found)


def released(export: SheetExport) -> bool:
    """Whether the queue makes the file; a short one only where the process that is to make it at once dies."""
    large = export.rows > settings.EXPORT_AT_ONCE_ROWS
    sheet_export.configure(schedule_in={"seconds": 0 if large else LOOK_AFTER}).defer(export=export.pk)
    return large


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="tidy_exports")
def tidy_exports(timestamp: int) -> None:
    outbox.tidy()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="revive", pass_context=True)
async def revive(context: Any, timestamp: int) -> None:
    """Steps whose worker ended in the middle begin anew: what such a worker wrote was never committed."""
    manager = context.app.job_manager
    for task in (sheet_step, sheet_look, sheet_undo, sheet_export):
        for job in await manager.get_stalled_jobs(task_name=task.name):
            await manager.retry_job(job)
