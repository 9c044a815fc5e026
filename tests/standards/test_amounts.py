"""Numbers in prose: never more exact than the value, never a rounding word that is not true of it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.standards.amounts import Displayed, Qualifier, grouped, in_prose, interval, percent
from taizhang.county.standards.errors import Invalid

SHOWN = [
    ("31", "人", "exact", "31人"),
    ("12345", "人次", "exact", "12345人次"),
    ("18.085", "吨", "exact", "18.09吨"),
    ("0.001", "吨", "exact", "不足0.01吨"),
    ("0", "起", "exact", "0起"),
    ("-5", "人", "exact", "-5人"),
    ("9999", "元", "exact", "9999元"),
    ("9999.999", "元", "exact", "1万元"),
    ("1638000", "元", "exact", "163.8万元"),
    ("1737200", "元", "exact", "173.72万元"),
    ("99999999", "元", "exact", "1亿元"),
    ("22300000000", "元", "exact", "223亿元"),
    ("3.47", "亿元", "exact", "3.47亿元"),
    ("0.5", "亿元", "exact", "5000万元"),
    ("1737200", "元", "over", "170余万元"),
    ("1700000", "元", "over", "170万元"),
    ("1638000", "元", "over", "160余万元"),
    ("246", "人次", "over", "240余人次"),
    ("76", "户", "over", "70余户"),
    ("14", "起", "over", "10余起"),
    ("10", "起", "over", "10起"),
    ("9", "起", "over", "9起"),
    ("23456", "人次", "over", "2.3万余人次"),
    ("20500", "人次", "over", "2万余人次"),
    ("0", "起", "over", "0起"),
    ("-246", "人次", "over", "-246人次"),
    ("1780000", "元", "near", "近180万元"),
    ("9999", "元", "near", "近1万元"),
    ("101", "人", "near", "101人"),
    ("218", "人次", "about", "约220人次"),
    ("14", "人", "about", "14人"),
]
RATES = [
    (57, 101, "56.4%"),
    (80, 94, "85.1%"),
    (9995, 10000, "99.9%以上"),
    (99949, 100000, "99.9%"),
    (7, 7, "100%"),
    (100001, 100000, "超过100%"),
    (6, 5, "120.0%"),
    (0, 7, "0%"),
    (1, 100000, "不足0.1%"),
    (1, 2000, "0.1%"),
    (96, 100, "96.0%"),
]
VALUES = st.decimals("0.01", "99999999999", places=2)
STYLES = st.sampled_from(list(Qualifier)[:4])


@pytest.mark.parametrize(("value", "unit", "style", "text"), SHOWN)
def test_a_value_is_shown_with_unit_and_rounding_word(value, unit, style, text):
    assert str(in_prose(Decimal(value), unit, style=style)) == text


def test_value_unit_and_rounding_word_are_kept_apart():
    shown = in_prose(1_737_200, "元", style="over")

    assert shown == Displayed("170余万元", Decimal(1_700_000), Qualifier.OVER, "元", "余", "170", "万")


def test_nothing_at_all_may_be_said_in_words():
    assert in_prose(0, "起", zero="未发生").text == "未发生"
    assert in_prose(3, "起", zero="未发生").text == "3起"


def test_more_digits_may_stand_before_the_rounding_word():
    assert in_prose(17_372_000, "元", style="over", significant=3).text == "1730余万元"
    assert in_prose(17_372, "元", style="over", significant=4).text == "1.737万余元"


def test_a_binary_float_is_a_fault_of_the_caller():
    with pytest.raises(TypeError):
        in_prose(0.1, "元")


def test_what_is_not_a_finite_number_is_refused():
    with pytest.raises(Invalid):
        in_prose(Decimal("NaN"), "元")


@pytest.mark.parametrize(("part", "whole", "text"), RATES)
def test_a_rate_is_rounded_without_becoming_all_or_nothing(part, whole, text):
    assert percent(part, whole).text == text


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (-1, 7)])
def test_a_rate_without_base_or_below_zero_is_refused(part, whole):
    with pytest.raises(Invalid):
        percent(part, whole)


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_the_printed_rate_admits_the_true_one(part, whole):
    shown = percent(part, whole)
    step = Decimal("0.1") if shown.qualifier is Qualifier.EXACT else None

    assert (shown.text == "100%") == (part == whole)
    assert (shown.text == "0%") == (part == 0)
    assert Decimal(part) * 100 / whole in interval(shown.word, shown.number, step=step)


@given(VALUES, st.sampled_from(["元", "人次"]), STYLES, st.integers(1, 4))
def test_a_rounding_word_is_only_printed_where_it_is_true(value, unit, style, significant):
    shown = in_prose(value, unit, style=style, significant=significant)

    assert shown.qualifier in (style, Qualifier.EXACT)
    assert shown.qualifier is Qualifier.EXACT or value in interval(shown.word, shown.number)
    assert shown.word == "" or shown.number % 10 == 0
    assert ("余" in shown.text) == (shown.word == "余")


@given(VALUES)
def test_exact_money_is_within_half_of_its_last_place(value):
    shown = in_prose(value, "元")
    step = Decimal("0.01") * {"": 1, "万": 10**4, "亿": 10**8}[shown.scale]

    assert abs(shown.number - value) <= step / 2
    assert shown.scale == "亿" or Decimal(shown.digits) < 10**4
    assert not shown.digits.endswith("0") or "." not in shown.digits


@given(st.integers(11, 10**10), STYLES)
def test_a_round_number_is_printed_without_a_rounding_word(value, style):
    base = in_prose(value, "元", style="over").number

    assert in_prose(base, "元", style=style).qualifier is Qualifier.EXACT


@pytest.mark.parametrize(
    ("word", "number", "inside", "outside"),
    [
        ("余", "1700000", ["1700001", "1737200", "1799999"], ["1700000", "1800000", "1638000"]),
        ("余", "10", ["11", "19"], ["10", "20"]),
        ("多", "200", ["201", "299"], ["200", "300"]),
        ("余", "76", ["76.5"], ["76", "77"]),
        ("近", "100", ["95", "99"], ["94", "100"]),
        ("约", "220", ["209", "231"], ["208", "232"]),
        ("超", "100", ["101", "100000"], ["100"]),
        ("以上", "100", ["100", "101"], ["99"]),
        ("不足", "100", ["0", "99"], ["100"]),
        ("以内", "100", ["100"], ["101"]),
        ("", "100", ["100"], ["99.99", "100.01"]),
    ],
)
def test_a_rounding_word_admits_its_interval(word, number, inside, outside):
    admitted = interval(word, Decimal(number))

    assert all(Decimal(value) in admitted for value in inside)
    assert not any(Decimal(value) in admitted for value in outside)


def test_an_exact_number_admits_what_rounds_to_it():
    admitted = interval("", Decimal("56.4"), step=Decimal("0.1"))

    assert Decimal("56.35") in admitted
    assert Decimal("56.45") not in admitted


@pytest.mark.parametrize(("word", "number"), [("许", 10), ("余", 0)])
def test_an_interval_of_nonsense_is_refused(word, number):
    with pytest.raises(Invalid):
        interval(word, number)


def test_numbers_in_tables_are_grouped_by_thousands():
    assert grouped(1_737_200) == "1,737,200"
    assert grouped(Decimal("1638000.5"), places=2) == "1,638,000.50"
    assert grouped(Decimal("1.7E+6")) == "1,700,000"
