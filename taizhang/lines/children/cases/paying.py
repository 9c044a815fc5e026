"""Holds a child's pay and gives it free again, and takes in proofs of study, as conditions of pay by months."""

from datetime import date
from typing import Any

from taizhang.county.audit import clock
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.cases import duties, moving
from taizhang.lines.children.cases.models import ChildCase
from taizhang.lines.children.codes import STAGES
from taizhang.lines.children.models import PayCondition
from taizhang.lines.children.money import months
from taizhang.lines.children.payroll.codes import Condition


def suspend(pk: int, first: date, *, by: Any, seen: int, note: str, done: date | None = None) -> ChildCase:
    """From a month on, this one or a later one, whenever it was decided: what went out before stays.

    Raises Invalid, Overtaken.
    """

    def hold(case: ChildCase) -> None:
        if months.of(first) < months.of(clock.today()):
            raise Invalid(
                f"暂停须自本月或以后的月份起，现为{months.said(months.of(first))}；已发的月份请按终止办理追缴"
            )
        moving.save(_condition(case, Condition.SUSPENDED, first, None, note), by=by)

    return moving.move(pk, "SUSPEND", by=by, seen=seen, note=note, done=done, then=hold)


def resume(
    pk: int, first: date, restored: bool, *, by: Any, seen: int, note: str, done: date | None = None
) -> ChildCase:  # fmt: skip
    """From a month on; `restored` gives the held months back with the next run. Raises Invalid, Overtaken."""

    def free(case: ChildCase) -> None:
        row = _halt(case)
        if row is None:
            return
        last = months.first_day(months.of(first) - 1)
        if last < row.first_month:
            # Nothing was held yet, and the database knows no stretch without a month: it is one that is given back.
            last, row.restored = row.first_month, True
        else:
            row.restored = restored
        row.last_month = last
        moving.save(row, by=by)

    return moving.move(pk, "RESUME", by=by, seen=seen, note=note, done=done, then=free)


def prove(pk: int, first: date, last: date, school: str, *, by: Any, seen: int, reason: str) -> ChildCase:
    """A proof of study of one term, by months. Raises Invalid, Overtaken."""
    if last < first or months.of(last) - months.of(first) > 11:
        raise Invalid("就读证明按学期填写起止月份，最长12个月，止月不早于起月；请核对")
    if school not in STAGES:
        raise Invalid("请选择高中以上的学段；其他学段不延长")

    def keep(case: ChildCase) -> None:
        row = _condition(case, Condition.STUDY, first, last, reason)
        if _known(row):
            return
        moving.save(row, by=by)
        case.school = school
        child = moving.child_of(case)
        child.school = school
        moving.save(child, by=by)

    return moving.beside(pk, "就读证明", "SUSPEND", by=by, seen=seen, work=keep)


def _condition(case: ChildCase, kind: str, first: date, last: date | None, reason: str) -> PayCondition:
    return PayCondition(
        unit=duties.bureau(), place_id=case.place_id, child_id=case.child_id, kind=kind,
        first_month=first.replace(day=1), last_month=last.replace(day=1) if last else None, reason=reason[:80],
    )  # fmt: skip


def _halt(case: ChildCase) -> PayCondition | None:
    open_now = PayCondition.objects.filter(child__id_no_index=case.id_no_index, kind=Condition.SUSPENDED, voided=False)
    return open_now.filter(last_month=None).order_by("-first_month").first()


def _known(row: PayCondition) -> bool:
    """The same proof sent again."""
    same = PayCondition.objects.filter(child=row.child_id, kind=row.kind, voided=False)
    return same.filter(first_month=row.first_month, last_month=row.last_month).exists()
