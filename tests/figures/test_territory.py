"""Rows of divisions that ended count for what stands for them, and only as far as that was known."""

from datetime import date

import pytest

from taizhang.county.audit import changes, clock
from taizhang.county.figures import values
from taizhang.county.figures.period import Period
from taizhang.county.places.models import Place
from taizhang.lines.disputes.figures import FOUND
from tests.county import on
from tests.figures.rows import HANDLERS, JANUARY_TO_AUGUST, YULIN, ZUOCHENG, enter

MERGED = "410726101"


@pytest.fixture
def merged(county):
    """榆林乡 became part of a town on 1 May; recorded on 2 May."""
    enter(county, place=YULIN, handler="王调解")
    with on("2023-05-02"), changes.change(by=changes.SYSTEM, reason="撤乡并镇"):
        Place.objects.create(
            code=MERGED, name="新镇", level="township", parent_id="410726", valid_from=date(2023, 5, 1)
        )
        Place.objects.filter(code=YULIN).update(valid_to=date(2023, 4, 30), successor=MERGED)
    return county


def found(figure, period, place, **asked):
    return values.board([figure], period, by="township", **asked).get((figure.key, place))


def test_rows_of_an_ended_township_count_for_its_successor(merged):
    assert found(FOUND, JANUARY_TO_AUGUST, MERGED).amount == 1
    assert found(FOUND, JANUARY_TO_AUGUST, YULIN) is None


def test_before_the_end_of_the_township_they_are_its_own(merged):
    assert found(FOUND, Period.year_to(date(2023, 4, 30)), YULIN).amount == 1
    assert found(FOUND, Period.year_to(date(2023, 4, 30)), MERGED) is None


def test_as_known_before_the_merger_nothing_had_moved(merged):
    known = clock.end_of(date(2023, 5, 1))

    assert found(FOUND, JANUARY_TO_AUGUST, YULIN, known_at=known).amount == 1


def test_a_place_asked_for_alone_has_what_the_board_gives_it(merged):
    for figure in (FOUND, HANDLERS):
        for place in (MERGED, ZUOCHENG):
            alone = values.value(figure, JANUARY_TO_AUGUST, place=place)
            assert alone == found(figure, JANUARY_TO_AUGUST, place)


def test_a_person_in_both_halves_of_a_merged_township_is_one(merged):
    enter(merged, place=MERGED, handler="王调解", recorded="2023-05-03")

    assert found(HANDLERS, JANUARY_TO_AUGUST, MERGED).amount == 1


def test_villages_count_for_their_township_and_follow_it(merged):
    with on("2023-02-01"), changes.change(by=changes.SYSTEM, reason="村"):
        for township in (YULIN, ZUOCHENG):
            Place.objects.create(code=f"{township}201", name=township, level="village", valid_from=date(2010, 1, 1))
    enter(merged, place=f"{YULIN}201")
    enter(merged, place=f"{ZUOCHENG}201")

    assert found(FOUND, JANUARY_TO_AUGUST, MERGED).amount == 2
    assert found(FOUND, JANUARY_TO_AUGUST, ZUOCHENG).amount == 1
    assert values.value(FOUND, JANUARY_TO_AUGUST, place=f"{ZUOCHENG}201").amount == 1
