"""From the application to the register through the services: what each step needs, who makes it, and only once."""

import threading
from datetime import date

import pytest
from django.db import connection

from taizhang.county.audit.models import Change
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.cases import checking, confirming, known, moving
from taizhang.lines.children.cases.codes import CaseState, Circumstance
from taizhang.lines.children.cases.models import CaseStep, ChildCase
from taizhang.lines.children.eligibility import moves, parameters
from taizhang.lines.children.models import Child, Guardian, PayAccount
from taizhang.lines.children.money.months import at
from taizhang.lines.children.payroll import planning
from taizhang.lines.children.tests import bureau, cases
from taizhang.lines.children.tests.cases import application, go, prisoner, seen
from tests.county import on


@pytest.fixture(autouse=True)
def _day():
    with on("2023-09-05"):
        yield


@pytest.fixture
def office(county):
    return cases.staff(county)


def test_the_code_lists_are_those_of_the_tables():
    assert [(state.code, state.name) for state in moves.load().states.values()] == CaseState.choices
    assert {
        code: parameters.load().states.at(code, date(2023, 9, 1)).name for code in parameters.load().states
    } == dict(Circumstance.choices)


def test_from_the_application_to_the_register_and_the_next_months_pay(office):
    case = cases.confirmed(office)

    child = Child.objects.get()
    assert case.state == "ACTIVE"
    assert (child.category, child.enrolled_on, child.first_month) == ("DEFACTO", date(2023, 9, 5), date(2023, 10, 1))
    assert Guardian.objects.get().name == "张桂兰"
    assert planning.plan(at(2023, 9)).items == 0
    assert planning.plan(at(2023, 10)).items == 1


def test_confirmed_on_the_last_day_of_a_month_nothing_before_is_paid_back(office):
    with on("2023-08-31"):
        cases.confirmed(office, applied_on=date(2023, 7, 3))
    plan = planning.plan(at(2023, 9))
    assert (plan.items, plan.cents) == (1, 105000)


def test_the_guardians_account_is_kept_with_its_holder(office):
    cases.confirmed(office, holder="GUARDIAN", holder_name="张桂兰")
    account = PayAccount.objects.get()
    assert (account.holder, account.name, account.sort) == ("GUARDIAN", "张桂兰", "card")


def test_a_draft_says_everything_that_is_missing_at_once(office):
    case = ChildCase(
        unit=office.organisations["zuocheng"], place=office.places["410726206"], applied_on=date(2023, 9, 5)
    )
    moving.save(case, by=office.clerk)

    lacks = checking.missing(case, known.both(case), date(2023, 9, 5))

    assert {"儿童姓名", "儿童身份号码", "申请人", "申请类别"} <= set(lacks.facts)
    assert {"父亲的情况（姓名，或注明身份不明）", "母亲的情况（姓名，或注明身份不明）"} <= set(lacks.facts)
    assert "儿童户口页（申请材料）" in lacks.papers
    with pytest.raises(Invalid, match=r"还不能受理，缺：.*儿童姓名"):
        go(case, office.clerk, "SUBMIT")


def test_papers_of_both_parents_are_asked_for_together(office):
    lost = {"state": "LOST_CONTACT", "since": date(2022, 5, 1)}
    case = application(office, father=prisoner(papers=""), mother=lost, papers="申请表")
    lacks = checking.missing(case, known.both(case), date(2023, 9, 5))
    assert not lacks.facts
    assert set(lacks.papers) >= {
        "银行账户复印件（申请材料）", "父亲：服刑在押的刑事判决书或羁押通知书", "母亲：失联的公安机关接警回执",
        "母亲：失联的公安机关查找结果", "母亲：失联的接警回执日期",
    }  # fmt: skip


def test_without_its_papers_a_case_is_taken_in_and_asked_but_not_verified(office):
    case = go(application(office, papers="申请表"), office.clerk, "SUBMIT")
    with pytest.raises(Invalid, match=r"材料不齐，缺：.*儿童户口页"):
        go(case, office.clerk, "VERIFY")
    case = go(case, office.clerk, "ASK", note="请补交儿童户口页等材料")
    with pytest.raises(Invalid, match="材料不齐"):
        go(case, office.clerk, "RESUBMIT")


@pytest.mark.parametrize(("by", "code"), [("stranger", "SUBMIT"), ("villager", "SUBMIT"), ("maker", "SUBMIT"),
                                          ("leader", "SUBMIT"), ("head", "SUBMIT")])  # fmt: skip
