"""Reads the facts of the run from the database person by person, in streams: the rows of one human being together."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Collate

from taizhang.county.ledger.bulk import among
from taizhang.lines.children.codes import PAID_CATEGORIES, StopReason
from taizhang.lines.children.models import Child as Row
from taizhang.lines.children.models import PayCondition, Payment, Recovery
from taizhang.lines.children.money import cents, months
from taizhang.lines.children.money.entitlement import Child, Span, Suspension
from taizhang.lines.children.money.ledger import Claim
from taizhang.lines.children.money.ledger import Payment as Paid
from taizhang.lines.children.money.months import Month
from taizhang.lines.children.money.policies import Policies
from taizhang.lines.children.payroll.codes import Condition
from taizhang.lines.children.payroll.parameters import month as _month

_CHUNK = 2000


class InRegister(NamedTuple):
    """One row of the register: one category of a person."""

    pk: int
    person: str
    birth: date
    category: str
    enrolled_on: date
    first_month: date | None
    stopped_on: date | None
    stop_reason: str
    place: str
    unit: int
    code: str
    voided: bool


class Person(NamedTuple):
    """One human being as the reckoning takes it; `child.key` is the key of its oldest row in the register."""

    rows: tuple[InRegister, ...]
    child: Child
    payments: list[Paid]
    claims: list[Claim]

    @property
    def person(self) -> str:
        return self.rows[0].person

    @property
    def now(self) -> InRegister:
        """The row that says where the child belongs: the last one that still counts."""
        return max(self.rows, key=lambda row: (not row.voided, row.enrolled_on, row.pk))

    def row(self, category: str, month: Month) -> InRegister:
        """The row that a payment of this month in this category belongs to."""
        alike = [row for row in self.rows if row.category == category and not row.voided]
        begun = [row for row in alike if months.of(row.first_month or row.enrolled_on) <= month]
        return (begun or alike or [self.now])[-1]


def people(policies: Policies, *, only: Iterable[str] | None = None, other: int | None = None) -> Iterator[Person]:
    """Everybody who is or was paid, in an order that stays; memory does not grow with them.

    `only` are blind indexes of identity numbers; payments of the batch `other` are left out.
    """
    chosen = None if only is None else list(only)
    payments, conditions, claims = (_Beside(rows) for rows in _besides(chosen, other))
    for person, rows in _together(_rows(chosen)):
        yield gathered(rows, conditions.take(person), _paid(payments, person), _claimed(claims, person), policies)


def _rows(only: list[str] | None) -> QuerySet[Any, Any]:
    known = Row.objects.filter(Q(category__in=PAID_CATEGORIES) | Exists(Payment.objects.filter(child=OuterRef("pk"))))
    known = known.filter(id_no_index__isnull=False)
    if only is not None:
        known = known.filter(id_no_index__in=among(Row._meta.get_field("id_no_index"), only))
    return known.order_by(Collate("id_no_index", "C"), "enrolled_on", "pk").values_list(
        "pk", "id_no_index", "birth_date", "category", "enrolled_on", "first_month", "stopped_on", "stop_reason",
        "place_id", "unit_id", "code", "voided",
    )  # fmt: skip


def _besides(only: list[str] | None, other: int | None) -> Iterator[QuerySet[Any, Any]]:
    columns = (
        (Payment, ("month_covered", "amount", "status", "category", "standard", "bank_date")),
        (PayCondition, ("kind", "first_month", "last_month", "monthly", "restored", "reason")),
        (Recovery, ("months", "repaid")),
    )
    for model, names in columns:
        rows: QuerySet[Any, Any] = model._default_manager.filter(voided=False)
        if other is not None and model is Payment:
            rows = rows.filter(Q(batch=None) | ~Q(batch=other))
        if only is not None:
            rows = rows.filter(child__id_no_index__in=among(Row._meta.get_field("id_no_index"), only))
        person = Collate("child__id_no_index", "C")
        yield rows.order_by(person, "pk").values_list(F("child__id_no_index"), *names)


class _Beside:
    """Another stream in the same order, of which each person's rows are taken in turn."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self._rows = rows.iterator(_CHUNK)
        self._next = next(self._rows, None)

    def take(self, person: str) -> list[tuple[Any, ...]]:
        found = []
        while self._next is not None and self._next[0] <= person:
            if self._next[0] == person:
                found.append(self._next[1:])
            self._next = next(self._rows, None)
        return found


