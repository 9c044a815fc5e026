"""Moves a case by the table: one at a time, once however often it is sent, by whom it falls to, with what it needs."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from taizhang.county.audit import changes, clock
from taizhang.county.audit.held import held
from taizhang.county.ledger import services
from taizhang.county.ledger.validation import Refused
from taizhang.county.standards.dates import prose_date
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.cases import checking, duties, known
from taizhang.lines.children.cases.codes import STANDING
from taizhang.lines.children.cases.models import CaseStep, ChildCase
from taizhang.lines.children.eligibility import moves, parameters
from taizhang.lines.children.models import Child

NOTE_MIN, NOTE_MAX = 4, 500
# Moves that go with words of their own, and an example of them.
EXPLAINED = {
    "ASK": "请补交父亲的刑事判决书和银行账户复印件", "PASS": "经与公安、残联数据比对，与申请相符",
    "FAIL": "经比对，母亲在本村居住，有抚养能力", "REFUSE": "母亲有抚养能力，不符合民发〔2019〕62号规定的条件",
    "WITHDRAW": "申请人改在户籍地申请", "SUSPEND": "户口正在迁出，暂停发放", "RESUME": "户口仍在本县，恢复发放",
    "REVIEW": "群众反映母亲已返家",
}  # fmt: skip
Guard = Callable[[ChildCase, Any, str, date], None]


class Overtaken(Invalid):
    """Somebody did something to the case after the page was opened."""


def move(
    pk: int, code: str, *, by: Any, seen: int, note: str = "", done: date | None = None,
    then: Callable[[ChildCase], Any] | None = None,
) -> ChildCase:  # fmt: skip
    """The case as it stands after the move. `seen` is how many steps the page showed; `then` does what goes with it.

    `done` is the day on which it was done, today unless told, from which every limit and month is reckoned.

    Sent again by the same person it does nothing more. What was written stays in the step: auditors read the reasons of
    acts, and are not to read of a family's troubles. Raises Invalid, Overtaken, with what to do.
    """
    note, name = note.strip(), moves.load().moves[code].name
    with changes.change(by=by, reason=name, action=f"儿童办件{name}"):
        case = locked(pk)
        steps = list(case.steps.select_related("by"))
        if len(steps) != seen:
            if seen < len(steps) and (steps[seen].move, steps[seen].by_id) == (code, by.pk):
                return case
            raise Overtaken(overtaken(case, steps))
        take(case, code, by=by, note=note, done=done)
        if then is not None:
            then(case)
        save(case, by=by)
    return case


def take(case: ChildCase, code: str, *, by: Any, note: str = "", done: date | None = None) -> None:
    """One step of a case held already, which the caller saves."""
    to, day = moves.load().after(case.state, code), done or clock.today()
    duties.require(by, code, case)
    _require_note(code, note)
    steps = list(case.steps.all())
    _require_day(case, steps, day)
    guard = _GUARDS.get(code)
    if guard is not None:
        guard(case, by, note, day)
    case.state = to
    CaseStep.objects.create(case=case, number=len(steps) + 1, move=code, on=day, at=clock.now(), by=by, note=note)


def earliest(case: ChildCase, steps: Sequence[CaseStep], today: date) -> date:
    """The first day on which the next move may have been done: no earlier than the one before, nor too long ago."""
    back = parameters.load().number("entry_days", today)
    return max(steps[-1].on if steps else case.applied_on, today - timedelta(days=back))


def beside(pk: int, what: str, right: str, *, by: Any, seen: int, work: Callable[[ChildCase], Any]) -> ChildCase:
    """An act that changes no state of the case but its records, by whoever may make the move `right`.

    It counts as no step, so `seen` only keeps off whoever looks at an older state. Raises Invalid, Overtaken.
    """
    with changes.change(by=by, reason=what, action=f"儿童办件{what}"):
        case = locked(pk)
        steps = list(case.steps.select_related("by"))
        if len(steps) != seen:
            raise Overtaken(overtaken(case, steps))
        duties.require(by, right, case)
        if case.state not in STANDING:
            raise Invalid(f"本件现为“{case.get_state_display()}”，不能办理{what}；只有在册的可以办理")
        work(case)
        save(case, by=by)
    return case


def locked(pk: int) -> ChildCase:
    found: ChildCase = held(ChildCase.objects.select_related("place", "unit", "child", "previous"), pk)
    return found


def child_of(case: ChildCase) -> Child:
    """Held, so that the register's page and this act do not write over each other."""
    assert case.child_id is not None
    row: Child = Child.objects.select_for_update(of=("self",)).get(pk=case.child_id)
    case.child = row
    return row


def save(record: Any, *, by: Any) -> None:
    """What the move says, whoever keeps the ledger; not over what was saved since it was read. Raises Invalid."""
    try:
        services.save(record, by=by, mandate=True, editing=record.edition if record.pk else None)
    except Refused as refused:
        raise Invalid("；".join(refused.sentences())) from refused
    except services.Conflict as met:
        raise Invalid(f"{record}刚刚已被他人修改，没有保存；您填的都在下面，请对照后再保存") from met


