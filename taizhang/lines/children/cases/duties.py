"""Who does what with a case: the township of the child takes in and verifies, the bureau confirms and ends.

A grid worker and a leader have no part in it, another township does not know of it.
"""

from typing import Any

from django.db.models import QuerySet

from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.cases.codes import EDITED, STANDING, CaseState
from taizhang.lines.children.cases.ledgers import CASES
from taizhang.lines.children.cases.models import ChildCase
from taizhang.lines.children.eligibility import moves

TOWNSHIP, BUREAU, HEAD, EITHER = "township", "bureau", "head", "either"
_MOVES = {
    "SUBMIT": TOWNSHIP, "ASK": TOWNSHIP, "RESUBMIT": TOWNSHIP, "VERIFY": TOWNSHIP, "PASS": TOWNSHIP, "FAIL": TOWNSHIP,
    "WITHDRAW": TOWNSHIP, "FORWARD": TOWNSHIP, "RECEIVE": BUREAU, "CONFIRM": HEAD, "REFUSE": HEAD, "START": HEAD,
    "SUSPEND": BUREAU, "RESUME": BUREAU, "TERMINATE": BUREAU, "REVIEW": EITHER, "KEEP": EITHER, "REGISTER": EITHER,
}  # fmt: skip
WHOSE = {
    TOWNSHIP: "儿童户籍所在乡镇（街道）经办", BUREAU: "县民政局经办", HEAD: "县民政局审核岗位",
    EITHER: "儿童所在乡镇（街道）经办或县民政局经办",
}  # fmt: skip
# In which states whose turn it is.
TURNS = {
    TOWNSHIP: (CaseState.DRAFT, CaseState.SUBMITTED, CaseState.SUPPLEMENT_REQUESTED, CaseState.VERIFYING,
               CaseState.REVIEW_DUE),
    BUREAU: (CaseState.VERIFIED, CaseState.VERIFY_FAILED, CaseState.REVIEW_DUE),
    HEAD: (CaseState.CONFIRMING,),
}  # fmt: skip


def sees(person: Any) -> bool:
    """Whoever may see in clear what is masked in the ledger of cases: clerks and heads within their reach."""
    return access.can(person, Action.UNMASK, CASES)


def rows(person: Any) -> "QuerySet[ChildCase]":
    return access.rows(person, Action.UNMASK, CASES).filter(voided=False)


def lists(person: Any) -> bool:
    """Whose daily work the list is: the clerks within their reach, and the head who confirms (docs/decisions/0017)."""
    return access.can(person, Action.LIST, CASES) or is_head(person)


def listed(person: Any) -> "QuerySet[ChildCase]":
    """What the list may show; others open the case of a child they have named."""
    return rows(person) if is_head(person) else rows(person).filter(access.listed(person, CASES))


def township_of(person: Any) -> Organisation | None:
    """The township whose clerk somebody is."""
    return next((post.organisation for post in _clerk_posts(person) if _is_township(post.organisation)), None)


def is_bureau(person: Any) -> bool:
    return any(post.organisation.slug == CASES.lead for post in _clerk_posts(person))


def is_head(person: Any) -> bool:
    posts = getattr(person, "posts_now", ())
    return any(Action.CONFIRM in post.kind.may and post.organisation.slug == CASES.lead for post in posts)


def opens_cases(person: Any) -> bool:
    return township_of(person) is not None


def amends(person: Any, case: ChildCase) -> bool:
    """Facts of the child and its parents, until the case is closed."""
    return not moves.load().states[case.state].final and _holds(EITHER, person, case)


def edits(person: Any, case: ChildCase) -> bool:
    """What was applied for until it is verified; of an older file, what the register does not say."""
    if case.state in EDITED:
        return may(person, "SUBMIT", case)
    return case.backfilled and case.state in STANDING and amends(person, case)


def may(person: Any, move: str, case: ChildCase) -> bool:
    return _holds(_MOVES[move], person, case)


def require(person: Any, move: str, case: ChildCase) -> None:
    """Raises Invalid, which says whose act it is."""
    if not may(person, move, case):
        name = moves.load().moves[move].name
        raise Invalid(f"“{name}”由{WHOSE[_MOVES[move]]}办理，您的岗位（{person.title}）不能办理")


def whose(move: str) -> str:
    return WHOSE[_MOVES[move]]


def turn(person: Any) -> list[str]:
    """The states in which a case waits for this person."""
    mine = [(TOWNSHIP, opens_cases(person)), (BUREAU, is_bureau(person)), (HEAD, is_head(person))]
    return [state for part, held in mine if held for state in TURNS[part]]


def township_at(place: str) -> Organisation | None:
    open_now = Organisation.objects.filter(kind=Organisation.Kind.TOWNSHIP, valid_to=None)
    return next((one for one in open_now if place.startswith(one.place_id)), None)


def bureau() -> Organisation:
    return Organisation.objects.get(slug=CASES.lead)


def _holds(part: str, person: Any, case: ChildCase) -> bool:
    here = any(str(case.place_id).startswith(one.place_id) for one in _townships(person))
    if part == EITHER:
        return here or is_bureau(person)
    return {TOWNSHIP: here, BUREAU: is_bureau(person), HEAD: is_head(person)}[part]


def _townships(person: Any) -> list[Organisation]:
    return [post.organisation for post in _clerk_posts(person) if _is_township(post.organisation)]


def _clerk_posts(person: Any) -> list[Any]:
    return [post for post in getattr(person, "posts_now", ()) if Action.IMPORT in post.kind.may]


def _is_township(organisation: Organisation) -> bool:
    return organisation.kind == Organisation.Kind.TOWNSHIP