def test_a_case_is_taken_in_by_the_clerk_of_its_township_alone(office, by, code):
    with pytest.raises(Invalid, match="由儿童户籍所在乡镇（街道）经办办理"):
        go(application(office), office.people[by], code)


@pytest.mark.parametrize("by", ["clerk", "head", "maker", "stranger"])
def test_only_the_bureaus_reviewer_confirms(office, by):
    case = cases.verified(office, application(office))
    with pytest.raises(Invalid, match="由县民政局审核岗位办理"):
        confirming.confirm(case.pk, by=office.people[by], seen=seen(case))
    assert not Child.objects.exists()


def test_who_verified_does_not_confirm_even_with_both_posts(office):
    office.post("checker", "zuocheng", "clerk")
    case = application(office)
    case = go(go(case, office.checker, "SUBMIT", "VERIFY", "PASS"), office.maker, "RECEIVE")
    with pytest.raises(Invalid, match="查验和确认不能是同一人"):
        confirming.confirm(case.pk, by=office.checker, seen=seen(case))


def test_a_move_sent_twice_is_made_once(office):
    case = application(office)
    for _ in range(2):
        case = moving.move(case.pk, "SUBMIT", by=office.clerk, seen=0)
    assert [step.move for step in case.steps.all()] == ["SUBMIT"]


def test_a_confirmation_sent_twice_makes_one_child(office):
    case = cases.verified(office, application(office))
    count = seen(case)
    for _ in range(2):
        case = confirming.confirm(case.pk, by=office.checker, seen=count)
    assert Child.objects.count() == 1
    assert [step.move for step in case.steps.all()][-2:] == ["CONFIRM", "START"]


def test_the_second_of_two_people_is_told_what_the_first_did(office):
    colleague = office.post("colleague", "zuocheng", "clerk")
    case = go(application(office), office.clerk, "SUBMIT")
    go(case, office.clerk, "VERIFY")
    with pytest.raises(moving.Overtaken, match="经办甲已于09-05 12:00办理“开始查验”，本件现为“查验中”"):
        moving.move(case.pk, "ASK", by=colleague, seen=1, note="请补交银行账户复印件")


def test_an_able_parent_is_not_confirmed_but_refused_with_reasons(office):
    case = cases.verified(office, application(office, mother={}))
    with pytest.raises(Invalid, match="应由母亲抚养"):
        confirming.confirm(case.pk, by=office.checker, seen=seen(case))
    with pytest.raises(Invalid, match="请写明理由"):
        go(case, office.checker, "REFUSE", note="")
    case = go(case, office.checker, "REFUSE", note="母亲有抚养能力，应由母亲抚养")
    assert (case.state, case.refusal) == ("REFUSED", "母亲有抚养能力，应由母亲抚养")
    assert not Child.objects.exists()


def test_against_the_townships_verification_a_confirmation_gives_its_reasons(office):
    case = go(application(office), office.clerk, "SUBMIT", "VERIFY", "FAIL")
    case = go(case, office.maker, "RECEIVE")
    with pytest.raises(Invalid, match="查验不通过，仍要确认的"):
        confirming.confirm(case.pk, by=office.checker, seen=seen(case))
    case = confirming.confirm(case.pk, by=office.checker, seen=seen(case), note="经复查，母亲已故")
    assert case.state == "ACTIVE"


def test_what_is_written_of_a_family_is_no_reason_that_auditors_read(office):
    case = cases.verified(office, application(office))
    assert case.steps.get(move="PASS").note == "经核实与申请相符"
    assert not Change.objects.filter(reason__contains="经核实").exists()


def test_an_unknown_father_needs_a_conference_until_its_number_is_given(office):
    case = cases.verified(office, application(office, father={"unknown": True}))
    with pytest.raises(Invalid, match="须先个案会商"):
        confirming.confirm(case.pk, by=office.checker, seen=seen(case))
    father = case.parents.get(role="father")
    father.conference_on, father.conference_no, father.conference_says = date(2023, 9, 4), "会商〔2023〕3号", "living"
    moving.save(father, by=office.clerk)
    case = confirming.confirm(case.pk, by=office.checker, seen=seen(case))
    assert case.child.category == "DEFACTO"


def test_two_dead_parents_make_an_orphan_whatever_was_applied_for(office):
    case = cases.confirmed(office, father=cases.dead(date(2023, 1, 4)))
    assert case.category == case.child.category == "ORPHAN_SCAT"


