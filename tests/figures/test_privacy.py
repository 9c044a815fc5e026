"""Small counts of a narrow ledger are withheld by township and month from those who may not open its rows."""

from dataclasses import replace

import pytest

from taizhang.county.figures import privacy
from taizhang.county.figures.values import Value
from taizhang.lines.disputes.figures import FOUND
from taizhang.lines.disputes.ledgers import DISPUTES
from tests.figures.rows import JANUARY_TO_AUGUST, YULIN, ZUOCHENG

NARROW = replace(FOUND, ledger=replace(DISPUTES, narrow=True))


def cells(**rows):
    return {code: Value(NARROW, JANUARY_TO_AUGUST, code, None, count, count) for code, count in rows.items()}


def veils(person, figure=NARROW, **rows):
    return privacy.veils(person, figure, cells(**rows), places=False)


def test_nothing_is_withheld_of_an_open_ledger_or_from_its_lead(county):
    lead = county.post("zhengfa", "political-legal", "clerk")

    assert veils(county.leader, FOUND, a=1) == {}
    assert veils(lead, a=1) == {}


@pytest.mark.parametrize(
    ("counts", "withheld"),
    [
        ({"a": 1, "b": 9, "c": 5}, {"a": "<3", "c": "不公布"}),
        ({"a": 1, "b": 2, "c": 9}, {"a": "<3", "b": "<3"}),
        ({"a": 1, "b": 1, "c": 9}, {"a": "<3", "b": "<3", "c": "不公布"}),
        ({"a": 2, "b": 2, "c": 9}, {"a": "<3", "b": "<3", "c": "不公布"}),
        ({"a": 0, "b": 3}, {}),
    ],
)
def test_a_small_cell_cannot_be_had_by_subtraction(county, counts, withheld):
    assert veils(county.leader, **counts) == withheld


def test_a_township_sees_its_own_cell(county):
    counts = cells(**{ZUOCHENG: 1, YULIN: 9})

    assert privacy.veils(county.clerk, NARROW, counts) == {}
    assert privacy.veils(county.stranger, NARROW, counts) == {ZUOCHENG: "<3"}


def test_rows_of_a_place_are_closed_to_whom_its_numbers_may_be(county):
    assert privacy.is_veiled(county.leader, NARROW, ZUOCHENG)
    assert not privacy.is_veiled(county.leader, NARROW, None)
    assert not privacy.is_veiled(county.clerk, NARROW, ZUOCHENG)
    assert not privacy.is_veiled(county.leader, FOUND, ZUOCHENG)
