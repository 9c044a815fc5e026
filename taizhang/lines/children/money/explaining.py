"""Explains a period's total: from headcount × standard × months to what was paid, until nothing is left unnamed.

The rows add up to the payments of the period by the bank's date; what a reported total has beyond them is its own row.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from taizhang.county.standards.amounts import in_prose
from taizhang.county.standards.dates import prose_range
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money.cents import yuan
from taizhang.lines.children.money.entitlement import Child, Terms, owed, span_at, standing
from taizhang.lines.children.money.ledger import Payment, sent_back
from taizhang.lines.children.money.months import Month, first_day, said, span

# In the order in which a reader follows the total; the words take children, months and what the row is about.
SENTENCES = {
    "HEADLINE": "期末{children}人，按每人每月{about}元计{each}个月",
    "ENTERED": "{children}人期内才起领，扣除起领前{months}人月",
    "LEFT": "{children}人期末已不在册，加上期内应发的{months}人月",
    "PAUSED": "{children}人在册但有{months}人月不发（暂停、超龄或已到末领月），予以扣除",
    "RATE": "{about}，{children}人{months}人月",
    "TOPUP": "{children}人已领低保或特困供养只补差额，{months}人月少发",
    "RETURNED": "{children}人{months}人月被银行退回、尚未重新发放",
    "ON_ITS_WAY": "{children}人{months}人月已列入批次、银行尚未入账",
    "LATER": "{children}人{months}人月在期后才入账",
    "UNPAID": "{children}人{months}人月应发未发",
    "OVERPAID": "{children}人{months}人月多发，追缴另计",
    "EARLIER": "{children}人期内补发以前{months}人月",
    "AHEAD": "{children}人期内预发以后{months}人月",
    "RESIDUAL": "上报数与发放明细之差，尚未查明；请核对银行流水和上报口径",
}


class Row(NamedTuple):
    """One step of the explanation: cents, below zero where they come off, with the children and child-months in it."""

    code: str
    sentence: str
    cents: int
    children: int
    months: int


Part = tuple[str, str]


class Explanation:
    """Takes in one child after another; memory does not grow with them."""

    __slots__ = ("_base", "_paid", "_parts", "_payees", "_period", "_terms")

    def __init__(self, first: Month, last: Month, base: int, terms: Terms) -> None:
        """`base` is the standard in cents that the headline multiplies by; raises Invalid for a time not reckoned."""
        if first < terms.opened or last < first:
            told = (
                f"{said(first)}至{said(last)}不能说明：系统自{said(terms.opened)}起记账，止月不得早于起月；请改选期间"
            )
            raise Invalid(told)
        self._period, self._base, self._terms = span(first, last), base, terms
        self._parts: dict[Part, list[int]] = {}
        self._paid = self._payees = 0

    def add(self, child: Child, payments: Sequence[Payment], *, counted: bool, times: int = 1) -> None:
        """`counted` is whether the register's figure at the end holds the child; `times` such children are alike.

        Raises Invalid for a payment that is said to be paid and has no month of the bank's date.
        """
        due = self._due(child)
        mine: dict[Part, list[int]] = {}
        if counted:
            _add(mine, ("HEADLINE", yuan(self._base)), self._base * len(self._period), len(self._period))
        self._presence(child, due, mine, counted=counted)
        self._standards(child, due, mine)
        self._payments(due, payments, mine)
        for part, (cents, months) in mine.items():
            known = self._parts.setdefault(part, [0, 0, 0])
            known[0] += cents * times
            known[1] += times
            known[2] += months * times
        got = sum(payment[1] for payment in payments if self._in_period(payment))
        self._paid += got * times
        self._payees += times if got else 0

    @property
    def last(self) -> Month:
        return self._period[-1]

    @property
    def paid(self) -> int:
        """Cents that the bank paid out in the period."""
        return self._paid

    def rows(self, reported: int | None = None) -> Iterator[Row]:
        """The steps in reading order; their cents add up to `reported`, or to what was paid."""
        order = list(SENTENCES)
        for part in sorted(self._parts, key=lambda part: (order.index(part[0]), part[1])):
            cents, children, months = self._parts[part]
            told = SENTENCES[part[0]].format(
                children=children, months=months, about=part[1], each=len(self._period)
            )  # fmt: skip
            yield Row(part[0], told, cents, children, months)
        if reported is not None and reported != self._paid:
            yield Row("RESIDUAL", SENTENCES["RESIDUAL"], reported - self._paid, 0, 0)

    def sentence(self, style: str = "exact") -> str:
        """For the bulletin; `style` is a rounding word of the standards, such as over for 余."""
        until = first_day(self._period[-1] + 1) - timedelta(days=1)
        period = prose_range(first_day(self._period[0]), until, with_year=True)
        amount = in_prose(Decimal(self._paid) / 100, "元", style=style)
        return f"{period}，累计为{self._payees}名儿童发放基本生活费{amount}。"

    def _due(self, child: Child) -> Mapping[Month, int]:
        due = owed(child, self._terms, self._period[-1])
        if due and min(due) >= self._period[0]:
            return due
        return {month: cents for month, cents in due.items() if month in self._period}

    def _presence(
        self, child: Child, due: Mapping[Month, int], mine: dict[Part, list[int]], *, counted: bool
    ) -> None:  # fmt: skip
        if not counted:
            if due:
                _add(mine, ("LEFT", ""), self._base * len(due), len(due))
            return
        if len(due) == len(self._period):
            return
        for month in self._period:
            if month not in due:
                early = standing(child, month, self._terms).code == "BEFORE_START"
                _add(mine, ("ENTERED" if early else "PAUSED", ""), -self._base, 1)

    def _standards(self, child: Child, due: Mapping[Month, int], mine: dict[Part, list[int]]) -> None:
        for month, cents in due.items():
            if cents == self._base:
                continue
            one = span_at(child.spans, month)
            assert one is not None
            monthly = self._terms.rates.series(one.category, month, month)[month]
            if monthly != self._base:
                _add(mine, ("RATE", self._told(one.category, monthly)), monthly - self._base, 1)
            if cents != monthly:
                _add(mine, ("TOPUP", ""), cents - monthly, 1)

    def _payments(self, due: Mapping[Month, int], payments: Sequence[Payment], mine: dict[Part, list[int]]) -> None:
        got: dict[Month, int] = {}
        for payment in payments:
            if self._in_period(payment):
                got[payment[0]] = got.get(payment[0], 0) + payment[1]
        if got == due:
            return
        for month in sorted(got.keys() | due.keys()):
            gap = got.get(month, 0) - due.get(month, 0)
            if gap < 0:
                self._short(month, -gap, payments, mine)
            elif gap:
                _add(mine, (self._beyond(month), ""), gap, 1)

    def _beyond(self, month: Month) -> str:
        if month in self._period:
            return "OVERPAID"
        return "EARLIER" if month < self._period[0] else "AHEAD"

    def _short(self, month: Month, gap: int, payments: Sequence[Payment], mine: dict[Part, list[int]]) -> None:
        """A month not wholly paid in the period: where the missing part is."""
        later = sum(p[1] for p in payments if p[0] == month and p[2] == "PAID" and not self._in_period(p))
        waiting = sum(p[1] for p in payments if p[0] == month and p[2] in ("PENDING", "SENT"))
        for code, known in (("LATER", later), ("ON_ITS_WAY", waiting), ("RETURNED", sent_back(payments, month))):
            part = min(gap, known)
            if part:
                _add(mine, (code, ""), -part, 1)
            gap -= part
        if gap:
            _add(mine, ("UNPAID", ""), -gap, 1)

    def _in_period(self, payment: Payment) -> bool:
        if payment[2] != "PAID":
            return False
        if payment[5] is None:
            raise Invalid(f"{said(payment[0])}的发放没有银行日期，不能归入任何时期；请补录回单日期")
        return payment[5] in self._period

    def _told(self, category: str, monthly: int) -> str:
        gap = monthly - self._base
        more = f"高{yuan(gap)}" if gap > 0 else f"低{yuan(-gap)}"
        return f"“{self._terms.rates.word(category)}”执行{yuan(monthly)}元标准，每人每月{more}元"


def _add(mine: dict[Part, list[int]], part: Part, cents: int, months: int) -> None:
    known = mine.setdefault(part, [0, 0])
    known[0] += cents
    known[1] += months
