"""The figures of the line: who is on the register at a date, and what was paid on each of the two bases."""

from datetime import date

from django.db.models import Q

from taizhang.county.figures.definition import During, Figure, Kind, Standing, Total
from taizhang.county.figures.period import Period
from taizhang.county.figures.registry import register
from taizhang.lines.children.ledgers import CHILDREN, PAYMENTS
from taizhang.lines.children.rules import LEFT_BEHIND_AGE

SINCE = date(2023, 1, 1)
ON_REGISTER = Standing(since="enrolled_on", until="stopped_on")


def born_after(day: date, years: int) -> date:
    """Whoever was born later than this has not completed `years` on the day; 29 February counts as 28 there."""
    year = day.year - years
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def left_behind(period: Period) -> Q:
    return Q(category="LEFT_BEHIND", birth_date__gt=born_after(period.end, LEFT_BEHIND_AGE.years))


ORPHANS = Figure(
    key="children.orphans",
    label="在册孤儿",
    ledger=CHILDREN,
    unit="人",
    kind=Kind.STOCK,
    when=ON_REGISTER,
    where=Q(category__in=("ORPHAN_INST", "ORPHAN_SCAT")),
    rule="截止日在册的孤儿（机构养育和社会散居），确认当日起计，终止当日不计。",
    since=SINCE,
    words=("孤儿",),
    headline=True,
)
DE_FACTO = Figure(
    key="children.de_facto",
    label="在册事实无人抚养儿童",
    ledger=CHILDREN,
    unit="人",
    kind=Kind.STOCK,
    when=ON_REGISTER,
    where=Q(category__in=("DEFACTO", "DEFACTO_INST")),
    rule="截止日在册的事实无人抚养儿童，确认当日起计，终止当日不计。",
    since=SINCE,
    words=("事实无人抚养儿童",),
)
LEFT_BEHIND = Figure(
    key="children.left_behind",
    label="在册农村留守儿童",
    ledger=CHILDREN,
    unit="人",
    kind=Kind.STOCK,
    when=ON_REGISTER,
    where=left_behind,
    rule="截止日在册且不满十六周岁的农村留守儿童（国发〔2016〕13号）；可同时属于其他类别，各类分别计数。",
    since=SINCE,
    words=("农村留守儿童", "留守儿童"),
)
PAID = Figure(
    key="children.paid",
    label="发放基本生活费",
    ledger=PAYMENTS,
    unit="元",
    kind=Kind.SUM,
    when=During("bank_date"),
    where=Q(status="PAID"),
    total=Total("amount"),
    rule="本期内银行已入账的基本生活费合计，按银行日期归属，含补发；退票未重发的不计，追缴不冲减。",
    since=SINCE,
    words=("累计发放基本生活费", "发放基本生活费", "基本生活费"),
    style="over",
    headline=True,
)
PAID_BY_COVERAGE = Figure(
    key="children.paid_by_coverage",
    label="基本生活费（按所属月份）",
    ledger=PAYMENTS,
    unit="元",
    kind=Kind.SUM,
    when=During("month_covered"),
    where=Q(status="PAID"),
    total=Total("amount"),
    rule="所属月份在本期内、银行已入账的基本生活费合计，不论何时入账。",
    since=SINCE,
    words=("应归本期的基本生活费",),
    style="over",
)
PAYMENTS_MADE = Figure(
    key="children.payments",
    label="发放人次",
    ledger=PAYMENTS,
    unit="人次",
    kind=Kind.PERSON_TIMES,
    when=During("bank_date"),
    where=Q(status="PAID"),
    rule="本期内银行已入账的发放笔数，一人一月一笔计一人次。",
    since=SINCE,
    words=("发放",),
)

register(ORPHANS, DE_FACTO, LEFT_BEHIND, PAID, PAID_BY_COVERAGE, PAYMENTS_MADE)