def _together(rows: QuerySet[Any, Any]) -> Iterator[tuple[str, tuple[InRegister, ...]]]:
    mine: list[InRegister] = []
    for row in map(InRegister._make, rows.iterator(_CHUNK)):
        if mine and row.person != mine[0].person:
            yield mine[0].person, tuple(mine)
            mine = []
        mine.append(row)
    if mine:
        yield mine[0].person, tuple(mine)


def gathered(
    rows: tuple[InRegister, ...], conditions: list[Any], payments: list[Paid], claims: list[Claim], policies: Policies
) -> Person:  # fmt: skip
    topups = [condition for condition in conditions if condition[0] == Condition.TOPUP]
    # A row outside the pay's categories says nothing about its months, and may run beside one that does.
    paid = [row for row in rows if row.category in PAID_CATEGORIES] or list(rows)
    spans = tuple(span for row in paid for span in _spans(row, topups, policies))
    child = Child(min(row.pk for row in rows), rows[-1].birth, spans, *_proofs_and_halts(conditions))
    return Person(rows, child, payments, claims)


def _spans(row: InRegister, topups: list[Any], policies: Policies) -> Iterator[Span]:
    """The months of a row, cut where another allowance that is deducted begins or ends."""
    first = months.of(row.first_month) if row.first_month else policies.first_month(row.enrolled_on)
    last, ended = _end(row, first, policies)
    cuts = sorted({first, *(edge for one in topups for edge in _edges(one) if first < edge <= (last or edge))})
    for start, following in zip(cuts, [*cuts[1:], None], strict=True):
        end = last if following is None else following - 1
        yield Span(row.category, start, end, _deducted(topups, start), ended)


def _end(row: InRegister, first: Month, policies: Policies) -> tuple[Month | None, str]:
    """A voided row and one that rested on a falsehood hold no month; all else ends by the rule for its event."""
    if row.voided:
        return first - 1, "档案已作废"
    if row.stopped_on is None:
        return None, ""
    why = StopReason(row.stop_reason).label
    return (first - 1 if row.stop_reason == StopReason.FRAUD else policies.last_month(row.stopped_on)), why


def _edges(topup: Any) -> Iterator[Month]:
    yield months.of(topup[1])
    if topup[2]:
        yield months.of(topup[2]) + 1


def _deducted(topups: list[Any], month: Month) -> int:
    """Two allowances deducted in one month, 低保 and 特困, come off together."""
    return sum(
        cents.of(one[3])
        for one in topups
        if months.of(one[1]) <= month and (one[2] is None or month <= months.of(one[2]))
    )


def _proofs_and_halts(conditions: list[Any]) -> tuple[tuple[tuple[Month, Month], ...], tuple[Suspension, ...]]:
    proofs, halts = [], []
    for kind, first, last, _, restored, reason in conditions:
        until = months.of(last) if last else None
        if kind == Condition.STUDY and until is not None:
            proofs.append((months.of(first), until))
        elif kind == Condition.SUSPENDED:
            halts.append(Suspension(months.of(first), until, restored, reason))
    return tuple(proofs), tuple(halts)


def _paid(rows: _Beside, person: str) -> list[Paid]:
    return [payment(*one) for one in rows.take(person)]


def _claimed(rows: _Beside, person: str) -> list[Claim]:
    return [claim for one in rows.take(person) for claim in _claims(*one)]


def payment(month: date, amount: Any, status: str, category: str, standard: Any, banked: date | None) -> Paid:
    return Paid(
        months.of(month), cents.of(amount), status, category, cents.of(standard) if standard else 0,
        months.of(banked) if banked else None,
    )  # fmt: skip


def _claims(of_months: list[dict[str, int]], repaid: Any) -> Iterator[Claim]:
    """What came back is laid to the oldest months first."""
    rest = cents.of(repaid)
    for one in of_months:
        demanded = one["cents"] - one.get("withdrawn", 0)
        came = min(rest, demanded)
        rest -= came
        yield Claim(_month(str(one["month"])), demanded, came)
