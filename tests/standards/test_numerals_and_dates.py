"""Chinese numerals there and back, dates in prose, ages in completed years."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.standards import numerals
from taizhang.county.standards.dates import age_on, prose_date, prose_range, reaches_age
from taizhang.county.standards.errors import Invalid

SPELT = [
    (0, "零"),
    (10, "十"),
    (12, "十二"),
    (110, "一百一十"),
    (321, "三百二十一"),
    (1005, "一千零五"),
    (20300, "二万零三百"),
    (105000, "十万五千"),
    (100_100_000, "一亿零一十万"),
    (10**12 + 1, "一万亿零一"),
]
READ = [
    ("三百二", 320),
    ("一万二", 12000),
    ("两万五千", 25000),
    ("一百十五", 115),
    ("二〇二三", 2023),
    ("一一〇", 110),
    ("七", 7),
    ("叁佰贰拾壹", 321),
    ("三 百", 300),
]
UPPER = [
    ("0", "零元整"),
    ("0.05", "伍分"),
    ("10", "壹拾元整"),
    ("1050.05", "壹仟零伍拾元零伍分"),
    ("1050.5", "壹仟零伍拾元伍角整"),
    ("1737200", "壹佰柒拾叁万柒仟贰佰元整"),
    ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
]


@pytest.mark.parametrize(("number", "text"), SPELT)
def test_numbers_are_spelt_as_they_are_spoken(number, text):
    assert numerals.spell(number) == text


@pytest.mark.parametrize(("text", "number"), READ)
def test_short_and_formal_ways_of_writing_are_read(text, number):
    assert numerals.parse(text) == number


@pytest.mark.parametrize(
    "text", ["", "三五", "百", "五百三千", "三百零", "一十十", "三百人", "12", "零百", "亿", "一百零零"]
)
def test_what_is_no_numeral_is_refused(text):
    with pytest.raises(Invalid):
        numerals.parse(text)


@given(st.integers(0, numerals.LIMIT - 1))
def test_a_spelt_number_is_read_back(number):
    assert numerals.parse(numerals.spell(number)) == number


@pytest.mark.parametrize("number", [-1, numerals.LIMIT])
def test_numbers_beyond_the_limit_are_refused(number):
    with pytest.raises(Invalid):
        numerals.spell(number)


@pytest.mark.parametrize(("amount", "text"), UPPER)
def test_money_is_spelt_as_on_vouchers(amount, text):
    assert numerals.spell_money(Decimal(amount)) == text


def test_money_with_parts_of_a_fen_is_refused():
    with pytest.raises(Invalid, match="两位小数"):
        numerals.spell_money(Decimal("0.005"))


@given(st.integers(0, 10**15), st.integers(0, 99))
def test_the_yuan_of_spelt_money_are_read_back(yuan, fen):
    text = numerals.spell_money(Decimal(yuan) + Decimal(fen) / 100)

    assert "元" not in text or numerals.parse(text.split("元")[0]) == yuan
    assert text.endswith("分") == (fen % 10 > 0)


def test_a_date_in_prose_has_no_leading_zeros():
    assert prose_date(date(2023, 9, 1)) == "2023年9月1日"


@pytest.mark.parametrize(
    ("start", "end", "with_year", "text"),
    [
        ("2023-01-01", "2023-08-31", False, "1—8月份"),
        ("2023-01-01", "2023-08-31", True, "2023年1—8月份"),
        ("2024-02-01", "2024-02-29", False, "2月份"),
        ("2024-02-01", "2024-02-28", False, "2月1日—28日"),
        ("2023-08-21", "2023-09-05", True, "2023年8月21日—9月5日"),
        ("2023-09-01", "2023-09-01", False, "9月1日"),
        ("2022-11-01", "2023-02-28", False, "2022年11月—2023年2月"),
        ("2022-12-31", "2023-01-02", False, "2022年12月31日—2023年1月2日"),
    ],
)
def test_a_range_is_written_by_months_where_it_can(start, end, with_year, text):
    assert prose_range(date.fromisoformat(start), date.fromisoformat(end), with_year=with_year) == text


def test_a_range_that_ends_before_it_starts_is_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="ends on or after"):
        prose_range(date(2023, 9, 2), date(2023, 9, 1))


def test_a_year_of_age_is_complete_on_the_birthday():
    assert age_on(date(2005, 9, 1), date(2023, 8, 31)) == 17
    assert age_on(date(2005, 9, 1), date(2023, 9, 1)) == 18


def test_who_was_born_on_29_february_comes_of_age_by_the_rule_chosen():
    born = date(2008, 2, 29)

    assert age_on(born, date(2026, 2, 28)) == 17
    assert reaches_age(born, 18) == date(2026, 3, 1)
    assert age_on(born, date(2026, 2, 28), leap_birthday_in_march=False) == 18
    assert reaches_age(born, 16) == date(2024, 2, 29)


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.integers(0, 120), st.booleans())
def test_the_age_changes_on_the_very_day_it_is_reached(birth, years, in_march):
    day = reaches_age(birth, years, leap_birthday_in_march=in_march)

    assert age_on(birth, day, leap_birthday_in_march=in_march) == years
    assert age_on(birth, date.fromordinal(day.toordinal() - 1), leap_birthday_in_march=in_march) == years - 1
