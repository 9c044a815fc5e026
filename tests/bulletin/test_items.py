"""Units draft, submit and confirm; a confirmation holds for exactly the words and values it was given for."""

import pytest

from taizhang.county.bulletin import content, drafts, items
from taizhang.county.bulletin.inbox import inbox
from taizhang.county.bulletin.models import Item, ItemUnit
from taizhang.county.bulletin.refusal import Overtaken, Refused
from tests.bulletin import press

JOINT = (
    press.FILLER
    + "胙城乡排查矛盾纠纷{disputes.found | place=胙城乡}；榆林乡排查矛盾纠纷{disputes.found | place=榆林乡}。"
)


def confirmed(item, organisation):
    read = content.of_item(Item.objects.get(pk=item.pk))
    return read.confirmed(next(unit for unit in read.units if unit.organisation == organisation))


def test_a_confirmation_holds_until_the_text_changes(office):
    one = press.item(office)
    items.confirm(one, office.zuocheng, by=office.head)
    before = confirmed(one, office.zuocheng)

    items.edit(one, by=office.editor, body=press.BODY + "形势平稳。")

    assert (before, confirmed(one, office.zuocheng)) == (True, False)


def test_a_confirmation_falls_with_a_value(office):
    one = press.item(office)
    items.confirm(one, office.zuocheng, by=office.head)

    press.dispute(office)

    assert not confirmed(one, office.zuocheng)


def test_each_unit_answers_for_its_own_numbers_only(office):
    one = press.item(office, body=JOINT, units=("zuocheng", "yulin"))
    items.confirm(one, office.zuocheng, by=office.head)
    items.confirm(one, office.yulin, by=office.yulin_head)

    press.dispute(office, "yulin")

    assert confirmed(one, office.zuocheng)
    assert not confirmed(one, office.yulin)


def test_what_changed_behind_the_page_must_be_looked_at_again(office):
    one = press.item(office)
    seen = content.of_item(one).digest(office.zuocheng)
    press.dispute(office)

    with pytest.raises(Refused, match="又有变动"):
        items.confirm(one, office.zuocheng, by=office.head, seen=seen)


def test_confirming_signs_the_source_and_new_words_unsign_it(office):
    one = press.item(office, body=press.BODY + "走访35户。", source_note="走访登记")
    items.confirm(one, office.zuocheng, by=office.head)
    signed = Item.objects.get().source_signed_by

    items.edit(one, by=office.editor, source_note="走访登记，截至8月")

    assert signed == office.head
    assert Item.objects.get().source_signed_by is None


def test_a_returned_item_comes_back_to_its_drafter_with_the_reason(office):
    one = press.item(office)

    items.send_back(one, by=office.head, reason="化解数请核对", organisation=office.zuocheng)

    assert Item.objects.get().state == "returned"
    assert [task.state for task in inbox(office.clerk)] == ["被退回"]


def test_the_heads_return_during_confirmation_takes_the_issue_back(office):
    from taizhang.county.bulletin import flow

    one = press.item(office)
    issue = press.in_editing(office, one)
    for name in ("to_figures", "to_units"):
        flow.move(issue, name, by=office.editor)

    items.send_back(one, by=office.head, reason="化解数不实", organisation=office.zuocheng)

    issue.refresh_from_db()
    assert issue.state == "returned"


def test_another_unit_may_not_draft_for_this_one(office):
    with pytest.raises(Refused, match="只能为本单位（榆林乡）起草"):
        items.draft(units=[office.zuocheng], section="governance", headline="甲", body="乙", by=office.stranger)


def test_a_submitted_item_is_closed_to_its_drafter(office):
    with pytest.raises(Refused, match="稿件已报送，不能再改"):
        items.edit(press.item(office), by=office.clerk, body="改")


def test_two_people_at_once_are_stopped_at_the_second(office):
    one = press.item(office)
    items.edit(one, by=office.editor, editing=one.edition, explanation="甲")

    with pytest.raises(Overtaken) as stopped:
        items.edit(one, by=office.editor2, editing=one.edition, explanation="乙")
    assert stopped.value.stored.explanation == "甲"


def test_an_item_with_a_bad_pin_is_not_submitted(office):
    made = items.draft(
        units=[office.zuocheng], section="governance", headline="甲", body="{disputes.fund}", by=office.clerk
    )

    with pytest.raises(Refused, match=r"没有“disputes\.fund”这个指标"):
        items.submit(made, by=office.clerk)


def test_every_fault_of_a_form_is_told_at_its_field(office):
    with pytest.raises(Refused) as refused:
        items.draft(units=[office.zuocheng], section="sport", headline="", body="", by=office.clerk)

    assert set(refused.value.fields) == {"section", "headline", "body"}


def test_a_draft_of_a_line_is_filled_in_for_the_clerks_township(office):
    (unit, draft) = next(iter(drafts.offered(office.clerk)))

    assert unit == office.zuocheng
    assert "place=410726206" in draft.body
    assert "@" not in draft.headline + draft.body


def test_the_inbox_says_what_waits(office):
    one = press.item(office)

    assert [task.label for task in inbox(office.head)] == [f"核实《{one.headline}》的数字"]
    assert [task.state for task in inbox(office.editor)] == ["待采用"]
    items.confirm(one, office.zuocheng, by=office.head)
    assert inbox(office.head) == []


def test_a_unit_is_named_once(office):
    assert ItemUnit.objects.filter(item=press.item(office)).count() == 1
