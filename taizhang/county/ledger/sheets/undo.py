"""Undoes a whole import: what it added is voided, what it changed gets its former values back, in one act and once.

Records that somebody changed since, or that something came to rest on, stay as they are, each with the reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, InternalError, connection, transaction

from taizhang.county.audit import changes, clock
from taizhang.county.audit.models import Entry
from taizhang.county.ledger import services
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.sheets import imports, runs, traces
from taizhang.county.ledger.sheets.traces import TABLE, Traces
from taizhang.county.ledger.validation import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action

State = SheetImport.State
# Of the records that stay, as many as a page can list.
SHOWN = 200
NO_REASON = "请写明撤销理由，例如“文件选错，应为 9 月的表”"
_PORTION = 5000


@dataclass(frozen=True)
class Staying:
    """A record that is not undone: what it is called, why, and its key where the person may open it."""

    title: str
    why: str
    pk: int | None


@dataclass(frozen=True)
class Plan:
    """How many records would be voided, restored and left; of those left the first."""

    voided: int
    restored: int
    left: int
    staying: tuple[Staying, ...]

    @property
    def undone(self) -> int:
        return self.voided + self.restored


def plan(run: SheetImport, *, by: Any) -> Plan:
    """What an undoing would do now; it writes nothing. Raises Refused for whoever may not undo this import."""
    _allow(run, by)
    with transaction.atomic(), traces.of(run, imports.ledger_of(run), by=by) as found:
        return _plan(found, by)


def undo(run: SheetImport, *, by: Any, reason: str, partly: bool = False, expecting: int | None = None) -> Plan | None:
    """Writes one act; None where the import is undone already.

    With `partly`, records that must stay are left, else they stop it. `expecting` is how many the person was shown.

    The rules of the ledger are not asked about restored values: they stood in the ledger before, and a rule made since
    would otherwise hold the clerk between a wrong import and a right record. What the database itself refuses, such as
    a number taken by another record meanwhile, is left like what was changed. Raises Refused.
    """
    if not (reason := reason.strip()):
        raise Refused({"reason": [NO_REASON]})
    ledger = imports.ledger_of(run)
    with transaction.atomic():
        imports.one_at_a_time(ledger)
        held = SheetImport.objects.select_for_update().get(pk=run.pk)
        if held.state == State.UNDONE:
            return None
        _allow(held, by)
        with traces.of(held, ledger, by=by, locking=True) as found:
            done = _undo(held, found, by, reason, partly=partly, expecting=expecting)
    run.refresh_from_db()
    return done


def begin(run: SheetImport, *, by: Any, reason: str) -> bool:
    """Puts the undoing in line; False where it is under way or done. Raises Refused."""
    if not reason.strip():
        raise Refused({"reason": [NO_REASON]})
    _allow(run, by)
    begun = SheetImport.objects.filter(pk=run.pk, state=State.COMMITTED).update(state=State.UNDOING)
    run.refresh_from_db()
    return bool(begun)


def stop(run: SheetImport, sentence: str) -> None:
    """Of an undoing that was refused nothing is left but the sentence."""
    SheetImport.objects.filter(pk=run.pk, state=State.UNDOING).update(state=State.COMMITTED)
    imports.say(run, f"没有撤销：{sentence}")


def barred(run: SheetImport, person: Any) -> str:
    """Why this person may not undo this import, "" where they may.

    Whoever imported it, or in their unit whoever confirms its figures; any colleague who may import, once they left.
    """
    ledger = imports.ledger_of(run)
    if not access.can(person, Action.IMPORT, ledger):
        return services.refusal(Action.IMPORT, ledger, None, person)
    theirs = runs.units(run)
    answers = any(access.holds(person, Action.CONFIRM, unit) for unit in theirs)
    gone = not access.can(run.by, Action.IMPORT, ledger)
    colleague = any(access.holds(person, Action.IMPORT, unit) for unit in theirs)
    if person.pk in (run.by_id, run.confirmed_by_id) or (colleague and (answers or gone)):
        return ""
    return f"只有导入人{run.by.name}或本单位审核人员可以撤销这次导入，请与其联系。"


def _allow(run: SheetImport, by: Any) -> None:
    if run.state not in (State.COMMITTED, State.UNDOING, State.UNDONE):
        raise Refused({"": ["这次导入没有写入台账，不必撤销。"]})
    if sentence := barred(run, by):
        raise Refused({"": [sentence]})


# Weighing


def _plan(found: Traces, by: Any) -> Plan:
    voided, restored, left = found.counts()
    return Plan(voided, restored, left, tuple(_staying(found, by)) if left else ())


def _staying(found: Traces, by: Any) -> Iterator[Staying]:
    rows = found.staying(SHOWN)
    ledger = found.ledger
    records = access.rows(by, Action.VIEW, ledger).in_bulk([pk for pk, *_ in rows])
    wrote = ledger.model.versions.objects.in_bulk([version for *_, version in rows])
    entries = Entry.objects.select_related("change").in_bulk([entry for _, _, entry, _ in rows])
    for pk, why, entry, version in rows:
        if (record := records.get(pk)) is None:
            # Where it went, and who moved it there, is not this person's to know.
            yield Staying(ledger.title(wrote[version]), "已不在您的管辖范围", None)
        else:
            yield Staying(ledger.title(record), _why(ledger, why, record, entries[entry].change), pk)


def _why(ledger: Ledger, why: str, record: Any, change: Any) -> str:
    if why == traces.OUT_OF_REACH:
        return "您的岗位现在不能修改或作废它"
    if why != traces.CHANGED:
        return why
    what = "作废" if record.voided else change.action.removeprefix(ledger.label) or "修改"
    reason = f"：{change.reason}" if change.reason else ""
    return f"{change.actor} 于 {clock.local(change.at):%Y-%m-%d %H:%M} {what}{reason}"


# Writing


def _undo(
    run: SheetImport, found: Traces, by: Any, reason: str, *, partly: bool, expecting: int | None
) -> Plan:  # fmt: skip
    _agree(_plan(found, by), partly, expecting)
    said = f"撤销导入 {run.name}：{reason}"
    with changes.change(by=by, reason=said, action=f"{found.ledger.label}撤销导入") as act:
        _put(found, added=True, sql=_VOID.format(live=found.live), params=[said[:200]])
        _put(found, added=False, sql=_restoring(found), params=[])
        done = _plan(found, by)
        _agree(done, partly, None)
    run.state, run.undone_change_id, run.undone_at, run.undone_by = State.UNDONE, act.id, clock.now(), by
    run.save(update_fields=["state", "undone_change_id", "undone_at", "undone_by"])
    return done


def _agree(plan: Plan, partly: bool, expecting: int | None) -> None:
    """Raises Refused where it would do something else than the person saw."""
    if not plan.undone:
        raise Refused({"": ["这次导入的记录都已另有改动，没有可以撤销的。"]})
    if plan.left and not partly:
        raise Refused({"": [f"有 {plan.left:,} 条记录不能撤销，没有写入任何改动；可以选择只撤销其余的。"]})
    if expecting not in (None, plan.undone):
        raise Refused({"": [f"打开页面之后又有记录被改动，现在可以撤销 {plan.undone:,} 条，请看过再确认。"]})


_VOID = "UPDATE {live} SET voided = true, void_reason = %s, edition = edition + 1 WHERE id = ANY(%s)"


def _restoring(found: Traces) -> str:
    """Column by column: what the run left alone stays, so a column that came later keeps what it holds now.

    Private columns go back as they were encrypted: nothing is decrypted for this.
    """
    names = [
        f'"{field.column}"' for field in found.ledger.model._meta.concrete_fields
        if not field.primary_key and field.attname != "edition" and not getattr(field, "generated", False)
    ]  # fmt: skip
    columns = ", ".join(
        f"{name} = CASE WHEN w.{name} IS DISTINCT FROM b.{name} THEN b.{name} ELSE t.{name} END" for name in names
    )
    return (
        f"UPDATE {found.live} t SET {columns}, edition = t.edition + 1 "
        f"FROM {TABLE} u JOIN {found.version} w ON w.version_id = u.wrote "
        f"JOIN {found.version} b ON b.version_id = u.before WHERE u.id = t.id AND t.id = ANY(%s)"
    )


def _put(found: Traces, *, added: bool, sql: str, params: list[Any]) -> None:
    after = 0
    while keys := found.keys(added=added, after=after, most=_PORTION):
        after = keys[-1]
        _write(found, sql, params, keys)


def _write(found: Traces, sql: str, params: list[Any], keys: list[int]) -> None:
    """All of them, or what the database takes of them: it names no row, so that the halves are tried apart."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [*params, keys])
    except (IntegrityError, InternalError) as error:
        if len(keys) == 1:
            found.keep(_words(found.ledger, error), "u.id = %s", keys)
            return
        half = len(keys) // 2
        _write(found, sql, params, keys[:half])
        _write(found, sql, params, keys[half:])


def _words(ledger: Ledger, error: IntegrityError | InternalError) -> str:
    if isinstance(error, IntegrityError):
        return "；".join(services.explained(ledger, error).sentences())
    # The triggers of the house refuse with a sentence; what follows it is the place in the database's code.
    return str(error).split("\n")[0]