def failed(case: ChildCase) -> bool:
    """Whether the township's verification, the last if there were several, went against the application."""
    verified = case.steps.filter(move__in=("PASS", "FAIL")).last()
    return verified is not None and verified.move == "FAIL"


def overtaken(case: ChildCase, steps: list[CaseStep]) -> str:
    if not steps:
        return f"办件{case.code}已有变动，请刷新页面后再办理"
    last = steps[-1]
    when, name = f"{clock.local(last.at):%m-%d %H:%M}", moves.load().moves[last.move].name
    return (
        f"{last.by.name}已于{when}办理“{name}”，本件现为“{case.get_state_display()}”。您的操作没有执行，"
        "已填的内容都在；请看最新情况再决定"
    )


def _require_note(code: str, note: str) -> None:
    if code in EXPLAINED and len(note) < NOTE_MIN:
        raise Invalid(f"请写明理由或意见（不少于{NOTE_MIN}个字），例如“{EXPLAINED[code]}”")
    if len(note) > NOTE_MAX:
        raise Invalid(f"说明最多{NOTE_MAX}字，现有{len(note)}字，请精简")


def _require_day(case: ChildCase, steps: Sequence[CaseStep], day: date) -> None:
    today = clock.today()
    if day == today:
        return
    if day > today:
        raise Invalid(f"办理日期{prose_date(day)}晚于今天；请填写实际办理的日期，今天办的不用填")
    first = earliest(case, steps, today)
    if day >= first:
        return
    last, asked = (steps[-1].on if steps else case.applied_on), f"请填写{prose_date(first)}到今天的日期"
    if day < last and steps:
        what = moves.load().moves[steps[-1].move].name
        raise Invalid(f"办理日期{prose_date(day)}早于上一步“{what}”的{prose_date(last)}；{asked}")
    if day < last:
        raise Invalid(f"办理日期{prose_date(day)}早于申请日期{prose_date(last)}；{asked}，申请日期有误的请先修改申请")
    back = parameters.load().number("entry_days", today)
    raise Invalid(
        f"办理日期{prose_date(day)}已过去超过{back}天，不能补录；{asked}，实际更早办理的请在材料中附当时的记录"
    )


def _submit(case: ChildCase, by: Any, note: str, day: date) -> None:
    lacks = checking.missing(case, known.both(case), day)
    if lacks.facts:
        raise Invalid(f"还不能受理，缺：{'、'.join(lacks.facts)}；请补填后再受理，已填的都已存为草稿")
    bars = [one.sentence for one in checking.duplicates(case) if one.bars]
    if bars:
        raise Invalid(f"不能受理：{bars[0]}")
    case.previous = checking.earlier(case)


def _stays_here(case: ChildCase) -> None:
    if case.elsewhere:
        raise Invalid(f"户籍在{case.elsewhere}，本县只代收申请；请办理“转户籍地”，由户籍地查验、确认")


def _complete(case: ChildCase, by: Any, note: str, day: date) -> None:
    _stays_here(case)
    lacks = checking.missing(case, known.both(case), day)
    if lacks:
        raise Invalid(f"材料不齐，缺：{'、'.join(lacks.all)}；请一次性告知补正，收到的请在“材料”中登记")


def _passed(case: ChildCase, by: Any, note: str, day: date) -> None:
    case.verified_by, case.conclusion = by, note[:300]


def _forward(case: ChildCase, by: Any, note: str, day: date) -> None:
    if not case.elsewhere:
        raise Invalid("没有填写外地户籍；户籍在本县的在本县办理，户籍在外地的请先补填户籍所在县（市、区）")


def _other_than_verifier(case: ChildCase, by: Any) -> None:
    if by.pk == case.verified_by_id:
        raise Invalid("本件由您查验，查验和确认不能是同一人；请由另一位人员确认")
    case.confirmed_by = by


def _refuse(case: ChildCase, by: Any, note: str, day: date) -> None:
    _other_than_verifier(case, by)
    case.refusal = note


def _confirm(case: ChildCase, by: Any, note: str, day: date) -> None:
    """By the facts of the day itself: who had been released by then is not confirmed."""
    _other_than_verifier(case, by)
    if failed(case) and len(note) < NOTE_MIN:
        raise Invalid(f"乡镇（街道）查验不通过，仍要确认的，请写明理由（不少于{NOTE_MIN}个字）")
    lacks = checking.missing(case, known.both(case), day)
    if lacks:
        raise Invalid(f"不能确认，缺：{'、'.join(lacks.all)}")
    bars = [one.sentence for one in checking.duplicates(case) if one.bars]
    if bars:
        raise Invalid(f"不能确认：{bars[0]}")
    decision = known.decide(case, known.both(case), day)
    if not decision.eligible:
        when = "今天" if day == clock.today() else prose_date(day)
        word = "须先个案会商" if known.needs_conference(decision) else f"按{when}的情况不符合条件"
        raise Invalid(f"不能确认，{word}：{'。'.join(decision.reasons)}")
    case.category = decision.category


_GUARDS: dict[str, Guard] = {
    "SUBMIT": _submit, "RESUBMIT": _complete, "VERIFY": _complete, "PASS": _passed, "FAIL": _passed,
    "FORWARD": _forward, "CONFIRM": _confirm, "REFUSE": _refuse,
}  # fmt: skip
