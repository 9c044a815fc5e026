"""Citizen identity numbers: what is read from them, and what each way of spoiling one is answered with."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.standards import citizen_id
from taizhang.county.standards.citizen_id import Sex, parse, synthetic
from taizhang.county.standards.errors import Invalid

VALID = [
    ("410726190001010015", date(1900, 1, 1), Sex.MALE),
    ("410726194912310017", date(1949, 12, 31), Sex.MALE),
    ("410726200509019981", date(2005, 9, 1), Sex.FEMALE),
    ("410726200802299986", date(2008, 2, 29), Sex.FEMALE),
    ("410726201208159969", date(2012, 8, 15), Sex.FEMALE),
    ("410726202309019978", date(2023, 9, 1), Sex.MALE),
]
SPOILT = [
    ("", "为空"),
    ("4.10726E+17", "表格软件"),
    ("410726200509019000.0", "表格软件"),
    ("410726050901998", "15位"),
    ("41072620050901998", "现为17位"),
    ("4107262005090199811", "现为19位"),
    ("41072620O509019981", "第9位是“O”"),
    ("41072620050901998B", "第18位是“B”，应为数字或字母 X"),
    ("410726201002290013", "不是日历上有的日期"),
    ("410726189912310010", "早于1900年"),
    ("410726200509019000", "末三位是000"),
    ("410726200509019982", "校验不通过"),
]
REGIONS = st.integers(110000, 659999).map(str)
BIRTHS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(("number", "birth_date", "sex"), VALID)
def test_it_reads_region_birth_date_and_sex(number, birth_date, sex):
    read = parse(number)

    assert (read.number, read.region, read.birth_date, read.sex) == (number, "410726", birth_date, sex)


@pytest.mark.parametrize(("typed", "reason"), SPOILT)
def test_it_says_what_is_wrong_and_never_repeats_the_number(typed, reason):
    with pytest.raises(Invalid, match=reason) as refusal:
        parse(typed)

    assert len(typed) < 15 or typed not in str(refusal.value)


@pytest.mark.parametrize(
    "typed", [" 410726 20050901 9981", "'410726200509019981", "４１０７２６２００５０９０１９９８１"]
)
def test_it_forgives_spaces_full_width_digits_and_the_text_mark_of_a_spreadsheet(typed):
    assert parse(typed).number == "410726200509019981"


def test_it_stores_a_small_x_as_a_capital():
    number = next(n for n in (synthetic("410726", date(2010, 1, d), 996) for d in range(1, 32)) if n.endswith("X"))

    assert parse(number.lower()).number == number


def test_it_refuses_a_birth_date_after_today_only_when_told_what_today_is():
    assert parse("410726202309019978")
    assert parse("410726202309019978", today=date(2023, 9, 1))
    with pytest.raises(Invalid, match="晚于今天"):
        parse("410726202309019978", today=date(2023, 8, 31))


def test_it_accepts_an_abolished_region_without_a_word_and_warns_of_one_that_never_was():
    assert parse(synthetic("410782", date(1949, 12, 31), 996)).warnings == ()
    assert "区划" in parse(synthetic("410799", date(1949, 12, 31), 996)).warnings[0]


def test_it_asks_nothing_of_the_region_in_a_residence_permit():
    assert parse(synthetic("810000", date(1990, 1, 1), 996)).warnings == ()


@given(REGIONS, BIRTHS, st.integers(1, 999))
def test_what_is_built_is_read_back(region, birth_date, sequence):
    read = parse(synthetic(region, birth_date, sequence))

    assert (read.region, read.birth_date, int(read.number[14:17])) == (region, birth_date, sequence)
    assert (read.sex is Sex.MALE) == (sequence % 2 == 1)


@given(BIRTHS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(birth_date, position, shift):
    number = synthetic("410726", birth_date, 997)
    wrong = str((int(number[position]) + shift) % 10)

    with pytest.raises(Invalid):
        parse(number[:position] + wrong + number[position + 1 :])


@pytest.mark.parametrize(("region", "sequence"), [("4107", 996), ("410726", 0), ("410726", 1000)])
def test_it_builds_no_number_from_parts_out_of_range(region, sequence):
    with pytest.raises(Invalid):
        synthetic(region, date(2010, 1, 1), sequence)


def test_the_check_digit_of_the_standard_example():
    assert citizen_id.check_digit("11010519491231002") == "X"
