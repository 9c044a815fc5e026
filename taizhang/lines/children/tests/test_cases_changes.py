"""Changes of category, ends, halts and reviews by the services, through to what the next run pays or demands back."""

from datetime import date

import pytest

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.cases import changing, confirming, known, moving, paying, reviewing
from taizhang.lines.children.cases.models import ChildCase, Review
from taizhang.lines.children.models import Child, PayCondition
from taizhang.lines.children.money.months import at
from taizhang.lines.children.payroll import parameters, planning
from taizhang.lines.children.tests import bureau, cases
from taizhang.lines.children.tests.cases import again, seen
from tests.county import on

SEPTEMBER = date(2023, 9, 5)


@pytest.fixture(autouse=True)
def _day():
    with on(SEPTEMBER):
        yield


@pytest.fixture
def office(county):
    return cases.staff(county)


@pytest.fixture
def supported(office):
    """Confirmed on 10 April 2023, so paid from May."""
    with on("2023-04-10"):
        return cases.confirmed(office, applied_on=date(2023, 3, 20))


def paid(office, child, *months):
    for month in months:
        bureau.paid(office, child, date(2023, month, 1))


def lines(month):
    run = planning.Run(at(2023, month), parameters.terms())
    return [line for _, found in planning.each(run) for line in found]


def owed(month):
    return sorted(
        (line.month - at(2023, 1) + 1, line.kind, line.category, line.cents) for line in lines(month)
    )  # fmt: skip


def state_of(case, role):
    return case.parents.get(role=role).states.get()


def ended(office, case, role, day):
    state = state_of(case, role)
    state.ended_on = day
    moving.save(state, by=office.clerk)


def found(case, day=SEPTEMBER):
    return changing.proposal(again(case), known.both(case), day)


def end(office, case, reason, day, note="核实后终止"):
    return changing.terminate(case.pk, reason, day, by=office.maker, seen=seen(case), note=note)


def test_released_in_june_and_reported_in_september_three_months_are_demanded_back(office, supported):
    paid(office, supported.child, 5, 6, 7, 8, 9)
    ended(office, supported, "father", date(2023, 6, 15))

    proposed = found(supported)
    end(office, supported, proposed.reason, proposed.event)

    assert (proposed.event, proposed.reason) == (date(2023, 6, 15), "PARENT_RELEASED")
    assert again(supported).state == "TERMINATED"
    assert Child.objects.get().stopped_on == date(2023, 6, 15)
    assert owed(9) == [(month, "OVERPAY", "DEFACTO", 105000) for month in (7, 8, 9)]


def test_while_nothing_ended_nothing_is_proposed(supported):
    assert found(supported) is None


def test_the_death_of_the_second_parent_changes_the_category_without_gap_or_overlap(office, supported):
    paid(office, supported.child, 5, 6, 7)
    with on("2023-08-02"):
        ended(office, supported, "father", date(2023, 7, 20))
        cases.known(office, supported.parents.get(role="father"), **cases.dead(date(2023, 7, 20)))
    proposed = found(supported)
    assert (proposed.category, proposed.event) == ("ORPHAN_SCAT", date(2023, 7, 20))

    changing.change_category(supported.pk, by=office.maker, seen=seen(supported))

    old, new = Child.objects.order_by("pk")
    assert (old.stopped_on, old.stop_reason) == (date(2023, 7, 20), "CATEGORY_CHANGED")
    assert (new.previous, new.enrolled_on, new.first_month) == (old, date(2023, 7, 20), date(2023, 8, 1))
    assert again(supported).child == new
    assert owed(9) == [(8, "BACKPAY", "ORPHAN_SCAT", 105000), (9, "REGULAR", "ORPHAN_SCAT", 105000)]
    assert found(supported) is None


def test_a_change_sent_twice_is_made_once(office, supported):
    ended(office, supported, "father", date(2023, 7, 20))
    cases.known(office, supported.parents.get(role="father"), **cases.dead(date(2023, 7, 20)))
    changing.change_category(supported.pk, by=office.maker, seen=seen(supported))
    with pytest.raises(Invalid, match="没有需要办理的类别变更"):
        changing.change_category(supported.pk, by=office.maker, seen=seen(supported))
    assert Child.objects.count() == 2


def test_one_dies_while_the_other_is_in_prison_and_the_category_stays(office):
    lost = {"state": "LOST_CONTACT", "since": date(2022, 1, 1), "receipt_on": date(2022, 1, 8),
            "papers": "公安机关接警回执、公安机关查找结果"}  # fmt: skip
    with on("2023-04-10"):
        case = cases.confirmed(office, mother=lost, applied_on=date(2023, 3, 20))
    ended(office, case, "mother", date(2023, 5, 9))
    cases.known(office, case.parents.get(role="mother"), **cases.dead(date(2023, 5, 9)))
    assert found(case) is None
    ended(office, case, "father", date(2023, 8, 20))
    cases.known(office, case.parents.get(role="father"), **cases.dead(date(2023, 8, 20)))
    assert found(case).event == date(2023, 8, 20)
    assert found(case).first == at(2023, 9)


