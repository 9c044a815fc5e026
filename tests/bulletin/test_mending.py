"""Mending at one click: in the form, on the checklist, beside pins, and never where the text moved on."""

import pytest
from django.urls import reverse

from taizhang.county.bulletin import compose, content, forms, release, style
from taizhang.county.bulletin.models import Item
from taizhang.county.bulletin.refusal import Overtaken, Refused
from tests.bulletin import press
from tests.bulletin.prose import MENDED

PIN = "{disputes.found | place=胙城乡}"


def read(body, headline=press.HEADLINE):
    item = Item(section="governance", headline=headline, body=body, cutoff=press.CUTOFF, source_note="登记")
    return content.of_item(item)


def fixes(body):
    return [fix for finding in style.habits(read(body)) for fix in finding.fixes]


def taken(body, fix):
    assert body[fix.start : fix.end] == fix.source
    return body[: fix.start] + fix.text + body[fix.end :]


@pytest.mark.parametrize("wrong", [wrong for wrong, _ in MENDED])
def test_whatever_is_offered_for_an_item_ends_in_clean_words(office, wrong):
    text = wrong.replace("{", "").replace("}", "")
    for _ in range(20):
        offered = fixes(text)
        text = taken(text, offered[-1]) if offered else text

    assert [finding for finding in style.habits(read(text)) if finding.fixes] == []


def test_a_place_after_a_pin_is_counted_in_the_source(office):
    body = f"排查{PIN}，走访76余户。"

    assert [taken(body, fix) for fix in fixes(body)] == [f"排查{PIN}，走访70余户。", f"排查{PIN}，走访76户。"]


def test_words_on_both_sides_of_a_pin_go_without_touching_it(office):
    body = f"约{PIN}左右纠纷。"

    assert [taken(body, fix) for fix in fixes(body)] == [f"{PIN}左右纠纷。", f"约{PIN}纠纷。"]


def test_what_a_pin_printed_is_never_rewritten(office):
    press.Dispute.objects.update(voided=True, void_reason="测试")

    assert next(f for f in style.habits(read(f"截止目前，发生{PIN}纠纷。")) if "不写0" in f.sentence).fixes == ()


def test_all_places_are_mended_at_one_click_with_the_pins_between_them(office):
    body = f"排查(县级){PIN}，化解(乡级)4起。"
    (every,) = [fix for fix in fixes(body) if "全部改" in fix.label]

    assert every.label == "4 处全部改"
    assert taken(body, every) == f"排查（县级）{PIN}，化解（乡级）4起。"


def test_a_unit_spelt_differently_in_another_item_of_the_issue(office):
    one, two = read("绿化3000平方米。"), read("铺装500㎡。")

    (finding,) = style.across([one, two])
    assert [fix.text for fix in finding.fixes] == ["平方米"]
    assert list(style.across([one, one])) == []


def test_the_registers_of_places_and_units_are_asked(office):
    said = " ".join(finding.sentence for finding in style.habits(read("胙城镇与民政局、延津县民政局共同走访。")))

    assert "乡、镇、街道写错" in said
    assert "前后名称不一致" in said


def test_a_missing_full_stop_is_put_in(office):
    (finding,) = [f for f in style.lengths(read("进展顺利")) if f.fixes]

    assert taken("进展顺利", finding.fixes[0]) == "进展顺利。"


def button(finding, fix):
    return f"{finding.field}:{fix.start}:{fix.end}:{fix.source}:{fix.text}"


def test_the_form_is_saved_with_the_place_mended(office, signed_in):
    one = press.items.draft(units=[office.zuocheng], section="governance", headline="标题", body="甲", by=office.clerk)
    typed = forms.of_item(one) | {"body": "其中:走访76余户。\r\n反响良好。"}
    (wanted,) = [b for b in _buttons(signed_in(office.clerk), one, typed) if b.endswith(":；") or b.endswith(":：")]

    answer = signed_in(office.clerk).post(reverse("item_edit", args=[one.pk]), typed | {"pin": wanted})

    assert answer.status_code == 302
    assert Item.objects.get().body == "其中：走访76余户。\n反响良好。"


def test_a_form_that_is_not_complete_yet_comes_back_with_the_place_mended(office, signed_in):
    typed = {"body": "走访76余户。", "units": [str(office.zuocheng.pk)], "cutoff": "2023-08-31"}

    answer = signed_in(office.clerk).post(reverse("item_new"), typed | {"pin": "body:2:5:76余:76"})

    assert answer.status_code == 409
    assert answer.context["typed"]["body"] == "走访76户。"
    assert "请填写标题" in answer.content.decode()


def _buttons(client, item, typed):
    page = client.post(reverse("item_edit", args=[item.pk]), typed | {"then": "check"})
    return [button(finding, fix) for finding in page.context["findings"] for fix in finding.fixes]


def test_a_place_that_moved_is_left_alone_and_nothing_typed_is_lost(office, signed_in):
    one = press.items.draft(units=[office.zuocheng], section="governance", headline="标题", body="甲", by=office.clerk)
    typed = forms.of_item(one) | {"body": "又写了一句。走访76余户。", "pin": "body:2:5:76余:76"}

    answer = signed_in(office.clerk).post(reverse("item_edit", args=[one.pk]), typed)

    assert answer.status_code == 409
    assert forms.MOVED in answer.content.decode()
    assert "又写了一句。走访76余户。" in answer.content.decode()


@pytest.mark.parametrize("wanted", ["", "body:1", "body:5:2:x:y", "note:0:1:x:y", "body:0:2:x", "body:0:99:x:y"])
def test_a_button_that_says_nothing_sensible_is_refused(wanted):
    with pytest.raises(Refused, match="没有替换"):
        forms.put(wanted)


def test_the_editor_mends_on_the_checklist(office, signed_in):
    issue = press.in_editing(office, press.item(office, body="截止目前，进展顺利。\n" + press.BODY))
    client = signed_in(office.editor)
    page = client.get(reverse("issue_check", args=[issue.pk])).content.decode()
    assert "2 处全部改" not in page
    assert 'value="body:0:2:截止:截至"' in page

    client.post(reverse("item_fix", args=[Item.objects.get().pk]), {"put": "body:0:2:截止:截至"})
    client.post(reverse("item_fix", args=[Item.objects.get().pk]), {"put": "body:10:11:\r\n:"})

    assert Item.objects.get().body == "截至目前，进展顺利。" + press.BODY
    assert Item.objects.get().steps.filter(move="edit", who=office.editor).count() == 2


def test_on_the_checklist_too_a_place_that_moved_is_left_alone(office, signed_in):
    press.in_editing(office)
    one = Item.objects.get()

    answer = signed_in(office.editor).post(
        reverse("item_fix", args=[one.pk]), {"put": "body:0:2:截止:截至"}, follow=True
    )

    assert forms.MOVED in answer.content.decode()
    with pytest.raises(Overtaken):
        compose.rewrite(one, field="body", start=0, end=2, quote="截止", text="截至", by=office.editor)


def test_who_may_not_edit_may_not_mend(office, signed_in):
    issue = press.in_review(office)
    one = Item.objects.get()
    text = one.body[:2]

    answer = signed_in(office.editor).post(
        reverse("item_fix", args=[one.pk]), {"put": f"body:0:2:{text}:"}, follow=True
    )

    assert "文字已定" in answer.content.decode()
    assert signed_in(office.checker).post(reverse("item_fix", args=[one.pk]), {"put": "x"}).status_code == 403
    assert release.checklist(issue, content.of_issue(issue)) == []
