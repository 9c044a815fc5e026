"""A clerk's decisions on one child: which pupil it is, or none; made once, however often they are sent."""

from typing import Any

from taizhang.county.audit import changes, clock
from taizhang.county.audit.held import held
from taizhang.county.ledger.unmasking import REASON_MIN
from taizhang.lines.children.roll import kept, verdicts
from taizhang.lines.children.roll.codes import Decision, Result
from taizhang.lines.children.roll.models import Candidate, RollCheck, SchoolResult
from taizhang.lines.children.roll.refusal import Overtaken, Refused

REASON_MAX = 200


def decide(
    pk: int, decision: str, *, by: Any, edition: int, candidate: int | None = None, reason: str = ""
) -> tuple[SchoolResult, bool]:
    """The result as stored, and whether this very call decided. Raises Refused, Overtaken.

    `edition` is the one the clerk looked at: who acts on an older one is stopped, unless it is the same click again.
    """
    reason = reason.strip()
    with changes.change(by=by, reason=reason or Decision(decision).label, action="就学比对判定"):
        # One decision at a time in a check, so that no pupil becomes two children at once.
        RollCheck.objects.select_for_update(of=("self",)).get(results=pk)
        stored = held(SchoolResult.objects.select_related("child", "run", "decided_by", "matter"), pk)
        chosen = _chosen(stored, decision, candidate)
        if stored.edition != edition:
            if _is_decided(stored, decision, chosen):
                return stored, False
            _permit_ungiven(stored)
            raise Overtaken(overtaken(stored))
        _permit(stored, decision, reason)
        _permit_pupil(stored, decision, chosen, reason)
        _ACTS[Decision(decision)](stored, chosen)
        _sign(stored, decision, reason, by)
    return stored, True


def _chosen(stored: Any, decision: str, candidate: int | None) -> Candidate | None:
    """Raises Refused for a pupil that was not proposed for this child."""
    if candidate is None:
        if decision == Decision.SAME or (decision == Decision.NOT_SAME and not stored.pupil):
            raise Refused("请在候选学籍中选定一人，再点“是同一人”或“不是同一人”。")
        return None
    found = stored.candidates.filter(pk=candidate).first()
    if found is None:
        raise Refused("所选的候选学籍不属于这名儿童，或已过保存期限清除；请刷新页面，或用新名册重新比对。")
    return found  # type: ignore[no-any-return]


def _is_decided(stored: Any, decision: str, chosen: Candidate | None) -> bool:
    return chosen.verdict == decision if chosen else stored.decision == decision


def overtaken(stored: Any) -> str:
    if not stored.decided_by:
        return "您打开页面之后，这名儿童的候选学籍已有人判断过；请看最新情况，再作判定。"
    when = f"{clock.local(stored.decided_at):%m-%d %H:%M}"
    return (
        f"{stored.decided_by.name} 已于 {when} 判定为“{stored.get_decision_display()}”，现为“{stored.get_result_display()}”。"
        "没有按您打开时的情况再作判定；需要改判的，请写明理由。"
    )


def overrides(stored: Any, decision: str) -> bool:
    """Whether it sets aside what was found or decided before, or all that is proposed at once."""
    return stored.result != Result.UNDECIDED or decision == Decision.NOT_FOUND


def _permit_ungiven(stored: Any) -> None:
    """A child about whom the school was asked waits for the very decision that the answer allows."""
    if stored.matter_id and stored.result != Result.UNDECIDED:
        raise Refused(f"这名儿童已由 {stored.matter.code} 交办，请在督办事项里办理；办结后结果以事项为准。")


def _permit(stored: Any, decision: str, reason: str) -> None:
    _permit_ungiven(stored)
    if overrides(stored, decision) and len(reason) < REASON_MIN:
        raise Refused(
            f"改变已有结果，或直接判为“查无学籍”，须写明理由（不少于 {REASON_MIN} 个字），例如“电话核实在外省就读”。"
        )
    if len(reason) > REASON_MAX:
        raise Refused(f"理由最多 {REASON_MAX} 字，现有 {len(reason)} 字，请精简。")


def _permit_pupil(stored: Any, decision: str, chosen: Candidate | None, reason: str) -> None:
    """Two rows of a register may be alike in every column and yet two pupils: rare enough to be explained."""
    if decision == Decision.SAME and chosen and len(reason) < REASON_MIN and (code := taken_by(stored, chosen.pupil)):
        raise Refused(
            f"名册中的这名学生已判定为 {code}，一名学生不能对两名儿童。请先改判 {code}；确实是另一名同名学生的，请写明理由。"
        )


def taken_by(stored: Any, pupil: str) -> str:
    """The code of another child of this check that somebody decided is this pupil; "" for none."""
    others = SchoolResult.objects.filter(run=stored.run_id, decision=Decision.SAME).exclude(pk=stored.pk)
    return next((one.child.code for one in others.select_related("child") if one.pupil == pupil), "")


def _same(stored: Any, chosen: Candidate | None) -> None:
    assert chosen is not None
    pupil = kept.unpacked(chosen.pupil)
    assert pupil is not None
    stored.candidates.exclude(pk=chosen.pk).update(verdict=Decision.NOT_SAME)
    _judge(chosen, Decision.SAME)
    stored.result = verdicts.of(pupil, aid_due=stored.aid_due)
    stored.stage, stored.score = chosen.stage, chosen.score
    stored.pupil, stored.evidence = chosen.pupil, chosen.evidence


def _not_same(stored: Any, chosen: Candidate | None) -> None:
    """Of one candidate, or of the pupil that was taken for the child; with the last one the child is not found."""
    if chosen is not None:
        _judge(chosen, Decision.NOT_SAME)
    if chosen is None or stored.pupil == chosen.pupil:
        _let_go(stored)
    if stored.pupil or stored.candidates.exclude(verdict=Decision.NOT_SAME).exists():
        return
    stored.result = Result.NOT_FOUND


def _not_found(stored: Any, _: Candidate | None) -> None:
    _let_go(stored)
    stored.candidates.update(verdict=Decision.NOT_SAME)
    stored.result = Result.NOT_FOUND


def _ask(stored: Any, _: Candidate | None) -> None:
    """The school's answer decides; until then the child waits."""
    _let_go(stored)
    stored.candidates.filter(verdict=Decision.SAME).update(verdict="")
    stored.result = Result.UNDECIDED


def _judge(chosen: Candidate, verdict: Decision) -> None:
    chosen.verdict = verdict
    chosen.save(update_fields=["verdict"])


def _let_go(stored: Any) -> None:
    """The pupil that was taken for the child becomes a candidate again, so that a mistaken decision can be undone."""
    if stored.pupil and all(one.pupil != stored.pupil for one in stored.candidates.all()):
        Candidate.objects.create(
            result=stored, place=stored.candidates.count() + 1, stage=stored.stage, score=stored.score,
            pupil=stored.pupil, evidence=stored.evidence, verdict=Decision.NOT_SAME,
        )  # fmt: skip
    stored.pupil, stored.evidence, stored.stage, stored.score = "", "", "", None


_ACTS = {
    Decision.SAME: _same, Decision.NOT_SAME: _not_same, Decision.NOT_FOUND: _not_found, Decision.ASK: _ask,
}  # fmt: skip


def _sign(stored: Any, decision: str, reason: str, by: Any) -> None:
    """Who refused one of several candidates has not decided yet."""
    stored.edition += 1
    if decision != Decision.NOT_SAME or stored.result == Result.NOT_FOUND:
        stored.decision, stored.decided_by, stored.decided_at, stored.reason = decision, by, clock.now(), reason
        stored.carried_from = None
    stored.save()
