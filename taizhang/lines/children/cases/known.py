"""Turns the records of a case into the plain facts that eligibility judges, and asks it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from taizhang.county.standards.working_days import add_months
from taizhang.lines.children.cases import papers
from taizhang.lines.children.cases.codes import Finding, Role
from taizhang.lines.children.cases.models import ChildCase, Parent, ParentState
from taizhang.lines.children.codes import STAGES, Category
from taizhang.lines.children.eligibility import engine, facts, registers
from taizhang.lines.children.eligibility import parameters as eligibility
from taizhang.lines.children.eligibility.engine import Outcome, Verdict
from taizhang.lines.children.models import PayCondition
from taizhang.lines.children.payroll.codes import Condition

_DAY = timedelta(days=1)
NOT_ENTERED = facts.Parent()


@dataclass(frozen=True)
class Decision:
    """What a case comes to on a day; `category` is blank unless it may be confirmed."""

    verdict: Verdict
    category: str
    reasons: tuple[str, ...]

    @property
    def eligible(self) -> bool:
        return bool(self.category)


@dataclass(frozen=True)
class Both:
    """The parents of a case as recorded, None for one who is not yet."""

    father: Parent | None
    mother: Parent | None

    @property
    def facts(self) -> tuple[facts.Parent, facts.Parent]:
        return _entered(self.father), _entered(self.mother)

    def __iter__(self) -> Any:
        return iter(((Role.FATHER, self.father), (Role.MOTHER, self.mother)))

    @property
    def whole(self) -> bool:
        return self.father is not None and self.mother is not None


def _entered(row: Parent | None) -> facts.Parent:
    return NOT_ENTERED if row is None else parent(row)


def both(case: ChildCase) -> Both:
    """Two questions, or none where the parents came with the case."""
    return of_rows(case.parents.all().prefetch_related("states"))


def of_rows(rows: Iterable[Parent]) -> Both:
    known = {row.role: row for row in rows if not row.voided}
    return Both(known.get(Role.FATHER), known.get(Role.MOTHER))


def parent(row: Parent) -> facts.Parent:
    states = tuple(held(state) for state in row.states.all() if not state.voided)
    return facts.Parent(states, known=not row.unknown, conference=_conference(row))


def held(row: ParentState) -> facts.Held:
    codes = papers.evidence()
    on_file = frozenset(codes[name] for name in papers.split(row.papers) if name in codes)
    return facts.Held(
        row.state, row.since, row.until, row.ended_on, row.receipt_on, row.grade, row.kind, on_file
    )  # fmt: skip


def _conference(row: Parent) -> facts.Conference | None:
    if row.conference_on is None:
        return None
    says = "" if row.conference_says == Finding.ABLE else row.conference_says
    return facts.Conference(row.conference_no, row.conference_on, says)


def child(case: ChildCase, proofs: tuple[facts.Proof, ...] = ()) -> facts.Child:
    """Raises AssertionError for a case without a birth date, which the form check asks for first."""
    assert case.birth_date is not None
    stays: tuple[facts.Stay, ...] = ()
    if case.institution:
        stays = (facts.Stay(case.institution_since or case.birth_date, None, case.institution_code),)
    hiv = case.category == Category.HIV
    return facts.Child(case.birth_date, proofs, stays, rural=case.rural, hiv=hiv)


def proofs(case: ChildCase, day: date) -> tuple[facts.Proof, ...]:
    """Of study, as the conditions of pay keep them by months: for all rows of the human being."""
    if case.child_id is None:
        return ()
    mine = Q(child=case.child_id) | Q(child__id_no_index=case.id_no_index)
    rows = PayCondition.objects.filter(mine, kind=Condition.STUDY, voided=False)
    return staged(rows.values_list("first_month", "last_month"), case.school, day)


def staged(rows: Iterable[tuple[date, date | None]], school: str, day: date) -> tuple[facts.Proof, ...]:
    """A proof says no stage; the file says where the child studies now."""
    stage = STAGES.get(school, "SENIOR")
    return tuple(facts.Proof(first, _last(first, last, day), stage) for first, last in rows)


def _last(first: date, last: date | None, day: date) -> date:
    return add_months(last, 1, roll_forward=False) - _DAY if last else max(first, day)


def decide(case: ChildCase, parents: Both, day: date, *, enrolling: bool = True) -> Decision:
    """Raises Invalid where a table has no row for that day."""
    rules, facts_of_child = eligibility.load(), child(case, proofs(case, day))
    father, mother = parents.facts
    verdict = engine.judge(facts_of_child, father, mother, day, rules, enrolling=enrolling)
    if verdict.eligible or not facts_of_child.hiv:
        return Decision(verdict, verdict.category, verdict.reasons)
    entries = registers.registered(facts_of_child, father, mother, day, rules)
    found = [entry for entry in entries if entry.money]
    reasons = (*verdict.reasons[:2], *(entry.sentence for entry in found)) if found else verdict.reasons
    return Decision(verdict, found[0].category if found else "", reasons)


def needs_conference(decision: Decision) -> bool:
    return not decision.eligible and decision.verdict.outcome is Outcome.NEEDS_CASE_CONFERENCE
