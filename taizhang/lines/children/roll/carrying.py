"""Carries a clerk's decisions over to a corrected register of the same term: same child, same pupil, same decision."""

from collections.abc import Iterable
from typing import Any

from taizhang.lines.children.roll import kept, verdicts
from taizhang.lines.children.roll.codes import Decision, Result
from taizhang.lines.children.roll.models import Candidate, RollCheck, SchoolResult
from taizhang.lines.children.roll.pupils import Pupil
from taizhang.lines.children.schoolcheck import names, numbers

Compared = tuple[SchoolResult, list[Candidate]]
Who = tuple[str, str]


def carry(run: RollCheck, found: Iterable[Compared]) -> int:
    """Into results not saved yet; how many. What the corrected register says of the pupil counts, not what was said."""
    before = _before(run)
    if before is None:
        return 0
    decided = before.results.exclude(decision="").select_related("child").prefetch_related("candidates")
    by_person = {_person(one): one for one in decided}
    carried = [
        (result, old)
        for result, candidates in found
        if (old := by_person.get(_person(result))) is not None
        and _ACTS[Decision(old.decision)](old, result, candidates)
    ]
    for result, old in carried:
        result.decision, result.decided_by, result.decided_at = old.decision, old.decided_by, old.decided_at
        result.reason, result.carried_from = old.reason, old
    return len(carried)


def _before(run: RollCheck) -> RollCheck | None:
    done = RollCheck.objects.filter(term=run.term, state=RollCheck.State.DONE, at__lte=run.at).exclude(pk=run.pk)
    return done.order_by("-at", "-pk").first()


def _person(result: Any) -> Any:
    return result.child.id_no_index or result.child_id


def _who(pupil: str) -> Who:
    """By name and number: a corrected school, status or aid makes nobody another pupil."""
    read = kept.unpacked(pupil)
    return (names.clean(read.name), numbers.clean(read.id_no)) if read else ("", "")


def _same(old: SchoolResult, result: SchoolResult, candidates: list[Candidate]) -> bool:
    if not old.pupil:
        return False
    if result.result != Result.UNDECIDED:
        return _who(result.pupil) == _who(old.pupil)
    alike = [one for one in candidates if _who(one.pupil) == _who(old.pupil)]
    if len(alike) != 1:
        return False
    for one in candidates:
        one.verdict = Decision.SAME if one is alike[0] else Decision.NOT_SAME
    pupil: Pupil | None = kept.unpacked(alike[0].pupil)
    assert pupil is not None
    result.result = verdicts.of(pupil, aid_due=result.aid_due)
    result.stage, result.score = alike[0].stage, alike[0].score
    result.pupil, result.evidence = alike[0].pupil, alike[0].evidence
    return True


def _none(old: SchoolResult, result: SchoolResult, candidates: list[Candidate]) -> bool:
    """A pupil that was refused stays refused; one that is new has to be looked at."""
    refused = {_who(one.pupil) for one in old.candidates.all() if one.verdict == Decision.NOT_SAME}
    if result.pupil and _who(result.pupil) in refused:
        candidates.append(Candidate(
            result=result, place=len(candidates) + 1, stage=result.stage, score=result.score or 0, pupil=result.pupil,
            evidence=result.evidence,
        ))  # fmt: skip
        result.pupil, result.evidence, result.stage, result.score = "", "", "", None
    elif result.pupil:
        return False
    for one in candidates:
        one.verdict = Decision.NOT_SAME if _who(one.pupil) in refused else ""
    if any(not one.verdict for one in candidates):
        return False
    result.result = Result.NOT_FOUND
    return True


def _asked(old: SchoolResult, result: SchoolResult, candidates: list[Candidate]) -> bool:
    """The school was asked already; its answer is still to come."""
    return result.result == Result.UNDECIDED


_ACTS = {
    Decision.SAME: _same, Decision.NOT_SAME: _none, Decision.NOT_FOUND: _none, Decision.ASK: _asked,
}  # fmt: skip
