"""Columns read what people type and workbooks hold, and say what would fit where it does not."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.ledger.columns import (
    Amount,
    Choice,
    Column,
    Day,
    Flag,
    Link,
    References,
    Whole,
)
from taizhang.county.ledger.typed import Unparsable

NONE = References()
KINDS = Choice("kind", "类型", choices=(("01", "邻里"), ("ORPHAN", "孤儿（社会散居）")))
PLACE = Link("place", "所属乡镇", target="place")


@pytest.mark.parametrize(
    ("column", "typed", "value"),
    [
        (Column("a", "甲"), " ＪＦ２０２３ ", "JF2023"),
        (Column("a", "甲"), "先调解，后诉讼（示例）：", "先调解，后诉讼（示例）："),
        (Column("a", "甲"), "上\r\n下", "上\n下"),
        (Column("a", "甲"), "a\0b", "ab"),
        (Column("a", "甲"), 13800001234.0, "13800001234"),
        (Whole("a", "甲"), "1，206", 1206),
        (Whole("a", "甲"), "", None),
        (Amount("a", "甲"), "1,050.5元", Decimal("1050.50")),
        (Amount("a", "甲"), 0, Decimal("0.00")),
        (Day("a", "甲"), "2023年9月1日", date(2023, 9, 1)),
        (Day("a", "甲"), "2023/9/1", date(2023, 9, 1)),
        (Day("a", "甲"), "20230901", date(2023, 9, 1)),
        (Day("a", "甲"), 45170, date(2023, 9, 1)),
        (Day("a", "甲"), datetime(2023, 9, 1, 8), date(2023, 9, 1)),
        (KINDS, "邻里", "01"),
        (KINDS, "01", "01"),
        (KINDS, "孤儿(社会散居)", "ORPHAN"),
        (KINDS, "", ""),
        (Flag("a", "甲"), "√", True),
        (Flag("a", "甲"), "", False),
        (Flag("a", "甲"), 0, False),
    ],
)
def test_what_is_typed_becomes_a_value(column, typed, value):
    parsed = column.parse(typed, NONE)

    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("column", "typed", "sentence"),
    [
        (Column("a", "甲", max_length=3), "四个字的", "最多 3 个字，现有 4 个字"),
        (Whole("a", "甲"), "一百", "应为整数，现为“一百”"),
        (Whole("a", "甲", least=0), "-1", "应在 0 到"),
        (Whole("a", "甲"), "99999999999", "应在"),
        (Amount("a", "甲"), "1.005", "小数最多 2 位"),
        (Amount("a", "甲"), "$300", "应为数字"),
        (Amount("a", "甲"), "1,2,3", "应为数字"),
        (Amount("a", "甲", digits=6), "12345", "整数部分最多 4 位"),
        (Amount("a", "甲"), "NaN", "小数最多|应为数字"),
        (Amount("a", "甲"), "无限", "应为数字"),
        (Day("a", "甲"), "2023-02-30", "应为日期，如 2023-09-01，现为“2023-02-30”"),
        (Day("a", "甲"), "8月", "应为日期"),
        (Day("a", "甲"), "9月1日", "缺少年份"),
        (Day("a", "甲"), "23.9.1", "年份请写四位，如 2023 年写作 2023-09-01"),
        (Day("a", "甲"), "2023年9月", "只写到月"),
        (Whole("a", "甲"), "1.5人", "应为整数"),
        (KINDS, "水利", "“水利”不在可选项中，应为：邻里、孤儿（社会散居）"),
        (Flag("a", "甲"), "也许", "应填“是”或“否”"),
        (PLACE, "不存在乡", "没有找到“不存在乡”，请核对所属乡镇的名称或编号"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(column, typed, sentence):
    with pytest.raises(Unparsable, match=sentence):
        column.parse(typed, NONE)


def test_a_link_is_read_by_any_name_it_has():
    known = References(places={"胙城": "410726206", "胙城乡": "410726206", "410726206": "410726206"})

    assert {PLACE.parse(name, known) for name in ("胙城", " 胙城乡", "４１０７２６２０６")} == {"410726206"}


@given(st.decimals(min_value=Decimal("-1e9"), max_value=Decimal("1e9"), places=2))
def test_an_amount_survives_being_printed_and_typed_again(amount):
    column = Amount("a", "甲")

    assert column.parse(column.text(amount), NONE) == amount


@given(st.dates(min_value=date(1900, 3, 1), max_value=date(2100, 1, 1)))
def test_a_date_survives_being_printed_and_typed_again(day):
    column = Day("a", "甲")

    assert column.parse(column.text(day), NONE) == day


def test_a_mask_hides_text_and_leaves_empty_ones_empty():
    column = Column("a", "甲", mask=lambda text: text[0] + "*")

    assert (column.masked("张三"), column.masked(""), column.masked(None)) == ("张*", "", "")


@pytest.mark.parametrize(
    "typed",
    ["2023-9-1", "2023.9.1", "2023/09/01", "20230901", "2023年9月1日", "2023 年 9 月 1 日", "2023-9-1 10:30", "45170",
     "2023、9、1", "2023年9月1号", "2023/9/1 上午 10:30", "2023-09-01 10:30:00 PM", "2023年9月1日 9时30分", "2023年9月1日下午3点",
     45170.0, "２０２３．９．１", "二〇二三年九月一日", "二○二三年九月一日", "\u00a02023-09-01\u200b"],
)  # fmt: skip
def test_a_day_is_read_in_every_way_people_write_it(typed):
    assert Day("a", "甲").parse(typed, NONE) == date(2023, 9, 1)


@pytest.mark.parametrize(("typed", "day"), [("二〇二三年十二月三十一日", date(2023, 12, 31)),
                                            ("二〇二三年十月二十日", date(2023, 10, 20))])  # fmt: skip
def test_a_day_in_chinese_numerals(typed, day):
    assert Day("a", "甲").parse(typed, NONE) == day


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("3.2万", "32000"), ("1.5亿元", "150000000"), ("1,200.50元", "1200.5"), ("￥300", "300"), ("３．２万元", "32000"),
     ("300元整", "300"), ("-12.5", "-12.5"), (".5", "0.5"), (1.1 + 2.2, "3.3"), ("12,0000", "120000")],
)  # fmt: skip
def test_an_amount_is_read_with_its_unit(typed, amount):
    assert Amount("a", "甲").parse(typed, NONE) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "number"), [("12人", 12), ("3户", 3), ("1,200", 1200), ("1.2万", 12000), (12.0, 12), ("１２ 人", 12)]
)
def test_a_count_is_read_with_its_measure_word(typed, number):
    assert Whole("a", "甲").parse(typed, NONE) == number


def test_a_township_is_known_with_its_county_before_and_its_office_behind():
    known = References(places={"胙城乡": "410726206", "文岩": "410726001"})

    assert {PLACE.parse(name, known) for name in ("延津县胙城乡", "胙城乡人民政府")} == {"410726206"}
    assert PLACE.parse("文岩街道办事处", known) == "410726001"


def test_letters_without_width_and_control_signs_are_left_out_and_rare_ones_stay():
    assert Column("a", "甲").parse("\u200b张\x07三\u00a0", NONE) == "张三"
    assert Column("a", "甲").parse("𬀩㑇👨‍👩‍👧", NONE) == "𬀩㑇👨‍👩‍👧"
