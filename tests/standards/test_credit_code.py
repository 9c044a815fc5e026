"""Unified social credit codes: their parts, their two check digits, and the letters people confuse with digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.standards.credit_code import ALPHABET, check_digit, parse, synthetic
from taizhang.county.standards.errors import Invalid

VALID = [
    ("91410726MA00000150", "企业"),
    ("92410726MA0000015W", "个体工商户"),
    ("11410726000000019H", "机关"),
    ("12410726MA00000155", "事业单位"),
    ("91410726MA9TE5T12M", "企业"),
]
SPOILT = [
    ("", "为空"),
    ("9.14107E+17", "表格软件"),
    ("91410726MA0000015", "现为17位"),
    ("91410726MAO0000150", "第11位“O”应是数字“0”"),
    ("9I410726MA00000150", "第2位“I”应是数字“1”"),
    ("91410726MA000001S0", "第17位“S”应是数字“5”"),
    ("914107Z6MA000001S0", "第7位“Z”应是数字“2”，第17位“S”应是数字“5”"),
    ("91410726MV00000150", "第10位“V”不是代码用字"),
    ("914107A6MA00000150", "第3—8位"),
    ("91410726MA00000151", "校验不通过"),
]


@pytest.mark.parametrize(("number", "kind"), VALID)
def test_it_reads_kind_and_region_without_warning(number, kind):
    read = parse(number.lower())

    assert (read.number, read.kind, read.region, read.warnings) == (number, kind, "410726", ())


@pytest.mark.parametrize(("typed", "reason"), SPOILT)
def test_it_says_which_character_is_wrong_and_what_was_meant(typed, reason):
    with pytest.raises(Invalid, match=reason):
        parse(typed)


def test_it_proposes_8_for_a_b_that_breaks_the_check_digit():
    number = synthetic("91410726", "MA000008")

    with pytest.raises(Invalid, match="第16位“B”若是“8”则相符"):
        parse(number.replace("MA000008", "MA00000B"))


def test_a_wrong_organisation_code_inside_only_warns():
    first17 = "91410726MA0000016"

    read = parse(first17 + check_digit(first17))

    assert "组织机构代码" in read.warnings[0]


def test_an_unknown_registrar_is_other():
    assert parse(synthetic("Y1410726", "MA000001")).kind == "其他"


@given(st.sampled_from(["11", "12", "51", "52", "91", "92", "93"]), st.text(ALPHABET, min_size=8, max_size=8))
def test_what_is_built_is_read_back(prefix, body):
    read = parse(synthetic(f"{prefix}410726", body))

    assert (read.number[:2], read.organisation[:8], read.warnings) == (prefix, body, ())
