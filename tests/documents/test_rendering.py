"""The four formats of one issue say the same words, and nothing a person typed is taken for markup."""

import re
from dataclasses import replace

import pytest

from taizhang.county.documents.rendering import (
    FORMATS,
    Item,
    Run,
    Section,
    Unprintable,
    fragment,
    html,
    render,
    words,
)
from tests.documents.rendering_sheets import BARE, FOUNDING, HOSTILE, LETTER, READERS, SHEETS, plain, sheet, squeezed


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("name", SHEETS)
def test_every_format_says_the_same_words(name, fmt):
    printed = render(SHEETS[name], fmt)

    assert squeezed(READERS[fmt](printed)) == squeezed("".join(words(SHEETS[name])))


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_issue_gives_the_same_bytes(fmt):
    assert render(FOUNDING, fmt) == render(FOUNDING, fmt)


@pytest.mark.parametrize("fmt", FORMATS)
def test_markup_of_any_kind_prints_literally(fmt):
    printed = squeezed(READERS[fmt](render(HOSTILE, fmt)))

    for typed in ("#settext(red)]", "<script>alert(1)</script>", "$x^2$", "\\u{41}", "&amp;", "{{i}}", "]]>", "/*h*/"):
        assert typed in printed


def test_words_follow_the_order_of_the_printed_page():
    said = words(FOUNDING)

    assert said[:6] == [
        "内部资料",
        "延津政务快报",
        "第 39 期",
        "延津县人民政府办公室",
        "2023 年 9 月 1 日",
        "【民生保障】",
    ]
    assert said[-3:] == ["责任编辑：张三", "审核：李四", "签发：王五"]
    assert said[-5].startswith("更正：")


def test_an_item_runs_headline_body_and_sources_together():
    item = words(FOUNDING)[8]

    assert item.startswith("各乡（镇、街道）把矛盾化解在家门口　胙城乡排查")
    assert item.endswith("（胙城乡 榆林乡）")


def test_a_letter_opens_with_the_addressee_and_closes_with_organ_and_day():
    assert words(LETTER) == [
        "不予确认告知书", "办件编号：BJ20230905-0001", "张桂兰：", "您提出的申请，经查验和审核，不予确认。", "特此告知。",
        "延津县民政局", "2023年9月5日", "签收人：", "经办：王五",
    ]  # fmt: skip
    assert "mast" not in fragment(LETTER)


def test_sections_without_items_are_left_out():
    assert "【创新驱动】" not in words(sheet(Section("创新驱动"), plain("开学首日平安。")))


def test_line_breaks_become_a_space_and_pasted_invisible_marks_go():
    assert words(sheet(notes=("一\r\n二\u200b三\ufeff",)))[4] == "一 二三"


@pytest.mark.parametrize("character", ["\x07", "\u202e", "\ud800", "\uffff"])
@pytest.mark.parametrize("fmt", FORMATS)
def test_characters_no_page_can_show_are_refused_with_their_place(fmt, character):
    with pytest.raises(Unprintable, match=f"“排查□起”中有不能打印的控制字符 U\\+{ord(character):04X}"):
        render(sheet(notes=(f"排查{character}起",)), fmt)


@pytest.mark.parametrize("date_line", ["九月一日", "2023 年 9 月", "2023 年 9 月 31 日", ""])
@pytest.mark.parametrize("fmt", ["pdf", "docx"])
def test_a_date_that_cannot_be_read_is_refused(fmt, date_line):
    with pytest.raises(Unprintable, match="读不出年月日"):
        render(replace(FOUNDING, date_line=date_line), fmt)


def test_an_unknown_format_names_the_known_ones():
    with pytest.raises(ValueError, match="没有“odt”这种格式，可选：docx、pdf、html、txt"):
        render(BARE, "odt")


def test_plain_text_is_one_paragraph_per_block():
    assert render(FOUNDING, "txt").decode().rstrip("\n").split("\n\n") == words(FOUNDING)


def test_a_figure_links_to_its_page():
    page = fragment(
        FOUNDING, link=lambda pin: f"/figures/{pin}?a=1&b=2", mark=lambda pin: "sel" if "paid" in pin else ""
    )

    assert '<a class="fig" href="/figures/children.orphans?a=1&amp;b=2">31 人</a>' in page
    assert '<a class="fig sel" href="/figures/children.paid?a=1&amp;b=2">170余万元</a>' in page


def test_a_figure_without_an_address_is_a_plain_span():
    assert "<span>31 人</span>" in fragment(FOUNDING)
    assert "<span>31 人</span>" in fragment(FOUNDING, link=lambda pin: None)
    assert "<a " not in html.render(FOUNDING).decode()


def test_an_address_cannot_break_out_of_its_attribute():
    page = fragment(HOSTILE, link=lambda pin: f'/f/{pin}"><script>', mark=lambda pin: '"x')

    assert 'href="/f/&lt;p&gt;&quot;&gt;&lt;script&gt;"' in page
    assert "<script" not in page


def test_the_fragment_brings_classes_and_no_style_or_script():
    page = fragment(FOUNDING)

    for name in ("paper", "mast", "rule", "tail", "imprint"):
        assert f'class="{name}"' in page
    assert not re.search(r"<(style|script)|\sstyle=|\son\w+=", page)


def test_the_exported_document_stands_alone():
    page = html.render(FOUNDING).decode()

    assert page.startswith("<!doctype html>")
    assert "<title>延津政务快报 第 39 期</title>" in page
    assert not re.search(r"<link|<script|<img|url\(|https?:", page)


def test_names_and_words_may_be_bold():
    assert "<b>胙城乡</b>排查" in fragment(FOUNDING)
    assert "<b>县民政局织密困境儿童保障网让政策温暖直达每户</b>　逐人" in fragment(FOUNDING)


def test_a_bold_figure_keeps_its_link():
    bold = sheet(Section("数", (Item("", (Run("5 起", pin="k", bold=True),)),)))

    assert '<b><a class="fig" href="/k">5 起</a></b>' in fragment(bold, link=lambda pin: f"/{pin}")
