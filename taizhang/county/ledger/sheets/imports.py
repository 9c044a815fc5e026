"""Two steps of an import: a preview that writes nothing to the ledger, and a commit of all rows or none."""

import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import connection, transaction

from taizhang.county.audit import clock
from taizhang.county.ledger import registry, services
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.fields import seal, unseal
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.services import Written
from taizhang.county.ledger.sheets import guard, reading, summary
from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.county.ledger.sheets.plan import Plan
from taizhang.county.ledger.sheets.planning import Planner
from taizhang.county.ledger.sheets.reading import Sheet
from taizhang.county.ledger.validation import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action

State = SheetImport.State


class Stale(Exception):
    """The ledger moved on between preview and commit; nothing was written, and the preview is a new one."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__("预览之后台账有了变动，没有写入任何内容。下面是按现在的台账重新核对的结果，请看过再确认。")


def preview(ledger: Ledger, upload: "File[Any]", *, by: Any) -> SheetImport:
    """Keeps the file with what it would do. Raises Unsuitable for no workbook, Refused for whoever may not import."""
    _require_right(ledger, by)
    name = Path(upload.name or "").name[:200] or "未命名.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        path, digest = _received(upload, Path(folder))
        counts = _repeated(ledger, digest)
        if counts is None:
            counts = summary.summarise(Planner(ledger, by).plan(reading.read(path, name)))
        kept = ContentFile(seal(path.read_bytes()), name=f"{uuid4().hex}.sealed")
    return SheetImport.objects.create(
        ledger=ledger.slug, file=kept, name=name, sha256=digest, by=by, at=clock.now(), counts=counts
    )


def commit(sheet_import: SheetImport, *, by: Any, reason: str = "") -> Written | None:
    """Reads the kept file again and writes all of its rows as one act, or nothing.

    None where the import is settled already or has nothing to write. Raises Stale, Refused, Unsuitable.
    """
    ledger = ledger_of(sheet_import)
    _require_right(ledger, by)
    sheets = _read_again(sheet_import)
    try:
        with transaction.atomic():
            return _commit(ledger, sheet_import, sheets, by, reason)
    except Stale as stale:
        SheetImport.objects.filter(pk=sheet_import.pk, state=State.PREVIEWED).update(
            counts=summary.summarise(stale.plan)
        )
        raise


def _commit(ledger: Ledger, sheet_import: SheetImport, sheets: list[Sheet], by: Any, reason: str) -> Written | None:
    """`sheet_import` is brought up to date, whichever way it ends."""
    _one_at_a_time(ledger)
    found = SheetImport.objects.select_for_update().get(pk=sheet_import.pk)
    if found.state != State.PREVIEWED or _is_repeated(ledger, found):
        return None
    plan = Planner(ledger, by, locking=True, checking=False).plan(sheets)
    if plan.faults or plan.troubles or plan.seal != found.counts.get("seal"):
        raise Stale(Planner(ledger, by).plan(sheets))
    if not plan.to_write:
        return None
    written = _write(plan, by, f"导入 {found.name}" + (f"：{reason.strip()}" if reason.strip() else ""))
    found.state, found.change_id, found.committed_at = State.COMMITTED, written.change_id, clock.now()
    found.save(update_fields=["state", "change_id", "committed_at"])
    sheet_import.refresh_from_db()
    return written


def _write(plan: Plan, by: Any, reason: str) -> Written:
    rows = plan.to_write
    try:
        return services.save_many(plan.ledger, [row.record for row in rows], by=by, reason=reason)
    except Refused as refused:
        for name, sentences in refused.errors.items():
            number, dot, column = name.partition(".")
            for sentence in sentences:
                if dot and number.isdigit():
                    rows[int(number)].object_to(sentence, plan.ledger.by_name.get(column))
                else:
                    plan.faults.append(f"写入时被拒绝：{sentence}")
        raise Stale(plan) from refused


def drop(sheet_import: SheetImport) -> None:
    """Ends an import that is not wanted and deletes the file: of what was not imported nothing need be kept."""
    with transaction.atomic():
        found = SheetImport.objects.select_for_update().get(pk=sheet_import.pk)
        if found.state != State.PREVIEWED:
            return
        found.state = State.DROPPED
        found.save(update_fields=["state"])
    found.file.delete(save=False)


def plan_again(sheet_import: SheetImport, *, by: Any) -> Plan:
    """The plan as the ledger stands now, with rows in clear: for those who may see them in the file anyway."""
    return Planner(ledger_of(sheet_import), by).plan(_read_again(sheet_import))


def opens(sheet_import: SheetImport, person: Any) -> bool:
    """Whoever uploaded the file, and colleagues who may import in the same organisation."""
    if not access.can(person, Action.IMPORT, ledger_of(sheet_import)):
        return False
    units = {unit.pk for unit in access.organisations(person, Action.IMPORT)}
    theirs = {unit.pk for unit in access.organisations(sheet_import.by, Action.IMPORT)}
    return bool(sheet_import.by_id == person.pk or units & theirs)


def ready(sheet_import: SheetImport) -> bool:
    """Whether there is anything to write and nothing against it."""
    counts = sheet_import.counts
    against = counts["refused"] or counts["faults"] or counts.get("repeated")
    return sheet_import.state == State.PREVIEWED and not against and bool(counts["new"] or counts["changed"])


def against(sheet_import: SheetImport, *, by: Any) -> list[str]:
    """Every sentence that stands against the commit, by sheet and row; reads the file again only where there is any."""
    counts = sheet_import.counts
    if not counts["refused"] and not counts["faults"]:
        return []
    plan = plan_again(sheet_import, by=by)
    return [*plan.faults, *(str(trouble) for trouble in plan.troubles)]


def ledger_of(sheet_import: SheetImport) -> Ledger:
    ledger = registry.get(sheet_import.ledger)
    if ledger is None:
        raise Unsuitable(f"台账“{sheet_import.ledger}”已不再使用，这次导入不能继续。")
    return ledger


def _require_right(ledger: Ledger, by: Any) -> None:
    if not access.can(by, Action.IMPORT, ledger):
        raise Refused({"": [services.refusal(Action.IMPORT, ledger, None, by)]}, ledger)


def _received(upload: "File[Any]", folder: Path) -> tuple[Path, str]:
    path, digest, size = folder / "upload", sha256(), 0
    with path.open("wb") as file:
        for chunk in upload.chunks():
            size += len(chunk)
            if size > settings.UPLOAD_MAX_BYTES:
                raise Unsuitable(guard.too_large(upload.size or size))
            digest.update(chunk)
            file.write(chunk)
    return path, digest.hexdigest()


def _read_again(sheet_import: SheetImport) -> list[Sheet]:
    try:
        with sheet_import.file.open() as file:
            content = unseal(file.read())
    except FileNotFoundError as error:
        raise Unsuitable("这次导入的文件已经删除，请重新上传。") from error
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        return reading.read(path, sheet_import.name)


def _earlier(ledger: Ledger, digest: str) -> SheetImport | None:
    return SheetImport.objects.filter(ledger=ledger.slug, sha256=digest, state=State.COMMITTED).first()


def _repeated(ledger: Ledger, digest: str) -> dict[str, Any] | None:
    earlier = _earlier(ledger, digest)
    if earlier is None or earlier.committed_at is None:
        return None
    rows = sum(earlier.counts[name] for name in ("new", "changed", "unchanged"))
    note = (
        f"同一个文件已于 {clock.local(earlier.committed_at):%Y-%m-%d %H:%M} 由 {earlier.by.name} 导入，没有再写入任何内容。"
        "如需按它再次更正，请在文件中改好并保存后上传。"
    )
    return summary.nothing_new(rows, note)


def _is_repeated(ledger: Ledger, found: SheetImport) -> bool:
    counts = _repeated(ledger, found.sha256)
    if counts is not None:
        SheetImport.objects.filter(pk=found.pk).update(counts=counts)
    return counts is not None


def _one_at_a_time(ledger: Ledger) -> None:
    """Two imports into one ledger would wait for each other's rows; the second begins when the first has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {ledger.slug}"])
