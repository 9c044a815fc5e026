"""Reads from the ledgers what care goes by: the children within reach, each with its visits, proofs and agreements."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.standards.working_days import add_months
from taizhang.lines.children.care import due
from taizhang.lines.children.care.due import Listed
from taizhang.lines.children.codes import STAGES
from taizhang.lines.children.eligibility.facts import Proof
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.models import Child, Guardian, PayCondition, Visit
from taizhang.lines.children.payroll.codes import Condition

_COLUMNS = (
    "pk", "id_no_index", "code", "category", "risk", "place_id", "place__name", "village", "school", "birth_date",
    "enrolled_on",
)  # fmt: skip


class Row(NamedTuple):
    """A row of the register without what is private in it, in the order of `_COLUMNS`."""

    pk: int
    blind: str | None
    code: str
    category: str
    risk: str
    place: str
    place_name: str
    village: str
    school: str
    birth: date
    enrolled_on: date

    @property
    def person(self) -> str:
        return _person(self.pk, self.blind)


def _person(pk: int, blind: str | None) -> str:
    return blind or f"row {pk}"


def children(person: Any, day: date) -> list[tuple[Row, Listed]]:
    """Everybody within reach who is on the register; four questions, however many they are."""
    within = _standing(access.rows(person, Action.VIEW, CHILDREN), day)
    rows = [Row(*values) for values in within.order_by("code").values_list(*_COLUMNS)]
    visits, proofs, entrusted = _visits(within, day), _proofs(within, day), _entrusted(within, day)
    return [
        (
            row,
            Listed(
                row.category, row.risk, row.birth, row.enrolled_on, visits.get(row.person),
                _staged(proofs.get(row.person, ()), row.school), tuple(entrusted.get(row.person, ())),
            ),
        )
        for row in rows
    ]  # fmt: skip


def _standing(found: "QuerySet[Child]", day: date) -> "QuerySet[Child]":
    """As the figures count: from the day of confirmation, and no more on the day of the end."""
    return found.filter(Q(stopped_on=None) | Q(stopped_on__gt=day), enrolled_on__lte=day, voided=False)


def _of(within: "QuerySet[Child]") -> Q:
    """By the human being: a visit to a child counts for each of its categories, those it left included."""
    return Q(child__id_no_index__in=within.values("id_no_index")) | Q(child__in=within.values("pk"))


def _visits(within: "QuerySet[Child]", day: date) -> dict[str, due.Visit]:
    """The last of each human being; of two on one day the later record of one row."""
    found = Visit.objects.filter(_of(within), visited_on__lte=day, voided=False)
    last = found.order_by("child_id", "-visited_on", "-pk").distinct("child_id")
    visits: dict[str, due.Visit] = {}
    for pk, index, on, risk in last.values_list("child_id", "child__id_no_index", "visited_on", "risk"):
        one, known = due.Visit(on, risk), visits.get(_person(pk, index))
        if known is None or known.on < on:
            visits[_person(pk, index)] = one
    return visits


def _proofs(within: "QuerySet[Child]", day: date) -> dict[str, list[tuple[date, date]]]:
    """Proofs of study by first and last day, as the pay ledger has their months; one without an end holds today."""
    found = PayCondition.objects.filter(_of(within), kind=Condition.STUDY, voided=False)
    proofs: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for pk, index, first, last in found.values_list("child_id", "child__id_no_index", "first_month", "last_month"):
        end = add_months(last, 1, roll_forward=False) - due.ONE_DAY if last else max(first, day)
        proofs[_person(pk, index)].append((first, end))
    return proofs


def _staged(proofs: Iterable[tuple[date, date]], school: str) -> tuple[Proof, ...]:
    """The pay ledger does not say of which school a proof is; the register says where the child studies now."""
    return tuple(Proof(first, last, STAGES.get(school, "SENIOR")) for first, last in proofs)


def _entrusted(within: "QuerySet[Child]", day: date) -> dict[str, list[tuple[date, date | None]]]:
    found = Guardian.objects.filter(_of(within), entrusted=True, since__lte=day, voided=False)
    agreements: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for pk, index, since, until in found.values_list("child_id", "child__id_no_index", "since", "until"):
        agreements[_person(pk, index)].append((since, until))
    return agreements
