"""Why a month is paid later, more or back: a code for the books and a sentence for the child's file."""

from collections.abc import Sequence
from typing import NamedTuple

from taizhang.lines.children.money.cents import yuan
from taizhang.lines.children.money.entitlement import OWED, Child, Standing, restored
from taizhang.lines.children.money.ledger import ON_THE_WAY, Payment, sent_back, under_way
from taizhang.lines.children.money.months import Month, said
from taizhang.lines.children.money.rates import RateTable

# What mends an earlier payment, deduction or claim; what was late, held, returned or newly raised is back-pay.
CORRECTING = frozenset({"CATEGORY", "REDUCTION", "RESTORED", "REFUND"})


class Cause(NamedTuple):
    code: str
    sentence: str


def missed(child: Child, month: Month, payments: Sequence[Payment]) -> Cause:
    """A month owed of which nothing is on its way."""
    held = restored(child, month)
    if held is not None:
        return Cause("RESUMED", f"{said(month)}曾暂停发放，现已恢复（{held.reason or '复核符合条件'}），予以补发")
    if any(payment[0] < month and payment[2] in ON_THE_WAY for payment in payments):
        return Cause("MISSED", f"{said(month)}应发未发，予以补发")
    return Cause("LATE_START", f"已自{_first(child)}起领，{said(month)}未列入当月发放，予以补发")


def returned(month: Month, cents: int) -> Cause:
    return Cause("RETURNED", f"{said(month)}的{yuan(cents)}元被银行退回，核对账户后重新发放")


def repaid(month: Month, standing: Standing) -> Cause:
    return Cause("RESTORED", f"{said(month)}的已追缴退回，复核后应发（{standing.sentence}），予以补发")


def refunded(month: Month, cents: int) -> Cause:
    return Cause("REFUND", f"{said(month)}追缴退回的比多发的多{yuan(cents)}元，予以退还")


def withdrawn(month: Month, payments: Sequence[Payment], standing: Standing) -> Cause:
    if sent_back(payments, month):
        return Cause("UNPAID", f"{said(month)}的款项被银行退回，并未到账，撤销相应追缴")
    return Cause("WITHDRAWN", f"{said(month)}的经复核应发（{standing.sentence}），撤销尚未退回部分的追缴")


def short(month: Month, payments: Sequence[Payment], standing: Standing, rates: RateTable) -> Cause:
    """Part of a month is on its way already."""
    last = under_way(payments, month)[-1:]
    if last and last[0][3] and last[0][3] != standing.category:
        before, now = rates.word(last[0][3]), rates.word(standing.category)
        return Cause("CATEGORY", f"{said(month)}类别应为“{now}”，已按“{before}”发放，补足差额")
    if standing.code == "TOPUP" and last and last[0][4] in (0, rates.monthly(standing.category, month)):
        return Cause("REDUCTION", f"{said(month)}补差扣除数减少，补足差额；{standing.sentence}")
    rate = rates.rate(standing.category, month)
    return Cause("NEW_RATE", f"{rate.document}调整标准，{said(month)}应为{yuan(standing.cents)}元，补足差额")


def excess(
    month: Month, cents: int, payments: Sequence[Payment], standing: Standing, rates: RateTable
) -> Cause:  # fmt: skip
    """More is on its way than the month is owed; the code says which rule the payment broke."""
    if standing.code not in OWED:
        return Cause(standing.code, f"{said(month)}不应发放，已发{yuan(cents)}元：{standing.sentence}")
    mine = under_way(payments, month)
    if sum(payment[1] == cents for payment in mine) > 1:
        return Cause("TWICE", f"{said(month)}重复发放{yuan(cents)}元")
    code, why = _too_much(mine[-1:], standing, rates.monthly(standing.category, month), rates)
    return Cause(code, f"{said(month)}多发{yuan(cents)}元：{why}；{standing.sentence}")


def _too_much(last: Sequence[Payment], standing: Standing, monthly: int, rates: RateTable) -> tuple[str, str]:
    if last and last[0][3] and last[0][3] != standing.category:
        return "CATEGORY", f"已按“{rates.word(last[0][3])}”发放，应为“{rates.word(standing.category)}”"
    if last and last[0][4] > monthly:
        return "RATE_LOWERED", f"发放时按{yuan(last[0][4])}元标准"
    if standing.code == "TOPUP":
        return "REDUCTION", "未按补差扣减"
    return "TOO_MUCH", "超过应发金额"


def _first(child: Child) -> str:
    return said(min(one.first for one in child.spans))
