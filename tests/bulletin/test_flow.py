"""Every issue can come to an end, and three different people bring it there."""

import pytest
from django.db import IntegrityError, transaction

from taizhang.county.audit import changes
from taizhang.county.bulletin import compose, flow, items, signing
from taizhang.county.bulletin.models import Issue, Step
from taizhang.county.bulletin.refusal import Overtaken, Refused
from tests.bulletin import press


def test_every_state_is_reached_and_can_come_to_an_end():
    assert flow.faults() == []


def test_a_state_without_a_way_out_is_named():
    moves = [move for move in flow.MOVES if move.name != "resume" and move.name != "cancel"]

    assert flow.faults(moves) == ["从“退回”走不到终点"]


def test_a_state_nobody_reaches_is_named():
    assert flow.faults([m for m in flow.MOVES if m.name != "archive"]) == ["没有动作通向“已归档”"]


def test_an_issue_goes_from_collecting_to_the_archive(office):
    issue = press.signed(office)

    flow.move(issue, "archive", by=office.editor)

    assert Issue.objects.get().state == Issue.State.ARCHIVED


def test_the_editor_may_not_check_whatever_posts_they_hold(office):
    office.post("editor", "government-office", "checker")
    issue = press.in_review(office)

    with pytest.raises(Refused, match="您是本期的责任编辑，不能再审核通过"):
        flow.move(issue, "approve", by=office.editor)


def test_somebody_who_edited_an_item_of_the_issue_may_not_check_it(office):
    office.post("editor2", "government-office", "checker")
    one = press.item(office)
    issue = press.in_editing(office, one)
    items.edit(one, by=office.editor2, explanation="已逐起核对")
    for name in ("to_figures", "to_units"):
        flow.move(issue, name, by=office.editor)
    press.confirm_all(office, issue)
    flow.move(issue, "to_review", by=office.editor)

    with pytest.raises(Refused, match="您编辑过本期的内容"):
        flow.move(issue, "approve", by=office.editor2)


def test_the_checker_may_not_sign(office):
    office.post("checker", "government-office", "signer")
    issue = press.ready_to_sign(office)

    with pytest.raises(Refused, match="您是本期的审核人，不能再签发"):
        signing.sign(issue, by=office.checker)


def test_the_database_refuses_two_parts_in_one_hand(office):
    issue = press.ready_to_sign(office)

    with pytest.raises(IntegrityError, match="issue_three_different_people"), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(checker=office.editor)


def test_somebody_without_the_post_is_told_whom_to_ask(office):
    issue = press.in_review(office)

    with pytest.raises(Refused, match=r"可请 .*checker 办理"):
        flow.move(issue, "approve", by=office.clerk)


def test_a_move_out_of_turn_is_refused_with_the_present_state(office):
    issue = press.in_editing(office)

    with pytest.raises(Refused, match="现在处于“编辑”，不能送审核"):
        flow.move(issue, "to_review", by=office.editor)


def test_a_return_needs_a_reason_and_goes_back_to_editing(office):
    issue = press.in_review(office)

    with pytest.raises(Refused, match="请写明理由"):
        flow.move(issue, "review_return", by=office.checker)
    flow.move(issue, "review_return", by=office.checker, opinion="标题请压缩")

    assert flow.move(issue, "resume", by=office.editor).state == Issue.State.EDITING


def test_an_issue_without_items_goes_nowhere(office):
    issue = compose.open_issue(by=office.editor, cutoff=press.CUTOFF)

    with pytest.raises(Refused, match="还没有稿件"):
        flow.move(issue, "edit", by=office.editor)


def test_cancelling_gives_the_items_back(office):
    issue = press.in_editing(office)

    flow.move(issue, "cancel", by=office.editor, opinion="并入下期")

    assert items.visible(office.editor).get().state == "submitted"


def test_a_withdrawn_issue_keeps_its_number(office):
    issue = press.signed(office)

    flow.move(issue, "withdraw", by=office.signer, opinion="数字有误")

    stored = Issue.objects.get()
    assert (stored.state, stored.no, stored.withdrawn_reason) == ("withdrawn", 1, "数字有误")


def test_every_move_is_in_the_log_with_who_and_what(office):
    issue = press.signed(office)

    said = list(Step.objects.filter(issue=issue, move__in=["approve", "sign"]).values_list("who", "opinion"))
    assert said == [(office.checker.pk, "同意，请签发"), (office.signer.pk, "同意签发")]


def test_two_editors_at_once_are_stopped_at_the_second(office):
    issue = press.in_editing(office)
    seen = issue.edition
    compose.arrange(issue, by=office.editor2, editing=seen, secrecy="内部资料")

    with pytest.raises(Overtaken, match="已先保存了修改"):
        compose.arrange(issue, by=office.editor, editing=seen, secrecy="")


def test_opinions_cannot_be_rewritten(office):
    press.signed(office)

    with pytest.raises(Exception, match="签署意见不得修改"), transaction.atomic():
        Step.objects.update(opinion="不同意")


def test_what_is_out_of_the_office_may_not_open_an_issue(office):
    with pytest.raises(Refused, match="需要“责任编辑”岗位"), changes.change(by=office.clerk):
        compose.open_issue(by=office.clerk)
