"""The dry run of a month: who enters, leaves and changes, every line with its cause, and what differs from a batch."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from django.db.models import Sum

from taizhang.lines.children.models import Payment, PaymentBatch
from taizhang.lines.children.money import cents, months, planning
from taizhang.lines.children.money.months import Month, said
from taizhang.lines.children.money.planning import PAYING, Line, Movement, Run
from taizhang.lines.children.payroll import parameters, reading
from taizhang.lines.children.payroll.codes import BatchKind
from taizhang.lines.children.payroll.reading import Person

PER_PAGE = 50


class Tab(StrEnum):
    """What a plan is looked at by; the value is in the address."""

    ENTER = "enter"
    LEAVE = "leave"
    CHANGE = "change"
    REGULAR = "regular"
    BACKPAY = "backpay"
    RATE = "rate"
    RECOVER = "recover"
    FAULT = "fault"
    AGAINST = "against"


LABELS = {
    Tab.ENTER: "进入", Tab.LEAVE: "退出", Tab.CHANGE: "变动", Tab.REGULAR: "当月", Tab.BACKPAY: "补发", Tab.RATE: "差额",
    Tab.RECOVER: "追回", Tab.FAULT: "有误", Tab.AGAINST: "与所选批次的差别",
}  # fmt: skip
_TABS = {
    planning.REGULAR: Tab.REGULAR, planning.BACKPAY: Tab.BACKPAY, planning.RATE: Tab.RATE,
    planning.OVERPAY: Tab.RECOVER, planning.WITHDRAW: Tab.RECOVER, planning.REFUND: Tab.BACKPAY,
    planning.FAULT: Tab.FAULT,
}  # fmt: skip
# What takes off rather than adds in the sum of its tab.
_LESS = frozenset({planning.WITHDRAW})


class Row(NamedTuple):
    """A line of the plan as a list shows it; `child` is the key of the row in the register."""

    child: int
    code: str
    place: str
    months: str
    cents: int
    what: str
    sentence: str


@dataclass
class Part:
    """One tab: how many lines, of how many cents."""

    rows: int = 0
    cents: int = 0


@dataclass
class Plan:
    """A month's dry run, taken in as it streams by: the counts of all tabs, the rows of one page of one tab."""

    month: Month
    tab: str = ""
    page: int = 1
    per_page: int = PER_PAGE
    children: int = 0
    parts: dict[Tab, Part] = field(default_factory=lambda: {tab: Part() for tab in Tab})
    shown: list[Row] = field(default_factory=list)

    @property
    def items(self) -> int:
        return sum(self.parts[tab].rows for tab in (Tab.REGULAR, Tab.BACKPAY, Tab.RATE))

    @property
    def cents(self) -> int:
        return sum(self.parts[tab].cents for tab in (Tab.REGULAR, Tab.BACKPAY, Tab.RATE))

    @property
    def pages(self) -> int:
        return max(1, -(-self.parts[Tab(self.tab)].rows // self.per_page)) if self.tab else 1

    def put(self, tab: Tab, amount: int, row: Callable[[], Row]) -> None:
        part = self.parts[tab]
        if tab == self.tab and (self.page - 1) * self.per_page <= part.rows < self.page * self.per_page:
            self.shown.append(row())
        part.rows += 1
        part.cents += amount


def plan(
    month: Month, *, tab: str = "", page: int = 1, per_page: int = PER_PAGE, against: PaymentBatch | None = None
) -> Plan:  # fmt: skip
    """Raises Invalid where a month lacks its standard, or the standards overlap.

    A batch of the same month is left out of what is on its way, so that it is compared and not merely continued.
    """
    run, made = Run(month, parameters.terms()), Plan(month, tab, page, per_page)
    same = against is not None and months.of(against.pay_month) == month
    theirs = _paid_by(against) if against is not None else {}
    for person, lines in each(run, other=against.pk if against is not None and same else None):
        _take(made, run, person, lines)
        if against is not None:
            ours = sum(line.cents for line in lines if line.kind in PAYING)
            _compare(made, person, ours, theirs.get(person.person, 0))
    return made


def each(
    run: Run, *, other: int | None = None, only: Sequence[str] | None = None
) -> Iterator[tuple[Person, list[Line]]]:
    """Everybody with their lines; a person whose facts contradict has one FAULT."""
    for person in reading.people(run.terms.policies, only=only, other=other):
        yield person, list(run.plan([(person.child, person.payments, person.claims)]))


def paying(lines: Sequence[Line], kind: str, *, after_run: bool) -> list[Line]:
    """The lines of a plan that a batch of this kind takes.

    Back-pay `after_run` takes whatever came up since the month's run; before it, the month itself is left to the run.
    """
    mine = [line for line in lines if line.kind in PAYING]
    if kind == BatchKind.REISSUE:
        return [line for line in mine if line.cause == "RETURNED"]
    if kind == BatchKind.REGULAR or after_run:
        return mine
    return [line for line in mine if line.kind != planning.REGULAR]


def _take(made: Plan, run: Run, person: Person, lines: list[Line]) -> None:
    made.children += any(line.kind in PAYING for line in lines)
    for line in lines:
        amount = -line.cents if line.kind in _LESS else line.cents
        made.put(_TABS[line.kind], amount, partial(_row, person, line))
    if not any(line.kind == planning.FAULT for line in lines):
        for moved in run.movements([person.child]):
            made.put(_moved(moved), moved.after - moved.before, partial(_movement, person, moved))


def _moved(moved: Movement) -> Tab:
    return {"ENTER": Tab.ENTER, "LEAVE": Tab.LEAVE}.get(moved.kind, Tab.CHANGE)


def _row(person: Person, line: Line) -> Row:
    row = person.row(line.category, line.month)
    words = {planning.WITHDRAW: "撤回追缴", planning.REFUND: "退还", planning.OVERPAY: "追缴", planning.FAULT: "有误"}
    amount = -line.cents if line.kind in _LESS else line.cents
    what = words.get(line.kind, LABELS[_TABS[line.kind]])
    return Row(row.pk, row.code, row.place, said(line.month), amount, what, line.sentence)


def _movement(person: Person, moved: Movement) -> Row:
    now = person.now
    change = moved.after - moved.before
    return Row(now.pk, now.code, now.place, "", change, LABELS[_moved(moved)], moved.sentence)


def _paid_by(batch: PaymentBatch) -> dict[str, int]:
    rows = Payment.objects.filter(batch=batch).values_list("person").annotate(total=Sum("amount"))
    return {person: cents.of(total) for person, total in rows if person}


def _compare(made: Plan, person: Person, ours: int, theirs: int) -> None:
    if ours == theirs:
        return
    now = person.now
    told = f"所选批次{cents.yuan(theirs)}元，本计划{cents.yuan(ours)}元"
    what = "新增" if not theirs else "减少" if not ours else "金额不同"
    made.put(Tab.AGAINST, ours - theirs, lambda: Row(now.pk, now.code, now.place, "", ours - theirs, what, told))


def regular(month: Month) -> PaymentBatch | None:
    """The run of a month that stands, if it was drafted."""
    known = PaymentBatch.objects.filter(pay_month=months.first_day(month), kind=BatchKind.REGULAR)
    return known.exclude(state="DROPPED").first()
