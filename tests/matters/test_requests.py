"""Pause and extension: asked with a reason before the deadline, decided one level up, on record either way."""

from datetime import date

import pytest

from taizhang.county.audit import clock
from taizhang.county.matters import clocks, requests, services
from taizhang.county.matters.clocks import Light
from taizhang.county.matters.models import Matter, Request
from taizhang.county.matters.refusal import Refused
from tests.county import on
from tests.matters.office import assigned, paper, working


def ask(office, held, kind="extend", *, by=None, days=5, reason="等材料"):
    return requests.ask(held, kind, by=by or office.clerk, reason=reason, days=days)


def test_asked_in_the_last_minute_and_decided_the_day_after_it_moves_the_due_day_exactly(office):
    held = working(office)
    with on("2023-09-15", 17):
        asked = ask(office, held, days=10)
    with on("2023-09-18", 9):
        shown = clocks.light(Matter.objects.get(pk=held.pk), clock.now())
        decided = requests.decide(asked, granted=True, by=office.supervisor)
    assert (shown, decided.due_before, decided.due_after) == (Light.RED, date(2023, 9, 15), date(2023, 10, 7))
    assert clocks.light(Matter.objects.get(pk=held.pk), clock.end_of(date(2023, 9, 18))) is Light.GREEN


def test_asked_after_the_deadline_it_is_refused(office):
    held = working(office)
    with on("2023-09-16"), pytest.raises(Refused, match="办理期限 2023-09-15 已过"):
        ask(office, held)


@pytest.mark.parametrize("days", [None, 0, 11])
def test_an_extension_is_at_most_the_limit_itself(office, days):
    with pytest.raises(Refused) as refused:
        ask(office, working(office), days=days)
    assert set(refused.value.fields) == {"days"}


def test_it_is_granted_once(office):
    held = working(office)
    requests.decide(ask(office, held), granted=True, by=office.supervisor)
    with pytest.raises(Refused, match="已延期 1 次"):
        ask(office, held)


def test_one_that_was_refused_may_be_asked_again_and_stays_on_record(office):
    held = working(office)
    refused = requests.decide(ask(office, held), granted=False, by=office.supervisor, opinion="材料已齐")
    ask(office, held)
    kept = Request.objects.get(pk=refused.pk)
    assert (kept.granted, kept.opinion, kept.due_after) == (False, "材料已齐", date(2023, 9, 15))
    assert Matter.objects.get(pk=held.pk).note == "不同意延期：材料已齐"


def test_a_refusal_needs_its_reason_and_a_request_too(office):
    held = working(office)
    with pytest.raises(Refused) as nothing_said:
        ask(office, held, reason="  ")
    with pytest.raises(Refused) as no_opinion:
        requests.decide(ask(office, held), granted=False, by=office.supervisor)
    assert (set(nothing_said.value.fields), set(no_opinion.value.fields)) == ({"reason"}, {"opinion"})


def test_a_reason_that_is_too_long_is_not_cut(office):
    with pytest.raises(Refused, match="最多 500 字，现有 501 字"):
        ask(office, working(office), reason="等" * 501)


def test_who_asks_or_handles_does_not_decide(office):
    office.post("clerk", "zuocheng", "unit_head")
    held = working(office, by=office.clerk2)
    asked = ask(office, held)
    with pytest.raises(Refused, match="应由交办单位负责人或县督查室审批"):
        requests.decide(asked, granted=True, by=office.clerk)
    assert requests.decide(asked, granted=True, by=office.head).granted


def test_the_head_of_another_township_does_not_decide(office):
    with pytest.raises(Refused, match="不能审批"):
        requests.decide(ask(office, working(office)), granted=True, by=office.yulin_head)


def test_of_two_decisions_the_first_stands(office):
    asked = ask(office, working(office))
    requests.decide(asked, granted=False, by=office.supervisor, opinion="不必")
    with pytest.raises(Refused, match="已经驳回这项申请"):
        requests.decide(asked, granted=True, by=office.supervisor2)


def test_one_at_a_time(office):
    held = working(office)
    ask(office, held)
    with pytest.raises(Refused, match="已有一项申请等待审批"):
        ask(office, held, "pause", days=None)


def test_a_matter_not_yet_claimed_has_nothing_to_extend(office):
    with pytest.raises(Refused, match="请先领办"):
        ask(office, assigned(office))


def test_a_request_lapses_when_the_matter_leaves_the_handler_and_the_next_unit_asks_anew(office):
    held = working(office)
    asked = ask(office, held)
    moved = services.move(held, "transfer", by=office.supervisor, unit=office.yulin, note="属榆林乡")
    with pytest.raises(Refused, match="申请随之失效"):
        requests.decide(asked, granted=True, by=office.supervisor)
    services.move(moved, "claim", by=office.stranger)
    again = ask(office, held, by=office.stranger)
    assert not Request.objects.get(pk=asked.pk).waiting
    assert requests.decide(again, granted=True, by=office.supervisor).due_after == date(2023, 9, 22)


def test_while_paused_only_notes_and_breaking_off_are_possible(office):
    held = working(office)
    requests.decide(ask(office, held, "pause", days=None), granted=True, by=office.supervisor)
    paused = services.move(held, "progress", by=office.clerk, note="鉴定已受理")
    names = [move.name for move in services.open_to(paused, office.clerk)]
    with pytest.raises(Refused, match="请先恢复计时"):
        services.move(held, "submit", by=office.clerk, note="好了", outcome="done", papers=(paper(),))
    ended = services.move(held, "halt", by=office.supervisor, note="当事人撤回")
    assert (names, ended.state, ended.paused_at) == (["progress"], "cancelled", None)


def test_somebody_without_part_in_it_does_not_resume(office):
    held = working(office)
    requests.decide(ask(office, held, "pause", days=None), granted=True, by=office.supervisor)
    with pytest.raises(Refused, match="可以恢复计时"):
        requests.resume(held, by=office.stranger)
    resumed = requests.resume(held, by=office.supervisor2, note="鉴定已出")
    pause = Request.objects.get(matter=held)
    assert (pause.resumed_by, pause.due_after, resumed.note) == (
        office.supervisor2,
        resumed.due_on,
        "恢复计时：鉴定已出",
    )


def test_each_decision_is_a_version_of_the_matter(office):
    held = working(office)
    requests.decide(ask(office, held, "pause", days=None), granted=True, by=office.supervisor, opinion="属实")
    with on("2023-09-05"):
        requests.resume(held, by=office.clerk)
    notes = Matter.versions.objects.filter(id=held.pk).order_by("version_id").values_list("note", flat=True)
    assert list(notes)[-2:] == ["同意暂停计时：属实", "恢复计时"]