def test_changed_before_the_first_pay_each_month_is_paid_once(office):
    with on("2023-08-03"):
        case = cases.confirmed(office, applied_on=date(2023, 7, 20))
        ended(office, case, "father", date(2023, 8, 2))
    state = state_of(case, "father")
    state.ended_on = date(2023, 8, 25)
    moving.save(state, by=office.clerk)
    cases.known(office, case.parents.get(role="father"), **cases.dead(date(2023, 8, 25)))
    changing.change_category(case.pk, by=office.maker, seen=seen(case))
    assert owed(9) == [(9, "REGULAR", "ORPHAN_SCAT", 105000)]


@pytest.mark.parametrize("born", [date(2005, 8, 1), date(2005, 8, 31)])
def test_the_month_of_the_eighteenth_birthday_is_the_last(office, born):
    with on("2023-04-10"):
        case = cases.confirmed(office, id_no=cases.number(born=born), birth_date=born, school="finished",
                               applied_on=date(2023, 3, 20))  # fmt: skip
    paid(office, case.child, 5, 6, 7, 8)
    proposed = found(case)
    assert (proposed.event, proposed.reason) == (born.replace(year=2023), "AGE_18")
    end(office, case, proposed.reason, proposed.event)
    assert owed(9) == []


def test_a_proof_of_study_carries_on_past_the_birthday_until_the_term_ends(office):
    born = date(2005, 5, 18)
    with on("2023-03-10"):
        case = cases.confirmed(office, id_no=cases.number(born=born), birth_date=born, school="senior",
                               applied_on=date(2023, 3, 1))  # fmt: skip
        case = paying.prove(case.pk, date(2023, 3, 1), date(2023, 7, 1), "senior", by=office.maker, seen=seen(case),
                            reason="延津县一中就读证明")  # fmt: skip
    paid(office, case.child, 4, 5, 6)
    assert [line[:2] for line in owed(7)] == [(7, "REGULAR")]
    assert found(case, date(2023, 7, 20)) is None
    assert found(case, date(2023, 9, 5)).reason == "GRADUATED"
    paying.prove(case.pk, date(2023, 9, 1), date(2024, 1, 1), "senior", by=office.maker, seen=seen(case),
                 reason="延津县一中就读证明")  # fmt: skip
    assert found(case, date(2023, 9, 5)) is None


def test_a_proof_sent_twice_is_kept_once(office, supported):
    for _ in range(2):
        paying.prove(supported.pk, date(2023, 9, 1), date(2024, 1, 1), "senior", by=office.maker, seen=seen(supported),
                     reason="延津县一中就读证明")  # fmt: skip
    assert PayCondition.objects.count() == 1


def test_of_two_siblings_one_is_adopted_and_the_other_goes_on(office, supported):
    with on("2023-04-10"):
        sibling = cases.confirmed(office, id_no=cases.number(997), name="王小雪", applied_on=date(2023, 3, 20))
    end(office, supported, "ADOPTED", date(2023, 8, 10))
    assert [again(one).state for one in (supported, sibling)] == ["TERMINATED", "ACTIVE"]
    assert [(line[0], line[1]) for line in owed(9) if line[0] == 9] == [(9, "REGULAR")]


def test_a_death_before_the_last_payment_is_demanded_back_though_it_was_paid(office, supported):
    paid(office, supported.child, 5, 6, 7, 8)
    end(office, supported, "DEATH", date(2023, 7, 2))
    assert owed(9) == [(8, "OVERPAY", "DEFACTO", 105000)]


def test_nothing_is_done_on_a_case_that_is_closed(office, supported):
    case = end(office, supported, "DEATH", date(2023, 7, 2))
    with pytest.raises(Invalid, match="不能办理就读证明"):
        paying.prove(case.pk, SEPTEMBER, SEPTEMBER, "senior", by=office.maker, seen=seen(case), reason="就读证明")


def test_what_rested_on_a_forgery_is_demanded_back_from_the_first_month(office, supported):
    paid(office, supported.child, 5, 6, 7, 8)
    end(office, supported, "FRAUD", SEPTEMBER)
    assert [(line[0], line[1]) for line in owed(9)] == [(month, "OVERPAY") for month in (5, 6, 7, 8)]


def test_a_forgery_annuls_the_category_before_as_well(office, supported):
    paid(office, supported.child, 5, 6, 7)
    ended(office, supported, "father", date(2023, 7, 20))
    cases.known(office, supported.parents.get(role="father"), **cases.dead(date(2023, 7, 20)))
    case = changing.change_category(supported.pk, by=office.maker, seen=seen(supported))
    end(office, case, "FRAUD", SEPTEMBER)
    assert [(line[0], line[1]) for line in owed(9)] == [(month, "OVERPAY") for month in (5, 6, 7)]


@pytest.mark.parametrize(
    ("day", "told"), [(date(2023, 9, 6), "晚于今天"), (date(2023, 4, 9), "早于确认日2023年4月10日")]
)
def test_the_day_of_an_event_is_neither_to_come_nor_before_the_confirmation(office, supported, day, told):
    with pytest.raises(Invalid, match=told):
        end(office, supported, "DEATH", day)
    assert Child.objects.get().stopped_on is None


