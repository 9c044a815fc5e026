"""A bulletin comes out whole in whatever layout a county prints it, and what cannot be read is told, not lost."""

import re
import time
from datetime import date

import pytest

from taizhang.county.bulletin.structure import structure
from tests.bulletin.layouts import HEAD, LAYOUTS, SECTIONS, TAIL, lay, one_paragraph


def said(bulletin):
    return tuple(
        (section.title, tuple((item.headline, item.body, item.units) for item in section.items))
        for section in bulletin.sections
    )


def head(text):
    return structure(text + "\n【要闻】\n县水利局备足灌溉用水 逐村检修机井，落实值守人员，确保用水。（水利局）\n")


def tail(text):
    return structure(
        f"{HEAD}\n【要闻】\n县水利局备足灌溉用水 逐村检修机井，落实值守人员，确保用水。（水利局）\n\n{text}\n"
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_bulletin_in_every_layout(layout):
    bulletin = structure(LAYOUTS[layout])

    assert said(bulletin) == SECTIONS
    assert (bulletin.name, bulletin.no, bulletin.year, bulletin.date) == ("柳河政务信息", 12, 2024, date(2024, 3, 8))
    assert bulletin.issuer == "柳河县人民政府办公室"
    assert (bulletin.editor, bulletin.checker, bulletin.signer) == ("周宁", "许立群", "高远")
    assert [(one.label, one.text) for one in bulletin.distribution] == [
        ("本期发", "县四大班子领导，各乡镇、县直各单位。")
    ]
    assert (bulletin.rest, bulletin.warnings) == ((), ())


FOUNDING_FORM = """

白水政务快报

第 7 期

白水县人民政府办公室

2025 年 2 月 14 日

【民生保障】

县残联精准服务让残疾群众出行更便利 深入开展“康复辅具进家门”行动，按照每人每年 800 元的标准免费适配轮椅、助听器等辅具，同时联合卫健部门逐户评估需求，建立服务档案，并

联合各乡镇，掌握行动不便人员底数，安排专人上门安装调试。截至目前，适配辅具 310 余件，上门服务 96 人次。（残联）

【社会治理】

各乡镇聚焦邻里小事做实基层调解“大文章” 发挥村级调解员作用，逐户走访，化解在早。截至目前，**林皋镇**共排查矛盾42起，化解率100%；**史官镇**排查矛盾38起，化解35起，引导走法律程序3起；**尧禾镇**排查51起。

（林皋镇 史官镇 尧禾镇）

县公安局守护平安 组织夜间巡逻，整治乱停乱放，及时消除隐患，群众安全感不断提升。

（公安局）

本期发：县委常委，县人大正副主任，县直各单位主要负责人。

责任编辑：卢苇

审核：霍明轩

签发：麻志伟
"""


def test_a_bulletin_of_the_founding_form():
    bulletin = structure(FOUNDING_FORM)
    first, second, third = bulletin.items

    assert (bulletin.name, bulletin.no, bulletin.date) == ("白水政务快报", 7, date(2025, 2, 14))
    assert [section.title for section in bulletin.sections] == ["民生保障", "社会治理"]
    assert "建立服务档案，并联合各乡镇，掌握" in first.body
    assert second.headline == "各乡镇聚焦邻里小事做实基层调解“大文章”"
    assert "截至目前，林皋镇共排查矛盾42起，化解率100%；史官镇排查" in second.body
    assert (second.units, third.units) == (("林皋镇", "史官镇", "尧禾镇"), ("公安局",))
    assert (bulletin.editor, bulletin.checker, bulletin.signer) == ("卢苇", "霍明轩", "麻志伟")
    assert bulletin.warnings == ()


def letters(text):
    return sorted(re.findall(r"[\u3400-\u9fff0-9]", text))


@pytest.mark.parametrize("text", [*LAYOUTS.values(), FOUNDING_FORM], ids=[*LAYOUTS, "founding form"])
def test_no_letter_is_lost(text):
    b = structure(text)
    items = [word for i in b.items for word in (i.mark, i.headline, i.body, *i.units)]
    sections = [word for s in b.sections for word in (s.title, re.sub(r"[^一二三四五六七八九十]", "", s.mark[:4]))]
    tail_words = [word for one in (*b.distribution, *b.imprint) for word in (one.label, one.text)]
    kept = [b.name, b.issue_text, b.issuer, b.day_text, *items, *sections, *tail_words, *b.rest, *b.notes, *b.furniture]
    labels = re.findall(r"供稿单位|供稿|来源", text)

    lost = letters(text)
    for letter in letters("".join([*kept, *labels])):
        if letter in lost:
            lost.remove(letter)
    # A section printed before each of its items is one section.
    assert set(lost) <= set("春耕备耕卫生健康")


@pytest.mark.parametrize(
    ("line", "no", "total", "year"),
    [
        ("第39期", 39, None, 2024),
        ("（第39期）", 39, None, 2024),
        ("第 3 9 期", 39, None, 2024),
        ("第三十九期", 39, None, 2024),
        ("第３９期", 39, None, 2024),
        ("2023年第39期", 39, None, 2023),
        ("〔2023〕39期", 39, None, 2023),
        ("２０２３年　第３９期", 39, None, 2023),
        ("二〇二三年第三十九期", 39, None, 2023),
        ("第39期（总第1234期）", 39, 1234, 2024),
        ("总第1234期", None, 1234, None),
        ("NO.39", 39, None, 2024),
    ],
)
def test_issue_lines(line, no, total, year):
    bulletin = head(f"柳河信息\n{line}\n柳河县人民政府办公室 2024年3月8日")

    assert (bulletin.no, bulletin.total_no, bulletin.year) == (no, total, year)
    assert (bulletin.name, bulletin.issuer, len(bulletin.items)) == ("柳河信息", "柳河县人民政府办公室", 1)


def test_an_extra_issue_is_told_apart():
    bulletin = head("柳河快报\n增刊第3期\n柳河县人民政府办公室 2024年3月8日")

    assert (bulletin.no, bulletin.extra) == (3, True)


@pytest.mark.parametrize(
    "day",
    [
        "2023年9月1日",
        "2023 年 9 月 1 日",
        "2023-09-01",
        "2023.9.1",
        "二〇二三年九月一日",
        "二○二三年九月一日",
        "2023年9月1日（星期五）",
    ],
)
def test_dates(day):
    bulletin = head(f"柳河快报\n第5期\n{day}\n柳河县委办公室")

    assert (bulletin.date, bulletin.issuer, bulletin.name) == (date(2023, 9, 1), "柳河县委办公室", "柳河快报")


@pytest.mark.parametrize(
    ("text", "name", "issuer"),
    [
        ("政务信息\n第5期\n柳河县人民政府办公室编　2023年9月1日", "政务信息", "柳河县人民政府办公室"),
        ("工 作 简 报\n第5期\n柳河县教育局 2023年9月1日", "工作简报", "柳河县教育局"),
        ("每日要情\n（第5期）\n主办：中共柳河县委办公室\n2023年9月1日", "每日要情", "中共柳河县委办公室"),
        ("内部资料 注意保存\n柳河快报\n2023年第5期\n柳河县政府办 2023年9月1日", "柳河快报", "柳河县政府办"),
        ("柳河快报 第5期\n2023年9月1日 柳河县人民政府办公室", "柳河快报", "柳河县人民政府办公室"),
        ("柳河县人民政府办公室\n柳河要情\n第5期 2023年9月1日", "柳河要情", "柳河县人民政府办公室"),
        (
            "柳河县人民政府\n工作简报\n第5期\n柳河县人民政府办公室 2023年9月1日",
            "柳河县人民政府工作简报",
            "柳河县人民政府办公室",
        ),
        ("平安柳河\n第5期\n柳河县委政法委员会 2023年9月1日", "平安柳河", "柳河县委政法委员会"),
        ("招商快讯（专刊）\n第5期\n柳河县商务局\n2023年9月1日", "招商快讯（专刊）", "柳河县商务局"),
    ],
)
def test_mastheads(text, name, issuer):
    bulletin = head(text)

    assert (bulletin.name, bulletin.issuer, bulletin.no, bulletin.date) == (name, issuer, 5, date(2023, 9, 1))
    assert len(bulletin.items) == 1


def test_secrecy_and_copy_number():
    bulletin = head("000123\n内部资料　注意保存\n柳河快报\n第5期\n柳河县政府办 2023年9月1日")

    assert (bulletin.copy_no, bulletin.secrecy) == ("000123", "内部资料 注意保存")


def test_signer_in_the_head():
    bulletin = head("柳河快报\n第5期　签发人：高远\n柳河县政府办 2023年9月1日")

    assert (bulletin.signer, bulletin.no, bulletin.issuer) == ("高远", 5, "柳河县政府办")


def test_a_list_of_contents_is_no_item():
    items = "\n".join(f"◆{headline}" for _, some in SECTIONS for headline, _, _ in some)
    bulletin = structure(lay(lambda _, t: f"【{t}】", one_paragraph(), head=f"{HEAD}本期要目\n{items}"))

    assert said(bulletin) == SECTIONS
    assert len(bulletin.contents) == 3


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        ("责任编辑：周宁\n审核：许立群\n签发：高远", ("周宁", "许立群", "高远")),
        ("编辑：周宁　　审核：许立群　　签发：高远", ("周宁", "许立群", "高远")),
        ("责编：周宁 核稿：许立群 签发人：高远", ("周宁", "许立群", "高远")),
        ("编　辑：周　宁\n审　核：许立群\n签　发：高　远", ("周宁", "许立群", "高远")),
        ("编校：周宁 审签：高远", ("周宁", "", "高远")),
        ("责任编辑：周宁 校对：许立群 主编：高远", ("周宁", "许立群", "高远")),
        ("责任编辑 周宁   审核 许立群   签发 高远", ("周宁", "许立群", "高远")),
        ("责任编辑：周宁、方圆；审核：许立群；签发：高远", ("周宁、方圆", "许立群", "高远")),
    ],
)
def test_people_of_the_tail(lines, people):
    bulletin = tail(lines)

    assert (bulletin.editor, bulletin.checker, bulletin.signer) == people
    assert len(bulletin.items) == 1


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("报：市政府办公室。\n送：县委常委。\n发：各乡镇，县直各单位。", [("报", "市政府办公室。"), ("送", "县委常委。"), ("发", "各乡镇，县直各单位。")]),
        ("报：市政府办公室；送：县委常委；发：各乡镇", [("报", "市政府办公室；"), ("送", "县委常委；"), ("发", "各乡镇")]),
        ("抄送：县委办公室，\n县人大常委会办公室。", [("抄送", "县委办公室，县人大常委会办公室。")]),
        ("本期发：县四大班子领导。\n本期增发：各驻村工作队。", [("本期发", "县四大班子领导。"), ("本期增发", "各驻村工作队。")]),
    ],
)  # fmt: skip
def test_distribution(lines, found):
    assert [(one.label, one.text) for one in tail(lines).distribution] == found


