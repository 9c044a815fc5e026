"""The dry run from the database: who enters, leaves, is paid later, more or back; and the batch drafted from it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from taizhang.county.audit import changes
from taizhang.county.ledger import services
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.models import Payment, PaymentBatch, Rate
from taizhang.lines.children.money import months
from taizhang.lines.children.money.months import at
from taizhang.lines.children.payroll import drafting, parameters, planning
from taizhang.lines.children.payroll.planning import Tab
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import SEPTEMBER
from tests.county import on

AUGUST = date(2023, 8, 1)


@pytest.fixture
def bureau(county):
    with on(small.TODAY):
        yield small.staff(county)


def lines(tab, **asked):
    return planning.plan(SEPTEMBER, tab=tab, **asked).shown


def test_a_month_pays_who_is_owed_and_says_who_enters(bureau):
    small.paid(bureau, small.child(bureau), AUGUST)
    new = small.child(bureau, 1, enrolled_on=date(2023, 8, 31))

    plan = planning.plan(SEPTEMBER, tab=Tab.ENTER)

    assert (plan.items, plan.cents, plan.children) == (2, 210000, 2)
    assert [row.child for row in plan.shown] == [new.pk]
    assert "2023年9月起发放" in plan.shown[0].sentence


def test_a_month_left_out_is_paid_later_with_its_cause(bureau):
    small.child(bureau)

    rows = lines(Tab.BACKPAY)

    assert [(row.months, row.cents) for row in rows] == [("2023年8月", 105000)]
    assert "未列入当月发放" in rows[0].sentence


def test_a_change_of_category_is_one_person_without_gap_or_overlap(bureau):
    old = small.child(bureau, stopped_on=date(2023, 8, 20), stop_reason="CATEGORY_CHANGED")
    small.paid(bureau, old, AUGUST)
    new = small.child(
        bureau, category="ORPHAN_SCAT", enrolled_on=date(2023, 8, 20), code="ET20230820-0001", previous=old
    )

    plan = planning.plan(SEPTEMBER, tab=Tab.REGULAR)

    assert [(row.child, row.cents) for row in plan.shown] == [(new.pk, 105000)]
    assert (plan.children, plan.parts[Tab.CHANGE].rows, plan.parts[Tab.FAULT].rows) == (1, 1, 0)


def test_what_was_paid_after_the_end_is_demanded_back(bureau):
    row = small.child(bureau, enrolled_on=date(2023, 5, 10), stopped_on=date(2023, 6, 15),
                      stop_reason="PARENT_RELEASED")  # fmt: skip
    for month in (6, 7, 8):
        small.paid(bureau, row, date(2023, month, 1))

    rows = lines(Tab.RECOVER)

    assert [(row.months, row.cents) for row in rows] == [("2023年7月", 105000), ("2023年8月", 105000)]
    assert "末领月为2023年6月" in rows[0].sentence


def test_a_topup_pays_the_difference_and_a_halt_nothing(bureau):
    topped, halted = small.child(bureau), small.child(bureau, 1)
    small.condition(bureau, topped, kind="TOPUP", monthly=Decimal("400.50"), first_month=AUGUST)
    small.condition(bureau, halted, kind="SUSPENDED", first_month=AUGUST)

    rows = [*lines(Tab.REGULAR), *lines(Tab.BACKPAY)]

    assert {(row.child, row.cents) for row in rows} == {(topped.pk, 64950)}
    assert len(rows) == 2


def test_study_after_eighteen_needs_a_proof_of_the_month(bureau):
    row = small.child(bureau, birth_date=date(2005, 8, 20), school="senior", enrolled_on=date(2023, 7, 1))
    small.paid(bureau, row, AUGUST)

    assert "就读证明" in lines(Tab.LEAVE)[0].sentence
    small.condition(bureau, row, kind="STUDY", first_month=date(2023, 9, 1), last_month=date(2024, 1, 1))
    assert [line.cents for line in lines(Tab.REGULAR)] == [105000]


def test_who_is_of_age_at_school_and_shows_no_proof_is_listed_with_what_to_do(bureau):
    row = small.child(bureau, birth_date=date(2005, 3, 20), school="senior", enrolled_on=date(2022, 7, 1))

    plan = planning.plan(SEPTEMBER, tab=Tab.UNPROVED)

    (line,) = plan.shown
    assert (line.child, line.months, line.cents, line.what) == (row.pk, "2023年9月", 0, "缺就读证明")
    assert "已满18周岁且无当月就读证明，末领月为2023年3月" in line.sentence
    assert "就学情况为“高中”" in line.sentence
    assert "登记就读证明" in line.sentence
    assert [plan.parts[tab].rows for tab in (Tab.LEAVE, Tab.REGULAR, Tab.UNPROVED)] == [0, 0, 1]


@pytest.mark.parametrize(
    "columns",
    [
        {"birth_date": date(2005, 9, 20)},
        {"school": "finished"},
        {"stopped_on": date(2023, 3, 20), "stop_reason": "AGE_18"},
        {"stopped_on": date(2023, 9, 1), "stop_reason": "FRAUD"},
        {"voided": True, "void_reason": "重复登记"},
    ],
)
def test_no_proof_is_asked_of_who_is_not_yet_of_age_at_no_school_or_gone(bureau, columns):
    usual = {"birth_date": date(2005, 3, 20), "school": "vocational", "enrolled_on": date(2022, 7, 1)}
    small.child(bureau, **usual | columns)
    assert planning.plan(SEPTEMBER).parts[Tab.UNPROVED].rows == 0


@pytest.mark.parametrize(("kind", "rows"), [("STUDY", 0), ("SUSPENDED", 0), ("STUDY of spring", 1)])
def test_a_proof_of_the_month_or_a_halt_takes_a_grown_up_off_the_list(bureau, kind, rows):
    row = small.child(bureau, birth_date=date(2005, 3, 20), school="vocational", enrolled_on=date(2022, 7, 1))
    first = date(2023, 2, 1) if "spring" in kind else date(2023, 9, 1)
    last = None if kind == "SUSPENDED" else date(first.year, first.month + 3, 1)
    small.condition(bureau, row, kind=kind.split()[0], first_month=first, last_month=last)
    assert planning.plan(SEPTEMBER).parts[Tab.UNPROVED].rows == rows


def test_they_are_listed_by_place_and_code_a_page_at_a_time(bureau):
    for n in (2, 0, 1):
        small.child(bureau, n, birth_date=date(2005, 3, 20 + n), school="vocational", enrolled_on=date(2022, 7, 1))
    shown = [planning.plan(SEPTEMBER, tab=Tab.UNPROVED, page=page, per_page=2).shown for page in (1, 2, 3)]
    assert [[row.code[-1] for row in rows] for rows in shown] == [["1", "2"], ["3"], []]


def test_an_annulled_confirmation_owes_no_month(bureau):
    row = small.child(bureau, stopped_on=date(2023, 9, 1), stop_reason="FRAUD")
    small.paid(bureau, row, AUGUST)

    assert [(line.months, line.cents) for line in lines(Tab.RECOVER)] == [("2023年8月", 105000)]


def test_facts_that_contradict_are_a_fault_of_that_child_alone(bureau):
    old = small.child(bureau, stopped_on=date(2023, 9, 20), stop_reason="CATEGORY_CHANGED")
    small.child(bureau, category="ORPHAN_SCAT", enrolled_on=date(2023, 8, 20), code="ET20230820-0001", previous=old)
    small.child(bureau, 1)

    plan = planning.plan(SEPTEMBER, tab=Tab.FAULT)

    assert "同时在" in plan.shown[0].sentence
    assert plan.children == 1


def test_a_month_without_a_standard_is_not_guessed(bureau):
    small.child(bureau)
    with changes.change(by=bureau.maker):
        Rate.objects.filter(category="DEFACTO").update(valid_to=date(2023, 8, 1))

    with pytest.raises(Invalid, match="没有发放标准"):
        planning.plan(SEPTEMBER)


def test_the_plan_is_compared_with_a_batch_of_the_month(bureau):
    first, second = small.child(bureau), small.child(bureau, 1)
    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)
    small.condition(bureau, second, kind="SUSPENDED", first_month=date(2023, 9, 1))

    plan = planning.plan(SEPTEMBER, tab=Tab.AGAINST, against=batch)

    assert first.pk
    assert [(row.child, row.cents, row.what) for row in plan.shown] == [(second.pk, -105000, "金额不同")]


# The batch


def test_a_batch_keeps_what_was_known_of_each_child(bureau):
    small.child(bureau)

    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)

    item = Payment.objects.filter(batch=batch).order_by("seq").first()
    assert (batch.items, batch.amount, batch.state) == (2, Decimal("2100.00"), "DRAFT")
    assert (item.cause, item.status, item.standard) == ("LATE_START", "PENDING", 1050)
    assert all(word in item.snapshot for word in ("王小雨", small.CARDS[0], "张桂兰（祖父母）", "410726"))


def test_after_the_draft_nothing_is_left_to_plan(bureau):
    small.child(bureau)
    drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)

    assert planning.plan(SEPTEMBER).items == 0
    with pytest.raises(Invalid, match="已有月度批次"):
        drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)
    with pytest.raises(Invalid, match="没有可以发放的明细"):
        drafting.draft(SEPTEMBER, "BACKPAY", by=bureau.maker)


def test_a_plan_that_changed_since_it_was_seen_is_not_drafted(bureau):
    small.child(bureau)

    with pytest.raises(Invalid, match="您查看的计划是1笔1,050元，现在是2笔2,100元"):
        drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker, seen=drafting.Seen(1, 105000))
    assert not PaymentBatch.objects.exists()


def test_what_comes_up_after_the_run_is_a_batch_of_its_own(bureau):
    small.child(bureau)
    drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)
    small.child(bureau, 1)

    batch = drafting.draft(SEPTEMBER, "BACKPAY", by=bureau.maker, seen=drafting.Seen(2, 210000))

    assert [item.cause for item in drafting.items(batch)] == ["LATE_START", "REGULAR"]


def test_before_the_run_back_pay_leaves_the_month_to_it(bureau):
    small.child(bureau)

    batch = drafting.draft(SEPTEMBER, "BACKPAY", by=bureau.maker)

    assert [item.cause for item in drafting.items(batch)] == ["LATE_START"]
    assert drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker).items == 1


def test_a_month_that_has_not_come_is_not_drafted(bureau):
    small.child(bureau)

    with pytest.raises(Invalid, match="2023年10月还没有到"):
        drafting.draft(SEPTEMBER + 1, "REGULAR", by=bureau.maker)


def test_only_the_bureaus_clerk_drafts(bureau):
    small.child(bureau)

    for person in (bureau.clerk, bureau.stranger, bureau.checker, bureau.treasurer, bureau.leader):
        with pytest.raises(Invalid, match="由民政局经办制单"):
            drafting.draft(SEPTEMBER, "REGULAR", by=person)
    assert not PaymentBatch.objects.exists()


def test_a_dropped_batch_is_planned_anew(bureau):
    small.child(bureau)
    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)

    drafting.drop(batch, by=bureau.maker, reason="名单有变")

    assert set(Payment.objects.filter(batch=batch).values_list("status", flat=True)) == {"CANCELLED"}
    assert drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker).code == "FP202309-02"
    with pytest.raises(Invalid, match="已撤销，不能撤销"):
        drafting.drop(batch, by=bureau.maker, reason="再次")


def test_an_item_of_a_run_is_closed_to_other_hands(bureau):
    small.child(bureau)
    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)
    item = Payment.objects.filter(batch=batch).first()
    item.amount = 5000

    with pytest.raises(services.Refused, match="不能在台账中修改"):
        services.save(item, by=bureau.maker)
    with pytest.raises(services.Refused, match="撤销整个批次"):
        services.void(item, by=bureau.maker, reason="误登")
    assert not Payment.objects.get(pk=item.pk).voided


def test_the_database_keeps_a_month_from_being_paid_twice_to_a_person(bureau):
    old = small.child(bureau, stopped_on=date(2023, 8, 20), stop_reason="CATEGORY_CHANGED")
    small.child(bureau, category="ORPHAN_SCAT", enrolled_on=date(2023, 8, 20), code="ET20230820-0001", previous=old)
    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)
    item = Payment.objects.get(batch=batch, kind="REGULAR")
    item.pk, item.seq, item.code, item.child, item.cause = None, 99, "FP202309-01-00099", old, "MISSED"

    with pytest.raises(IntegrityError, match="once_a_month_for_a_person"), transaction.atomic():
        small.kept(bureau, item)


def test_ages_and_months_of_the_policies_are_those_of_eligibility():
    policies = parameters.declared().policies
    found = [
        (months.code(one.first), one.age_limit, one.study_extends, one.starts_after, one.ends_after)
        for one in (policies.at(at(2015, 1)), policies.at(at(2019, 8)), policies.at(at(2023, 9)))
    ]
    assert found == [("201011", 18, False, 1, 0), ("201907", 18, True, 1, 0), ("202001", 18, True, 1, 0)]
