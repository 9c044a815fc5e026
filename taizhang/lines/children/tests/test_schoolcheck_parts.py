"""How names and citizen numbers as typed are related."""

from datetime import date

import pytest

from taizhang.county.standards import citizen_id
from taizhang.lines.children.schoolcheck import characters, names, numbers
from taizhang.lines.children.schoolcheck.names import NameLink
from taizhang.lines.children.schoolcheck.numbers import NumberLink
from taizhang.lines.children.schoolcheck.scoring import NAME_POINTS, NUMBER_POINTS

WHOLE = citizen_id.synthetic("410726", date(2112, 3, 15), 123)


@pytest.mark.parametrize(
    ("one", "other", "link"),
    [
        ("王子轩", "王子轩", NameLink.SAME),
        ("王子轩", "王梓萱", NameLink.SOUND),
        ("曾子轩", "增子轩", NameLink.SOUND),
        ("王新宁", "王星宁", NameLink.SOUND),
        ("王晨", "王晟", NameLink.SOUND),
        ("王梓涵", "王樟涵", NameLink.SHAPE),
        ("王未", "玉末", NameLink.SHAPE),
        ("王梓轩", "王樟萱", NameLink.SHAPE),
        ("王子轩", "王轩", NameLink.MISSING),
        ("王子轩", "王李子轩", NameLink.MISSING),
        ("王子轩", "李子轩", NameLink.SURNAME),
        ("欧阳子轩", "李子轩", NameLink.SURNAME),
        ("王子轩", "王子豪", NameLink.ONE),
        ("王强", "王敏", NameLink.DIFFERENT),
        ("王子轩", "赵敏", NameLink.DIFFERENT),
        ("", "", NameLink.DIFFERENT),
    ],
)
def test_names_are_related(one, other, link):
    assert names.relation(one, other) is link
    assert names.relation(other, one) is link


@pytest.mark.parametrize("typed", ["高晓东", " 高　晓 东", "髙曉東", "高·晓东", "高晓东\u200b"])
def test_forms_of_one_name_are_one(typed):
    assert names.clean(typed) == "高晓东"


@pytest.mark.parametrize("typed", [WHOLE, f" {WHOLE[:6]} {WHOLE[6:]}", f"'{WHOLE.lower()}", f"{WHOLE}\u3000"])
def test_forms_of_one_number_are_one(typed):
    assert numbers.clean(typed) == WHOLE


@pytest.mark.parametrize("typed", ["", "无", "4.10726E+17", "1234", WHOLE * 2])
def test_what_is_no_number_counts_as_none(typed):
    assert numbers.clean(typed) == ""


@pytest.mark.parametrize(
    ("other", "link"),
    [
        (WHOLE, NumberLink.SAME),
        ("", NumberLink.MISSING),
        (WHOLE[:6] + WHOLE[8:17], NumberLink.SHORT),
        ("5" + WHOLE[1:], NumberLink.SLIP),
        (WHOLE[:5] + WHOLE[6:], NumberLink.SLIP),
        (WHOLE[:14] + "9" + WHOLE[15:], NumberLink.SLIP_IN_TAIL),
        (WHOLE[:14] + WHOLE[15] + WHOLE[14] + WHOLE[16:], NumberLink.SLIP_IN_TAIL),
        ("5" + WHOLE[1:14] + "9" + WHOLE[15:], NumberLink.TWO),
        (WHOLE[:14] + "99" + WHOLE[16:], NumberLink.TWO_IN_TAIL),
        (citizen_id.synthetic("410726", date(2112, 3, 15), 125), NumberLink.TWO_PERSONS),
        (citizen_id.synthetic("410726", date(2112, 3, 15), 968), NumberLink.SAME_DAY),
        (citizen_id.synthetic("370102", date(2108, 7, 2), 456), NumberLink.FAR),
    ],
)
def test_numbers_are_related(other, link):
    assert numbers.compare(WHOLE, other).link is link
    assert numbers.compare(other, WHOLE).link is link


def test_every_relation_has_its_points():
    assert set(NUMBER_POINTS) == set(NumberLink)
    assert set(NAME_POINTS) == set(NameLink)


def test_the_form_that_is_put_in_is_never_replaced_itself():
    put_in = "".join(characters.FORMS.values())
    assert put_in.translate(characters.FORMS) == put_in