@pytest.mark.parametrize("words", ["本期共印50份", "（共印 50 份）", "印数：50份", "印发50份"])
def test_copies(words):
    bulletin = tail(f"发：各乡镇。\n{words}\n编辑：周宁")

    assert (bulletin.copies, bulletin.distribution[0].text, bulletin.editor) == (50, "各乡镇。", "周宁")


def test_date_and_issuer_at_the_end():
    text = "柳河快报\n第5期\n【要闻】\n县水利局备足灌溉用水 逐村检修机井，落实值守人员。（水利局）\n\n柳河县人民政府办公室　2023年9月1日印发\n"
    bulletin = structure(text)

    assert (bulletin.issuer, bulletin.date) == ("柳河县人民政府办公室", date(2023, 9, 1))
    assert len(bulletin.items) == 1


def test_without_a_tail_the_people_are_missed_and_nothing_else():
    bulletin = structure(lay(lambda _, t: f"【{t}】", one_paragraph(), tail=""))

    assert said(bulletin) == SECTIONS
    assert bulletin.warnings == ("报尾没有读到责任编辑。", "报尾没有读到审核。", "报尾没有读到签发。")


def test_items_without_units_are_told_with_their_place():
    bulletin = structure(lay(lambda _, t: f"【{t}】", one_paragraph("")))

    assert [(item.headline, item.units) for item in bulletin.items] == [
        (h, ()) for _, some in SECTIONS for h, _, _ in some
    ]
    assert bulletin.warnings[0] == "第 1 条（第 6 行起）“县水利局抢抓农时备足灌溉用水”没有读到来稿单位。"


