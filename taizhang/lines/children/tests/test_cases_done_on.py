"""A move is entered when the office gets to it and counts from the day on which it was done; the log keeps both."""

from datetime import date

import pytest

from taizhang.county.audit import clock
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.cases import changing, clocks, confirming, known, moving, notices, paying, reviewing
from taizhang.lines.children.codes import StopReason
from taizhang.lines.children.models import Child, Guardian
from taizhang.lines.children.money.months import at
from taizhang.lines.children.payroll import planning
from taizhang.lines.children.tests import cases
from taizhang.lines.children.tests.cases import act, again, application, go, prisoner, seen, shown, url
from tests.county import on

FRIDAY, MONDAY = date(2023, 9, 1), date(2023, 9, 4)


@pytest.fixture(autouse=True)
def _day():
    with on("2023-09-04"):
        yield


@pytest.fixture
def office(county):
    return cases.staff(county)


def moved(case, code, by, done, note="经核实与申请相符"):
    return moving.move(case.pk, code, by=by, seen=seen(case), note=note, done=done)


def test_the_limit_runs_from_the_day_it_was_done_and_the_log_keeps_when_it_was_entered(office):
    case = moved(application(office, applied_on=FRIDAY), "SUBMIT", office.clerk, FRIDAY)

    step = case.steps.get()
    (limit,) = clocks.of_case(case, [step], MONDAY)

    assert (step.on, clock.local(step.at).date()) == (FRIDAY, MONDAY)
    assert (limit.clock.started, limit.left) == (FRIDAY, 14)


def test_a_pause_lasts_from_the_day_papers_were_asked_for(office):
    case = moved(application(office, applied_on=FRIDAY, papers="申请表"), "SUBMIT", office.clerk, FRIDAY)
    case = moved(case, "ASK", office.clerk, FRIDAY, "请补交儿童户口页等材料")
    (limit,) = clocks.of_case(case, case.steps.all(), MONDAY)
    assert limit.text == "补正期间暂停，补正后还剩 15 个工作日"


def test_a_confirmation_of_the_month_before_is_paid_from_its_own_next_month(office):
    with on("2023-08-31"):
        case = cases.verified(office, application(office))
    case = confirming.confirm(case.pk, by=office.checker, seen=seen(case), done=date(2023, 8, 31))

    child = Child.objects.get()
    assert (child.enrolled_on, child.first_month) == (date(2023, 8, 31), FRIDAY)
    assert Guardian.objects.get().since == date(2023, 8, 31)
    assert set(case.steps.filter(move__in=("CONFIRM", "START")).values_list("on", flat=True)) == {date(2023, 8, 31)}
    assert planning.plan(at(2023, 9)).items == 1


def test_it_is_confirmed_by_the_facts_of_the_day_and_what_came_after_ends_it(office):
    with on("2023-09-01"):
        case = cases.verified(office, application(office, father=prisoner(date(2023, 9, 2))))
    with pytest.raises(Invalid, match="按今天的情况不符合条件"):
        confirming.confirm(case.pk, by=office.checker, seen=seen(case))

    case = confirming.confirm(case.pk, by=office.checker, seen=seen(case), done=FRIDAY)

    ended = changing.proposal(case, known.both(case), MONDAY)
    assert (case.state, ended.category, ended.event) == ("ACTIVE", "", date(2023, 9, 2))


def test_a_notice_is_dated_and_due_from_the_day_it_was_decided(office, signed_in):
    with on("2023-09-01"):
        case = cases.verified(office, application(office, mother={}))
    case = moved(case, "REFUSE", office.checker, FRIDAY, "母亲有抚养能力，应由母亲抚养")
    step = case.steps.get(move="REFUSE")

    assert notices.letter(case, step).date_line == "2023年9月1日"
    assert clocks.notice(step, MONDAY).text == "期限 2023-09-06，还剩 2 个工作日"
    assert "2023-09-01 办理，2023-09-04 12:00 登记" in shown(signed_in(office.maker).get(url(case)))


@pytest.mark.parametrize(
    ("done", "told"),
    [
        (date(2023, 9, 5), "办理日期2023年9月5日晚于今天"),
        (date(2023, 8, 31), "早于上一步“受理”的2023年9月1日；请填写2023年9月1日到今天的日期"),
    ],
)
def test_a_day_to_come_or_before_the_last_move_is_refused(office, done, told):
    case = moved(application(office, applied_on=FRIDAY), "SUBMIT", office.clerk, FRIDAY)
    with pytest.raises(Invalid, match=told):
        moved(case, "VERIFY", office.clerk, done)
    assert again(case).state == "SUBMITTED"


