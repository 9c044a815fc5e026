"""Matters that hang together: assisting units, tasks under a matter, and the new matter after a relapse."""

from datetime import date

import pytest

from taizhang.county.audit import changes, clock
from taizhang.county.audit.models import Entry
from taizhang.county.matters import flow, parties, requests, services
from taizhang.county.matters.flow import Party
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Refused
from tests.county import on
from tests.matters.office import YULIN, assigned, closed, matter, paper, working


@pytest.fixture
def held(office):
    return working(office)


def helped(office, held, by=None):
    unit = office.organisations["civil-affairs"]
    return services.assist(held, unit=unit, note="协助安置", by=by or office.clerk)


def task(office, parent, *, by, **columns):
    columns = {"flow": "task", "title": "拨付材料款", "place_id": YULIN, "source": "own"} | columns
    return services.open_matter(Matter(parent=parent, **columns), by=by)


def test_an_assisting_unit_has_clocks_and_a_log_of_its_own(office, held):
    child = helped(office, held)
    assert (child.state, child.unit, child.assigner) == (
        "assigned",
        office.organisations["civil-affairs"],
        office.zuocheng,
    )
    assert child.due_on == held.due_on
    assert Matter.objects.get(pk=held.pk).note == "请民政局协办：协助安置"
    assert services.open_to(child, office.civil)[0].name == "claim"


def test_asking_for_help_says_for_what_and_asks_a_unit_once(office, held):
    unit = office.organisations["civil-affairs"]
    with pytest.raises(Refused) as silent:
        services.assist(held, unit=unit, note="", by=office.clerk)
    helped(office, held)
    with pytest.raises(Refused, match="已经在办理"):
        helped(office, held)
    assert (set(silent.value.fields), held.children.count()) == ({"note"}, 1)


def test_a_helpers_deadline_is_held_at_the_leading_units(office, held):
    with on("2023-09-12"):
        child = helped(office, held)
    assert (held.due_on, child.due_on, child.limit_days) == (date(2023, 9, 15), date(2023, 9, 15), 3)
    assert clock.local(child.warn_at).date() == date(2023, 9, 15)


def test_asked_after_the_leading_units_deadline_a_helper_has_the_day(office, held):
    with on("2023-09-20"):
        assert helped(office, held).due_on == date(2023, 9, 20)


def test_work_of_a_helper_that_is_sent_back_is_held_there_too(office, held):
    with on("2023-09-14"):
        child = services.move(helped(office, held), "claim", by=office.civil)
        child = services.move(child, "submit", by=office.civil, note="已安置")
        assert services.move(child, "send_back", by=office.clerk, note="缺名单").due_on == held.due_on


def test_a_helper_is_not_extended_past_the_leading_unit(office, held):
    child = services.move(helped(office, held), "claim", by=office.civil)
    with pytest.raises(Refused) as past:
        requests.ask(child, "extend", by=office.civil, reason="等材料", days=1)
    assert f"晚于主办事项 {held.code} 的期限 2023-09-15" in past.value.fields["days"][0]
    requests.decide(
        requests.ask(held, "extend", by=office.clerk, reason="等材料", days=5), granted=True, by=office.supervisor
    )
    assert requests.ask(child, "extend", by=office.civil, reason="等材料", days=1).days == 1


def test_broken_off_it_takes_its_helpers_along_at_every_stage(office, held):
    child = helped(office, held)
    services.move(child, "claim", by=office.civil)
    services.move(child, "submit", by=office.civil, note="已安置")
    services.move(held, "halt", by=office.supervisor, note="当事人撤回")
    ended = Matter.objects.get(pk=child.pk)
    assert (ended.state, ended.note) == ("cancelled", "主办事项已终止办理：当事人撤回")


def test_helpers_follow_the_unit_that_leads(office, held):
    child = helped(office, held)
    services.move(held, "transfer", by=office.supervisor, unit=office.yulin, note="属榆林乡")
    services.move(child, "claim", by=office.civil)
    done = services.move(child, "submit", by=office.civil, note="已安置")
    assert (done.assigner, parties.may(done, flow.get("assist").by_name["close"], office.clerk)) == (
        office.yulin,
        False,
    )
    assert services.move(child, "close", by=office.stranger).closed_by == office.stranger


