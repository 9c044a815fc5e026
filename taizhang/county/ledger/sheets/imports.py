"""The steps of an import: received, read into a preview that writes nothing, written as one act, or dropped.

Each step may run in the request or later in the queue: what a step finds done, it leaves alone.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import connection, transaction

from taizhang.county.audit import clock
from taizhang.county.ledger import bulk, registry, services
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.services import Written
from taizhang.county.ledger.sheets import alike, decisions, keeping, mapping, reading, runs, summary
from taizhang.county.ledger.sheets.decisions import Deciding
from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.county.ledger.sheets.plan import Outcome, Row
from taizhang.county.ledger.sheets.planning import Planner
from taizhang.county.ledger.validation import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action

State = SheetImport.State
# Told how many rows are done; it may raise to end the step, which then leaves everything as it was.
Told = Callable[[int], None]


class Stale(Exception):
    """The ledger moved on between preview and commit; nothing was written, and the preview is to be made anew."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence or "预览之后台账有了变动，没有写入任何内容。下面是按现在的台账重新核对的结果，请看过再确认。"
        )


def quiet(done: int) -> None:
    """Nobody waits to be told."""


def receive(ledger: Ledger, upload: "File[Any]", *, by: Any) -> SheetImport:
    """Keeps the file, sealed, to be read. Raises Unsuitable for a file too large, Refused for who may not import."""
    _require_right(ledger, by)
    name = Path(upload.name or "").name[:200] or "未命名.xlsx"
    with tempfile.TemporaryDirectory(prefix="taizhang-") as folder:
        path = Path(folder) / "upload"
        digest = keeping.received(upload, path)
        with keeping.keep(path) as sealed:
            return SheetImport.objects.create(
                ledger=ledger.slug, file=sealed, name=name, sha256=digest, by=by, at=clock.now(), state=State.READING
            )


def preview(ledger: Ledger, upload: "File[Any]", *, by: Any) -> SheetImport:
    """Receives and reads at once. Raises Unsuitable."""
    found = receive(ledger, upload, by=by)
    read_now(found)
    return found


def read_now(run: SheetImport) -> None:
    """For somebody who waits. Raises Unsuitable and keeps nothing of a file that is no workbook."""
    try:
        read(run)
    except Unsuitable:
        run.file.delete(save=False)
        run.delete()
        raise


def read(run: SheetImport, told: Told = quiet) -> None:
    """Finds what the file would do. Raises Unsuitable."""
    ledger = ledger_of(run)
    # Only the reading tells whether what somebody said of the columns says anything new.
    counts = None if run.columns else _repeated(ledger, run)
    if counts is None:
        kept = {name: run.counts[name] for name in decisions.LASTING if name in run.counts}
        counts = run.counts = _planned(ledger, run, told) | kept
        counts = (_repeated(ledger, run) if run.columns else None) or counts
    SheetImport.objects.filter(pk=run.pk, state=State.READING).update(state=State.PREVIEWED, counts=counts)
    run.refresh_from_db()


def read_again(run: SheetImport, told: Told = quiet) -> None:
    """The preview as the ledger stands now and by what was said since. Raises Unsuitable."""
    SheetImport.objects.filter(pk=run.pk, state=State.PREVIEWED).update(state=State.READING)
    run.refresh_from_db()
    read(run, told)


def _planned(ledger: Ledger, run: SheetImport, told: Told) -> dict[str, Any]:
    tally = summary.Tally(ledger)
    planner = Planner(ledger, run.by)
    for rows in _portions(run, planner):
        tally.take(rows)
        told(tally.rows)
    return tally.counts(planner.faults, planner.notes) | {"unsure": planner.unsure, "reading": planner.reading}


def _portions(run: SheetImport, planner: Planner) -> Iterator[list[Row]]:
    planner.told = mapping.told(planner.ledger, run)
    planner.deciding = Deciding(planner.ledger, run.counts.get("decisions", {}), locking=planner.locking)
    with keeping.opened(run) as path, reading.opened(path, run.name, judged=run.state != State.READING) as sheets:
        yield from planner.portions(sheets)


def look(run: SheetImport, *, by: Any, told: Told = quiet) -> None:
    """Finds new rows that are likely the same as something else, to be decided. Raises Unsuitable."""
    ledger = ledger_of(run)
    planner = Planner(ledger, run.by)
    new = (row for rows in _portions(run, planner) for row in rows if row.outcome is Outcome.NEW)
    found = alike.pairs(ledger, _counted(new, told), by=by, decided=run.counts.get("decisions", {}))
    pairs = {"alike": decisions.told(ledger, found, by=by), "alike_left": max(len(found) - decisions.KEPT, 0)}
    with transaction.atomic():
        held = SheetImport.objects.select_for_update().get(pk=run.pk)
        if held.state in (State.PREVIEWED, State.LOOKING):
            held.counts |= pairs
            held.state = State.PREVIEWED
            held.save(update_fields=["counts", "state"])
    run.refresh_from_db()


