"""The form check of an application: everything that is missing at once (一次性告知), and whom the register knows already."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from taizhang.county.ledger.rules import label
from taizhang.county.standards.dates import prose_date
from taizhang.lines.children.cases import known, papers
from taizhang.lines.children.cases.codes import OPEN, CaseState
from taizhang.lines.children.cases.models import ChildCase, Parent
from taizhang.lines.children.codes import INSTITUTIONAL, PAID_CATEGORIES
from taizhang.lines.children.eligibility import parameters
from taizhang.lines.children.eligibility.findings import lacking
from taizhang.lines.children.models import Child
from taizhang.lines.children.payroll.codes import Holder

_FACTS = ("category", "applicant", "relation", "phone", "name", "id_no", "school", "holder", "account")


@dataclass(frozen=True)
class Missing:
    """What an application lacks: particulars without which it is not taken in, and papers to be asked for."""

    facts: tuple[str, ...]
    papers: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return self.facts + self.papers

    def __bool__(self) -> bool:
        return bool(self.all)


@dataclass(frozen=True)
class Duplicate:
    """Somebody with the same number; `bars` keeps the case from being taken in."""

    sentence: str
    bars: bool
    case: ChildCase | None = None
    child: Child | None = None


def missing(case: ChildCase, parents: known.Both, day: date) -> Missing:
    facts = [*_facts(case), *(f"{role.label}的情况（姓名，或注明身份不明）" for role, one in parents if one is None)]
    wanted = [f"{name}（申请材料）" for name in _application(case)]
    for role, one in parents:
        wanted += [f"{role.label}：{text}" for text in _evidence(one, day)] if one is not None else []
    return Missing(tuple(facts), tuple(wanted))


def _facts(case: ChildCase) -> Iterator[str]:
    for name in _FACTS:
        if not getattr(case, name):
            yield label(case, name)
    if not case.institution and not case.village:
        yield "村（社区）"
    if case.holder in (Holder.GUARDIAN, Holder.INSTITUTION) and not case.holder_name:
        yield "户名"
    if case.category in INSTITUTIONAL:
        wanted = ("institution", "institution_code", "institution_since")
        yield from (label(case, name) for name in wanted if not getattr(case, name))
    if bool(case.guardian) != bool(case.guardian_relation):
        yield "监护人姓名及其与儿童的关系（须同时填写）"


def _application(case: ChildCase) -> list[str]:
    given = set(papers.split(case.papers))
    return [name for name in papers.needed(case.category) if name not in given]


def _evidence(one: Parent, day: date) -> Iterator[str]:
    """Of every state that has not ended, whatever it comes to: whoever is asked twice comes twice."""
    rules = parameters.load()
    for row in one.states.all():
        if row.voided or row.ended_on is not None:
            continue
        state = rules.states.at(row.state, day)
        yield from (f"{state.name}的{text}" for text in lacking(known.held(row), state, rules.states))


def duplicates(case: ChildCase) -> list[Duplicate]:
    """By the number of the child: on the register for money, in another open case, or in one that was closed."""
    if not case.id_no_index:
        return []
    return [*_on_the_register(case), *_other_cases(case)]


def _on_the_register(case: ChildCase) -> Iterator[Duplicate]:
    rows = Child.objects.filter(id_no_index=case.id_no_index, voided=False).select_related("place").order_by("pk")
    for row in rows.exclude(pk=case.child_id):
        word = row.get_category_display()
        if row.stopped_on is None and row.category in PAID_CATEGORIES:
            told = f"{row.code}（{row.place}）已在册领取“{word}”，不能再次认定；类别有变的，请在其办件中办理类别变更"
            yield Duplicate(told, case.child_id is None, child=row)
        elif row.stopped_on is None:
            yield Duplicate(f"{row.code}（{row.place}）已登记为“{word}”，可以同时认定", False, child=row)
        elif row.category in PAID_CATEGORIES and case.child_id is None:
            why = row.get_stop_reason_display()
            yield Duplicate(f"{row.code}曾在册“{word}”，{prose_date(row.stopped_on)}终止（{why}）", False, child=row)


def _other_cases(case: ChildCase) -> Iterator[Duplicate]:
    rows = ChildCase.objects.filter(id_no_index=case.id_no_index, voided=False).exclude(pk=case.pk)
    for row in rows.select_related("place").order_by("pk"):
        told = f"{row.code}（{row.place}，{row.get_state_display()}）是同一儿童的办件"
        if row.state in OPEN and row.state != CaseState.DRAFT:
            yield Duplicate(f"{told}，正在办理，不能重复受理", True, row)
        elif row.state in (CaseState.TERMINATED, CaseState.REFUSED):
            yield Duplicate(f"{told}，本件受理时记为原办件", False, row)
        elif row.state == CaseState.DRAFT:
            yield Duplicate(f"{told}，请只留一件，另一件撤回", False, row)


def earlier(case: ChildCase) -> Any:
    """The last closed case of the same child, for `previous`."""
    closed = [one.case for one in duplicates(case) if one.case is not None and not one.bars]
    ended = [one for one in closed if one.state in (CaseState.TERMINATED, CaseState.REFUSED)]
    return ended[-1] if ended else None
