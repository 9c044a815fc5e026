"""Children with the same facts, reckoned once for all of them, come out as if each had been reckoned alone."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taizhang.county.audit import changes
from taizhang.county.standards import citizen_id
from taizhang.lines.children.models import Child, PayCondition, Payment
from taizhang.lines.children.money import months
from taizhang.lines.children.money.explaining import Explanation
from taizhang.lines.children.money.months import at
from taizhang.lines.children.money.planning import Run
from taizhang.lines.children.payroll import alike, drafting, explaining, laying, parameters, planning, reading
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import SEPTEMBER, TODAY
from tests.county import on

MONTHS = [date(2023, month, 1) for month in (6, 7, 8)]
PAYMENT = st.tuples(
    st.sampled_from(MONTHS), st.sampled_from([1050, 650, 1450]), st.sampled_from(["PAID", "RETURNED", "PENDING"]),
    st.sampled_from([date(2023, 7, 18), date(2023, 8, 2), date(2023, 8, 30)]),
)  # fmt: skip
HISTORY = st.fixed_dictionaries({
    "category": st.sampled_from(["DEFACTO", "ORPHAN_SCAT", "ORPHAN_INST", "LEFT_BEHIND"]),
    "born": st.sampled_from([date(2012, 2, 29), date(2012, 2, 28), date(2005, 8, 3), date(2005, 8, 30)]),
    "enrolled": st.sampled_from([date(2023, 5, 2), date(2023, 5, 31), date(2023, 8, 9)]),
    "stopped": st.sampled_from([None, date(2023, 8, 9), date(2023, 8, 31), date(2023, 9, 1)]),
    "voided": st.booleans(), "held": st.booleans(),
    "payments": st.lists(PAYMENT, max_size=4),
})  # fmt: skip
SLOW = {"max_examples": 15, "deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@pytest.fixture
def bureau(county):
    with on(TODAY):
        yield small.staff(county)


def laid_down_twice(county, histories):
    """So that there is something to be grouped."""
    with changes.change(by=county.maker):
        for n, told in enumerate([*histories, *histories]):
            laid_down(county, n, told)


def laid_down(county, n, told):
    born = told["born"]
    child = Child(
        unit=county.organisations["civil-affairs"], place_id="410726206", name="王小雨", birth_date=born,
        id_no=citizen_id.synthetic("410726", born, n + 1), category=told["category"], enrolled_on=told["enrolled"],
        stopped_on=told["stopped"], stop_reason="ADOPTED" if told["stopped"] else "", code=f"ET20230502-{n:04d}",
        voided=told["voided"] and n % 3 == 0, void_reason="重复" if told["voided"] and n % 3 == 0 else "",
    )  # fmt: skip
    child.stopped_on = child.stopped_on and max(child.stopped_on, child.enrolled_on)
    child.save()
    if told["held"] and n % 4 == 0:
        PayCondition.objects.create(unit=child.unit, place_id=child.place_id, code=f"QX{n}", child=child,
                                    kind="SUSPENDED", first_month=date(2023, 7, 1), reason="示例")  # fmt: skip
    for number, (month, amount, status, day) in enumerate(told["payments"]):
        Payment.objects.create(
            unit=child.unit, place_id=child.place_id, code=f"FF{n}-{number}", child=child, category="DEFACTO",
            month_covered=month, amount=amount, kind="BACKPAY", status=status,
            bank_date=day if status == "PAID" else None, return_reason="户名不符" if status == "RETURNED" else "",
        )  # fmt: skip


def singly(terms):
    return list(reading.people(terms.policies))


@given(histories=st.lists(HISTORY, min_size=1, max_size=4))
@settings(**SLOW)
def test_the_grouped_total_is_explained_like_the_single_one(bureau, histories):
    with transaction.atomic():
        laid_down_twice(bureau, histories)
        terms = parameters.terms()
        first, last = at(2023, 6), at(2023, 8)
        whole = Explanation(first, last, terms.rates.monthly("DEFACTO", last), terms)
        for person in singly(terms):
            counted = explaining._counted(person, date(2023, 8, 31))
            whole.add(person.child, person.payments, counted=counted)

        told = explaining.explain(first, last)

        assert (told.rows, told.paid, told.residual) == (list(whole.rows()), whole.paid, 0)
        assert sum(row.cents for row in told.rows) == told.reported
        transaction.set_rollback(True)


@given(histories=st.lists(HISTORY, min_size=1, max_size=4))
@settings(**SLOW)
def test_the_grouped_plan_has_the_lines_of_the_single_one(bureau, histories):
    with transaction.atomic():
        laid_down_twice(bureau, histories)
        terms = parameters.terms()
        run = Run(SEPTEMBER, terms)
        kept = [line for _, lines in planning.each(run) for line in planning.paying(lines, "REGULAR", after_run=False)]
        groups = [
            laying.to_pay(one, line)
            for one in alike.everybody(terms.policies)
            for line in planning.paying(planning.lines_of(run, one), "REGULAR", after_run=False)
        ]

        with laying.items(groups) as totals:
            laid = [(item.child, item.month, item.cents, item.cause, item.sentence) for item in laying.fetch(0, 100)]

        assert sorted(laid) == sorted(
            (line.child, months.code(line.month), line.cents, line.cause, line.sentence[:300]) for line in kept
        )
        assert (totals.items, totals.cents) == (len(kept), sum(line.cents for line in kept))
        transaction.set_rollback(True)


def test_everybody_comes_once(bureau):
    alone = small.child(bureau)
    for n in (1, 2):
        small.child(bureau, n, birth_date=date(2012, 8, 15 + n))
    small.condition(bureau, alone, kind="SUSPENDED", first_month=date(2023, 8, 1))

    found = list(alike.everybody(parameters.terms().policies))

    assert [(bool(one.facts), one.times) for one in found] == [(True, 2), (False, 1)]
    assert [member.code for member in alike.members(found[0], 5)] == ["ET20230710-0002", "ET20230710-0003"]


def test_items_stand_in_the_order_of_place_village_and_code(bureau):
    small.child(bureau, 0, village="乙村")
    small.child(bureau, 1, village="甲村", code="ET20230710-0009")
    small.child(bureau, 2, place_id="410726207", code="ET20230710-0001A")
    small.child(bureau, 3, village="乙村", code="ET20230710-0000")

    batch = drafting.draft(SEPTEMBER, "BACKPAY", by=bureau.maker)

    codes = [f"{item.child.code}" for item in drafting.items(batch).select_related("child")]
    villages = ["ET20230710-0000", "ET20230710-0001", "ET20230710-0009"]
    assert codes == [*villages, "ET20230710-0001A"]