def test_numbered_paragraphs_inside_an_item_stay_inside():
    body = "一、逐村检修机井。\n组织人员逐村检修机井，落实责任。\n二、落实值守人员。\n安排人员日夜值守，确保用水。（水利局）"
    bulletin = structure(
        f"{HEAD}\n【要闻】\n县水利局备足灌溉用水\n{body}\n县卫健委开展义诊 组织医生进村义诊，服务群众，受到欢迎。（卫健委）"
    )

    assert [(item.headline, item.units) for item in bulletin.items] == [
        ("县水利局备足灌溉用水", ("水利局",)),
        ("县卫健委开展义诊", ("卫健委",)),
    ]
    assert bulletin.items[0].body.count("\n") == 3


def test_a_headline_of_two_lines():
    bulletin = structure(
        f"{HEAD}\n【要闻】\n县水利局抢抓农时检修机井\n备足春季灌溉用水\n逐村检修机井，落实值守人员。（水利局）\n{TAIL}"
    )

    assert bulletin.items[0].headline == "县水利局抢抓农时检修机井 备足春季灌溉用水"


def test_running_heads_and_page_numbers_are_set_aside():
    text = (
        LAYOUTS["brackets"]
        .replace("\n\n〔", "\n")
        .replace("【卫生健康】", "第 1 页 共 2 页\n柳河政务信息　第 12 期\n\n【卫生健康】")
    )
    bulletin = structure(text)

    assert said(bulletin) == SECTIONS
    assert bulletin.furniture == ("第 1 页 共 2 页", "柳河政务信息　第 12 期")


