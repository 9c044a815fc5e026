"""What was paid too much is demanded back, comes in parts, and ends; and the total is explained to the cent."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from taizhang.county.audit import changes
from taizhang.county.figures import balances, registry, values
from taizhang.county.figures.period import Period
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.models import Payment, Recovery
from taizhang.lines.children.money.months import at
from taizhang.lines.children.payroll import drafting, explaining, planning, recovering
from taizhang.lines.children.payroll.planning import Tab
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import SEPTEMBER
from tests.county import on

PAID_ON = small.TODAY


@pytest.fixture
def bureau(county):
    with on(small.TODAY):
        yield small.staff(county)


@pytest.fixture
def released(bureau):
    """Whose parent came home on 15 June, and who was paid through August."""
    row = small.child(bureau, enrolled_on=date(2023, 5, 10), stopped_on=date(2023, 6, 15),
                      stop_reason="PARENT_RELEASED")  # fmt: skip
    for month in (6, 7, 8):
        small.paid(bureau, row, date(2023, month, 1))
    return row


@pytest.fixture
def recovery(bureau, released):
    recovering.raise_from_plan(SEPTEMBER, by=bureau.maker)
    return Recovery.objects.get()


def fresh(recovery):
    return Recovery.objects.get(pk=recovery.pk)


def test_a_plan_becomes_one_notice_per_child_and_cause(recovery, released):
    assert (recovery.child, recovery.cause, recovery.amount) == (released, "AFTER_STOP", 2100)
    assert recovery.code == "ZJ20230905-0001"
    assert "2023年7—8月多发2,100元" in recovery.sentence
    assert recovery.first_due == date(2023, 10, 5)


def test_a_second_click_notices_nothing_anew(bureau, recovery):
    assert recovering.raise_from_plan(SEPTEMBER, by=bureau.maker) == recovering.Raised(0, 0)
    assert planning.plan(SEPTEMBER).parts[Tab.RECOVER].rows == 0


def test_money_comes_in_parts_and_a_voucher_counts_once(bureau, recovery):
    recovering.pay_in_parts(recovery, 3, date(2023, 9, 5), by=bureau.maker)

    assert recovering.repay(recovery, "700", PAID_ON, "PZ001", by=bureau.maker)
    assert not recovering.repay(recovery, "700.00", PAID_ON, "PZ001", by=bureau.maker)
    assert (fresh(recovery).state, fresh(recovery).repaid) == ("REPAYING", 700)
    with pytest.raises(Invalid, match="尚欠1,400元"):
        recovering.repay(recovery, "1,400.01", PAID_ON, "PZ002", by=bureau.maker)
    assert recovering.overdue(fresh(recovery), date(2023, 10, 6)) == 70000
    recovering.repay(recovery, "1,400", PAID_ON, "PZ002", by=bureau.maker)
    assert (fresh(recovery).state, fresh(recovery).closed_on) == ("REPAID", small.TODAY)
    assert planning.plan(SEPTEMBER).parts[Tab.RECOVER].rows == 0


def test_parts_fall_due_month_by_month_with_the_odd_cents_first(recovery):
    recovery.amount, recovery.instalments, recovery.first_due = Decimal("100.00"), 3, date(2024, 1, 31)

    parts = recovering.schedule(recovery)

    assert [part.cents for part in parts] == [3334, 3333, 3333]
    assert [part.due_on for part in parts] == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]


def test_only_the_head_waives_and_says_on_what_paper(bureau, recovery):
    with pytest.raises(Invalid, match="由民政局审核岗位决定"):
        recovering.close(recovery, "WAIVED", "县政府会议纪要9号", by=bureau.maker)
    with pytest.raises(Invalid, match="写明依据"):
        recovering.close(recovery, "WAIVED", "", by=bureau.checker)
    recovering.close(recovery, "WAIVED", "县政府会议纪要9号", by=bureau.checker)

    assert fresh(recovery).state == "WAIVED"
    assert planning.plan(SEPTEMBER).parts[Tab.RECOVER].rows == 0
    with pytest.raises(Invalid, match="不能再办理"):
        recovering.repay(recovery, "100", PAID_ON, "PZ001", by=bureau.maker)


def test_a_claim_that_was_wrong_is_withdrawn_before_money_moves(bureau, recovery, released):
    released.stopped_on = date(2023, 7, 15)
    small.kept(bureau, released)

    assert recovering.raise_from_plan(SEPTEMBER, by=bureau.maker) == recovering.Raised(0, 1)
    assert (fresh(recovery).withdrawn, recovering.outstanding(fresh(recovery))) == (1050, 105000)
    assert planning.plan(SEPTEMBER).items == 0


def test_what_was_repaid_of_a_month_that_was_owed_is_paid_again(bureau, recovery, released):
    recovering.repay(recovery, "2100", PAID_ON, "PZ001", by=bureau.maker)
    released.stopped_on = date(2023, 7, 15)
    small.kept(bureau, released)

    rows = planning.plan(SEPTEMBER, tab=Tab.BACKPAY).shown

    assert [(row.months, row.cents) for row in rows] == [("2023年7月", 105000)]
    assert "已追缴退回" in rows[0].sentence


def test_what_was_repaid_though_it_never_arrived_is_given_back_by_the_run(bureau, recovery, released):
    recovering.repay(recovery, "2100", PAID_ON, "PZ001", by=bureau.maker)
    august = Payment.objects.get(month_covered=date(2023, 8, 1))
    august.status, august.return_reason = "RETURNED", "账户已销户"
    small.kept(bureau, august)

    batch = drafting.draft(SEPTEMBER, "BACKPAY", by=bureau.maker)
    item = Payment.objects.get(batch=batch)
    small.answered(bureau, batch, "00")

    assert (item.kind, item.cause, item.amount, item.month_covered) == ("CORRECTION", "REFUND", 1050, date(2023, 8, 1))
    assert (fresh(recovery).refunded, fresh(recovery).state) == (1050, "REPAID")
    assert planning.plan(SEPTEMBER).items == 0


def test_what_is_given_back_counts_as_paid_and_the_rule_says_so(bureau, recovery):
    recovering.repay(recovery, "2100", PAID_ON, "PZ001", by=bureau.maker)
    august = Payment.objects.get(month_covered=date(2023, 8, 1))
    august.status, august.return_reason = "RETURNED", "账户已销户"
    small.kept(bureau, august)
    before = {key: flow(key) for key in ("paid", "paid_by_coverage", "payments")}

    small.answered(bureau, drafting.draft(SEPTEMBER, "BACKPAY", by=bureau.maker), "00")

    more = {key: flow(key) - before[key] for key in before}
    assert more == {"paid": 1050, "paid_by_coverage": 1050, "payments": 1}
    assert flow("refunded") == 1050
    assert [key for key in before if "退还" not in registry.get(f"children.{key}").rule] == []


def test_a_difference_that_mends_is_a_correction_and_a_new_standard_back_pay(bureau):
    row = small.child(bureau, institution="福利院", category="ORPHAN_INST", account="41050110000000001")
    small.paid(bureau, row, date(2023, 8, 1), category="DEFACTO", standard=1050)
    other = small.child(bureau, 1)
    small.paid(bureau, other, date(2023, 8, 1), amount=1000, standard=1000)

    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)

    kinds = Payment.objects.filter(batch=batch, month_covered=date(2023, 8, 1)).values_list("cause", "kind", "amount")
    assert set(kinds) == {("CATEGORY", "CORRECTION", 400), ("NEW_RATE", "BACKPAY", 50)}


# The book of claims


def outstanding(day):
    return values.value(registry.get("children.outstanding"), Period.at(day)).amount


def flow(key):
    return values.value(registry.get(f"children.{key}"), Period.year_to(date(2023, 12, 31))).amount


def test_the_book_says_for_any_day_what_is_outstanding(bureau, recovery):
    with on("2023-10-10"):
        recovering.repay(recovery, "700", date(2023, 10, 8), "PZ001", by=bureau.maker)

    assert [outstanding(date(2023, *day)) for day in ((9, 4), (9, 5), (10, 7), (10, 8))] == [0, 2100, 2100, 1400]
    assert (flow("demanded"), flow("recovered"), flow("claims_off")) == (2100, 700, 0)


def test_what_is_demanded_is_repaid_withdrawn_waived_or_outstanding(bureau, recovery, released):
    recovering.repay(recovery, "300", PAID_ON, "PZ001", by=bureau.maker)
    released.stopped_on = date(2023, 7, 15)
    small.kept(bureau, released)
    recovering.raise_from_plan(SEPTEMBER, by=bureau.maker)
    recovering.close(recovery, "WAIVED", "县政府会议纪要9号", by=bureau.checker)

    assert (flow("recovered"), flow("claims_off"), outstanding(small.TODAY)) == (300, 1800, 0)
    assert balances.broken(date(2023, 12, 31)) == []


def test_a_waived_claim_that_is_withdrawn_later_is_booked_once(bureau, recovery, released):
    recovering.close(recovery, "WAIVED", "县政府会议纪要9号", by=bureau.checker)
    released.stopped_on, released.stop_reason = None, ""
    small.kept(bureau, released)

    assert recovering.raise_from_plan(SEPTEMBER, by=bureau.maker).withdrawn == 2
    assert outstanding(small.TODAY) == 0


def test_others_raise_and_repay_nothing(bureau, recovery):
    for person in (bureau.clerk, bureau.treasurer, bureau.leader, bureau.checker):
        with pytest.raises(Invalid, match="由民政局经办办理"):
            recovering.raise_from_plan(SEPTEMBER, by=person)
        with pytest.raises(Invalid, match="由民政局经办办理"):
            recovering.repay(recovery, "100", PAID_ON, "PZ001", by=person)


def test_the_database_closes_no_claim_that_is_not_whole(bureau, recovery):
    whole = pytest.raises(IntegrityError, match="repaid_is_whole")
    with whole, transaction.atomic(), changes.change(by=bureau.maker):
        Recovery.objects.update(state="REPAID", closed_on=small.TODAY)
    with pytest.raises(IntegrityError, match="adds_up"), transaction.atomic(), changes.change(by=bureau.maker):
        Recovery.objects.update(repaid=3000)


# The total


def test_a_total_is_explained_without_a_remainder(bureau, released):
    other = small.child(bureau, 1)
    small.paid(bureau, other, date(2023, 8, 1), status="RETURNED", return_reason="户名不符")

    told = explaining.explain(at(2023, 1), at(2023, 8), step="RETURNED")

    assert sum(row.cents for row in told.rows) == told.reported == 315000
    assert (told.residual, [member.pk for member, _ in told.people]) == (0, [other.pk])
    assert {"HEADLINE", "ENTERED", "LEFT", "OVERPAID", "RETURNED"} == {row.code for row in told.rows}
    assert told.sentence == "2023年1—8月份，累计为1名儿童发放基本生活费3150元。"


def test_a_remainder_is_named(bureau, released):
    told = explaining.explain(at(2023, 1), at(2023, 8), reported=320000)

    assert (told.rows[-1].code, told.rows[-1].cents) == ("RESIDUAL", 5000)
    assert "多50元" in told.rows[-1].sentence
    assert sum(row.cents for row in told.rows) == 320000


def test_children_whose_facts_contradict_are_a_step_of_their_own(bureau):
    old = small.child(bureau, stopped_on=date(2023, 9, 20), stop_reason="CATEGORY_CHANGED")
    small.child(bureau, category="ORPHAN_SCAT", enrolled_on=date(2023, 8, 20), code="ET20230820-0001", previous=old)
    small.paid(bureau, old, date(2023, 8, 1))

    told = explaining.explain(at(2023, 1), at(2023, 9))

    assert [(row.code, row.cents) for row in told.rows] == [("FAULT", 105000)]
    assert told.residual == 0


def test_a_run_paid_in_the_period_is_in_it(bureau):
    small.child(bureau)
    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)

    told = explaining.explain(at(2023, 8), at(2023, 9))

    assert [row.cents for row in told.rows if row.code == "ON_ITS_WAY"] == [-210000]
    assert Payment.objects.filter(batch=batch).count() == 2
