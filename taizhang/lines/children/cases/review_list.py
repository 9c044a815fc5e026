"""What is due for every child that is supported: terms of parents that end, yearly reviews, birthdays, proofs of study.

Read in a constant number of questions, however many children there are.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Max, Prefetch, Q, QuerySet

from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.places.models import Place
from taizhang.county.standards.masking import NameStyle, mask_name
from taizhang.county.standards.working_days import add_months
from taizhang.lines.children.care.keepers import TOWNSHIP
from taizhang.lines.children.cases import duties, known
from taizhang.lines.children.cases.codes import WHOLE, CaseState, Reviewed
from taizhang.lines.children.cases.models import ChildCase, Parent, ParentState, Review
from taizhang.lines.children.codes import WITH_FILE, Category
from taizhang.lines.children.eligibility import facts, reviews
from taizhang.lines.children.eligibility import parameters as eligibility
from taizhang.lines.children.eligibility.reviews import Due, Enrolment
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.models import Child, PayCondition
from taizhang.lines.children.payroll.codes import Condition

PER_PAGE = 30
_COLUMNS = ("pk", "id_no_index", "code", "category", "place_id", "place__name", "birth_date", "enrolled_on", "school")


class Row(NamedTuple):
    """A row of the register in the order of `_COLUMNS`."""

    pk: int
    blind: str | None
    code: str
    category: str
    place: str
    place_name: str
    birth: date
    enrolled_on: date
    school: str


@dataclass(frozen=True)
class Line:
    """One thing that is due; `case` is the key of the child's file, None where there is none yet."""

    row: Row
    due: Due
    case: int | None

    @property
    def kind(self) -> str:
        return Reviewed(self.due.code).label

    @property
    def category(self) -> str:
        return Category(self.row.category).label


@dataclass(frozen=True)
class Chosen:
    """What the address asks for; what it says wrongly is left out."""

    kind: str
    place: str

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Chosen":
        kind, place = str(asked.get("kind", "")), str(asked.get("place", ""))
        return cls(kind if kind in Reviewed.values else "", place if place.isdecimal() else "")

    def there(self, line: Line) -> bool:
        return line.row.place.startswith(self.place)


def lines(person: Any, day: date) -> list[Line]:
    """Everything due within reach, the oldest first. Raises Invalid where a table has no row for the day."""
    reach = Q() if duties.is_head(person) else access.listed(person, CHILDREN)
    within = access.rows(person, Action.VIEW, CHILDREN).filter(
        reach, Q(stopped_on=None) | Q(stopped_on__gt=day), enrolled_on__lte=day, voided=False, category__in=WITH_FILE
    )
    files, proofs, seen = _files(within), _proofs(within), _seen(within)
    found = []
    for row in (Row(*values) for values in within.order_by("code").values_list(*_COLUMNS)):
        case, blind = files.get(row.pk), row.blind or f"row {row.pk}"
        kinds = seen.get(blind, {})
        enrolment = _enrolment(row, case, tuple(proofs.get(blind, ())), _whole(kinds), day)
        key = case.pk if case is not None else None
        found += [Line(row, one, key) for one in _due(enrolment, kinds, day)]
    # The yearly review of everybody would bury what has a day of its own.
    return sorted(found, key=lambda line: (line.due.code == Reviewed.ANNUAL, line.due.on, line.row.code))


def of_case(case: ChildCase, parents: known.Both, day: date) -> list[Due]:
    """The same for one case. Raises Invalid."""
    child = case.child
    assert child is not None
    rows = case.reviews.filter(voided=False).values_list("kind").annotate(Max("looked_on")).order_by()
    kinds = dict(rows)
    own = facts.Child(child.birth_date, known.proofs(case, day))
    return _due(Enrolment(own, *parents.facts, child.category, child.enrolled_on, _whole(kinds)), kinds, day)


def _due(enrolment: Enrolment, kinds: Mapping[str, date], day: date) -> list[Due]:
    """Without what only wants to be told, and was: before a birthday once, of a court's declaration once a year."""
    again = eligibility.load().number("annual_review_months", day)

    def told(one: Due) -> bool:
        on = kinds.get(one.code)
        if on is None or on < one.on:
            return False
        if one.code == Reviewed.MISSING:
            return day < add_months(on, again, roll_forward=False)
        return one.code == Reviewed.EIGHTEEN_SOON

    return [one for one in reviews.due(enrolment, day, eligibility.load()) if not told(one)]


def _whole(kinds: Mapping[str, date]) -> date | None:
    """When everything about the child was looked at last."""
    return max((on for kind, on in kinds.items() if kind in WHOLE), default=None)


def tabs(found: list[Line], chosen: Chosen) -> list[tuple[str, str, int, bool]]:
    """Value, label, count and whether it is the one that is open."""
    counts = Counter(line.due.code for line in found)
    named = [(code, label, counts[code], code == chosen.kind) for code, label in Reviewed.choices if counts[code]]
    return [("", "全部", len(found), not chosen.kind), *named]


def townships(found: list[Line]) -> list[tuple[str, str, int]]:
    counts = Counter(line.row.place[:TOWNSHIP] for line in found)
    named = Place.objects.filter(code__in=counts).order_by("code").values_list("code", "name")
    return [(code, name, counts[code]) for code, name in named]


def named(shown: list[Line]) -> list[tuple[Line, str]]:
    """With masked names, read for the lines of one page alone."""
    names = dict(Child.objects.filter(pk__in={line.row.pk for line in shown}).values_list("pk", "name"))
    return [(line, mask_name(names[line.row.pk], NameStyle.CHILD)) for line in shown]


def _enrolment(
    row: Row, case: ChildCase | None, proofs: tuple[Any, ...], seen: date | None, day: date
) -> Enrolment:  # fmt: skip
    parents = known.of_rows(case.parents.all()) if case is not None else known.Both(None, None)
    own = facts.Child(row.birth, known.staged(proofs, row.school, day))
    return Enrolment(own, *parents.facts, row.category, row.enrolled_on, seen)


def _files(within: "QuerySet[Child]") -> dict[int, ChildCase]:
    states = Prefetch("states", ParentState.objects.filter(voided=False))
    parents = Prefetch("parents", Parent.objects.filter(voided=False).defer("name", "id_no").prefetch_related(states))
    cases = ChildCase.objects.filter(child__in=within.values("pk"), voided=False).exclude(state=CaseState.TERMINATED)
    return {case.child_id: case for case in cases.only("pk", "child").prefetch_related(parents)}


def _of(within: "QuerySet[Child]") -> Q:
    return Q(child__id_no_index__in=within.values("id_no_index")) | Q(child__in=within.values("pk"))


def _proofs(within: "QuerySet[Child]") -> dict[str, list[tuple[date, date | None]]]:
    rows = PayCondition.objects.filter(_of(within), kind=Condition.STUDY, voided=False)
    found: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for pk, blind, first, last in rows.values_list("child_id", "child__id_no_index", "first_month", "last_month"):
        found[blind or f"row {pk}"].append((first, last))
    return found


def _seen(within: "QuerySet[Child]") -> dict[str, dict[str, date]]:
    """The last review of each kind, by the human being."""
    rows = Review.objects.filter(_of(within), voided=False)
    found: dict[str, dict[str, date]] = defaultdict(dict)
    for pk, blind, kind, on in rows.values_list("child_id", "child__id_no_index", "kind", "looked_on"):
        kinds = found[blind or f"row {pk}"]
        kinds[kind] = max(on, kinds.get(kind, on))
    return found