def test_who_was_released_since_the_verification_is_not_confirmed(office):
    case = cases.verified(office, application(office, father=prisoner(date(2023, 9, 20))))
    with on("2023-09-21"), pytest.raises(Invalid, match="已于2023年9月20日结束"):
        confirming.confirm(case.pk, by=office.checker, seen=seen(case))


def test_a_child_with_hiv_is_supported_though_its_parents_are_able(office):
    names = "申请表、儿童户口页、监护人身份证明、银行账户复印件、数据核对授权书、儿童照片、感染诊断证明"
    case = cases.confirmed(office, father={}, mother={}, category="HIV", papers=names)
    assert case.child.category == "HIV"


def test_a_child_of_an_institution_is_paid_there(office):
    case = cases.confirmed(
        office, father=cases.dead(), category="ORPHAN_INST", institution="县社会福利中心",
        institution_code="124107264160057883", institution_since=date(2022, 1, 1), holder="INSTITUTION",
        holder_name="延津县社会福利中心", account="41072600000001",
    )  # fmt: skip
    assert (case.child.category, case.child.institution) == ("ORPHAN_INST", "县社会福利中心")
    assert PayAccount.objects.get().sort == "company"


def test_the_same_child_is_not_taken_in_twice(office):
    go(application(office), office.clerk, "SUBMIT")
    second = application(office)
    with pytest.raises(Invalid, match="正在办理，不能重复受理"):
        go(second, office.clerk, "SUBMIT")


def test_a_child_on_the_register_is_not_taken_in(office):
    cases.confirmed(office)
    with pytest.raises(Invalid, match="已在册领取“事实无人抚养儿童”"):
        go(application(office), office.clerk, "SUBMIT")


def test_a_left_behind_child_may_be_recognised_besides(office):
    bureau.child(office, category="LEFT_BEHIND", id_no=cases.number(), birth_date=cases.BORN)
    assert cases.confirmed(office).state == "ACTIVE"


def test_who_comes_again_names_the_case_before(office):
    first = cases.verified(office, application(office, mother={}))
    go(first, office.checker, "REFUSE", note="母亲有抚养能力，应由母亲抚养")
    second = go(application(office), office.clerk, "SUBMIT")
    assert second.previous == first


def test_a_child_registered_elsewhere_is_only_passed_on(office):
    case = go(application(office, elsewhere="封丘县"), office.clerk, "SUBMIT")
    with pytest.raises(Invalid, match="户籍在封丘县，本县只代收"):
        go(case, office.clerk, "VERIFY")
    case = go(case, office.clerk, "FORWARD")
    assert case.state == "FORWARDED"
    assert not Child.objects.exists()


def test_a_child_of_this_county_is_not_passed_on(office):
    case = go(application(office), office.clerk, "SUBMIT")
    with pytest.raises(Invalid, match="没有填写外地户籍"):
        go(case, office.clerk, "FORWARD")


def test_steps_are_kept_by_number(office):
    case = cases.confirmed(office)
    days = CaseStep.objects.filter(case=case).values_list("number", "on")
    assert list(days) == [(n, date(2023, 9, 5)) for n in range(1, 7)]


def test_what_is_saved_late_does_not_undo_a_move(office):
    case = application(office)
    late = ChildCase.objects.get(pk=case.pk)
    go(case, office.clerk, "SUBMIT")
    late.village = "东街村"
    with pytest.raises(Invalid, match="已被他人修改"):
        moving.save(late, by=office.clerk)
    assert cases.again(case).state == "SUBMITTED"


def at_once(*acts):
    """What each of the acts came to, all begun in the same moment on connections of their own."""
    outcomes, start = [], threading.Barrier(len(acts))

    def run(act):
        with on("2023-09-05"):
            start.wait()
            try:
                outcomes.append(act().state)
            except Invalid as refused:
                outcomes.append(str(refused)[:2])
        connection.close()

    clerks = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_confirm_one_child(committed_county):
    office = cases.staff(committed_county)
    second = office.post("second", "civil-affairs", "unit_head")
    case = cases.verified(office, application(office))
    count = seen(case)
    acts = [lambda by=by: confirming.confirm(case.pk, by=by, seen=count) for by in (office.checker, second)]
    assert at_once(*acts) == ["ACTIVE", "单位"]
    assert Child.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_applications_for_one_child_at_once_are_taken_in_once(committed_county):
    office = cases.staff(committed_county)
    both = [application(office), application(office)]
    acts = [lambda case=case: moving.move(case.pk, "SUBMIT", by=office.clerk, seen=0) for case in both]
    assert at_once(*acts)[0] == "SUBMITTED"
    assert ChildCase.objects.filter(state="SUBMITTED").count() == 1
