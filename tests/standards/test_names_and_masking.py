"""Names as they are stored, and particulars as they are shown to those who may not see them whole."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.standards import masking
from taizhang.county.standards.citizen_id import synthetic
from taizhang.county.standards.errors import Invalid
from taizhang.county.standards.masking import NameStyle
from taizhang.county.standards.names import normalise

CHARACTERS = st.text(st.characters(categories=["Lo"]), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("name", "style", "shown"),
    [
        ("张明", NameStyle.STAFF, "张*"),
        ("张小明", NameStyle.STAFF, "张*明"),
        ("张小明", NameStyle.CHILD, "张**"),
        ("张小明", NameStyle.PUBLIC, "张**"),
        ("张明", NameStyle.CHILD, "张*"),
        ("欧阳明", NameStyle.STAFF, "欧阳*"),
        ("欧阳小明", NameStyle.STAFF, "欧阳*明"),
        ("欧阳", NameStyle.STAFF, "欧*"),
        ("阿依古丽·买买提", NameStyle.STAFF, "阿依古丽·***"),
        ("阿依古丽·买买提", NameStyle.CHILD, "阿依古丽·***"),
        ("明", NameStyle.STAFF, "*"),
        ("", NameStyle.STAFF, ""),
        ("张𬀩明", NameStyle.STAFF, "张*明"),
    ],
)
def test_a_name_keeps_what_its_style_allows(name, style, shown):
    assert masking.mask_name(name, style) == shown


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (masking.mask_id, "410726200509019981", "410726********9981"),
        (masking.mask_id, "41072620050901", "**************"),
        (masking.mask_id_child, "410726200509019981", "4107**************"),
        (masking.mask_id_child, "41072", "*****"),
        (masking.mask_phone, "13800005678", "138****5678"),
        (masking.mask_phone, "0373-7654321", "0373-****321"),
        (masking.mask_phone, "0373-7654321-12", "0373-****321"),
        (masking.mask_phone, "7654321", "*******"),
        (masking.mask_account, "6217000000000000004", "****0004"),
        (masking.mask_account, "123456", "******"),
        (masking.mask_plate, "豫GA1B12", "豫G***12"),
        (masking.mask_plate, "豫GD12345", "豫G****45"),
        (masking.mask_plate, "豫G1", "***"),
    ],
)
def test_a_number_keeps_the_ends_allowed_and_is_hidden_whole_when_malformed(mask, value, shown):
    assert mask(value) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("河南省新乡市延津县胙城乡某某村3组12号", "河南省新乡市延津县胙城乡某某村****"),
        ("延津县文岩街道幸福社区阳光小区3号楼", "延津县文岩街道幸福社区****"),
        ("新乡县七里营镇某某村5号", "新乡县七里营镇某某村****"),
        ("东屯镇东街村村南", "东屯镇东街村****"),
        ("石婆固镇西街12号", "石婆固镇****"),
        ("马庄乡市场路5号", "马庄乡****"),
        ("延津县人民路5号", "延津县****"),
        ("延津县王楼镇任庄村", "延津县王楼镇任庄村"),
        ("人民路5号", "****"),
        ("", ""),
    ],
)
def test_an_address_ends_at_the_village(address, shown):
    assert masking.mask_address(address) == shown


def test_a_birth_date_keeps_year_and_month():
    assert masking.mask_birth_date(date(2005, 9, 1)) == "2005-09"


@given(st.dates(date(1930, 1, 1), date(2026, 1, 1)))
def test_a_masked_id_never_shows_the_birth_date(birth):
    number = synthetic("410726", birth, 997)

    assert f"{birth:%Y%m%d}" not in masking.mask_id(number) + masking.mask_id_child(number)


@given(CHARACTERS, st.sampled_from(NameStyle))
def test_a_mask_hides_at_least_one_character_of_every_name(name, style):
    shown = masking.mask_name(name, style)

    assert "*" in shown
    assert len(shown) == len(name)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("张 小 明", "张小明"),
        ("　张明 ", "张明"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("王㑇𬀩", "王㑇𬀩"),
    ],
)
def test_a_name_is_stored_in_one_form(typed, stored):
    assert normalise(typed) == stored


@pytest.mark.parametrize("typed", ["", "明", "张" * 31, "张明1", "·买买提"])
def test_what_is_no_name_is_refused(typed):
    with pytest.raises(Invalid, match="姓名"):
        normalise(typed)