def test_nothing_is_taken_in_before_it_was_applied_for(office):
    with pytest.raises(Invalid, match=r"早于申请日期2023年9月1日；.*申请日期有误的请先修改申请"):
        moved(application(office, applied_on=FRIDAY), "SUBMIT", office.clerk, date(2023, 8, 31))


def test_longer_ago_than_the_county_lets_pass_is_refused(office):
    case = application(office, applied_on=date(2023, 8, 1))
    with pytest.raises(Invalid, match="已过去超过15天，不能补录；请填写2023年8月20日到今天的日期"):
        moved(case, "SUBMIT", office.clerk, date(2023, 8, 19))
    assert moved(case, "SUBMIT", office.clerk, date(2023, 8, 20)).state == "SUBMITTED"


def test_the_page_asks_for_no_day_and_takes_one_where_it_is_given(office, signed_in):
    case, client = application(office, applied_on=FRIDAY), signed_in(office.clerk)
    assert "可填 2023-09-01 以来实际办理的日期" in shown(client.get(url(case)))

    act(client, case, "submit", done_on="2023-09-01")
    act(client, case, "verify", done_on="")
    act(client, case, "pass", note="经核实与申请相符")

    assert list(case.steps.values_list("on", flat=True)) == [FRIDAY, MONDAY, MONDAY]
    assert "不是今天办的" not in shown(client.get(url(case))).split('id="next"')[1].split("</section>")[0]


@pytest.mark.parametrize("typed", ["2023-08-01", "九月一日"])
def test_a_day_that_is_refused_comes_back_with_the_reason(office, signed_in, typed):
    case = application(office, applied_on=FRIDAY)
    response = act(signed_in(office.clerk), case, "submit", done_on=typed, act="SUBMIT")
    assert response.status_code == 422
    assert "办理日期" in shown(response)
    assert f'value="{typed}"' in shown(response)


def test_an_end_a_halt_and_a_review_keep_the_day_they_were_decided(office):
    with on("2023-08-28"):
        case = cases.confirmed(office)
    maker = {"by": office.maker, "note": "户口正在迁出"}
    paying.suspend(case.pk, FRIDAY, seen=seen(case), done=FRIDAY, **maker)
    paying.resume(case.pk, FRIDAY, True, seen=seen(case), done=FRIDAY, **maker)
    looked = {"by": office.clerk, "seen": seen(case), "done": FRIDAY}
    with pytest.raises(Invalid, match="核查日期2023-09-04晚于办理日期2023-09-01"):
        reviewing.record(case.pk, "OTHER", MONDAY, "入户核查，随祖母生活", **looked)
    reviewing.record(case.pk, "OTHER", FRIDAY, "入户核查，随祖母生活", **looked)
    with pytest.raises(Invalid, match="事由发生日2023年9月3日晚于办理日期2023年9月1日"):
        changing.terminate(case.pk, StopReason.MOVED, date(2023, 9, 3), seen=seen(case), done=FRIDAY, **maker)
    changing.terminate(case.pk, StopReason.MOVED, date(2023, 8, 30), seen=seen(case), done=FRIDAY, **maker)

    made = list(case.steps.filter(number__gt=6).values_list("move", "on"))
    assert made == [(code, FRIDAY) for code in ("SUSPEND", "RESUME", "REVIEW", "KEEP", "TERMINATE")]


def test_the_application_has_its_own_day_which_is_not_after_it_was_taken_in(office, signed_in):
    case, client = application(office, applied_on=FRIDAY), signed_in(office.clerk)
    assert "申请日期" in shown(client.get(url(case, "case_edit")))
    go(case, office.clerk, "SUBMIT")
    with on("2023-09-06"):
        edition = again(case).edition
        late = client.post(url(case, "case_edit"), {"edition": edition, "applied_on": "2023-09-05"})
        assert "申请日期 2023-09-05 晚于受理日期 2023-09-04" in shown(late)
        client.post(url(case, "case_edit"), {"edition": edition, "applied_on": "2023-09-04"})
    assert again(case).applied_on == MONDAY
