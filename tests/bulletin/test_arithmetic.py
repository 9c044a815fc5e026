"""Arithmetic in the checklist: what an item's words state or imply must be possible, within it and across the issue."""

import pytest

from taizhang.county.bulletin import arithmetic, content, flow, release
from taizhang.county.bulletin.flow import Clean
from taizhang.county.bulletin.models import Item
from taizhang.county.bulletin.refusal import Refused
from tests.bulletin import press

SUM = "全乡帮扶农户35户，其中脱贫户20户、监测户14户、其他户{}户。"
NOTE = "乡综治中心走访登记"


def read(body, headline=press.HEADLINE):
    item = Item(section="governance", headline=headline, body=body, cutoff=press.CUTOFF, source_note=NOTE)
    return content.of_item(item)


def found(*contents):
    return list(arithmetic.contradictions(contents))


def test_parts_that_do_not_add_up_stop_the_issue_from_the_check_of_figures_on(office):
    (finding,) = found(read(SUM.format(3)))

    assert (finding.since, finding.code, finding.field) == (Clean.FIGURES, "arithmetic", "body")
    assert "37户" in finding.sentence
    assert "35户" in finding.quote


def test_parts_that_add_up_are_no_finding_and_are_counted_as_agreeing(office):
    one = read(SUM.format(1))

    assert found(one) == []
    assert any(line.startswith("合计：") for line in arithmetic.agreements(one))


def test_the_claims_are_the_numbers_with_the_words_that_lead_to_them(office):
    (finding,) = found(read(SUM.format(3)))

    assert finding.claims == ("其中脱贫户20户", "监测户14户", "其他户3户", "全乡帮扶农户35户")


def test_other_words_or_another_number_make_another_contradiction(office):
    ((one,), (two,), (three,)) = (
        found(read(text)) for text in (SUM.format(3), SUM.format(4), SUM.format(3).replace("其他户", "边缘户"))
    )

    assert len({one.digest, two.digest, three.digest}) == 3


def test_words_elsewhere_in_the_item_leave_it_the_same_contradiction(office):
    ((one,), (two,)) = found(read(SUM.format(3))), found(read(press.FILLER + SUM.format(3) + "群众满意。"))

    assert one.digest == two.digest


def test_a_pin_counts_as_it_prints(office):
    body = "胙城乡排查矛盾纠纷{disputes.found | place=胙城乡}，成功化解4起，化解率90%。"
    (finding,) = found(read(body))

    assert "5起" in finding.sentence
    assert finding.claims[1].endswith("5起")


def test_the_headline_is_read_with_the_body(office):
    (finding,) = found(read("截至目前，全乡帮扶农户26户。", headline="全乡帮扶农户36户"))

    assert finding.claims[-1].endswith("26户")


def test_an_issue_cannot_go_on_with_a_contradiction(office):
    one = press.item(office, body=press.FILLER + SUM.format(3), source_note=NOTE)
    issue = flow.move(press.in_editing(office, one), "to_figures", by=office.editor)

    with pytest.raises(Refused, match="37户"):
        flow.move(issue, "to_units", by=office.editor)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("全县粮食播种面积80万亩。", "截至目前，全县粮食播种面积达到82万亩。", "前后不一致"),
        ("胙城乡存量纠纷件120件。", "全县存量纠纷件共90件。", "部分大于整体"),
        ("全县存量纠纷件共90件。", "其中，胙城乡存量纠纷件120件。", "部分大于整体"),
    ],
)
def test_the_same_quantity_of_two_items_is_compared(office, first, second, said):
    (finding,) = found(read(first), read(second))

    assert said in finding.sentence
    assert len(finding.claims) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("全县粮食播种面积80余万亩。", "全县粮食播种面积82万亩。"),
        ("1—7月，全县粮食播种面积80万亩。", "1—8月，全县粮食播种面积82万亩。"),
        ("胙城乡粮食播种面积8万亩。", "榆林乡粮食播种面积9万亩。"),
        ("全县出动执法人员210人次。", "全县出动执法人员220人次。"),
        ("整改隐患13处。", "整改隐患20处。"),
        ("全县粮食播种面积80万亩。", "全县粮食播种农户82万户。"),
    ],
)
def test_what_need_not_be_the_same_is_left_alone(office, first, second):
    assert found(read(first), read(second)) == []


def test_the_form_shows_what_agrees_and_what_does_not(office, signed_in):
    client = signed_in(office.clerk)
    body = f"{SUM.format(3)}排查线索94条，核实80条，核实率85.1%。"

    page = client.post(
        "/bulletin/items/new", {"headline": "标题", "body": body, "then": "check"}, headers={"HX-Request": "true"}
    ).content.decode()

    assert "算术核对：" in page
    assert "须改正或说明" in page


def test_the_checklist_keeps_errors_before_warnings(office):
    issue = press.in_editing(office, press.item(office, body=SUM.format(3), source_note=NOTE))
    shown = [finding.blocking for finding in release.checklist(issue, content.of_issue(issue))]

    assert shown == sorted(shown, reverse=True)
