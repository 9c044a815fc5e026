"""From headcount × standard × months to the total paid, until nothing is left unnamed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.county.standards.amounts import interval
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money.entitlement import Span, Suspension
from taizhang.lines.children.money.explaining import Explanation
from taizhang.lines.children.money.ledger import Payment
from taizhang.lines.children.money.months import at
from taizhang.lines.children.money.supposing import Written, suppose
from taizhang.lines.children.tests.money import OPENED, child, paid, rates, terms

AUGUST = at(2023, 8)


def explained(*children, under=None):
    total = Explanation(OPENED, AUGUST, 105000, under or terms())
    for whose, payments, counted in children:
        total.add(whose, payments, counted=counted)
    return total


def steps(total, reported=None):
    return {row.code: (row.cents, row.children, row.months) for row in total.rows(reported) if row.code != "HEADLINE"}


def test_the_founding_bulletins_total_follows_from_institutional_orphans():
    """31 orphans in institutions, 164 others, eight months: the case that the bulletin's number was checked by."""
    total = Explanation(OPENED, AUGUST, 105000, terms())
    orphan = child(Span("ORPHAN_INST", OPENED))
    for _ in range(31):
        total.add(orphan, paid(OPENED, AUGUST, 145000, category="ORPHAN_INST"), counted=True)
    for _ in range(164):
        total.add(child(), paid(OPENED, AUGUST), counted=True)
    headline, rate = total.rows(173720000)
    assert headline.cents == 163800000 and headline.children == 195
    assert (rate.cents, rate.children, rate.months) == (9920000, 31, 248)
    assert "执行1,450元标准，每人每月高400元" in rate.sentence
    assert total.paid == 173720000
    assert total.sentence("over") == "2023年1—8月份，累计为195名儿童发放基本生活费170余万元。"


def test_headcounts_alone_say_how_far_off_and_what_would_make_it_true():
    written = Written(
        {"ORPHAN_SCAT": 31, "DEFACTO": 164}, 105000, OPENED, AUGUST, interval("余", Decimal(1_700_000))
    )  # fmt: skip
    headline, residual, category, heads = suppose(written, rates(), {"ORPHAN_SCAT": "ORPHAN_INST"})
    assert headline.cents == 163800000
    assert residual.cents == 6200000 and "下限少62,000元" in residual.sentence
    assert category.cents == 9920000 and "合计1,737,200元" in category.sentence
    assert "202.4人至214.3人" in heads.sentence


def test_a_total_that_fits_needs_no_supposition():
    written = Written({"DEFACTO": 195}, 105000, OPENED, AUGUST, interval("余", Decimal(1_600_000)))
    assert [row.code for row in suppose(written, rates(), {})] == ["HEADLINE"]


def test_entering_late_leaving_early_and_pausing_are_told_apart():
    total = explained(
        (child(Span("DEFACTO", at(2023, 3))), paid(at(2023, 3), AUGUST), True),
        (child(Span("DEFACTO", OPENED, at(2023, 5))), paid(OPENED, at(2023, 5)), False),
        (child(suspensions=[Suspension(AUGUST)]), paid(OPENED, at(2023, 7)), True),
        (child(born=date(2005, 7, 2)), paid(OPENED, at(2023, 7)), True),
    )
    assert steps(total) == {
        "ENTERED": (-210000, 1, 2), "LEFT": (525000, 1, 5), "PAUSED": (-210000, 2, 2),
    }  # fmt: skip


def test_what_has_not_arrived_says_where_it_is():
    late = [Payment(AUGUST, 105000, "PAID", "DEFACTO", 105000, at(2023, 9))]
    total = explained(
        (child(), [*paid(OPENED, at(2023, 7)), *late], True),
        (child(), [*paid(OPENED, at(2023, 7)), *paid(AUGUST, AUGUST, status="RETURNED")], True),
        (child(), [*paid(OPENED, at(2023, 7)), *paid(AUGUST, AUGUST, status="SENT")], True),
        (child(), paid(OPENED, at(2023, 7)), True),
    )
    assert set(steps(total)) == {"LATER", "RETURNED", "ON_ITS_WAY", "UNPAID"}
    assert all(row == (-105000, 1, 1) for row in steps(total).values())