def begin_looking(run: SheetImport) -> bool:
    """False where the import is not waiting to be decided."""
    begun = SheetImport.objects.filter(pk=run.pk, state=State.PREVIEWED).update(state=State.LOOKING)
    run.refresh_from_db()
    return bool(begun)


def stop_looking(run: SheetImport) -> None:
    SheetImport.objects.filter(pk=run.pk, state=State.LOOKING).update(state=State.PREVIEWED)
    run.refresh_from_db()


def _counted(rows: Iterator[Row], told: Told) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        told(number)
        yield row


def confirm(run: SheetImport, *, by: Any, reason: str = "", partial: bool = False) -> bool:
    """Puts the import in line to be written; False where it is not waiting to be confirmed, as on a second click."""
    _require_right(ledger_of(run), by)
    waiting = SheetImport.objects.filter(pk=run.pk, state=State.PREVIEWED)
    taken = waiting.update(state=State.WRITING, confirmed_by=by, reason=reason.strip()[:200], partial=partial)
    run.refresh_from_db()
    return bool(taken)


def commit(run: SheetImport, *, by: Any, reason: str = "", partial: bool = False) -> Written | None:
    """Confirms and writes at once. None where there is nothing to write. Raises Stale, Refused, Unsuitable."""
    return write(run) if confirm(run, by=by, reason=reason, partial=partial) else None


def write(run: SheetImport, told: Told = quiet) -> Written | None:
    """Reads the kept file again and writes what was confirmed as one act: all of it, or nothing and Stale.

    None where the import is settled already or has nothing to write. Raises Stale, Refused, Unsuitable; the import
    then waits to be confirmed again.
    """
    ledger = ledger_of(run)
    try:
        with transaction.atomic():
            written = _write(ledger, run, told)
    except Stale:
        _back(run, State.READING)
        read(run)
        raise
    except BaseException:
        _back(run, State.PREVIEWED)
        raise
    if written is None:
        _back(run, State.PREVIEWED)
    run.refresh_from_db()
    return written


def _back(run: SheetImport, state: str) -> None:
    SheetImport.objects.filter(pk=run.pk, state=State.WRITING).update(state=state)
    run.state = state


def _write(ledger: Ledger, run: SheetImport, told: Told) -> Written | None:
    one_at_a_time(ledger)
    found = SheetImport.objects.select_for_update(of=("self",)).select_related("confirmed_by").get(pk=run.pk)
    if found.state != State.WRITING or _is_repeated(ledger, found):
        return None
    _require_right(ledger, found.confirmed_by)
    written = _through_the_door(ledger, found, told)
    if written.change_id is None:
        return None
    found.state, found.change_id, found.committed_at = State.COMMITTED, written.change_id, clock.now()
    found.save(update_fields=["state", "change_id", "committed_at"])
    return written


def _through_the_door(ledger: Ledger, run: SheetImport, told: Told) -> Written:
    by, tally = run.confirmed_by, summary.Tally(ledger)
    reason = f"导入 {run.name}" + (f"：{run.reason}" if run.reason else "")
    with _taken(), bulk.door(ledger, by=by, reason=reason) as door:
        planner = Planner(ledger, by, judge=door.judge, judging=door.judged, locking=True, matched=door.go_on)
        for rows in _portions(run, planner):
            tally.take(rows)
            if planner.faults or planner.unsure or (tally.refused and not run.partial):
                raise Stale
            door.write([row.record for row in rows if row.writes])
            told(tally.rows)
        if planner.faults or tally.seal != run.counts.get("seal"):
            raise Stale
        return door.done(tally.rows)


@contextmanager
def _taken() -> Iterator[None]:
    """What the database refuses although it was judged, such as a code a form took meanwhile, ends the preview."""
    try:
        yield
    except Refused as refused:
        raise Stale(
            f"写入时被拒绝：{'；'.join(refused.sentences())}。没有写入任何内容，下面是重新核对的结果。"
        ) from refused


def drop(run: SheetImport) -> bool:
    """Ends an import that is not wanted and deletes the file: of what was not imported nothing need be kept.

    False where it was settled or is under way.
    """
    ended = SheetImport.objects.filter(pk=run.pk, state__in=(State.READING, State.PREVIEWED, State.FAILED))
    if not ended.update(state=State.DROPPED):
        return False
    run.file.delete(save=False)
    return True


