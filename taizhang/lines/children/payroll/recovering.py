"""Demands back what a plan finds paid too much: notices, instalments, what comes in, and how each matter ends."""

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from taizhang.county.audit import changes, clock
from taizhang.county.ledger import services
from taizhang.county.ledger.validation import Refused
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.claims import booking
from taizhang.lines.children.claims.models import Entry
from taizhang.lines.children.models import Recovery, Repayment
from taizhang.lines.children.money import cents, months, planning
from taizhang.lines.children.money.months import Month
from taizhang.lines.children.money.planning import OVERPAY, WITHDRAW, Line, Run
from taizhang.lines.children.payroll import drafting, duties, parameters
from taizhang.lines.children.payroll import planning as dry
from taizhang.lines.children.payroll.codes import DUE, RecoveryState
from taizhang.lines.children.payroll.reading import Person

INSTALMENTS_MAX = 36


class Instalment(NamedTuple):
    """What is due on a day, and how much of it has come; in cents."""

    due_on: date
    cents: int
    came: int


class Raised(NamedTuple):
    """What a plan's column of recoveries turned into."""

    noticed: int
    withdrawn: int


def raise_from_plan(month: Month, *, by: Any) -> Raised:
    """Everything the plan of a month finds too much becomes a notice; what it gives up comes off. Once done, nothing
    is left to do: a second click finds no line. Raises Invalid."""
    with changes.change(by=by, reason=f"{months.said(month)}发放计划", action="追缴通知"):
        drafting.one_at_a_time()
        _allow(duties.makes(by), by, "追缴通知由民政局经办办理")
        counts = {OVERPAY: 0, WITHDRAW: 0}
        for person, lines in dry.each(Run(month, parameters.terms())):
            for recovery in list(_demanded(person, lines)):
                _save(recovery, by)
                booking.book(recovery, Entry.DEMANDED, recovery.amount, recovery.notice_on, by=by)
                counts[OVERPAY] += 1
            for line in lines:
                if line.kind == WITHDRAW:
                    _ease(person, line, by)
                    counts[WITHDRAW] += 1
    return Raised(*counts.values())


def repay(recovery: Recovery, amount: str, paid_on: date, voucher: str, *, by: Any) -> bool:
    """False for a voucher that was entered before with the same amount: it counts once. Raises Invalid."""
    paid, voucher = cents.parse(amount), voucher.strip()
    with changes.change(by=by, reason=f"凭证{voucher}", action="追缴退款"):
        stored = _locked(recovery, by, (*DUE, RecoveryState.REFERRED))
        if _entered(stored, voucher, paid):
            return False
        _refuse_payment(stored, paid, paid_on, voucher)
        row = Repayment(recovery=stored, paid_on=paid_on, amount=cents.amount(paid), voucher=voucher,
                        unit_id=stored.unit_id, place_id=stored.place_id)  # fmt: skip
        _save(row, by)
        booking.book(stored, Entry.REPAID, row.amount, paid_on, by=by)
        stored.repaid += row.amount
        whole = stored.repaid == stored.amount - stored.withdrawn
        stored.state = RecoveryState.REPAID if whole else _still(stored)
        stored.closed_on = clock.today() if whole else stored.closed_on
        _save(stored, by)
    return True


def pay_in_parts(recovery: Recovery, parts: int, first_due: date, *, by: Any) -> None:
    """Agrees with the guardian on monthly parts. Raises Invalid."""
    if not 1 <= parts <= INSTALMENTS_MAX:
        raise Invalid(f"分期数应在1到{INSTALMENTS_MAX}之间，现为{parts}")
    with changes.change(by=by, reason=f"分{parts}期", action="追缴分期"):
        stored = _locked(recovery, by, DUE)
        if first_due < stored.notice_on:
            raise Invalid(f"首期应退日期{first_due}早于通知日期{stored.notice_on}；请核对")
        stored.instalments, stored.first_due = parts, first_due
        _save(stored, by)


def close(recovery: Recovery, state: str, closing: str, *, by: Any) -> None:
    """Waived or handed on, on what paper; decided by the bureau's head and not by whoever keeps the file."""
    if state not in (RecoveryState.WAIVED, RecoveryState.REFERRED) or len(closing.strip()) < 4:
        raise Invalid("请选择免除或移送，并写明依据，例如“县政府常务会议纪要〔2023〕9号”")
    with changes.change(by=by, reason=closing.strip(), action="追缴了结"):
        stored = Recovery.objects.select_for_update().get(pk=recovery.pk)
        _allow(duties.checks(by), by, "免除和移送由民政局审核岗位决定")
        _in_state(stored, DUE)
        if state == RecoveryState.WAIVED:
            rest = cents.amount(outstanding(stored))
            booking.book(stored, Entry.WAIVED, rest, clock.today(), by=by)
        stored.state, stored.closing, stored.closed_on = state, closing.strip()[:200], clock.today()
        _save(stored, by)


def schedule(recovery: Recovery) -> list[Instalment]:
    """Equal parts month by month, the odd cents with the first; what came is laid to the earliest."""
    whole = cents.of(recovery.amount - recovery.withdrawn)
    each, odd = divmod(whole, recovery.instalments)
    rest, parts = cents.of(recovery.repaid), []
    for number in range(recovery.instalments):
        due = each + (odd if number == 0 else 0)
        parts.append(Instalment(_months_later(recovery.first_due, number), due, min(rest, due)))
        rest -= parts[-1].came
    return parts


