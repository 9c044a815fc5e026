"""Long exports: put in line, made in the queue, kept sealed, given to nobody but who asked, and deleted in time."""

import tempfile
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from taizhang.county.audit import clock
from taizhang.county.documents.sealing import Unreadable, unseal_stream
from taizhang.county.ledger import registry
from taizhang.county.ledger.models import SheetExport
from taizhang.county.ledger.sheets import asking, keeping, releases, writing
from taizhang.county.ledger.sheets.asking import Asked
from taizhang.county.ledger.sheets.progress import Cancelled
from taizhang.county.ledger.validation import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action

State = SheetExport.State
_EVERY_SECONDS = 0.5


class NotGiven(Exception):
    """A file that is not there, or no longer this person's to have; the sentence says what to do."""


def put(asked: Asked, *, by: Any, rows: int) -> SheetExport:
    """In line to be made; what is in line already, as after a second click, is found again.

    Raises Refused where it could not be made in clear.
    """
    if asked.clear_reason:
        writing.require_clear(asked.ledger, by, asked.clear_reason)
    wanted = asking.kept(asked, by=by) | {"state": State.WAITING}
    waiting = SheetExport.objects.filter(**wanted).first()
    return waiting or SheetExport.objects.create(**wanted, at=clock.now(), rows=rows)


def fail(export: SheetExport, sentence: str) -> None:
    _waiting(export).update(state=State.FAILED, note=sentence[:300])


def make(export: SheetExport) -> None:
    """What is made already, given up or deleted is left alone: a job may come twice."""
    ledger = registry.get(export.ledger)
    if export.state != State.WAITING or ledger is None:
        return
    rights = asking.rights(ledger, export.by)
    asked = releases.asked_for(export)
    try:
        if not access.can(export.by, Action.EXPORT, ledger):
            raise Refused({"": ["您的岗位已不能导出这本台账，请联系系统管理员核对。"]}, ledger)
        done = asking.made(asked, by=export.by, told=_teller(export))
    except Refused as refused:
        fail(export, "；".join(refused.sentences()))
        return
    except Cancelled:
        return
    with done.file as clear:
        _keep(export, clear.name, done.rows, rights)


def _keep(export: SheetExport, path: str, rows: int, rights: str) -> None:
    with keeping.keep(Path(path)) as sealed:
        export.file.save(str(sealed.name), sealed, save=False)
    ready = _waiting(export).update(
        state=State.READY, file=export.file.name, rows=rows, done=rows, rights=rights, made_at=clock.now()
    )
    if not ready:
        # Somebody gave it up while the last rows were written.
        export.file.delete(save=False)


def _waiting(export: SheetExport) -> "QuerySet[SheetExport]":
    return SheetExport.objects.filter(pk=export.pk, state=State.WAITING)


def _teller(export: SheetExport) -> writing.Told:
    told = 0.0

    def tell(done: int) -> None:
        nonlocal told
        if monotonic() - told < _EVERY_SECONDS:
            return
        told = monotonic()
        if not _waiting(export).update(done=done):
            raise Cancelled

    return tell


def fetch(export: SheetExport, *, by: Any) -> IO[bytes]:
    """The file in clear, gone when it is closed. Raises NotGiven."""
    _require(export, by)
    clear = tempfile.TemporaryFile(prefix="taizhang-")  # noqa: SIM115 — the response closes it
    try:
        with export.file.open() as sealed:
            unseal_stream(sealed, clear)
    except (FileNotFoundError, ValueError, Unreadable) as error:
        clear.close()
        raise NotGiven("生成的文件已经删除或损坏，请重新导出。") from error
    clear.seek(0)
    releases.fetched(export, by=by)
    SheetExport.objects.filter(pk=export.pk, fetched_at=None).update(fetched_at=clock.now())
    return clear


def _require(export: SheetExport, by: Any) -> None:
    """Judged anew: since the file was made, the person may have left the post that opened it."""
    ledger = registry.get(export.ledger)
    if ledger is None or export.by_id != by.pk or export.state != State.READY:
        raise NotGiven("这个文件已不能下载，请重新导出。")
    if not access.can(by, Action.EXPORT, ledger) or asking.rights(ledger, by) != export.rights:
        drop(export)
        raise NotGiven("文件生成之后您的岗位有变动，为安全已删除，请按现在的岗位重新导出。")


def drop(export: SheetExport) -> None:
    """Given up while it is made, or deleted after."""
    with transaction.atomic():
        held = SheetExport.objects.select_for_update().get(pk=export.pk)
        name, storage = held.file.name, held.file.storage
        held.state, held.file = State.GONE, ""
        held.save(update_fields=["state", "file"])
    if name:
        storage.delete(name)


def tidy() -> int:
    """Deletes what nobody needs any more, and ends requests nobody decided; returns how many files."""
    releases.lapse()
    old = clock.now() - timedelta(hours=settings.EXPORT_KEPT_HOURS)
    found = list(SheetExport.objects.filter(state=State.READY, made_at__lt=old))
    for export in found:
        drop(export)
    return len(found)
