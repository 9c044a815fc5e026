"""What the page of one result prints: the child beside every pupil it may be, masked unless it was unmasked."""

from dataclasses import dataclass
from typing import Any

from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.standards.masking import NameStyle, mask_id_child, mask_name
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.roll import acting, deciding, kept, listing, rights
from taizhang.lines.children.roll.codes import Decision, Result
from taizhang.lines.children.roll.models import Candidate, SchoolResult
from taizhang.lines.children.roll.panel import SHOWN


@dataclass(frozen=True)
class Side:
    """The child as the register has it."""

    name: str
    id_no: str
    school: str


@dataclass(frozen=True)
class Beside:
    """A pupil who is proposed: column by column next to the child; `taken` is the code of a child it is already."""

    candidate: Candidate
    pupil: kept.Shown
    rows: tuple[tuple[str, str, str, bool], ...]
    taken: str


def child_of(result: SchoolResult, *, clear: bool) -> Side:
    child = result.child
    if clear:
        return Side(child.name, child.id_no, child.get_school_display())
    return Side(mask_name(child.name, NameStyle.CHILD), mask_id_child(child.id_no), child.get_school_display())


def beside(result: SchoolResult, person: Any, *, clear: bool) -> list[Beside]:
    """Other people's children, so for whoever decides only; the text in clear says whether a column differs."""
    if not rights.leads(person):
        return []
    found = []
    for one in result.candidates.order_by("place"):
        pupil = kept.shown(one.pupil, one.evidence, clear=clear)
        assert pupil is not None
        found.append(Beside(one, pupil, _rows(result, one, pupil, clear=clear), deciding.taken_by(result, one.pupil)))
    return found


def _rows(result: SchoolResult, one: Candidate, pupil: kept.Shown, *, clear: bool) -> Any:
    side, real = child_of(result, clear=clear), kept.unpacked(one.pupil)
    assert real is not None
    return (
        ("姓名", side.name, pupil.name, result.child.name != real.name),
        ("身份号码", side.id_no, pupil.id_no, result.child.id_no != real.id_no),
        ("就学", side.school, f"{pupil.school} {pupil.grade}", False),
        ("状态", "", pupil.status, False),
        ("资助", "应享受" if result.aid_due else "", pupil.aid, False),
    )


def earlier(result: SchoolResult, person: Any) -> list[tuple[SchoolResult, listing.Standing]]:
    """What other checks found of the same person, the newest first."""
    found = rights.results(person).filter(child__id_no_index=result.child.id_no_index).exclude(pk=result.pk)
    shown = found.select_related("run", "matter").order_by("-run__at", "-pk")[:SHOWN]
    return [(one, listing.standing(one)) for one in shown]


def history(result: SchoolResult) -> list[Any]:
    """The decisions one after the other, also those that were mended since."""
    found = SchoolResult.versions.objects.filter(id=result.pk, decided_at__isnull=False).order_by("version_id")
    by_moment = {version.decided_at: version for version in found.select_related("decided_by")}
    return list(by_moment.values())


def context(result: SchoolResult, person: Any, *, clear: bool = False, **said: Any) -> dict[str, Any]:
    leads = rights.leads(person)
    acts = leads and acting.needs_action(result)
    return {
        "title": f"{result.child.code} 就学比对",
        "run": result.run,
        "result": result,
        "standing": listing.standing(result),
        "side": child_of(result, clear=clear),
        "pupil": kept.shown(result.pupil, result.evidence, clear=clear),
        "beside": beside(result, person, clear=clear),
        "leads": leads,
        "open": leads and (result.matter_id is None or result.result == Result.UNDECIDED),
        "settled": result.result != Result.UNDECIDED,
        "asked": result.decision == Decision.ASK,
        "units": acting.units(result) if acts else [],
        "earlier": earlier(result, person),
        "history": history(result),
        "matter": listing.given(result.matter, person),
        "may_unmask": access.can(person, Action.UNMASK, CHILDREN, result.child),
        "reason_max": deciding.REASON_MAX,
        "clear": clear,
        "shows_private": clear,
    } | said
