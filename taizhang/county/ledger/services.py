"""The one door for writes: authorise the stored row and the new one, validate, write and version, in one act."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BaseConstraint, CheckConstraint, UniqueConstraint
from psycopg.errors import ForeignKeyViolation

from taizhang.county.audit import changes, clock
from taizhang.county.documents import numbering
from taizhang.county.ledger import registry
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.validation import Refused, changed, check
from taizhang.county.people import access
from taizhang.county.people.roles import Action


class Conflict(Exception):
    """Somebody saved the record after this form was opened; `stored` is theirs, `mine` what was about to be saved."""

    def __init__(self, stored: Any, mine: Any) -> None:
        self.stored, self.mine = stored, mine
        super().__init__("这条记录在您打开之后已被他人修改，您填写的内容没有丢失，请对照后决定。")


@dataclass(frozen=True)
class Written:
    """What a bulk write did, in rows."""

    added: int
    changed: int
    unchanged: int
    change_id: int | None


def save(record: Any, *, by: Any, reason: str = "", editing: int | None = None, mandate: bool = False) -> bool:
    """Adds or changes one record; returns False when nothing differs from what is stored.

    `editing` is the edition the form was opened on. With a `mandate` the person writes what a move already allowed to
    them says of this record, whoever keeps it. Raises Refused, with what a post does not allow under "", or Conflict.
    """
    ledger = registry.of(type(record))
    with changes.change(by=by, reason=reason, action=f"{ledger.label}{'登记' if record.pk is None else '修改'}"):
        stored = _stored(record)
        if not mandate:
            authorise(ledger, stored, record, by=by)
        if stored is not None:
            if editing is not None and stored.edition != editing:
                raise Conflict(stored, record)
            if not changed(stored, record, ledger.editable):
                return False
        settle_codes(ledger, [record])
        errors = check(ledger, record, clock.today())
        if errors:
            raise Refused(errors, ledger)
        _write(ledger, record, stored)
    return True


def void(record: Any, *, by: Any, reason: str) -> None:
    """Takes a record out of every count; it stays to be seen, with the reason. Raises Refused."""
    ledger = registry.of(type(record))
    reason = reason.strip()
    if not reason:
        raise Refused({"void_reason": ["请写明作废理由，例如“与 JF20230829-0112 重复登记”"]}, ledger)
    with changes.change(by=by, reason=reason, action=f"{ledger.label}作废"):
        stored: Any = _stored(record)
        _require(Action.VOID, ledger, stored, by)
        if stored.voided:
            raise Refused({"": ["这条记录已经作废，不必再次作废"]}, ledger)
        stored.voided, stored.void_reason, stored.edition = True, reason[:200], stored.edition + 1
        with _in_words(ledger):
            stored.save(update_fields=["voided", "void_reason", "edition"])


def authorise(ledger: Ledger, stored: Any | None, new: Any, *, by: Any) -> None:
    """Both the stored row and the new one must be within reach, else a clerk pulls a row out of another township."""
    nowhere = [name for name in ("unit", "place") if getattr(new, f"{name}_id") is None]
    if nowhere:
        raise Refused({name: ["必须填写"] for name in nowhere}, ledger)
    if stored is None:
        _require(Action.ADD, ledger, new, by)
        return
    _require(Action.CHANGE, ledger, stored, by)
    _require(Action.CHANGE, ledger, new, by)
    if stored.voided:
        raise Refused({"": ["这条记录已作废，不能修改；如需恢复请重新登记并注明原编号"]}, ledger)


def _require(action: Action, ledger: Ledger, record: Any, by: Any) -> None:
    if not access.can(by, action, ledger, record):
        raise Refused({"": [refusal(action, ledger, record, by)]}, ledger)


def refusal(action: Action, ledger: Ledger, record: Any | None, by: Any) -> str:
    """Says what is not allowed here and who could do it; `record` is None where there is none yet."""
    able = access.who(action, ledger, record)[:3]
    ask = (
        f"可请 {'、'.join(f'{person.name}（{person.title}）' for person in able)} 办理" if able else "请联系系统管理员"
    )
    if not access.can(by, action, ledger):
        return f"您的岗位（{by.title}）不能{action.value}{ledger.label}；{ask}。"
    return f"{record.place}的{ledger.label}不在您的管辖范围（{by.title}），不能{action.value}到那里；{ask}。"  # type: ignore[union-attr]


def _stored(record: Any) -> Any | None:
    if record.pk is None:
        return None
    return type(record).objects.select_for_update().get(pk=record.pk)


def settle_codes(ledger: Ledger, records: Sequence[Any]) -> None:
    """Gives a code to new records that have none; the series go on after those that came with theirs."""
    if ledger.code is None:
        return
    column, prefix, day = ledger.code
    numbering.keep_up(code for record in records if (code := getattr(record, column)))
    bare = [record for record in records if not getattr(record, column) and getattr(record, day)]
    codes = numbering.dated_many(prefix, [getattr(record, day) for record in bare])
    for record, code in zip(bare, codes, strict=True):
        setattr(record, column, code)


def _write(ledger: Ledger, record: Any, stored: Any | None) -> None:
    with _in_words(ledger):
        if stored is None:
            record.save(force_insert=True)
        else:
            record.edition = stored.edition + 1
            record.save(force_update=True)


@contextmanager
def _in_words(ledger: Ledger) -> Iterator[None]:
    """A savepoint, because the act must survive a refused write to say what was wrong with it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise explained(ledger, error) from error


def explained(ledger: Ledger, error: IntegrityError) -> Refused:
    """What the database refused, in the words of the ledger's columns."""
    diag = getattr(error.__cause__, "diag", None)
    name, empty = (getattr(diag, part, None) or "" for part in ("constraint_name", "column_name"))
    if empty and not name:
        lost = isinstance(error.__cause__, ForeignKeyViolation)
        return Refused({empty.removesuffix("_id"): ["所指的记录不存在；请重新选择" if lost else "不能为空"]}, ledger)
    known = next((c for c in ledger.model._meta.constraints if c.name == name), None)
    if isinstance(known, CheckConstraint):
        return Refused({"": [_broken(known)]}, ledger)
    fields = _columns_of(ledger.model, known) if isinstance(known, UniqueConstraint) else ledger.key
    columns = [ledger.column(field) for field in fields if field in ledger.by_name] or [ledger.column(ledger.key[0])]
    labels = "、".join(column.label for column in columns)
    told = (known and _own(known)) or f"{labels}已有登记，不能重复；请在台账中查找后修改那一条"
    return Refused({columns[0].name: [told]}, ledger)


def _columns_of(model: Any, constraint: UniqueConstraint) -> list[str]:
    """A blind index stands for the column it is made of, which is the one people know."""
    return [getattr(model._meta.get_field(name), "source", name) for name in constraint.fields]


def _broken(constraint: CheckConstraint) -> str:
    return _own(constraint) or f"各栏互相矛盾，数据库没有接受（约束 {constraint.name}）；请核对日期、金额和状态是否一致"


def _own(constraint: BaseConstraint) -> str:
    """The constraint's own sentence where its model gives one."""
    usual = constraint.violation_error_message == constraint.default_violation_error_message
    return "" if usual else str(constraint.violation_error_message)


__all__ = ["Conflict", "Refused", "Written", "authorise", "explained", "save", "settle_codes", "void"]
