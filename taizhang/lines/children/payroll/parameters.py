"""The dated parameters of the run as declared in parameters.toml, and the standards as the ledger of rates has them."""

import tomllib
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.codes import Category
from taizhang.lines.children.eligibility import parameters as eligibility
from taizhang.lines.children.models import Rate as Row
from taizhang.lines.children.money import cents, months
from taizhang.lines.children.money.entitlement import Terms
from taizhang.lines.children.money.months import Month
from taizhang.lines.children.money.policies import Policies, Policy
from taizhang.lines.children.money.rates import Rate, RateTable

_FILE = Path(__file__).with_name("parameters.toml")


@dataclass(frozen=True)
class Band:
    """Batches of more than `above` cents, drafted from the month `first` on, need these approvals."""

    first: Month
    above: int
    approves: frozenset[str]
    document: str


@dataclass(frozen=True)
class Parameters:
    opened: Month
    ahead: int
    finance: str
    notice_days: int
    remind_days: int
    notice_series: str
    certificate_series: str
    notice_document: str
    policies: Policies
    bands: tuple[Band, ...]

    def band(self, month: Month, amount: int) -> Band:
        """The band in force for an amount in cents; raises Invalid where none is declared."""
        fits = [band for band in self.bands if band.first <= month and band.above <= amount]
        if not fits:
            told = f"{months.said(month)}、{cents.yuan(amount)}元没有审批规定；请在 parameters.toml 补录及其文号"
            raise Invalid(told)
        return max(fits, key=lambda band: (band.above, band.first))


@cache
def declared() -> Parameters:
    given = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Parameters(
        opened=month(given["opened"]),
        ahead=given["ahead"],
        finance=given["finance"],
        notice_days=given["notice"]["days"],
        remind_days=given["notice"]["remind_days"],
        notice_series=given["notice"]["series"],
        certificate_series=given["notice"]["certificate_series"],
        notice_document=given["notice"]["document"],
        policies=_policies(given["policy"]),
        bands=tuple(
            Band(month(one["first"]), one["above"] * 100, frozenset(one["approves"]), one["document"])
            for one in given["band"]
        ),
    )


def _policies(rows: list[dict[str, Any]]) -> Policies:
    """Which document pays whom comes from the file; ages and months from the parameters of eligibility, so that one
    dated table holds each number. What turns within a month holds for the whole of it.
    """
    found: list[Policy] = []
    documents = sorted((month(row["first"]), row) for row in rows)
    turns = {months.of(day) for day in eligibility.load().turns()}
    for first in sorted({since for since, _ in documents} | {turn for turn in turns if turn > documents[0][0]}):
        policy = _policy(first, [row for since, row in documents if since <= first][-1])
        if not found or replace(policy, first=found[-1].first) != found[-1]:
            found.append(policy)
    return Policies(found)


def _policy(first: Month, row: dict[str, Any]) -> Policy:
    rules, day = eligibility.load(), months.first_day(first + 1) - timedelta(days=1)
    return Policy(
        first, row["document"], rules.number("age_limit", day), rules.flag("study_extends", day),
        frozenset(row["categories"]), rules.number("starts_after", day), rules.number("ends_after", day),
        rules.flag("leap_birthday_in_march", day),
    )  # fmt: skip


def month(text: str) -> Month:
    """2023-09 or 202309; raises Invalid."""
    digits = text.strip().replace("-", "")
    if len(digits) != 6 or not digits.isascii() or not digits.isdigit() or digits < "2000":
        raise Invalid(f"月份“{text.strip()[:12]}”无法识别；请写成 2023-09")
    return months.at(int(digits[:4]), int(digits[4:]))


def terms() -> Terms:
    """What children are paid under as the ledger of rates stands now; raises Invalid for rates that overlap."""
    rows = Row.objects.filter(voided=False).values_list("category", "valid_from", "valid_to", "monthly", "document")
    rates = [
        Rate(category, months.of(since), months.of(until) if until else None, cents.of(monthly), document)
        for category, since, until, monthly, document in rows
    ]
    return Terms(RateTable(rates, dict(Category.choices)), declared().policies, declared().opened)