def test_a_change_of_category_is_no_end(office, supported):
    with pytest.raises(Invalid, match="办理类别变更"):
        end(office, supported, "CATEGORY_CHANGED", SEPTEMBER)


def test_the_township_ends_nothing(office, supported):
    with pytest.raises(Invalid, match="由县民政局经办办理"):
        changing.terminate(supported.pk, "DEATH", SEPTEMBER, by=office.clerk, seen=seen(supported), note="村里报告")


def test_a_halt_keeps_the_months_back_and_its_end_may_give_them(office, supported):
    paid(office, supported.child, 5, 6, 7, 8)
    case = paying.suspend(supported.pk, SEPTEMBER, by=office.maker, seen=seen(supported), note="户口正在迁出")
    assert (case.state, owed(9)) == ("SUSPENDED", [])
    with on("2023-11-03"):
        case = paying.resume(case.pk, date(2023, 11, 1), True, by=office.maker, seen=seen(case), note="户口仍在本县")
    assert case.state == "ACTIVE"
    assert [line[0] for line in owed(11)] == [9, 10, 11]


def test_a_halt_that_never_held_a_month_is_given_back_whole(office, supported):
    paid(office, supported.child, 5, 6, 7, 8)
    case = paying.suspend(supported.pk, date(2023, 11, 1), by=office.maker, seen=seen(supported), note="户口正在迁出")
    paying.resume(case.pk, date(2023, 10, 1), False, by=office.maker, seen=seen(case), note="户口仍在本县")
    assert [line[0] for line in owed(11)] == [9, 10, 11]


def test_a_month_gone_by_is_not_halted(office, supported):
    with pytest.raises(Invalid, match="暂停须自本月或以后"):
        paying.suspend(supported.pk, date(2023, 8, 1), by=office.maker, seen=seen(supported), note="户口正在迁出")


def test_a_review_keeps_the_case_and_stands_in_the_ledger_once(office, supported):
    count = seen(supported)
    for _ in range(2):
        case = reviewing.record(
            supported.pk, "ANNUAL_REVIEW", SEPTEMBER, "入户核查，随祖母生活", by=office.clerk, seen=count
        )
    assert case.state == "ACTIVE"
    assert [(one.kind, one.conclusion) for one in Review.objects.all()] == [("ANNUAL_REVIEW", "KEEP")]
    assert [step.move for step in case.steps.all()][count:] == ["REVIEW", "KEEP"]


def test_a_review_that_ends_the_support_is_one_too(office, supported):
    case = cases.go(supported, office.clerk, "REVIEW", note="群众反映父亲已返家")
    end(office, case, "PARENT_FOUND", date(2023, 8, 30))
    assert Review.objects.get().conclusion == "TERMINATE"


def test_a_child_of_an_older_register_gets_its_file_once_and_is_ended_by_it(office):
    child = bureau.child(office)
    for _ in range(2):
        case = reviewing.open_file(child.pk, by=office.clerk)
    assert (case.state, case.backfilled, case.child) == ("ACTIVE", True, child)
    assert ChildCase.objects.count() == 1
    end(office, case, "REGISTRATION_MOVED", date(2023, 8, 10))
    assert Child.objects.get().stopped_on == date(2023, 8, 10)


def test_parents_added_to_an_older_file_are_judged(office):
    child = bureau.child(office)
    case = reviewing.open_file(child.pk, by=office.clerk)
    assert found(case) is None
    cases.parent(office, case, "mother", cases.dead())
    cases.parent(office, case, "father", cases.prisoner(date(2023, 8, 20)))
    assert (found(case).event, found(case).reason) == (date(2023, 8, 20), "PARENT_RELEASED")


def test_an_older_file_is_judged_from_where_its_papers_reach(office):
    child = bureau.child(office, enrolled_on=date(2019, 5, 10), code="ET20190510-0001")
    case = reviewing.open_file(child.pk, by=office.clerk)
    cases.parent(office, case, "mother", cases.dead(date(2018, 2, 1)))
    cases.parent(office, case, "father", cases.prisoner(date(2023, 8, 20), since=date(2019, 1, 5)))
    assert found(case).event == date(2023, 8, 20)


def test_the_other_township_opens_no_file(office):
    with pytest.raises(Invalid, match="不能办理"):
        reviewing.open_file(bureau.child(office).pk, by=office.stranger)


def test_after_the_end_one_comes_again_with_a_new_case(office, supported):
    end(office, supported, "PARENT_RELEASED", date(2023, 8, 1))
    second = cases.go(cases.application(office), office.clerk, "SUBMIT")
    assert second.previous == again(supported)
    with pytest.raises(Invalid, match="已办结，不能"):
        cases.go(again(supported), office.maker, "RESUME")
    with on("2023-09-06"):
        case = cases.go(cases.go(second, office.clerk, "VERIFY", "PASS"), office.maker, "RECEIVE")
        case = confirming.confirm(case.pk, by=office.checker, seen=seen(case))
    assert case.child.first_month == date(2023, 10, 1)
