"""What the page of a case shows: the verdict and its reasons, the limits, the parents, the papers, what may be done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from taizhang.county.audit import clock
from taizhang.county.documents import attachments
from taizhang.county.ledger import shown
from taizhang.county.standards.errors import Invalid
from taizhang.county.standards.masking import NameStyle, mask_name
from taizhang.lines.children.cases import (
    changing,
    checking,
    clocks,
    duties,
    known,
    moving,
    papers,
    review_list,
)
from taizhang.lines.children.cases.codes import OPEN, STANDING, CaseState, Reviewed, Role
from taizhang.lines.children.cases.ledgers import CASES
from taizhang.lines.children.cases.models import CaseStep, ChildCase, Parent, ParentState
from taizhang.lines.children.codes import STAGES, Category, School
from taizhang.lines.children.eligibility import moves

# Moves that have a form of their own or come with another.
_APART = ("START", "REVIEW", "KEEP", "REGISTER", "SUSPEND", "RESUME", "TERMINATE")
# Why a case is confirmed that the township would not have.
_AGAINST = "经复查，母亲已于上月失联并报警，情况与查验时不同"
_TONES = {"dead": "", "missing": "", "living": "g", "incomplete": "a", "unknown": "a", "able": "r"}
_WORDS = {
    "dead": "死亡", "missing": "失踪", "living": "不能抚养", "incomplete": "材料不齐", "unknown": "须会商", "able": "有抚养能力",
}  # fmt: skip


@dataclass(frozen=True)
class Button:
    """A move that may be made now; `example` where it asks for words, `text` what is proposed for them."""

    code: str
    label: str
    example: str
    text: str
    main: bool


@dataclass(frozen=True)
class Side:
    """One parent as the page shows it."""

    role: str
    label: str
    row: Parent | None
    name: str
    word: str
    tone: str
    states: tuple[ParentState, ...]


def context(case: ChildCase, person: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """Raises Invalid where a table has no row for today."""
    today, steps, parents = clock.today(), list(case.steps.select_related("by")), known.both(case)
    lacks = checking.missing(case, parents, today)
    judged = bool(case.birth_date) and case.category != Category.LEFT_BEHIND
    decision = known.decide(case, parents, today, enrolling=case.state in OPEN) if judged else None
    acts = list(_buttons(case, person, lacks, decision))
    return {
        "title": case.code, "case": case, "name": mask_name(case.name, NameStyle.CHILD) if case.name else "未填姓名",
        "tone": CASES.tone("state", case.state), "seen": len(steps), "given": given,
        "decision": decision, "result": _result(case, decision), "limits": clocks.of_case(case, steps, today),
        "sides": list(_sides(parents, decision)), "lacks": lacks, "open": case.state in OPEN,
        "standing": case.state in STANDING, "duplicates": _duplicates(case, person, today),
        "steps": [_step(case, step, today) for step in steps], "buttons": acts, "turn": _turn(case, acts),
        "edits": duties.edits(person, case),
        "amends": duties.amends(person, case), "details": list(shown.details(CASES, case, person, clear=False)),
        "papers": _papers(case, parents), "kept": attachments.of(CASES, case),
        "done_from": moving.earliest(case, steps, today),
        "upload_mb": settings.UPLOAD_MAX_BYTES // 1_000_000, "today": today,
    } | _standing(case, person, parents, today)  # fmt: skip


def _standing(case: ChildCase, person: Any, parents: known.Both, today: date) -> dict[str, Any]:
    if case.state not in STANDING or case.child is None:
        return {}
    bureau = duties.may(person, "TERMINATE", case)
    return {
        "proposal": _proposal(case, parents, today), "dues": review_list.of_case(case, parents, today),
        "reviews": case.reviews.filter(voided=False).order_by("-looked_on", "-pk")[:5],
        "reasons": [(one.value, one.label) for one in changing.BY_HAND], "kinds": Reviewed.choices, "ends": bureau,
        "stages": [(code, School(code).label) for code in STAGES],
        "reviewing": duties.may(person, "KEEP", case) and case.state in (CaseState.ACTIVE, CaseState.REVIEW_DUE),
        "suspends": bureau and case.state == CaseState.ACTIVE, "resumes": bureau and case.state == CaseState.SUSPENDED,
        "month": f"{today:%Y-%m}", "stopped": case.child.stopped_on,
        "moved": case.child.place if case.child.place_id != case.place_id else None,
    }  # fmt: skip


def _proposal(case: ChildCase, parents: known.Both, today: date) -> changing.Proposal | None:
    """None as well where the confirmation is older than every document: then nothing can be reckoned from it."""
    try:
        return changing.proposal(case, parents, today)
    except Invalid:
        return None


def _buttons(
    case: ChildCase, person: Any, lacks: checking.Missing, decision: known.Decision | None
) -> Iterator[Button]:  # fmt: skip
    """Those that the case is ready for are main ones; the others are folded, with what keeps them back."""
    failed = case.state == CaseState.CONFIRMING and moving.failed(case)
    eligible = decision is not None and decision.eligible and not lacks and not failed
    ready = {
        "SUBMIT": not lacks.facts, "VERIFY": not lacks, "RESUBMIT": not lacks, "ASK": bool(lacks.papers),
        "CONFIRM": eligible,
    }  # fmt: skip
    for move in moves.load().allowed(case.state):
        if move.code in _APART or not duties.may(person, move.code, case):
            continue
        text = f"请补交：{'、'.join(lacks.all)}" if move.code == "ASK" and lacks else ""
        main = ready.get(move.code, move.code in ("PASS", "RECEIVE"))
        yield Button(
            move.code,
            move.name,
            _AGAINST if failed and move.code == "CONFIRM" else moving.EXPLAINED.get(move.code, ""),
            text,
            main,
        )


def _turn(case: ChildCase, acts: list[Button]) -> str:
    """Whose the next step is, in words; blank where it is whoever looks, or nobody's."""
    if case.state not in OPEN or any(act.code != "WITHDRAW" for act in acts):
        return ""
    whose = (duties.whose(move.code) for move in moves.load().allowed(case.state) if move.code != "WITHDRAW")
    return next(whose, "")


