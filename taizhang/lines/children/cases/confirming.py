"""Confirms a case: the child stands on the register from that day, and is paid from the month that follows."""

from datetime import date
from typing import Any

from taizhang.county.audit import clock
from taizhang.lines.children.cases import duties, moving
from taizhang.lines.children.cases.models import ChildCase
from taizhang.lines.children.codes import INSTITUTIONAL, School
from taizhang.lines.children.eligibility import parameters
from taizhang.lines.children.models import Child, Guardian, PayAccount
from taizhang.lines.children.money import months
from taizhang.lines.children.payroll.codes import AccountSort, Holder


def confirm(pk: int, *, by: Any, seen: int, note: str = "", done: date | None = None) -> ChildCase:
    """No name is posted anywhere; the applicant gets a notice. Raises Invalid, Overtaken."""
    day = done or clock.today()

    def enter(case: ChildCase) -> None:
        case.child = _child(case, day, by)
        moving.save(_guardian(case, day), by=by)
        account = _account(case, day)
        if account is not None:
            moving.save(account, by=by)
        moving.take(case, "START", by=by, done=day)

    return moving.move(pk, "CONFIRM", by=by, seen=seen, note=note, done=day, then=enter)


def first_month(confirmed: date) -> date:
    return months.first_day(months.of(confirmed) + parameters.load().number("starts_after", confirmed))


def _child(case: ChildCase, day: date, by: Any) -> Child:
    institution = case.institution if case.category in INSTITUTIONAL else ""
    row = Child(
        unit=duties.bureau(), place_id=case.place_id, name=case.name, id_no=case.id_no, birth_date=case.birth_date,
        category=case.category, village=case.village, institution=institution, school=case.school or School.PRIMARY,
        enrolled_on=day, first_month=first_month(day), account=case.account,
    )  # fmt: skip
    moving.save(row, by=by)
    return row


def _guardian(case: ChildCase, day: date) -> Guardian:
    own = bool(case.guardian)
    return Guardian(
        unit_id=case.child.unit_id, place_id=case.place_id, child=case.child,  # type: ignore[union-attr]
        name=case.guardian if own else case.applicant, relation=case.guardian_relation if own else case.relation,
        phone="" if own else case.phone, since=day,
    )  # fmt: skip


def _account(case: ChildCase, day: date) -> PayAccount | None:
    """The child's own account stands in its row; whose it is else must be said."""
    if case.holder == Holder.CHILD:
        return None
    sort = AccountSort.CARD if case.account.startswith("62") else AccountSort.PASSBOOK
    return PayAccount(
        unit_id=case.child.unit_id, place_id=case.place_id, child=case.child,  # type: ignore[union-attr]
        holder=case.holder, name=case.holder_name, account=case.account, since=day,
        sort=AccountSort.COMPANY if case.holder == Holder.INSTITUTION else sort,
    )  # fmt: skip
