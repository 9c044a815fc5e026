"""Children with the same facts, reckoned once for all of them, come out as if each had been reckoned alone."""

from datetime import date

import pytest
from django.db import transaction
from django.db.models import Min
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from taizhang.county.audit import changes
from taizhang.county.standards import bank, citizen_id
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.models import Child, PayCondition, Payment, Recovery
from taizhang.lines.children.money.checks import Check
from taizhang.lines.children.money.explaining import Explanation
from taizhang.lines.children.money.months import at
from taizhang.lines.children.money.planning import Run
from taizhang.lines.children.payroll import alike, checking, drafting, explaining, laying, parameters, planning, reading
from taizhang.lines.children.payroll.alike import Alike
from taizhang.lines.children.payroll.planning import Plan, Tab
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import SEPTEMBER, TODAY
from tests.county import on

MONTHS = [date(2023, month, 1) for month in (6, 7, 8)]
PAYMENT = st.tuples(
    st.sampled_from(MONTHS), st.sampled_from([1050, 650, 1450]), st.sampled_from(["PAID", "RETURNED", "PENDING"]),
    st.sampled_from([date(2023, 7, 18), date(2023, 8, 2), date(2023, 8, 30)]),
)  # fmt: skip
HALT = st.fixed_dictionaries({
    "kind": st.just("SUSPENDED"), "restored": st.booleans(),
    "reason": st.text("|;,'\"%\\{}\n\t 民发〔2023〕9号", min_size=1, max_size=80),
})  # fmt: skip
TOPUP = st.fixed_dictionaries({"kind": st.just("TOPUP"), "monthly": st.sampled_from(["400", "250.50", "1200"])})
STUDY = st.just({"kind": "STUDY"})
CONDITION = st.fixed_dictionaries({
    "first": st.sampled_from([*MONTHS, date(2023, 9, 1)]),
    "last": st.sampled_from([None, date(2023, 9, 1), date(2023, 10, 1)]),
    "void_reason": st.sampled_from(["", "", "录错"]), "what": st.one_of(HALT, TOPUP, STUDY),
    # Entered with the other row of the person, where there is one.
    "astray": st.booleans(),
})  # fmt: skip
HISTORY = st.fixed_dictionaries({
    "category": st.sampled_from(["DEFACTO", "ORPHAN_SCAT", "ORPHAN_INST", "LEFT_BEHIND"]),
    "born": st.sampled_from([date(2012, 2, 29), date(2012, 2, 28), date(2005, 8, 3), date(2005, 8, 30)]),
    "enrolled": st.sampled_from([date(2023, 5, 2), date(2023, 5, 31), date(2023, 8, 9)]),
    "stopped": st.sampled_from([None, date(2023, 8, 9), date(2023, 8, 31), date(2023, 9, 1)]),
    "voided": st.booleans(), "claimed": st.booleans(),
    "beside": st.sampled_from([None, None, None, "LEFT_BEHIND", "ORPHAN_SCAT"]),
    "payments": st.lists(PAYMENT, max_size=4), "conditions": st.lists(CONDITION, max_size=3),
    # What becomes known between the draft of a batch and its check.
    "afterwards": st.lists(CONDITION, min_size=1, max_size=2),
})  # fmt: skip
HISTORIES = st.lists(HISTORY, min_size=1, max_size=4)
SLOW = {"max_examples": 20, "deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@pytest.fixture
def bureau(county):
    with on(TODAY):
        yield small.staff(county)


def laid_down_twice(county, histories):
    """So that there is something to be grouped, and some of it only the first time."""
    with changes.change(by=county.maker):
        return [(laid_down(county, n, told), told) for n, told in enumerate([*histories, *histories])]


def laid_down(county, n, told):
    """The rows of one person, the one that is paid first."""
    voided = told["voided"] and n % 3 == 0
    child = row(
        county, n, told, category=told["category"], enrolled_on=told["enrolled"],
        stopped_on=told["stopped"] and max(told["stopped"], told["enrolled"]),
        stop_reason="ADOPTED" if told["stopped"] else "", voided=voided, void_reason="重复" if voided else "",
    )  # fmt: skip
    rows = [child]
    if told["beside"] and n % 4 == 0:
        rows.append(row(county, n, told, code=f"ET20230301-{n:04d}", category=told["beside"],
                        enrolled_on=date(2023, 3, 1), stopped_on=date(2023, 4, 10),
                        stop_reason="CATEGORY_CHANGED"))  # fmt: skip
    held(rows, n, told["conditions"])
    if told["claimed"] and n % 2 == 0:
        claimed(child, n, told["payments"])
    for number, (month, amount, status, day) in enumerate(told["payments"]):
        Payment.objects.create(
            unit=child.unit, place_id=child.place_id, code=f"FF{n}-{number}", child=child, category="DEFACTO",
            month_covered=month, amount=amount, kind="BACKPAY", status=status,
            bank_date=day if status == "PAID" else None, return_reason="户名不符" if status == "RETURNED" else "",
        )  # fmt: skip
    return rows


def row(county, n, told, **columns):
    stem = f"6217{n:014d}"
    usual = {
        "unit": county.organisations["civil-affairs"], "place_id": "410726206", "name": "王小雨",
        "birth_date": told["born"], "id_no": citizen_id.synthetic("410726", told["born"], n + 1),
        "code": f"ET20230502-{n:04d}", "account": stem + bank.luhn_check_digit(stem),
    }  # fmt: skip
    child = Child(**usual | columns)
    child.save()
    return child


def held(rows, n, conditions, stem="QX"):
    for number, told in enumerate(conditions):
        last = date(2023, 10, 1) if told["what"]["kind"] == "STUDY" else told["last"]
        child = rows[-1] if told["astray"] else rows[0]
        PayCondition.objects.create(
            **{"reason": "示例证明"} | told["what"], unit=child.unit, place_id=child.place_id, child=child,
            code=f"{stem}{n}-{number}", first_month=told["first"], last_month=last,
            voided=bool(told["void_reason"]), void_reason=told["void_reason"],
        )  # fmt: skip


def claimed(child, n, payments):
    """All that July got."""
    got = sum(amount for month, amount, status, _ in payments if month == MONTHS[1] and status != "RETURNED")
    if got:
        day = date(2023, 8, 20)
        Recovery.objects.create(
            unit=child.unit, place_id=child.place_id, code=f"ZJ{n}", child=child, cause="AFTER_STOP", sentence="多发",
            months=[{"month": 202307, "cents": got * 100}], amount=got, repaid=400, notice_on=day, first_due=day,
        )  # fmt: skip


def singly(terms):
    return [Alike("", 1, person) for person in reading.people(terms.policies)]


@given(histories=HISTORIES)
@settings(**SLOW)
def test_the_grouped_total_is_explained_like_the_single_one(bureau, histories):
    with transaction.atomic():
        laid_down_twice(bureau, histories)
        terms = parameters.terms()
        first, last = at(2023, 6), at(2023, 8)
        whole = Explanation(first, last, terms.rates.monthly("DEFACTO", last), terms)
        for one in singly(terms):
            explaining._add(whole, one.person, 1)

        told = explaining.explain(first, last)

        assert (told.rows, told.paid, told.residual) == (list(whole.rows()), whole.paid, 0)
        assert sum(one.cents for one in told.rows) == told.reported
        transaction.set_rollback(True)


@given(histories=HISTORIES)
@settings(**SLOW)
def test_the_grouped_plan_has_the_lines_of_the_single_one(bureau, histories):
    with transaction.atomic():
        laid_down_twice(bureau, histories)
        terms = parameters.terms()

        assert items(terms, alike.everybody(terms.policies)) == items(terms, singly(terms))
        transaction.set_rollback(True)


def items(terms, everybody):
    """All that a batch would hold, in its order."""
    run = Run(SEPTEMBER, terms)
    lines = [
        laying.to_pay(one, line)
        for one in everybody
        for line in planning.paying(planning.lines_of(run, one), "REGULAR", after_run=False)
    ]
    with laying.items(lines) as totals:
        return totals, laying.fetch(0, 100)


@given(histories=HISTORIES)
@settings(**SLOW)
def test_every_tab_of_the_grouped_plan_shows_the_rows_of_the_single_one(bureau, histories):
    with transaction.atomic():
        laid_down_twice(bureau, histories)
        terms = parameters.terms()
        run, everybody = Run(SEPTEMBER, terms), singly(terms)
        for tab in set(Tab) - {Tab.AGAINST}:
            alone = Plan(SEPTEMBER, tab)
            for one in everybody:
                planning._take(alone, run, one, planning.lines_of(run, one))

            made = planning.plan(SEPTEMBER, tab=tab, per_page=100)

            assert (made.children, made.parts) == (alone.children, alone.parts)
            shown = [planning._shown(*found) for found in laying.page(alone.listed, None, 0, 100)]
            assert sorted(made.shown) == sorted(shown)
        transaction.set_rollback(True)


@given(histories=HISTORIES)
@settings(**SLOW)
def test_the_grouped_check_finds_what_the_single_one_finds(bureau, histories):
    with transaction.atomic():
        known = laid_down_twice(bureau, histories)
        batch = drafted(bureau)
        with changes.change(by=bureau.maker):
            for n, (rows, told) in enumerate(known):
                held(rows, n, told["afterwards"], "HT")

        found = [one for one in checking.blocks(batch) if one.code != "RETURNED_ACCOUNT"] if batch else []

        assert found == (checked_singly(batch, parameters.terms()) if batch else [])
        event(f"findings: {len(found)}")
        transaction.set_rollback(True)


def drafted(bureau):
    """None where nobody is owed anything."""
    try:
        return drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)
    except Invalid as none:
        assert "没有可以发放的明细" in str(none)
        return None


