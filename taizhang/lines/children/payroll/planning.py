"""The dry run of a month: who enters, leaves and changes, every line with its cause, and what differs from a batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Q

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.codes import PAID_CATEGORIES, STUDYING, School
from taizhang.lines.children.models import Child, PaymentBatch
from taizhang.lines.children.money import cents, months, planning
from taizhang.lines.children.money.months import Month, said
from taizhang.lines.children.money.planning import PAYING, Line, Movement, Run
from taizhang.lines.children.payroll import alike, laying, parameters, reading
from taizhang.lines.children.payroll.alike import Alike
from taizhang.lines.children.payroll.codes import BatchKind
from taizhang.lines.children.payroll.laying import Laid
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
    UNPROVED = "unproved"
    FAULT = "fault"
    AGAINST = "against"


LABELS = {
    Tab.ENTER: "进入", Tab.LEAVE: "退出", Tab.CHANGE: "变动", Tab.REGULAR: "当月", Tab.BACKPAY: "补发", Tab.RATE: "差额",
    Tab.RECOVER: "追回", Tab.UNPROVED: "成年在校缺证明", Tab.FAULT: "有误", Tab.AGAINST: "与所选批次的差别",
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
    """A month's dry run: the counts of all tabs, the rows of one page of one tab.

    `listed` are the lines of that tab, each of a group of persons or of one; `shown` those of the page, laid out.
    """

    month: Month
    tab: str = ""
    page: int = 1
    per_page: int = PER_PAGE
    children: int = 0
    listed: list[Laid] = field(default_factory=list)
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

    def put(self, tab: Tab, one: Alike, row: Laid) -> None:
        part = self.parts[tab]
        part.rows += one.times
        part.cents += row.cents * one.times
        if tab == self.tab:
            self.listed.append(row)


def plan(
    month: Month, *, tab: str = "", page: int = 1, per_page: int = PER_PAGE, against: PaymentBatch | None = None
) -> Plan:  # fmt: skip
    """Raises Invalid where a month lacks its standard, or the standards overlap.

    A batch of the same month is left out of what is on its way, so that it is compared and not merely continued.
    """
    run, made = Run(month, parameters.terms()), Plan(month, tab, page, per_page)
    same = against is not None and months.of(against.pay_month) == month
    other = against.pk if against is not None and same else None
    pays: list[Laid] = []
    for one in alike.everybody(run.terms.policies, other=other):
        lines = lines_of(run, one)
        _take(made, run, one, lines)
        if against is not None:
            pays.extend(laying.to_pay(one, line) for line in lines if line.kind in PAYING)
    _add_unproved(made, run)
    if against is not None:
        _compare(made, laying.differences(pays, against.pk, other))
    if made.listed:
        found = laying.page(made.listed, other, (page - 1) * per_page, per_page)
        made.shown = [_shown(*row) for row in found]
    return made


def _add_unproved(made: Plan, run: Run) -> None:
    """Who is of age and at school by the register without a proof of it: after the month of leaving in no other tab.

    The register's school is no fact of the reckoning, so that they are looked up apart from the groups.
    """
    schools = _grown_up(run)
    found = reading.people(run.terms.policies, only={person for person, _ in schools.values()}) if schools else ()
    told = [(person.now, why) for person in found if person.now.pk in schools and (why := run.unproved(person.child))]
    made.parts[Tab.UNPROVED].rows = len(told)
    if made.tab == Tab.UNPROVED:
        first = (made.page - 1) * made.per_page
        ordered = sorted(told, key=lambda one: (one[0].place, one[0].code))[first : first + made.per_page]
        made.shown = [_unproved(made.month, row, schools[row.pk][1], why) for row, why in ordered]


def _grown_up(run: Run) -> dict[int, tuple[str, str]]:
    """Rows of the register that may lack a proof: the human being and the school."""
    month = run.month
    try:
        born_before = months.first_day(month + 1 - 12 * run.terms.policies.at(month).age_limit)
    except Invalid:
        # Without a rule for the month everybody is at fault already.
        return {}
    standing = Q(stopped_on=None) | Q(stopped_on__gte=months.first_day(month))
    rows = Child.objects.filter(standing, school__in=STUDYING, category__in=PAID_CATEGORIES, voided=False)
    rows = rows.filter(birth_date__lt=born_before, id_no_index__isnull=False)
    return {pk: (person, school) for pk, person, school in rows.values_list("pk", "id_no_index", "school")}


def _unproved(month: Month, row: reading.InRegister, school: str, why: str) -> Row:
    told = (
        f"{why}；台账登记就学情况为“{School(school).label}”。请收取本学期的就读证明（学籍证明），在该儿童的办件中"
        "点“登记就读证明”（没有办件的先补建档案），所缺月份随下次计划补发；已毕业或离校的，请更正就学情况并办理终止"
    )
    return Row(row.pk, row.code, row.place, said(month), 0, "缺就读证明", told)


def lines_of(run: Run, one: Alike) -> list[Line]:
    """A person whose facts contradict has one FAULT."""
    return list(run.plan([(one.person.child, one.person.payments, one.person.claims)]))


def each(run: Run) -> Iterator[tuple[Person, list[Line]]]:
    """Everybody singly, with their lines."""
    for person in reading.people(run.terms.policies):
        yield person, lines_of(run, Alike("", 1, person))


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


def _take(made: Plan, run: Run, one: Alike, lines: list[Line]) -> None:
    made.children += one.times * any(line.kind in PAYING for line in lines)
    for line in lines:
        made.put(_TABS[line.kind], one, _row(one, line))
    if not any(line.kind == planning.FAULT for line in lines):
        for moved in run.movements([one.person.child]):
            made.put(_moved(moved), one, _movement(one, moved))


def _moved(moved: Movement) -> Tab:
    return {"ENTER": Tab.ENTER, "LEAVE": Tab.LEAVE}.get(moved.kind, Tab.CHANGE)


def _row(one: Alike, line: Line) -> Laid:
    words = {planning.WITHDRAW: "撤回追缴", planning.REFUND: "退还", planning.OVERPAY: "追缴", planning.FAULT: "有误"}
    amount = -line.cents if line.kind in _LESS else line.cents
    what = words.get(line.kind, LABELS[_TABS[line.kind]])
    pk = one.person.row(line.category, line.month).pk
    return Laid(one.facts, pk, pk, [pk], months.code(line.month), amount, what, line.sentence)


def _movement(one: Alike, moved: Movement) -> Laid:
    pk = one.person.now.pk
    return Laid(one.facts, pk, pk, [pk], "", moved.after - moved.before, LABELS[_moved(moved)], moved.sentence)


def _shown(child: int, code: str, place: str, month: str, amount: int, what: str, sentence: str) -> Row:
    return Row(child, code, place, said(parameters.month(month)) if month else "", amount, what, sentence)


def _compare(made: Plan, differences: Sequence[tuple[Any, ...]]) -> None:
    part, first = made.parts[Tab.AGAINST], (made.page - 1) * made.per_page
    for child, code, place, ours, theirs in differences:
        if made.tab == Tab.AGAINST and first <= part.rows < first + made.per_page:
            told = f"所选批次{cents.yuan(theirs)}元，本计划{cents.yuan(ours)}元"
            what = "新增" if not theirs else "减少" if not ours else "金额不同"
            made.shown.append(Row(child, code, place, "", ours - theirs, what, told))
        part.rows += 1
        part.cents += ours - theirs


def regular(month: Month) -> PaymentBatch | None:
    """The run of a month that stands, if it was drafted."""
    known = PaymentBatch.objects.filter(pay_month=months.first_day(month), kind=BatchKind.REGULAR)
    return known.exclude(state="DROPPED").first()
