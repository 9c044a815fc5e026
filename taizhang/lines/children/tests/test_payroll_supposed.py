"""A text's total held against the headcount alone, from the register and on the page."""

from datetime import date

import pytest
from django.urls import reverse

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money.months import at
from taizhang.lines.children.payroll.supposed import supposed
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import TODAY
from tests.county import on

AUGUST = at(2023, 8)


@pytest.fixture
def bureau(county):
    with on(TODAY):
        yield small.staff(county)


def test_headcount_times_standard_is_held_against_what_is_written(bureau):
    for n in range(2):
        small.child(bureau, n)
    headline, residual, heads = supposed(at(2023, 7), AUGUST, "发放5千余元")

    assert headline.sentence == "2人×1,050元×2个月＝4,200元"
    assert residual.cents == 80_000
    assert "月均应发2.4人至2.9人，期末为2人" in heads.sentence


def test_who_left_before_the_end_is_no_head(bureau):
    small.child(bureau, 0)
    small.child(bureau, 1, stopped_on=date(2023, 8, 31), stop_reason="ADOPTED")

    (headline,) = supposed(AUGUST, AUGUST, "1050元")
    assert (headline.children, headline.cents) == (1, 105_000)


@pytest.mark.parametrize("text", ["很多", "170万元和180万元", "195人"])
def test_what_is_no_single_amount_says_how_to_write_one(bureau, text):
    with pytest.raises(Invalid, match="请写成 170余万元"):
        supposed(AUGUST, AUGUST, text)


def test_the_page_shows_it_and_keeps_what_was_typed(bureau, signed_in):
    small.child(bureau, 0)
    client, asked = signed_in(bureau.maker), {"from": "2023-08", "to": "2023-08"}
    page = client.get(reverse("payroll_explain"), asked | {"written": "2千余元"}).content.decode()
    wrong = client.get(reverse("payroll_explain"), asked | {"written": "很多"})

    assert "只按期末人数推算“2千余元”" in page
    assert "1人×1,050元×1个月＝1,050元" in page
    assert wrong.status_code == 422
    assert 'value="很多"' in wrong.content.decode()