def checked_singly(batch, terms):
    """Nobody passed over."""
    persons = Payment.objects.filter(batch=batch).values_list("person", flat=True)
    everybody = list(persons.annotate(first=Min("seq")).order_by("first"))
    check = Check(terms, checking._INSTITUTIONAL)
    return [
        checking._found(block, person)
        for person, dossier, mine in checking._rows(batch, terms, everybody)
        for block in check.of_child(dossier, mine)
    ]


def test_everybody_comes_once(bureau):
    alone = small.child(bureau)
    for n in (1, 2):
        small.child(bureau, n, birth_date=date(2012, 8, 15 + n))
    small.child(bureau, 3, id_no=alone.id_no, category="ORPHAN_SCAT", enrolled_on=date(2023, 3, 1),
                stopped_on=date(2023, 7, 9), stop_reason="CATEGORY_CHANGED")  # fmt: skip

    found = list(alike.everybody(parameters.terms().policies))

    assert [(bool(one.facts), one.times) for one in found] == [(True, 2), (False, 1)]
    assert [member.code for member in alike.members(found[0], 5)] == ["ET20230710-0002", "ET20230710-0003"]


def test_only_what_conditions_say_to_the_reckoning_tells_children_apart(bureau):
    halts = ["停发|通知；1号", "停发|通知；1号", "停发通知2号"]
    for n, (proof, halt) in enumerate(zip(["学籍1号", "学籍2号", "学籍1号"], halts, strict=True)):
        row = small.child(bureau, n)
        small.condition(bureau, row, kind="STUDY", first_month=date(2023, 8, 1), last_month=date(2024, 7, 1),
                        reason=proof)  # fmt: skip
        small.condition(bureau, row, kind="SUSPENDED", first_month=date(2023, 9, 1), reason=halt)

    found = list(alike.everybody(parameters.terms().policies))

    told = {one.times: [halt.reason for halt in one.person.child.suspensions] for one in found if one.facts}
    assert told == {2: ["停发|通知；1号"], 1: ["停发通知2号"]}
    assert len(found) == 2


def test_items_stand_in_the_order_of_place_village_and_code(bureau):
    small.child(bureau, 0, village="乙村")
    small.child(bureau, 1, village="甲村", code="ET20230710-0009")
    small.child(bureau, 2, place_id="410726207", code="ET20230710-0001A")
    small.child(bureau, 3, village="乙村", code="ET20230710-0000")

    batch = drafting.draft(SEPTEMBER, "BACKPAY", by=bureau.maker)

    codes = [f"{item.child.code}" for item in drafting.items(batch).select_related("child")]
    villages = ["ET20230710-0000", "ET20230710-0001", "ET20230710-0009"]
    assert codes == [*villages, "ET20230710-0001A"]