def fail(run: SheetImport, sentence: str) -> None:
    """A file that turned out to be no workbook while nobody waited: it says so on its page, and is not kept."""
    ended = SheetImport.objects.filter(pk=run.pk, state__in=(State.READING, State.PREVIEWED))
    if ended.update(state=State.FAILED, counts=summary.nothing_read(sentence)):
        run.file.delete(save=False)


def give_up(run: SheetImport, sentence: str) -> None:
    """After what nobody foresaw: a file that was read is not kept, one that was written waits to be confirmed again."""
    _back(run, State.PREVIEWED)
    fail(run, sentence) if SheetImport.objects.filter(pk=run.pk, state=State.READING).exists() else say(run, sentence)


def bad_rows(run: SheetImport, *, by: Any) -> Iterator[Row]:
    """What is refused as the ledger stands now, in clear: for those who may see it in the file. Raises Unsuitable."""
    for rows in _portions(run, Planner(ledger_of(run), by)):
        yield from (row for row in rows if row.troubles)


def say(run: SheetImport, sentence: str) -> None:
    """Keeps a sentence for the page of an import that waits to be decided."""
    with transaction.atomic():
        found = SheetImport.objects.select_for_update().get(pk=run.pk)
        found.counts["notes"] = [*(note for note in found.counts["notes"] if note != sentence), sentence]
        found.save(update_fields=["counts"])


def opens(run: SheetImport, person: Any) -> bool:
    """Whoever uploaded the file, and colleagues who may import in the same organisation."""
    return runs.within(ledger_of(run), person).filter(pk=run.pk).exists()


def ready(run: SheetImport, *, partial: bool = False) -> bool:
    """Whether there is anything to write and nothing against it; with `partial`, bad rows do not stand against good."""
    counts = run.counts
    against = counts["faults"] or counts.get("unsure") or counts.get("repeated") or (counts["refused"] and not partial)
    return run.state == State.PREVIEWED and not against and bool(counts["new"] or counts["changed"])


def against(run: SheetImport, *, by: Any) -> list[str]:
    """Every sentence that stands against the commit, by sheet and row; reads the file again only where there is any."""
    counts = run.counts
    stopping = [*counts["faults"], *(f"{one}，请在网页上核对栏目。" for one in counts.get("unsure", []))]
    if not counts["refused"] and not stopping:
        return []
    return [*stopping, *(str(trouble) for row in bad_rows(run, by=by) for trouble in row.troubles)]


def ledger_of(run: SheetImport) -> Ledger:
    ledger = registry.get(run.ledger)
    if ledger is None:
        raise Unsuitable(f"台账“{run.ledger}”已不再使用，这次导入不能继续。")
    return ledger


def _require_right(ledger: Ledger, by: Any) -> None:
    if not access.can(by, Action.IMPORT, ledger):
        raise Refused({"": [services.refusal(Action.IMPORT, ledger, None, by)]}, ledger)


def _earlier(ledger: Ledger, run: SheetImport) -> SheetImport | None:
    """A file whose columns are said to be others says something else, and may be imported once more."""
    written = SheetImport.objects.filter(state__in=(State.COMMITTED, State.UNDOING)).exclude(pk=run.pk)
    same = written.filter(ledger=ledger.slug, sha256=run.sha256)
    return (same.filter(counts__reading=run.counts.get("reading")) if run.columns else same).first()


def _repeated(ledger: Ledger, run: SheetImport) -> dict[str, Any] | None:
    earlier = _earlier(ledger, run)
    if earlier is None or earlier.committed_at is None:
        return None
    rows = sum(earlier.counts[name] for name in ("new", "changed", "unchanged"))
    note = (
        f"同一个文件已于 {clock.local(earlier.committed_at):%Y-%m-%d %H:%M} 由 {earlier.by.name} 导入，没有再写入任何内容。"
        "如需按它再次更正，请在文件中改好并保存后上传。"
    )
    if earlier.partial and earlier.counts["refused"]:
        left = earlier.counts["refused"]
        note += f"当时有误的 {left} 行还没有登记：请在那次导入的页面下载有误的行，改好后上传。"
    return summary.nothing_new(rows, note)


def _is_repeated(ledger: Ledger, found: SheetImport) -> bool:
    counts = _repeated(ledger, found)
    if counts is not None:
        SheetImport.objects.filter(pk=found.pk).update(counts=counts)
    return counts is not None


def one_at_a_time(ledger: Ledger) -> None:
    """Two imports into one ledger would wait for each other's rows; the second begins when the first has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {ledger.slug}"])
