"""The figures of the line: who is on the register at a date, came and went, and what was paid on two bases."""

from datetime import date
from typing import Any

from django.db.models import Q

from taizhang.county.figures import balances
from taizhang.county.figures.balances import Balance
from taizhang.county.figures.definition import During, Figure, Kind, Standing, Total
from taizhang.county.figures.period import Period
from taizhang.county.figures.registry import register
from taizhang.lines.children.codes import PAID_CATEGORIES
from taizhang.lines.children.ledgers import CHILDREN, PAYMENTS
from taizhang.lines.children.rules import age_limit


def born_after(day: date, years: int) -> date:
    """Whoever was born later than this has not completed `years` on the day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        # 29 February, and the year of birth had none: who was born on the 28th completed the age a day ago.
        return day.replace(year=day.year - years, day=28)


def left_behind(period: Period) -> Q:
    return Q(
        category="LEFT_BEHIND", birth_date__gt=born_after(period.end, age_limit("left_behind_age", period.end).value)
    )


SINCE: dict[str, Any] = {"since": date(2023, 1, 1)}
REGISTERED: dict[str, Any] = SINCE | {
    "ledger": CHILDREN, "unit": "人", "kind": Kind.STOCK, "when": Standing("enrolled_on", "stopped_on"),
}  # fmt: skip
PAYING: dict[str, Any] = SINCE | {"ledger": PAYMENTS, "where": Q(status="PAID")}
MONEY: dict[str, Any] = PAYING | {"unit": "元", "kind": Kind.SUM, "total": Total("amount"), "style": "over"}

ORPHANS = Figure(
    "children.orphans", "在册孤儿", **REGISTERED, where=Q(category__in=("ORPHAN_INST", "ORPHAN_SCAT")), headline=True,
    rule="截止日在册的孤儿（机构养育和社会散居），确认当日起计，终止当日不计。",
    words=("孤儿",),
)  # fmt: skip
DE_FACTO = Figure(
    "children.de_facto", "在册事实无人抚养儿童", **REGISTERED, where=Q(category__in=("DEFACTO", "DEFACTO_INST")),
    rule="截止日在册的事实无人抚养儿童，确认当日起计，终止当日不计。",
    words=("事实无人抚养儿童",),
)  # fmt: skip
LEFT_BEHIND = Figure(
    "children.left_behind", "在册农村留守儿童", **REGISTERED, where=left_behind,
    rule="截止日在册且不满十六周岁的农村留守儿童（国发〔2016〕13号）；可同时属于其他类别，各类分别计数。",
    words=("农村留守儿童", "留守儿童"),
)  # fmt: skip
ALLOWANCE = Q(category__in=PAID_CATEGORIES)
ON_ALLOWANCE = Figure(
    "children.on_allowance", "在册基本生活费保障儿童", **REGISTERED, where=ALLOWANCE,
    rule="截止日在册的孤儿、事实无人抚养儿童和感染艾滋病病毒儿童，确认当日起计，终止当日不计。",
    words=("基本生活费保障儿童",),
)  # fmt: skip
MOVING: dict[str, Any] = SINCE | {"ledger": CHILDREN, "unit": "人", "kind": Kind.FLOW, "where": ALLOWANCE}
ENTERED = Figure(
    "children.entered", "新纳入基本生活费保障", **MOVING, when=During("enrolled_on"),
    rule="确认日期在本期内的保障儿童；类别变更的，退出原类别、纳入新类别各计一次。",
    words=("新纳入保障", "新增保障儿童"),
)  # fmt: skip
LEFT = Figure(
    "children.left", "退出基本生活费保障", **MOVING, when=During("stopped_on"),
    rule="终止日期在本期内的保障儿童，不论原因；类别变更的，退出原类别、纳入新类别各计一次。",
    words=("退出保障", "停发保障"),
)  # fmt: skip
PAID = Figure(
    "children.paid", "发放基本生活费", **MONEY, when=During("bank_date"), headline=True,
    rule="本期内银行已入账的发放明细金额合计，按银行日期归属，不论所属月份：当月、补发、标准和类别差额、退票重发，以及退还给"
         "监护人的追缴多退款（另有指标“退还多退款”）；退票未重发的不计，收到的追缴退款不冲减。",
    words=("累计发放基本生活费", "发放基本生活费", "基本生活费"),
)  # fmt: skip
PAID_BY_COVERAGE = Figure(
    "children.paid_by_coverage", "基本生活费（按所属月份）", **MONEY, when=During("month_covered"),
    rule="所属月份在本期内、银行已入账的发放明细金额合计，不论何时入账，含补发、差额、退票重发和退还的追缴多退款；"
         "收到的追缴退款不冲减。",
    words=("应归本期的基本生活费",),
)  # fmt: skip
PAYMENTS_MADE = Figure(
    "children.payments", "发放人次", **PAYING, unit="人次", kind=Kind.PERSON_TIMES, when=During("bank_date"),
    rule="本期内银行已入账的发放明细笔数，每笔计一人次；同一人的当月、各月补发、差额和退还的追缴多退款各计一笔。",
    words=("发放",),
)  # fmt: skip

register(ORPHANS, DE_FACTO, LEFT_BEHIND, ON_ALLOWANCE, ENTERED, LEFT, PAID, PAID_BY_COVERAGE, PAYMENTS_MADE)
balances.register(Balance("children.on_allowance", "children.entered", ("children.left",)))