def _result(case: ChildCase, decision: known.Decision | None) -> tuple[str, str]:
    """The verdict as a word and its colour."""
    if case.category == Category.LEFT_BEHIND:
        return "留守儿童，不领取基本生活费", ""
    if decision is None:
        return "信息不全，尚不能判定", "a"
    if decision.eligible:
        return f"符合：{Category(decision.category).label}", "g"
    words = {
        "REFUSED": ("不符合条件", "r"),
        "INCOMPLETE": ("材料不齐", "a"),
        "NEEDS_CASE_CONFERENCE": ("须个案会商", "a"),
    }
    return words.get(decision.verdict.outcome, ("不符合条件", "r"))


def _sides(parents: known.Both, decision: known.Decision | None) -> Iterator[Side]:
    for role, row in parents:
        if row is None:
            yield Side(role, Role(role).label, None, "尚未登记", "", "", ())
            continue
        found = None
        if decision is not None:
            found = decision.verdict.father if role == Role.FATHER else decision.verdict.mother
        standing = found.standing.value if found else ""
        name = "身份不明" if row.unknown else mask_name(row.name)
        states = tuple(one for one in row.states.all() if not one.voided)
        yield Side(role, Role(role).label, row, name, _WORDS.get(standing, ""), _TONES.get(standing, ""), states)


def _papers(case: ChildCase, parents: known.Both) -> list[tuple[str, str, list[tuple[str, bool]]]]:
    """Heading, name of the field, and each paper with whether it is on file."""
    given = set(papers.split(case.papers))
    groups = [("申请材料", "paper", [(name, name in given) for name in papers.needed(case.category)])]
    for role, row in parents:
        for state in row.states.all() if row is not None else ():
            if not state.voided:
                on_file = set(papers.split(state.papers))
                heading = f"{Role(role).label}：{state.get_state_display()}{papers.how_many(state.state)}"
                names = papers.of_state(state.state)
                groups.append((heading, f"state-{state.pk}", [(name, name in on_file) for name in names]))
    return groups


def _duplicates(case: ChildCase, person: Any, today: date) -> list[tuple[str, bool, str, int]]:
    """Sentence, whether it bars, and the page it leads to, where the person may see that."""
    if case.state not in OPEN:
        return []
    mine = set(duties.rows(person).filter(id_no_index=case.id_no_index).values_list("pk", flat=True))
    found = []
    for one in checking.duplicates(case):
        page, key = ("case_page", one.case.pk) if one.case is not None and one.case.pk in mine else ("", 0)
        found.append((one.sentence, one.bars, page, key))
    return found


def _step(case: ChildCase, step: CaseStep, today: date) -> dict[str, Any]:
    told = clocks.notice(step, today)
    later = clock.local(step.at).date() != step.on
    return {"step": step, "name": moves.load().moves[step.move].name, "notice": told, "later": later}
