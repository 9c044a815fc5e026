"""Months, cents, standards and policies: what they refuse and how they say it."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money import cents, months
from taizhang.lines.children.money.months import at
from taizhang.lines.children.money.policies import Policies
from taizhang.lines.children.money.rates import NoRate, Rate, RateTable
from taizhang.lines.children.tests.money import POLICY

JULY = at(2019, 7)
OLD = Rate("ORPHAN_SCAT", at(2016, 1), JULY - 1, 80000, "示范〔2016〕3号")
NEW = Rate("ORPHAN_SCAT", JULY, None, 95000, "示范〔2019〕7号")


def test_a_standard_holds_from_its_first_month():
    table = RateTable([NEW, OLD])
    assert [table.monthly("ORPHAN_SCAT", month) for month in (JULY - 1, JULY, at(2030, 1))] == [80000, 95000, 95000]
    assert table.rate("ORPHAN_SCAT", JULY).document == "示范〔2019〕7号"


@pytest.mark.parametrize(
    ("rates", "told"),
    [
        ([OLD._replace(last=JULY), NEW], "示范〔2019〕7号.*重叠.*改为2019年6月或更早"),
        ([OLD._replace(last=None), NEW], "至今"),
        ([OLD._replace(last=at(2015, 1))], "早于起执行月"),
        ([OLD._replace(monthly=0)], "须大于零"),
    ],
)
def test_standards_that_contradict_are_refused(rates, told):
    with pytest.raises(Invalid, match=told):
        RateTable(rates)


def test_a_month_without_a_standard_is_never_guessed():
    table = RateTable([OLD._replace(last=JULY - 3), NEW], {"ORPHAN_SCAT": "孤儿（社会散居）"})
    with pytest.raises(NoRate, match="“孤儿（社会散居）”2019年5月没有发放标准") as refused:
        table.series("ORPHAN_SCAT", at(2019, 1), JULY)
    assert (refused.value.category, refused.value.month) == ("孤儿（社会散居）", JULY - 2)


def test_a_policy_holds_from_its_month_and_not_before():
    strict = replace(POLICY, first=JULY, study_extends=False, document="示范〔2019〕8号")
    policies = Policies([strict, POLICY])
    assert policies.at(JULY - 1) is POLICY and policies.at(JULY) is strict
    assert policies.pieces(JULY - 2, JULY + 1) == ((JULY - 2, JULY - 1, POLICY), (JULY, JULY + 1, strict))
    with pytest.raises(Invalid, match="2010年10月没有发放规则"):
        policies.at(at(2010, 10))


@pytest.mark.parametrize("known", [[], [POLICY, POLICY]])
def test_policies_are_there_and_do_not_coincide(known):
    with pytest.raises(Invalid):
        Policies(known)


def test_pay_may_begin_with_the_month_and_end_before_the_event():
    policies = Policies([replace(POLICY, starts_after=0, ends_after=-1)])
    assert policies.first_month(date(2023, 8, 31)) == at(2023, 8)
    assert policies.last_month(date(2023, 8, 1)) == at(2023, 7)
    assert policies.at(JULY).last_month_by_age(date(2005, 3, 31)) == at(2023, 2)


def test_months_are_told_in_runs():
    told = [at(2023, 1), at(2023, 2), at(2023, 3), at(2023, 5), at(2023, 12), at(2024, 1), at(2023, 5)]
    assert months.listed(told) == "2023年1—3月、5月、12月，2024年1月"
    assert months.listed([]) == ""


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_a_month_is_that_of_the_day(day):
    month = months.of(day)
    assert months.first_day(month) == day.replace(day=1) and month == at(day.year, day.month)
    assert months.code(month) == f"{day:%Y%m}" and months.said(month) == f"{day.year}年{day.month}月"


@given(st.dates(date(1990, 1, 1), date(2020, 12, 31)), st.booleans())
def test_only_a_leap_birthday_may_fall_in_another_month(birth, march):
    turned = months.birthday(birth, 18, leap_birthday_in_march=march)
    assert turned == at(birth.year + 18, birth.month) + (birth.month == 2 and birth.day == 29 and march)


def test_there_is_no_thirteenth_month():
    with pytest.raises(Invalid, match="没有 13 月"):
        at(2023, 13)


@given(st.integers(0, 10**12))
def test_cents_come_back_from_what_is_written(amount):
    assert cents.parse(cents.plain(amount)) == cents.parse(cents.yuan(amount)) == amount
    assert cents.of(Decimal(cents.plain(amount))) == amount
    assert cents.plain(-amount - 1) == f"-{cents.plain(amount + 1)}"


@pytest.mark.parametrize("text", ["", "1.005", "1,05", "-1", "１", "1e3", "1050元"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Invalid, match="最多两位小数"):
        cents.parse(text)


def test_a_fraction_of_a_cent_is_refused():
    with pytest.raises(Invalid, match="不足一分"):
        cents.of(Decimal("0.005"))


def test_the_money_is_reckoned_without_django():
    modules = ("planning", "checks", "explaining", "supposing", "bankfile")
    lines = "; ".join(f"import taizhang.lines.children.money.{name}" for name in modules)
    subprocess.run([sys.executable, "-c", f"{lines}; import sys; assert 'django' not in sys.modules"], check=True)
