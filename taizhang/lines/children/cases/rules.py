"""What must hold in the ledgers of cases beyond what each column demands; what is only missing is no fault here."""

from datetime import date
from typing import Any

from taizhang.county.ledger.rules import Problems
from taizhang.county.standards import citizen_id
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.cases import papers
from taizhang.lines.children.cases.codes import Circumstance


def identity_is_sound(case: Any, today: date) -> Problems:
    if not case.id_no:
        return
    try:
        identity = citizen_id.parse(case.id_no, today=today)
    except Invalid as error:
        yield "id_no", str(error)
        return
    if case.birth_date and identity.birth_date != case.birth_date:
        yield "birth_date", f"出生日期 {case.birth_date} 与身份号码第 7—14 位不符，应为 {identity.birth_date}"


def category_may_be_applied_for(case: Any, today: date) -> Problems:
    if case.category and not case.backfilled and case.category not in papers.CATEGORIES:
        labels = papers.JOINT.join(one.label for one in papers.CATEGORIES)
        yield "category", f"“{case.get_category_display()}”不用申请，在儿童台账登记；可申请：{labels}"


def papers_are_known(case: Any, today: date) -> Problems:
    known = {one.name for one in papers.load()}
    yield from _unknown("papers", case.papers, known)


def papers_are_evidence(state: Any, today: date) -> Problems:
    yield from _unknown("papers", state.papers, set(papers.evidence()))


def _unknown(column: str, text: str, known: set[str]) -> Problems:
    strange = [name for name in papers.split(text) if name not in known]
    if strange:
        yield (
            column,
            f"没有“{papers.JOINT.join(strange)}”这种材料，多种之间用顿号隔开；可填：{papers.JOINT.join(sorted(known))}",
        )


def grade_is_of_a_card(state: Any, today: date) -> Problems:
    if state.grade is not None and not 1 <= state.grade <= 4:
        yield "grade", f"残疾等级为一至四级，应填 1 至 4，现为 {state.grade}"
    if (state.grade is not None or state.kind) and state.state != Circumstance.SEVERE_DISABILITY:
        yield "grade", "残疾类别和等级只用于“重度残疾”；其他情形不填"


def parent_is_known_or_not(parent: Any, today: date) -> Problems:
    if bool(parent.name) == parent.unknown:
        yield "name", "请填写姓名；身份不明的不填姓名，“身份不明”选“是”"
    if parent.id_no:
        try:
            citizen_id.parse(parent.id_no, today=today)
        except Invalid as error:
            yield "id_no", str(error)


def conference_is_whole(parent: Any, today: date) -> Problems:
    given = [bool(parent.conference_on), bool(parent.conference_no), bool(parent.conference_says)]
    if any(given) and not all(given):
        yield "conference_no", "个案会商须同时写明日期、纪要编号和结论"
    if any(given) and not parent.unknown:
        yield "conference_no", "个案会商只用于身份不明的一方；身份已查明的，请登记其情形和证明材料"
