"""The steps of a check: the register received and sealed, then read, compared and written as one act.

A step may run in the request or later in the queue: what it finds done, it leaves alone; killed, it has done nothing.
"""

import tempfile
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction

from taizhang.county.audit import changes, clock
from taizhang.county.audit.held import held
from taizhang.county.ledger.sheets import keeping
from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.lines.children.roll import carrying, comparing, pupils, register
from taizhang.lines.children.roll.comparing import Compared
from taizhang.lines.children.roll.models import Candidate, RollCheck, SchoolResult

State = RollCheck.State
_AT_ONCE = 1000
_EVERY_SECONDS = 0.5


def receive(term: str, upload: "File[Any]", *, by: Any) -> tuple[RollCheck, bool]:
    """Keeps the register, sealed, to be read; False with the check of before for a file that came before.

    Raises Unsuitable for a file too large.
    """
    name = Path(upload.name or "").name[:200] or "未命名.xlsx"
    with tempfile.TemporaryDirectory(prefix="taizhang-") as folder:
        path = Path(folder) / "upload"
        digest = keeping.received(upload, path)
        earlier = _earlier(term, digest)
        if earlier:
            return earlier, False
        with keeping.keep(path) as sealed:
            run = RollCheck(term=term, name=name, sha256=digest, by=by, at=clock.now(), as_of=clock.today())
            run.file = sealed
            return _begun(run)


def _earlier(term: str, digest: str) -> RollCheck | None:
    return RollCheck.objects.filter(term=term, sha256=digest).exclude(state=State.FAILED).first()


def _begun(run: RollCheck) -> tuple[RollCheck, bool]:
    """Of two uploads of one file at once the second finds the check of the first."""
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError:
        run.file.delete(save=False)
        earlier = _earlier(run.term, run.sha256)
        if earlier is None:
            raise
        return earlier, False
    return run, True


def take(run: RollCheck) -> None:
    """Reads, compares and writes; what stands against the file is kept with the check, whose page tells it."""
    try:
        with keeping.opened(run) as path:  # type: ignore[arg-type]
            found, tally = pupils.read(path, run.name, _Progress(run))
        if not found:
            raise Unsuitable("名册里没有一行学生。请确认选择了正确的文件和工作表。")
        _write(run, list(comparing.compared(register.of_school_age(run.term, run.as_of), found)), tally)
    except Unsuitable as unsuitable:
        fail(run, str(unsuitable))
    run.refresh_from_db()
    forget_file(run)


class _Progress:
    """Tells the page how many rows are read; what the check writes shows only at its end."""

    def __init__(self, run: RollCheck) -> None:
        self._run, self._told = run, 0.0

    def __call__(self, rows: int) -> None:
        if monotonic() - self._told >= _EVERY_SECONDS:
            self._told = monotonic()
            RollCheck.objects.filter(pk=self._run.pk, state=State.READING).update(done=rows)


def _write(run: RollCheck, found: list[Compared], tally: pupils.Tally) -> None:
    with changes.change(by=run.by, reason=f"{run}：{run.name}"[:300], action="就学比对"):
        stored = held(RollCheck.objects.all(), run.pk)
        if stored.state != State.READING:
            return
        for result, _ in found:
            result.run = stored
        carried = carrying.carry(stored, found)
        SchoolResult.objects.bulk_create([result for result, _ in found], batch_size=_AT_ONCE)
        Candidate.objects.bulk_create([one for _, some in found for one in some], batch_size=_AT_ONCE)
        stored.counts = asdict(tally) | {"children": len(found), "carried": carried}
        stored.done = tally.rows
        _end(stored, State.DONE)


def fail(run: RollCheck, sentence: str) -> None:
    with transaction.atomic():
        stored = held(RollCheck.objects.all(), run.pk)
        if stored.state == State.READING:
            stored.error = sentence[:500]
            _end(stored, State.FAILED)


def _end(stored: RollCheck, state: str) -> None:
    stored.state, stored.finished_at = state, clock.now()
    stored.save()


def forget_file(run: RollCheck) -> None:
    """Other people's children are not kept longer than it takes to read them."""
    if run.state != State.READING and run.file:
        run.file.delete(save=False)
        RollCheck.objects.filter(pk=run.pk).update(file="")