def test_notes_close_the_body():
    bulletin = tail("注：除文中另有说明外，本期数据截至2024年3月7日。\n编辑：周宁")

    assert bulletin.notes == ("注：除文中另有说明外，本期数据截至2024年3月7日。",)


def test_what_finds_no_place_is_kept_and_told():
    bulletin = tail("编辑：周宁\n请各单位认真组织学习")

    assert bulletin.rest == ("请各单位认真组织学习",)
    assert bulletin.warnings[-1] == "第 9 行“请各单位认真组织学习”没有归入任何部分，放在“其余文字”中。"


def test_a_date_that_is_none_is_told():
    assert "第 3 行的日期“2024年2月30日”不是日历上的日期，没有读入。" in head("柳河快报\n第5期\n2024年2月30日").warnings


@pytest.mark.parametrize("text", ["", "\n \n", "你好", "2023", "。。。", "【】", "（）", "第期"])
def test_what_is_no_bulletin_gets_warnings_and_no_error(text):
    assert structure(text).warnings


@pytest.mark.parametrize(
    "unit",
    [
        "【",
        "（",
        "（民政局）",
        "1.",
        "**甲",
        "一、",
        "——",
        "报：",
        "第1期 ",
        "甲 ",
        "\n甲乙，",
        "2023年",
        " ",
        "1",
        "第　",
    ],
)
def test_time_grows_with_the_length_and_no_faster(unit):
    def seconds(times):
        text = HEAD + unit * times
        began = time.process_time()
        structure(text)
        return time.process_time() - began

    short, long = seconds(2_000), seconds(20_000)
    assert long < 40 * max(short, 0.002)


def test_a_tail_set_as_a_table_has_labels_without_colons():
    bulletin = tail("报　　市政府办公室\n送　　县委办公室，县政协办公室\n发　　各乡镇\n责任编辑：周宁")

    assert [(one.label, one.text) for one in bulletin.distribution] == [
        ("报", "市政府办公室"), ("送", "县委办公室，县政协办公室"), ("发", "各乡镇"),
    ]  # fmt: skip
    assert [item.units for item in bulletin.items] == [("水利局",)]


def test_this_issue_is_sent_in_many_words():
    for label in ("本期发送", "本期报送", "本期抄送", "本期分送"):
        assert [one.label for one in tail(f"{label}：县委常委，各乡镇。\n责任编辑：周宁").distribution] == [label]


def test_a_number_in_the_figures_of_vouchers_and_a_name_in_book_marks():
    bulletin = head("《柳河快报》\n第叁拾陆期\n柳河县人民政府办公室 2024年3月8日")

    assert (bulletin.name, bulletin.no) == ("柳河快报", 36)


def test_bare_titles_above_paragraphs_that_begin_with_their_headline():
    bulletin = structure(
        f"{HEAD}\n部门工作\n县人社局办招聘会促就业。举办专场招聘会4场，提供岗位2600个，达成意向780人。（县人社局供稿）\n"
        "县医保局严打欺诈骗保。检查定点医药机构213家，约谈31家，追回基金145.6万元。（县医保局供稿）\n"
        f"乡镇之窗\n柳林乡：发展林下经济。发展食用菌210亩，带动228户增收，户均增收8600元。（柳林乡供稿）\n{TAIL}"
    )

    assert [(section.title, len(section.items)) for section in bulletin.sections] == [("部门工作", 2), ("乡镇之窗", 1)]
    assert [item.headline for item in bulletin.items] == [
        "县人社局办招聘会促就业", "县医保局严打欺诈骗保", "柳林乡：发展林下经济",
    ]  # fmt: skip
    assert bulletin.warnings == ()