def test_a_returned_item_reissued_next_year_counts_in_that_year():
    payments = [
        *paid(OPENED, at(2023, 11)), Payment(at(2023, 12), 105000, "RETURNED", "DEFACTO", 105000, at(2023, 12)),
        Payment(at(2023, 12), 105000, "PAID", "DEFACTO", 105000, at(2024, 1)),
    ]  # fmt: skip
    this, following = (Explanation(first, first + 11, 105000, terms()) for first in (OPENED, at(2024, 1)))
    this.add(child(), payments, counted=True)
    following.add(child(Span("DEFACTO", OPENED, at(2023, 12))), payments, counted=False)
    assert this.paid == 11 * 105000 and steps(this)["LATER"] == (-105000, 1, 1)
    assert following.paid == 105000 and steps(following) == {"EARLIER": (105000, 1, 1)}


def test_two_of_195_returned_are_not_in_the_total():
    total = explained(
        *[(child(), paid(AUGUST, AUGUST, status="RETURNED" if n < 2 else "PAID"), True) for n in range(195)]
    )
    assert total.paid == 193 * 105000 and steps(total)["RETURNED"] == (-210000, 2, 2)


def test_top_up_back_pay_and_overpay_are_rows_of_their_own():
    topped = child(Span("DEFACTO", OPENED, reduction=40000))
    back = Payment(at(2022, 12), 95000, "PAID", "DEFACTO", 95000, at(2023, 2))
    total = explained((topped, [*paid(OPENED, AUGUST, 65000), back, *paid(AUGUST, AUGUST, 1000)], True))
    assert steps(total) == {"TOPUP": (-320000, 1, 8), "EARLIER": (95000, 1, 1), "OVERPAID": (1000, 1, 1)}


def test_a_reported_total_beyond_the_payments_is_named():
    total = explained((child(), paid(OPENED, AUGUST), True))
    assert steps(total, 850000) == {"RESIDUAL": (10000, 0, 0)}


def test_children_alike_may_be_added_at_once():
    total = Explanation(OPENED, AUGUST, 105000, terms())
    total.add(child(), paid(OPENED, AUGUST), counted=True, times=164)
    assert total.paid == 164 * 8 * 105000 and next(total.rows()).children == 164


def test_paid_without_the_banks_date_is_refused():
    with pytest.raises(Invalid, match="没有银行日期"):
        explained((child(), [Payment(OPENED, 105000, "PAID")], True))


@pytest.mark.parametrize(("first", "last"), [(OPENED - 1, AUGUST), (AUGUST, OPENED)])
def test_a_period_that_was_not_reckoned_is_refused(first, last):
    with pytest.raises(Invalid, match="请改选期间"):
        Explanation(first, last, 105000, terms())


months = st.integers(OPENED - 3, AUGUST + 3)
payments = st.builds(
    Payment, months, st.integers(1, 200000), st.sampled_from(["PAID", "SENT", "RETURNED", "CANCELLED"]),
    st.just("DEFACTO"), st.just(0), st.integers(OPENED, AUGUST + 3),
)  # fmt: skip
children = st.builds(
    lambda first, more, category, reduction: child(Span(category, first, first + more, reduction)),
    months, st.integers(0, 12), st.sampled_from(["DEFACTO", "ORPHAN_INST"]), st.sampled_from([0, 40001]),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(children, st.lists(payments, max_size=12), st.booleans()), max_size=5))
def test_the_rows_always_add_up_to_what_was_paid(known):
    total = explained(*known)
    assert sum(row.cents for row in total.rows()) == total.paid