def overdue(recovery: Recovery, today: date) -> int:
    """Cents that should have come by now and have not."""
    if recovery.state not in DUE:
        return 0
    return sum(part.cents - part.came for part in schedule(recovery) if part.due_on < today)


def outstanding(recovery: Recovery) -> int:
    return cents.of(recovery.amount - recovery.withdrawn - recovery.repaid)


def _demanded(person: Person, lines: Sequence[Line]) -> Iterator[Recovery]:
    today = clock.today()
    due = today + timedelta(days=parameters.declared().notice_days)
    for found in planning.recoveries(lines):
        mine = [line for line in lines if line.kind == OVERPAY and line.cause == found.cause]
        row = person.row(mine[0].category, mine[0].month)
        yield Recovery(
            child_id=row.pk, cause=found.cause, sentence=found.sentence[:600], amount=cents.amount(found.cents),
            months=[{"month": int(months.code(line.month)), "cents": line.cents} for line in mine],
            notice_on=today, first_due=due, unit_id=row.unit, place_id=row.place,
        )  # fmt: skip


def _ease(person: Person, line: Line, by: Any) -> None:
    """Takes a line off the claims on its month, the youngest first."""
    keys = [row.pk for row in person.rows]
    rest, month = line.cents, int(months.code(line.month))
    for stored in Recovery.objects.select_for_update().filter(child__in=keys, voided=False).order_by("-pk"):
        mine = [entry for entry in stored.months if entry["month"] == month]
        taken = sum(_withdrawn(stored, entry, rest) for entry in mine)
        if taken:
            rest -= taken
            _withdraw(stored, taken, by)
    if rest:
        raise Invalid(f"{person.now.code}{months.said(line.month)}的追缴与计划不符，相差{cents.yuan(rest)}元；请核对")


def _withdrawn(recovery: Recovery, entry: dict[str, int], most: int) -> int:
    """At most what has not come of the month's claim; in cents."""
    still = entry["cents"] - entry.get("withdrawn", 0) - _came(recovery, entry["month"])
    part = max(0, min(most, still))
    entry["withdrawn"] = entry.get("withdrawn", 0) + part
    return part


def _withdraw(recovery: Recovery, taken: int, by: Any) -> None:
    recovery.withdrawn += cents.amount(taken)
    if recovery.state != RecoveryState.WAIVED:
        # What was waived was taken off the books by that.
        booking.book(recovery, Entry.WITHDRAWN, cents.amount(taken), clock.today(), by=by)
    _settle(recovery)
    _save(recovery, by)


def _came(recovery: Recovery, month: int) -> int:
    rest = cents.of(recovery.repaid)
    for entry in recovery.months:
        part: int = min(rest, entry["cents"] - entry.get("withdrawn", 0))
        if entry["month"] == month:
            return part
        rest -= part
    return 0


def _settle(recovery: Recovery) -> None:
    if recovery.state not in DUE:
        return
    if recovery.withdrawn == recovery.amount:
        recovery.state, recovery.closed_on = RecoveryState.WITHDRAWN, clock.today()
    elif recovery.repaid == recovery.amount - recovery.withdrawn:
        recovery.state, recovery.closed_on = RecoveryState.REPAID, clock.today()


def _entered(recovery: Recovery, voucher: str, paid: int) -> bool:
    before = Repayment.objects.filter(recovery=recovery, voucher=voucher, voided=False).first()
    if before is not None and cents.of(before.amount) != paid:
        raise Invalid(f"凭证{voucher}已登记{before.amount}元，与现在填的不同；请核对凭证号和金额")
    return before is not None


def _refuse_payment(recovery: Recovery, paid: int, paid_on: date, voucher: str) -> None:
    if not voucher:
        raise Invalid("请填写退款凭证号；没有凭证的不能登记")
    if paid <= 0 or paid > outstanding(recovery):
        raise Invalid(
            f"退款{cents.yuan(paid)}元，尚欠{cents.yuan(outstanding(recovery))}元；请核对金额，多退的另行退还"
        )
    if not recovery.notice_on <= paid_on <= clock.today():
        raise Invalid(f"退款日期{paid_on}不在通知日期{recovery.notice_on}到今天之间；请核对")


def _locked(recovery: Recovery, by: Any, states: Sequence[str]) -> Recovery:
    stored = Recovery.objects.select_for_update().get(pk=recovery.pk)
    _allow(duties.makes(by), by, "追缴由民政局经办办理")
    _in_state(stored, states)
    return stored


def _in_state(recovery: Recovery, states: Sequence[str]) -> None:
    if recovery.state not in states:
        raise Invalid(f"追缴{recovery.code}{recovery.get_state_display()}，不能再办理；请刷新页面查看最新状态")


def _still(recovery: Recovery) -> str:
    return recovery.state if recovery.state == RecoveryState.REFERRED else RecoveryState.REPAYING


def _allow(allowed: bool, by: Any, told: str) -> None:
    if not allowed:
        raise Invalid(f"{told}，您的岗位（{by.title}）不能办理")


def _save(record: Any, by: Any) -> None:
    try:
        services.save(record, by=by, mandate=True)
    except Refused as refused:
        raise Invalid("；".join(refused.sentences())) from refused


def _months_later(day: date, number: int) -> date:
    month = months.first_day(months.of(day) + number)
    return month.replace(day=min(day.day, calendar.monthrange(month.year, month.month)[1]))
