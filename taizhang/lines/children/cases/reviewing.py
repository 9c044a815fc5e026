"""Opens files for children that came with older registers, and takes in what a review found."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from taizhang.county.audit import changes, clock
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.cases import duties, moving
from taizhang.lines.children.cases.codes import CaseState, Conclusion, Reviewed
from taizhang.lines.children.cases.models import ChildCase, Review
from taizhang.lines.children.codes import INSTITUTIONAL, WITH_FILE
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.models import Child
from taizhang.lines.children.payroll.codes import Holder

FINDINGS_MIN, FINDINGS_MAX = 4, 500
# Files opened by one click, so that it is answered within seconds.
AT_ONCE = 100


def without_file(person: Any) -> "QuerySet[Child]":
    """Who is supported within reach and has no case yet."""
    rows = access.rows(person, Action.VIEW, CHILDREN)
    standing = rows.filter(stopped_on=None, voided=False, category__in=WITH_FILE)
    return standing.exclude(cases__voided=False, cases__in=ChildCase.objects.exclude(state=CaseState.TERMINATED))


def open_file(pk: int, *, by: Any) -> ChildCase:
    """The case of a child on the register, opened where there is none yet. Raises Invalid."""
    with changes.change(by=by, reason="在册儿童补建档案", action="儿童办件补建档案"):
        child = Child.objects.select_for_update(of=("self",)).get(pk=pk)
        standing = ChildCase.objects.filter(child=child, voided=False).exclude(state=CaseState.TERMINATED).first()
        if standing is not None:
            return standing
        if child.stopped_on is not None or child.voided or child.category not in WITH_FILE:
            raise Invalid(f"{child.code}不在保障和留守儿童名册上，不需要补建档案")
        case = _of_the_register(child)
        duties.require(by, "REGISTER", case)
        moving.save(case, by=by)
        moving.take(case, "REGISTER", by=by)
        moving.save(case, by=by)
    return case


def open_files(*, by: Any) -> int:
    """So many of those within reach who have none, and how many that were. Raises Invalid."""
    keys = list(without_file(by).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    with changes.change(by=by, reason="在册儿童补建档案", action="儿童办件补建档案"):
        for pk in keys:
            open_file(pk, by=by)
    return len(keys)


def _of_the_register(child: Child) -> ChildCase:
    """`child` comes first, because a supported case has one."""
    institution = child.institution if child.category in INSTITUTIONAL else ""
    return ChildCase(
        unit_id=child.unit_id, place_id=child.place_id, applied_on=child.enrolled_on, category=child.category,
        name=child.name, id_no=child.id_no, birth_date=child.birth_date, village=child.village, school=child.school,
        institution=institution, institution_since=child.enrolled_on if institution else None, account=child.account,
        holder=Holder.INSTITUTION if institution else Holder.CHILD, child=child, backfilled=True,
    )  # fmt: skip


def record(
    pk: int, kind: str, looked_on: date, findings: str, *, by: Any, seen: int, done: date | None = None
) -> ChildCase:  # fmt: skip
    """A review after which the support goes on. Raises Invalid, Overtaken."""
    findings = findings.strip()
    _require(kind, looked_on, findings, done or clock.today())

    def keep(case: ChildCase) -> None:
        moving.save(review(case, kind, looked_on, Conclusion.KEEP, findings), by=by)

    with changes.change(by=by, reason=Reviewed(kind).label, action="儿童办件复核"):
        case = moving.locked(pk)
        if case.state == CaseState.ACTIVE and case.steps.count() == seen:
            moving.move(pk, "REVIEW", by=by, seen=seen, note=Reviewed(kind).label, done=done)
            seen += 1
        elif _sent_before(case, by, seen):
            return case
        return moving.move(pk, "KEEP", by=by, seen=seen, note=findings, done=done, then=keep)


def follow(pk: int, *, by: Any, seen: int) -> ChildCase:
    """The file goes where the register says that the child belongs now, with all that is in it. Raises Invalid."""

    def carry(case: ChildCase) -> None:
        place = moving.child_of(case).place_id
        unit = duties.township_at(place) or duties.bureau()
        # The unit opens a row as well as its place does: the old township keeps neither.
        case.place_id, case.unit = place, unit
        for parent in case.parents.all():
            for record in (parent, *parent.states.all()):
                record.place_id, record.unit = place, unit
                moving.save(record, by=by)

    return moving.beside(pk, "转移乡镇", "TERMINATE", by=by, seen=seen, work=carry)


def _sent_before(case: ChildCase, by: Any, seen: int) -> bool:
    made = list(case.steps.values_list("move", "by")[seen : seen + 2])
    return made == [("REVIEW", by.pk), ("KEEP", by.pk)]


def _require(kind: str, looked_on: date, findings: str, done: date) -> None:
    if kind not in Reviewed.values:
        raise Invalid("请选择复核事由")
    if looked_on > clock.today():
        raise Invalid(f"核查日期{looked_on}晚于今天；请填写实际核查的日期")
    if looked_on > done:
        raise Invalid(f"核查日期{looked_on}晚于办理日期{done}；请核对这两个日期")
    if not FINDINGS_MIN <= len(findings) <= FINDINGS_MAX:
        raise Invalid(f"请写明核查情况（{FINDINGS_MIN}至{FINDINGS_MAX}字），例如“入户核查，父亲仍在服刑，随祖母生活”")


def review(case: ChildCase, kind: str, looked_on: date, conclusion: str, findings: str) -> Review:
    return Review(
        unit_id=case.unit_id, place_id=case.place_id, case=case, child_id=case.child_id, kind=kind,
        looked_on=looked_on, conclusion=conclusion, findings=findings,
    )  # fmt: skip
