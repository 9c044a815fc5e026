"""The bulletin's pages for each person: what opens, what is refused, what is kept when a form is refused."""

import pytest
from django.urls import reverse

from taizhang.county.bulletin import flow, sheet
from taizhang.county.bulletin.models import Delivery, Issue, Item
from tests.bulletin import press
from tests.county import on


def get(signed_in, person, name, *args, **headers):
    return signed_in(person).get(reverse(name, args=args), headers=headers)


@pytest.fixture
def issue(office):
    return press.signed(office, press.item(office, body=press.BODY + "走访35户。", source_note="走访登记"))


def test_the_archive_lists_and_searches_the_printed_words(office, issue, signed_in):
    client = signed_in(office.leader)

    assert "2023 年第 1 期" in client.get(reverse("bulletin_archive")).content.decode()
    assert (
        "2023 年第 1 期" in client.get(reverse("bulletin_archive"), {"q": "化解5起", "year": "2023"}).content.decode()
    )
    assert "没有找到" in client.get(reverse("bulletin_archive"), {"q": "没有的字"}).content.decode()


def test_the_reading_page_prints_what_was_signed(office, issue, signed_in):
    page = get(signed_in, office.leader, "bulletin_read", 2023, 1).content.decode()

    assert 'class="mast"' in page
    assert f'href="{reverse("bulletin_figure", args=[2023, 1, 1])}"' in page
    assert "全部数字签发时与现在一致" in page


def test_reading_is_noted_once(office, issue, signed_in):
    for _ in range(2):
        get(signed_in, office.leader, "bulletin_read", 2023, 1)

    (read_at,) = Delivery.objects.filter(read_at__isnull=False).values_list("read_at", flat=True)
    get(signed_in, office.leader, "bulletin_read", 2023, 1)
    assert Delivery.objects.get(person=office.leader).read_at == read_at


def test_the_editor_sees_who_has_not_read(office, issue, signed_in):
    get(signed_in, office.leader, "bulletin_read", 2023, 1)

    page = get(signed_in, office.editor, "bulletin_receipts", 2023, 1).content.decode()
    assert "共送达 3 人，未读 2 人" in page


def test_a_tapped_number_opens_its_rows_as_counted_then(office, issue, signed_in):
    with on("2023-09-05"):
        late = press.dispute(office, found="2023-08-30", resolved=None)

    page = get(signed_in, office.leader, "bulletin_figure", 2023, 1, 1, **{"HX-Request": "true"}).content.decode()

    assert page.count("调解成功") == 5
    assert "共 5 条" in page
    assert "5起 → 现 6起" in page
    assert late.code in page.split("签发后的变动")[1]
    assert "<html" not in page


def test_without_script_a_number_opens_on_its_own_page(office, issue, signed_in):
    page = get(signed_in, office.leader, "bulletin_figure", 2023, 1, 1).content.decode()

    assert 'class="mast"' in page
    assert 'class="fig sel"' in page


def test_rows_out_of_reach_are_counted_and_not_shown(office, issue, signed_in):
    page = get(signed_in, office.stranger, "bulletin_figure", 2023, 1, 1).content.decode()

    assert "共 5 条，均不在您的查看范围，仍计入合计" in page


def test_a_typed_number_shows_its_signed_source(office, issue, signed_in):
    page = get(signed_in, office.leader, "bulletin_figure", 2023, 1, 3).content.decode()

    assert "走访登记" in page
    assert "审核甲" in page


@pytest.mark.parametrize("fmt", ["docx", "pdf", "html", "txt"])
def test_files_come_in_four_forms(office, issue, signed_in, fmt):
    answer = get(signed_in, office.leader, "bulletin_file", 2023, 1, fmt)

    assert answer.status_code == 200
    assert "filename*=utf-8''%E5%BB%B6%E6%B4%A5" in answer["Content-Disposition"]
    assert answer.content


def test_an_unknown_form_is_not_found(office, issue, signed_in):
    assert get(signed_in, office.leader, "bulletin_file", 2023, 1, "exe").status_code == 404


def test_reading_needs_a_post_that_reads(office, issue, signed_in):
    grid = office.post("grid", "zuocheng", "grid_worker")

    assert get(signed_in, grid, "bulletin_read", 2023, 1).status_code == 403


def test_a_withdrawn_issue_says_so(office, issue, signed_in):
    flow.move(issue, "withdraw", by=office.signer, opinion="数字有误")

    assert "本期已于" in get(signed_in, office.leader, "bulletin_read", 2023, 1).content.decode()


def form(**given):
    typed = {"section": "governance", "headline": "标题", "body": "正文", "cutoff": "2023-08-31"}
    return {**typed, **given}