def test_moved_to_another_township_the_clock_runs_on_and_the_log_says_who_had_it(office, held):
    moved = services.move(held, "transfer", by=office.supervisor, unit=office.yulin, note="当事人住榆林乡")
    again = services.move(moved, "claim", by=office.stranger)
    log = Matter.versions.objects.filter(id=held.pk).order_by("version_id").values_list("move", "unit__short")
    assert list(log)[-3:] == [("claim", "胙城乡"), ("transfer", "榆林乡"), ("claim", "榆林乡")]
    assert (again.due_on, again.place_id, again.handler) == (held.due_on, held.place_id, office.stranger)
    with pytest.raises(Refused, match="应由承办单位（榆林乡）办理"):
        services.move(held, "submit", by=office.clerk, note="好了", outcome="done", papers=(paper(),))


def test_a_decision_is_broken_into_tasks_by_whoever_gave_it_or_leads_it(office):
    decision = assigned(office)
    first = task(office, decision, by=office.supervisor)
    second = task(office, decision, by=office.clerk, place_id="410726206")
    with pytest.raises(Refused, match="的单位可以把它分解为任务"):
        task(office, decision, by=office.stranger)
    assert list(decision.children.order_by("pk")) == [first, second]
    assert Matter.objects.get(pk=decision.pk).note == f"分解任务 {second.code}：拨付材料款"


def test_a_matter_waits_for_its_tasks_to_be_reported_or_broken_off(office, held):
    child = task(office, held, by=office.supervisor, unit=office.yulin)
    for name, by in (("submit", office.clerk), ("halt", office.supervisor)):
        with pytest.raises(Refused, match="下级事项承办单位榆林乡还没有办结"):
            services.move(held, name, by=by, note="好了", outcome="done", papers=(paper(),))
    services.move(child, "cancel", by=office.supervisor, note="不需要了")
    assert services.move(held, "halt", by=office.supervisor, note="撤回").state == "cancelled"


def test_nothing_is_hung_under_what_is_over(office):
    with pytest.raises(Refused, match="处于“办结”，不能再分解任务"):
        task(office, closed(office), by=office.supervisor)


def test_a_task_is_as_restricted_as_what_it_hangs_under(office):
    # Only the office that leads the ledger of matters sees a restricted one that its unit did not open.
    decision = assigned(office, restricted=True)
    assert task(office, decision, by=office.supervisor).restricted


def test_every_visitor_reopens_with_a_low_score_and_the_log_says_why(office):
    done = closed(office)
    assert "reopen" not in [move.name for move in services.open_to(done, office.head)]
    seen = services.move(done, "visit", by=office.head, score=2, note="护栏又松了")
    assert (seen.state, seen.score, seen.moved_by, seen.moved_post) == ("reopened", 2, office.head, "胙城乡 单位审核")
    assert seen.note == "回访满意度 2 分（2 分及以下），按规定重新交办：护栏又松了"
    log = Matter.versions.objects.filter(id=done.pk).order_by("version_id").values_list("move", flat=True)
    assert list(log)[-2:] == ["visit", "reopen"]


def test_the_new_matter_is_for_the_one_who_assigned_the_old(office):
    held = working(office)
    child = helped(office, held)
    for name in ("claim", "submit"):
        services.move(child, name, by=office.civil, note="已安置")
    services.move(child, "close", by=office.clerk)
    services.move(held, "submit", by=office.clerk, note="好了", outcome="done", papers=(paper(),))
    services.move(held, "close", by=office.supervisor)
    services.move(held, "reopen", by=office.supervisor, note="又坏了")
    new = Matter.objects.get(reopens=held)
    able = {person.username for person in parties.able(new, Party.ASSIGNER)}
    assert able == {"supervisor", "supervisor2"}
    given = services.move(new, "assign", by=office.supervisor, unit=office.zuocheng)
    assert (given.refusals, given.returns, given.due_on) == (0, 0, held.due_on)


def test_opened_and_assigned_in_one_act_or_not_at_all(office):
    with changes.change(by=office.supervisor, reason="会议决定", action="事项交办") as act:
        held = services.move(matter(office, by=office.supervisor), "assign", by=office.supervisor, unit=office.yulin)
    versions = Matter.versions.objects.filter(id=held.pk).order_by("version_id").values_list("move", "entry_id")
    acts = {entry.pk: entry.change_id for entry in Entry.objects.all()}
    assert [(move, acts[entry]) for move, entry in versions] == [("register", act.id), ("assign", act.id)]
    with pytest.raises(Refused), changes.change(by=office.supervisor, reason="会议决定"):
        services.move(matter(office, by=office.supervisor), "assign", by=office.supervisor)
    assert Matter.objects.count() == 1
