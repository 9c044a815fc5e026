"""Compares a register of pupils with the children and says, unsaved, what was found of each child."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from taizhang.lines.children.roll import kept, verdicts
from taizhang.lines.children.roll.codes import Found, Result, Status
from taizhang.lines.children.roll.models import Candidate, SchoolResult
from taizhang.lines.children.roll.pupils import Pupil
from taizhang.lines.children.roll.register import Listed
from taizhang.lines.children.schoolcheck import Pair, Person, Stage, match, names, numbers

_STAGES = {Stage.EXACT: Found.EXACT, Stage.COMPARED: Found.COMPARED}
_RANK = {status: rank for rank, status in enumerate(Status)}

Compared = tuple[SchoolResult, list[Candidate]]


def compared(children: list[Listed], pupils: list[Pupil]) -> Iterator[Compared]:
    """One result for every child, with the pupils among whom a clerk has to choose."""
    pupils = once(pupils)
    asked = [Person(at, one.child.name, one.child.id_no) for at, one in enumerate(children)]
    found = match(asked, (Person(at, one.name, one.id_no) for at, one in enumerate(pupils)))
    for pair in found.pairs:
        yield _settled(children[pair.child], pupils[pair.pupil], pair)
    for one in found.to_decide:
        yield _undecided(children[one.child], [(pupils[pair.pupil], pair) for pair in one.candidates])
    for at in found.unmatched:
        yield _result(children[at], Result.NOT_FOUND), []


def once(pupils: Iterable[Pupil]) -> list[Pupil]:
    """Who changed schools stands in the register twice: the row that is still on the roll counts.

    Of rows that are equally good, in two schools, none is dropped: which is right is for a clerk.
    """
    rows: dict[tuple[str, str], list[Pupil]] = defaultdict(list)
    found = []
    for pupil in pupils:
        number = numbers.clean(pupil.id_no)
        if number:
            rows[number, names.clean(pupil.name)].append(pupil)
        else:
            found.append(pupil)
    for same in rows.values():
        found += same if len(same) == 1 else _best(same)
    return found


def _best(same: list[Pupil]) -> list[Pupil]:
    best = min(_RANK[one.status] for one in same)
    return list({one.school: one for one in same if _RANK[one.status] == best}.values())


def _result(listed: Listed, result: Result) -> SchoolResult:
    return SchoolResult(child=listed.child, aid_due=listed.aid_due, result=result)


def _settled(listed: Listed, pupil: Pupil, pair: Pair) -> Compared:
    if pupil.status is Status.UNKNOWN:
        return _undecided(listed, [(pupil, pair)])
    result = _result(listed, verdicts.of(pupil, aid_due=listed.aid_due))
    result.stage, result.score = _STAGES[pair.stage], pair.score
    result.pupil, result.evidence = kept.packed(pupil), kept.sentences(pair.evidence)
    return result, []


def _undecided(listed: Listed, proposed: list[tuple[Pupil, Pair]]) -> Compared:
    result = _result(listed, Result.UNDECIDED)
    candidates = [
        Candidate(
            result=result, place=place, stage=_STAGES[pair.stage], score=pair.score, pupil=kept.packed(pupil),
            evidence=kept.sentences(pair.evidence + _unclear(pupil)),
        )
        for place, (pupil, pair) in enumerate(proposed, 1)
    ]  # fmt: skip
    return result, candidates


def _unclear(pupil: Pupil) -> tuple[str, ...]:
    return ("名册所写的学籍状态无法识别，选定即按在籍处理",) if pupil.status is Status.UNKNOWN else ()
