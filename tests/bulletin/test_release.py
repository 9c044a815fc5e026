"""The checklist stops what would mislead, says where and what to do, and offers pins for numbers that agree."""

import pytest

from taizhang.county.audit import changes
from taizhang.county.bulletin import compose, content, flow, items, release
from taizhang.county.bulletin.models import Item
from taizhang.county.bulletin.refusal import Refused
from taizhang.lines.children.models import Child
from taizhang.lines.disputes.models import Dispute
from tests.bulletin import press
from tests.county import on


def findings(body, headline="胙城乡把矛盾化解在基层", **texts):
    item = Item(section="governance", headline=headline, body=body, cutoff=press.CUTOFF, **texts)
    return release.of_item(content.of_item(item))


def codes(body, **texts):
    return {finding.code for finding in findings(body, **texts)}


def said(body, **texts):
    return " ".join(str(finding) for finding in findings(body, **texts))


def test_a_sound_item_has_nothing_to_mend(office):
    assert findings(press.BODY) == []


def test_a_typed_number_that_contradicts_the_ledger_stops_the_issue(office):
    (finding,) = [f for f in findings("截至目前，胙城乡排查矛盾纠纷6起。") if f.code == "contradiction"]

    assert finding.blocking
    assert "台账为 5起" in finding.sentence
    assert "6起" in finding.quote


def test_a_typed_number_that_agrees_is_offered_as_a_pin(office):
    (finding,) = [f for f in findings("截至目前，胙城乡排查矛盾纠纷5起。") if f.code == "offer"]

    assert not finding.blocking
    assert finding.offer == "{disputes.found | place=410726206}"


def test_the_right_number_of_another_township_is_a_contradiction(office):
    assert "contradiction" in codes("截至目前，榆林乡排查矛盾纠纷5起。")


def test_a_word_that_counts_something_else_is_no_claim_on_the_ledger(office):
    assert not codes("截至目前，胙城乡排查安全隐患13起。", source_note="乡安监站") & {"contradiction", "doubt", "offer"}


def test_the_right_number_of_another_figure_is_a_contradiction(office):
    press.dispute(office, resolved=None)

    assert "contradiction" in codes("截至目前，胙城乡排查矛盾纠纷5起。")
    assert "contradiction" not in codes("截至目前，胙城乡化解矛盾纠纷5起。")


def test_a_rounded_number_holds_within_its_word(office):
    for _ in range(12):
        press.dispute(office)

    assert "contradiction" not in codes("截至目前，胙城乡排查矛盾纠纷10余起。")
    assert "contradiction" in codes("截至目前，胙城乡排查矛盾纠纷20余起。")


def test_a_number_of_another_period_is_not_compared(office):
    assert codes("去年胙城乡排查矛盾纠纷97起。") & {"contradiction", "typed"} == {"typed"}


def test_months_in_the_sentence_choose_the_period(office):
    press.dispute(office, found="2023-08-02", resolved=None)

    assert "offer" in codes("1—5月份，胙城乡排查矛盾纠纷5起。")


def test_a_typed_number_needs_a_source(office):
    (finding,) = [f for f in findings("走访群众35户。") if f.code == "typed"]

    assert finding.blocking
    assert "没有来源说明" in finding.sentence


def test_the_source_must_be_signed(office):
    assert "source" in codes("走访群众35户。", source_note="乡综治中心走访登记")


def test_an_unknown_pin_stops_with_its_position(office):
    (finding,) = [f for f in findings("排查{disputes.fund}") if f.code == "pin"]

    assert finding.blocking
    assert (finding.start, finding.end) == (2, 17)
    assert "正文第 3 字处" in finding.sentence


def test_a_digit_typed_beside_a_pin_stops_the_issue(office):
    assert "pin" in codes("排查1{disputes.found}")


def test_a_number_in_the_headline_stands_in_the_body(office):
    assert "headline" in codes(press.BODY, headline="胙城乡化解纠纷4起")
    assert "headline" not in codes(press.BODY, headline="胙城乡排查纠纷{disputes.found | place=胙城乡}")


def test_a_rate_asks_for_its_base_and_a_whole_one_for_a_word(office):
    found = said("化解率{disputes.resolved_rate | place=胙城乡}。")

    assert "没有写基数（排查矛盾纠纷）" in found
    assert "没有说明是怎样核实的" in found


def test_months_in_the_sentence_must_be_those_of_the_pin(office):
    assert "period" in codes("1—7月份排查{disputes.found}。")
    assert "period" not in codes("1—8月份排查{disputes.found | months=1-8}。")


