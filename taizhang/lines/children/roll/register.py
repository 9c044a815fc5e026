"""The children a check asks for: of school age and in the register on the day, each once whatever its categories."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from taizhang.lines.children.codes import STUDYING, School
from taizhang.lines.children.figures import born_after
from taizhang.lines.children.models import Child
from taizhang.lines.children.roll import terms
from taizhang.lines.children.roll.parameters import AID_IS_DUE, SCHOOL_FROM, SCHOOL_YEARS
from taizhang.lines.children.rules import age_limit

# What the register of schools below college does not know.
_ELSEWHERE = (
    School.FINISHED, School.COLLEGE, School.JUNIOR_COLLEGE, School.BACHELOR, School.POSTGRADUATE,
)  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """A child by the one of its rows that stands for all, and whether one of them entitles it to aid."""

    child: Any
    aid_due: bool


def of_school_age(term: str, day: date) -> list[Listed]:
    rows = Child.objects.filter(standing(day), school_age(term, day), voided=False)
    by_person: dict[str, list[Any]] = {}
    for row in rows.order_by("pk"):
        by_person.setdefault(row.id_no_index or f"row {row.pk}", []).append(row)
    return [_listed(rows) for rows in by_person.values()]


def standing(day: date) -> Q:
    """As the figures count: from the day of confirmation, and no more on the day of the end."""
    return Q(enrolled_on__lte=day) & (Q(stopped_on=None) | Q(stopped_on__gt=day))


def school_age(term: str, day: date) -> Q:
    """In the years of compulsory school whatever the register says; after them while it says that the child studies."""
    begins = terms.age_day(term)
    old_enough = Q(birth_date__lte=born_after(begins, SCHOOL_FROM.value))
    compulsory = Q(birth_date__gt=born_after(begins, SCHOOL_FROM.value + SCHOOL_YEARS.value))
    minor = Q(birth_date__gt=born_after(day, age_limit("age_limit", day).value))
    return old_enough & (compulsory | ((minor | Q(school__in=STUDYING)) & ~Q(school__in=_ELSEWHERE)))


def _listed(rows: list[Any]) -> Listed:
    """The row that is paid for stands for the others: its category is the one that aid hangs on."""
    paid = [row for row in rows if row.category in AID_IS_DUE]
    return Listed((paid or rows)[0], bool(paid))