def test_a_refused_form_keeps_what_was_typed(office, signed_in):
    answer = signed_in(office.clerk).post(
        reverse("item_new"), form(body="很长的正文", section="", units=[office.zuocheng.pk])
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "请选择栏目" in page
    assert "很长的正文</textarea>" in page


def test_one_click_turns_a_draft_of_a_line_into_an_item(office, signed_in):
    client = signed_in(office.clerk)
    page = client.get(reverse("item_list")).content.decode()
    key = page.split('name="draft" value="')[1].split('"')[0]

    client.post(reverse("item_new"), {"draft": key})

    assert "{disputes.found | place=410726206}" in Item.objects.get().body


def test_the_live_check_answers_below_the_text_and_saves_nothing(office, signed_in):
    answer = signed_in(office.clerk).post(
        reverse("item_new"), form(body="截至目前，胙城乡排查矛盾纠纷6起。"), headers={"HX-Request": "true"}
    )

    assert "台账为 5起" in answer.content.decode()
    assert not Item.objects.exists()


def test_a_pin_goes_in_with_one_click_and_the_rest_of_the_form_is_kept(office, signed_in):
    made = press.item(office)
    body = "排查5起。"
    given = form(body=body, explanation="新写的说明", pin="body:2:4:5起:{disputes.found | place=410726206}",
                 units=[office.zuocheng.pk])  # fmt: skip

    signed_in(office.editor).post(reverse("item_edit", args=[made.pk]), given)

    stored = Item.objects.get()
    assert (stored.body, stored.explanation) == ("排查{disputes.found | place=410726206}。", "新写的说明")


def test_the_second_of_two_editors_sees_both_texts(office, signed_in):
    made = press.item(office)
    given = form(edition=made.edition, units=[office.zuocheng.pk])
    client = signed_in(office.editor)
    client.post(reverse("item_edit", args=[made.pk]), given | {"body": "先存的文字"})

    page = client.post(reverse("item_edit", args=[made.pk]), given | {"body": "后存的文字"}).content.decode()

    assert "先存的文字" in page
    assert "后存的文字</textarea>" in page


def test_a_head_confirms_on_a_page_with_every_number(office, signed_in):
    made = press.item(office)
    client = signed_in(office.head)
    page = client.get(reverse("item_confirm", args=[made.pk])).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]

    client.post(reverse("item_confirm", args=[made.pk]), {"organisation": office.zuocheng.pk, "seen": seen})

    assert "排查矛盾纠纷：" in page
    assert made.units.get().confirmed_by == office.head


def test_another_units_item_cannot_be_found(office, signed_in):
    made = press.item(office)

    assert get(signed_in, office.yulin_head, "item_confirm", made.pk).status_code == 404


def test_the_composer_takes_orders_and_moves_on(office, signed_in):
    made = press.item(office)
    client = signed_in(office.editor)
    client.post(reverse("issue_new"), {"cutoff": "2023-08-31"})
    issue = Issue.objects.get()

    client.post(reverse("issue_compose", args=[issue.pk]), {"take": made.pk, "edition": issue.edition})
    client.post(reverse("issue_step", args=[issue.pk]), {"move": "edit"})

    issue.refresh_from_db()
    assert (issue.state, issue.items.get()) == ("editing", made)
    assert "可以改为引用" not in client.get(reverse("issue_check", args=[issue.pk])).content.decode()


def test_a_refused_move_keeps_the_opinion_and_says_why(office, signed_in):
    issue = press.in_editing(office)

    answer = signed_in(office.editor).post(
        reverse("issue_step", args=[issue.pk]), {"move": "approve", "opinion": "我的意见"}
    )

    assert answer.status_code == 409
    assert "现在处于“编辑”，不能审核通过" in answer.content.decode()
    assert "我的意见" in answer.content.decode()


def test_the_signer_signs_on_one_page(office, signed_in):
    issue = press.ready_to_sign(office)
    client = signed_in(office.signer)
    page = client.get(reverse("issue_step", args=[issue.pk])).content.decode()

    answer = client.post(reverse("issue_step", args=[issue.pk]), {"move": "sign", "opinion": ""})

    assert "轮到您：签发" in page
    assert answer.headers["Location"] == reverse("bulletin_read", args=[2023, 1])


def test_an_editor_who_also_checks_is_told_why_not(office, signed_in):
    office.post("editor", "government-office", "checker")
    issue = press.in_review(office)

    assert (
        "您是本期的责任编辑，不能再审核通过" in get(signed_in, office.editor, "issue_step", issue.pk).content.decode()
    )


def test_the_preview_says_what_will_be_printed(office):
    from taizhang.county.bulletin import content

    issue = press.ready_to_sign(office)
    shown = sheet.preview(issue, content.of_issue(issue))

    assert shown.issue_line == sheet.UNNUMBERED
    assert sheet.thaw(sheet.freeze(shown)) == shown


def test_a_figures_own_page_knows_where_it_was_printed(office, issue):
    from taizhang.county.figures import printed

    (place,) = printed.places("disputes.found")
    assert (place.text, place.url) == ("5起", reverse("bulletin_figure", args=[2023, 1, 1]))