def test_a_period_may_not_end_after_signing(office):
    assert "period" in codes("排查{disputes.found | months=1-9}。")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("清查经营主体76余户。", "“余”“多”前面不是整十整百的数"),
        ("截止目前，进展顺利。", "应写“截至”"),
        ("约100人左右参加。", "两个概数词叠用"),
        ("进展顺利，。", "标点重复"),
        ("进展顺利(详见附件)。", "用了半角括号"),
        ("印发关于加强排查工作的通知。", "没有加书名号"),
        ("培育小巨人企业。", "没有加引号"),
        ("增长10—15%。", "前一个数没有写%"),
        ("下降2倍。", "“下降”不能用倍数"),
        ("出动警力240余人。", "出动按人次计"),
        ("发生案件0起。", "没有发生的不写0"),
        ("走访 35 户。", "数字旁边有空格"),
    ],
)
def test_house_style(office, body, sentence):
    assert sentence in said(body)


@pytest.mark.parametrize(
    "body", ["走访240余户。", "截至目前，进展顺利。", "约100人参加。", "印发《关于加强排查工作的通知》。"]
)
def test_good_style_is_left_alone(office, body):
    assert {
        f.sentence for f in findings(body, source_note="登记") if f.code == "style" and "字，一般" not in f.sentence
    } == set()


def test_personal_numbers_stop_the_issue(office):
    assert "private" in codes("联系电话13800138000。")
    assert "private" in codes("身份证410726199901019968。")


def test_length_is_a_warning(office):
    assert not [f for f in findings("短。") if f.blocking]
    assert "一般为 100—400 字" in said("短。")


def test_an_issue_cannot_go_on_while_a_number_contradicts_the_ledger(office):
    one = press.item(office, body=press.FILLER + "截至目前，胙城乡排查矛盾纠纷6起。")
    issue = flow.move(press.in_editing(office, one), "to_figures", by=office.editor)

    with pytest.raises(Refused, match="与台账不符"):
        flow.move(issue, "to_units", by=office.editor)


def test_one_click_puts_the_pin_in(office):
    body = press.FILLER + "截至目前，胙城乡排查矛盾纠纷5起。"
    press.in_editing(office, press.item(office, body=body))
    one = Item.objects.get()
    (offer,) = [f for f in release.of_item(content.of_item(one)) if f.offer]

    compose.pin_number(
        one, field=offer.field, start=offer.start, end=offer.end, quote=offer.source, pin=offer.offer, by=office.editor
    )

    assert content.of_item(Item.objects.get()).body.text == body


def test_units_must_have_confirmed(office):
    issue = press.in_editing(office)
    for name in ("to_figures", "to_units"):
        flow.move(issue, name, by=office.editor)

    with pytest.raises(Refused, match="胙城乡还没有核实"):
        flow.move(issue, "to_review", by=office.editor)


def test_a_value_that_changed_after_the_check_stops_the_signature(office):
    issue = press.ready_to_sign(office)
    press.dispute(office)

    found = {f.code for f in release.checklist(issue, content.of_issue(issue)) if f.blocking}
    assert found == {"stale", "moved"}


def test_a_cumulative_number_may_not_fall_unexplained(office):
    press.signed(office)
    with on("2023-09-08"):
        fewer = Dispute.objects.order_by("-pk").first()
        fewer.voided, fewer.void_reason = True, "重复登记"
        fewer.save()
        issue = press.in_editing(office)

    found = [f for f in release.checklist(issue, content.of_issue(issue)) if f.code == "fell"]
    assert "比2023年第1期的“5起”少" in str(found[0])


def test_confirming_needs_the_unit_and_another_hand(office):
    one = press.item(office)
    office.post("clerk", "zuocheng", "unit_head")

    with pytest.raises(Refused, match="由您起草"):
        items.confirm(one, office.zuocheng, by=office.clerk)
    with pytest.raises(Refused, match="需要胙城乡的“单位审核”岗位"):
        items.confirm(one, office.zuocheng, by=office.yulin_head)


def test_a_small_count_of_minors_in_one_township_is_neither_printed_nor_told(office):
    with changes.change(by=office.clerk, reason="登记"):
        Child.objects.create(
            code="ET0001", name="测试儿童", id_no="410726201501019996", birth_date="2015-01-01", category="ORPHAN_SCAT",
            enrolled_on="2023-01-05", unit=office.zuocheng, place_id="410726206",
        )  # fmt: skip

    for body in ("在册孤儿{children.orphans | place=胙城乡}。", "截至目前，胙城乡在册孤儿2人。"):
        assert "不足 3 的数不公布" in said(body)
        assert "1人" not in said(body)
