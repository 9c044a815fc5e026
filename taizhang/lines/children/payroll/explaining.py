"""Explains what was paid in a period from the database: headcount by standard by months, down to a named remainder."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.codes import PAID_CATEGORIES, Category, PaymentStatus
from taizhang.lines.children.models import Payment
from taizhang.lines.children.money import cents, months
from taizhang.lines.children.money.explaining import Explanation, Row
from taizhang.lines.children.money.months import Month
from taizhang.lines.children.payroll import alike, parameters
from taizhang.lines.children.payroll.alike import Alike, Member
from taizhang.lines.children.payroll.reading import Person

# The rate most children have: what a headcount is multiplied by before the differences are named.
BASE = Category.DEFACTO
# So many children of a step are listed: a page is read by people, and says how many there are.
SHOWN = 500


@dataclass
class Explained:
    """The steps add up to `reported`; `sentence` is for the bulletin. `people` are the first of the step asked for."""

    first: Month
    last: Month
    base: int
    reported: int
    paid: int = 0
    rows: list[Row] = field(default_factory=list)
    sentence: str = ""
    people: list[tuple[Member, int]] = field(default_factory=list)

    @classmethod
    def kept(cls, answer: dict[str, Any]) -> "Explained":
        """As it was kept as JSON."""
        rows = [Row(*row) for row in answer["rows"]]
        people = [(Member(*member), amount) for member, amount in answer["people"]]
        return cls(**answer | {"rows": rows, "people": people})

    @property
    def residual(self) -> int:
        return self.reported - self.paid


def explain(
    first: Month, last: Month, *, reported: int | None = None, step: str = "", style: str = "exact"
) -> Explained:  # fmt: skip
    """`reported` in cents, by default what the ledger of payments adds up to. Raises Invalid, NoRate."""
    terms = parameters.terms()
    base = terms.rates.monthly(BASE, last)
    whole = Explanation(first, last, base, terms)
    made = Explained(first, last, base, _in_ledger(first, last) if reported is None else reported)
    faults, unclear = 0, 0
    for one in alike.everybody(terms.policies):
        try:
            _add(whole, one.person, one.times)
            if step:
                made.people.extend(_step(one, Explanation(first, last, base, terms), step, SHOWN - len(made.people)))
        except Invalid:
            faults, unclear = faults + one.times, unclear + _got(one.person, first, last) * one.times
    made.paid, made.sentence = whole.paid + unclear, whole.sentence(style)
    made.rows = list(whole.rows()) + list(_rest(made, faults, unclear))
    return made


def _add(whole: Explanation, person: Person, times: int) -> None:
    end = months.first_day(whole.last + 1) - timedelta(days=1)
    whole.add(person.child, person.payments, counted=_counted(person, end), times=times)


def _counted(person: Person, end: date) -> bool:
    """As the figures of the register count: from the day of confirmation, the last day left out."""
    return any(
        row.category in PAID_CATEGORIES and not row.voided and row.enrolled_on <= end
        and (row.stopped_on is None or row.stopped_on > end)
        for row in person.rows
    )  # fmt: skip


def _step(one: Alike, alone: Explanation, step: str, most: int) -> Iterator[tuple[Member, int]]:
    _add(alone, one.person, 1)
    mine = [row.cents for row in alone.rows() if row.code == step]
    if mine:
        yield from ((member, sum(mine)) for member in alike.members(one, most))


def _got(person: Person, first: Month, last: Month) -> int:
    paid = (one for one in person.payments if one.status == PaymentStatus.PAID)
    return sum(one.cents for one in paid if one.banked is not None and first <= one.banked <= last)


def _in_ledger(first: Month, last: Month) -> int:
    """Counted past all that the explanation knows of, so that a payment it misses shows as the remainder."""
    rows = Payment.objects.filter(
        status=PaymentStatus.PAID, voided=False, bank_date__gte=months.first_day(first),
        bank_date__lt=months.first_day(last + 1),
    )  # fmt: skip
    total = rows.aggregate(total=Sum("amount"))["total"]
    return cents.of(total) if total is not None else 0


def _rest(made: Explained, faults: int, unclear: int) -> Iterator[Row]:
    if faults:
        told = f"{faults}名儿童的档案互相矛盾，未能分解；请先按发放计划的“有误”更正"
        yield Row("FAULT", told, unclear, faults, 0)
    if made.residual:
        side = "多" if made.residual > 0 else "少"
        told = f"比发放明细{side}{cents.yuan(abs(made.residual))}元，尚未查明；请核对银行流水和上报口径"
        yield Row("RESIDUAL", told, made.residual, 0, 0)
