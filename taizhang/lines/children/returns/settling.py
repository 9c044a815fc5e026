"""Notes what the bank returned, and finds out of each return whether it was paid again, came back or is not owed."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from taizhang.county.audit import changes, clock
from taizhang.county.ledger import services
from taizhang.county.ledger.bulk import among
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.codes import PaymentStatus
from taizhang.lines.children.models import Child, Payment
from taizhang.lines.children.money import cents, months
from taizhang.lines.children.money.entitlement import Terms, owed, standing
from taizhang.lines.children.money.ledger import kept
from taizhang.lines.children.payroll import parameters, reading
from taizhang.lines.children.payroll.reading import Person
from taizhang.lines.children.returns.models import Outcome, ReturnedPayment

_WAITING = (PaymentStatus.PENDING, PaymentStatus.SENT)
_ANSWERED = (PaymentStatus.PAID, PaymentStatus.RETURNED)


class End(NamedTuple):
    outcome: str
    on: date
    again: Payment | None = None


def settle(persons: Sequence[str] | None = None, *, by: Any = changes.SYSTEM) -> int:
    """How many returns were noted or closed. `persons` are blind indexes of identity numbers, None for everybody."""
    with changes.change(by=by, reason="银行退票的登记和了结", action="退票了结"):
        return _note(persons, by) + _close(persons, by)


def _note(persons: Sequence[str] | None, by: Any) -> int:
    found = Payment.objects.filter(status=PaymentStatus.RETURNED, voided=False, came_back=None)
    rows = list(_of(found, persons).order_by("pk"))
    for item in rows:
        services.save(
            ReturnedPayment(
                payment=item, child_id=item.child_id, month_covered=item.month_covered, amount=item.amount,
                reason=item.return_reason, returned_on=item.bank_date or clock.today(), unit_id=item.unit_id,
                place_id=item.place_id,
            ), by=by, mandate=True,
        )  # fmt: skip
    return len(rows)


def _close(persons: Sequence[str] | None, by: Any) -> int:
    still = ReturnedPayment.objects.filter(closed_on=None, voided=False).select_related("payment", "child")
    opened = list(_of(still, persons).order_by("payment_id"))
    wrong = [one for one in opened if one.payment.voided or one.payment.status != PaymentStatus.RETURNED]
    for one in wrong:
        _end(one, End(Outcome.CORRECTED, clock.today()), by)
    by_person: dict[str, list[ReturnedPayment]] = {}
    for one in opened:
        if one not in wrong:
            by_person.setdefault(one.child.id_no_index or "", []).append(one)
    return len(wrong) + sum(_close_of(person, terms, mine, by) for person, terms, mine in _facts(by_person))


def _of(rows: Any, persons: Sequence[str] | None) -> Any:
    if persons is None:
        return rows
    return rows.filter(child__id_no_index__in=among(Child._meta.get_field("id_no_index"), persons))


def _facts(by_person: dict[str, list[ReturnedPayment]]) -> Iterator[tuple[Person, Terms, list[ReturnedPayment]]]:
    if by_person:
        terms = parameters.terms()
        for person in reading.people(terms.policies, only=by_person):
            yield person, terms, by_person[person.person]


def _close_of(person: Person, terms: Terms, mine: list[ReturnedPayment], by: Any) -> int:
    keys, closed = [row.pk for row in person.rows], 0
    for day, same in groupby(sorted(mine, key=lambda one: (one.month_covered, one.payment_id)), _month):
        later = list(_unused(Payment.objects.filter(child__in=keys, month_covered=day, voided=False)))
        opened = list(same)
        for one, end in ends(opened, later, _rest(person, terms, day)):
            _end(one, end, by)
            closed += 1
    return closed


def _unused(payments: Any) -> Any:
    """An item of the run may stand for several returns, one entered by hand for one."""
    used = ReturnedPayment.objects.filter(again=OuterRef("pk"))
    return payments.filter(Q(batch__isnull=False) | ~Exists(used)).order_by("pk")


def _month(one: ReturnedPayment) -> date:
    return one.month_covered


def _rest(person: Person, terms: Terms, day: date) -> int | None:
    """Cents of the month still to be paid; None while its pay is only held back, or its facts contradict."""
    month = months.of(day)
    try:
        if standing(person.child, month, terms).code == "SUSPENDED":
            return None
        held = kept(person.payments, person.claims, terms.opened)
        return owed(person.child, terms, month).get(month, 0) - held.get(month, 0)
    except Invalid:
        return None


def ends(
    opened: Sequence[ReturnedPayment], payments: Sequence[Payment], rest: int | None
) -> Iterator[tuple[ReturnedPayment, End]]:  # fmt: skip
    """Those of a month's open returns that have found their end; `payments` are all of the month, oldest first."""
    left = list(opened)
    for item in payments:
        covered = [one for one in left if one.payment_id < item.pk and _stands_for(item, one)]
        # By hand one payment replaces one; an item of the run sends anew all that had come back.
        for one in covered if item.batch_id else covered[:1]:
            if item.status in _WAITING:
                left.remove(one)
            elif item.status in _ANSWERED:
                left.remove(one)
                outcome = Outcome.REISSUED if item.status == PaymentStatus.PAID else Outcome.AGAIN
                yield one, End(outcome, item.bank_date or clock.today(), item)
    yield from _not_owed(left, rest)


def _stands_for(item: Payment, one: ReturnedPayment) -> bool:
    return item.cause == "RETURNED" if item.batch_id else item.amount == one.amount


def _not_owed(left: list[ReturnedPayment], rest: int | None) -> Iterator[tuple[ReturnedPayment, End]]:
    """The oldest first, as long as what stays open still covers what is to be paid."""
    if rest is None:
        return
    total = sum(cents.of(one.amount) for one in left)
    for one in left:
        total -= cents.of(one.amount)
        if total < max(rest, 0):
            return
        yield one, End(Outcome.NOT_OWED, clock.today())


def _end(one: ReturnedPayment, end: End, by: Any) -> None:
    one.outcome, one.closed_on, one.again = end.outcome, max(end.on, one.returned_on), end.again
    services.save(one, by=by, mandate=True)
