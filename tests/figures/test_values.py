"""Values: edges of periods, voided and restated rows, parts that sum to the whole, rates that never round up to all."""

from datetime import date
from decimal import Decimal

import pytest

from taizhang.county.audit import clock
from taizhang.county.figures import values
from taizhang.county.figures.period import Period
from taizhang.lines.disputes.figures import FOUND, HANDLED, HANDLED_RATE, RESOLVED_RATE, SUCCESS_RATE
from tests.figures.rows import ADDITIVE, HANDLERS, JANUARY_TO_AUGUST, PENDING, PEOPLE, YULIN, ZUOCHENG, change, enter


def amount(figure, period=JANUARY_TO_AUGUST, **asked):
    return values.value(figure, period, **asked).amount


@pytest.mark.parametrize(
    ("found_on", "counted"),
    [("2022-12-31", 0), ("2023-01-01", 1), ("2023-08-31", 1), ("2023-09-01", 0)],
)
def test_both_ends_of_a_period_count(county, found_on, counted):
    enter(county, found_on=found_on)

    assert amount(FOUND) == counted


@pytest.mark.parametrize(
    ("day", "counted"), [("2023-03-01", 0), ("2023-03-02", 1), ("2023-05-09", 1), ("2023-05-10", 0)]
)
def test_a_state_begins_with_its_first_day_and_its_day_of_ending_no_longer_counts(county, day, counted):
    enter(county, found_on=date(2023, 3, 2), handled_on=date(2023, 5, 10))

    assert amount(PENDING, Period.at(date.fromisoformat(day))) == counted


def test_a_voided_row_is_counted_nowhere(county):
    row = enter(county)

    change(row, by=county.clerk, recorded="2023-02-01", voided=True, void_reason="重复登记")

    assert amount(FOUND) == 0
    assert not values.counted(FOUND, JANUARY_TO_AUGUST).exists()


def test_as_known_at_a_moment_later_changes_are_unknown(county):
    row = enter(county, people=3)
    change(row, by=county.clerk, recorded="2023-06-01", people=8)
    enter(county, recorded="2023-06-02", people=10)

    known = [clock.end_of(date(2023, month, 15)) for month in (1, 5, 7)]
    assert [amount(PEOPLE, known_at=moment) for moment in known] == [3, 3, 18]
    assert amount(PEOPLE, known_at=clock.end_of(date(2023, 1, 4))) == 0


def test_a_row_moved_to_another_township_counts_where_it_was_known_to_be(county):
    row = enter(county)
    change(row, by=county.clerk, recorded="2023-06-01", place_id=YULIN)

    before = values.board([FOUND], JANUARY_TO_AUGUST, by="township", known_at=clock.end_of(date(2023, 5, 1)))
    now = values.board([FOUND], JANUARY_TO_AUGUST, by="township")
    assert [before[FOUND.key, place].amount for place in (ZUOCHENG, YULIN)] == [1, 0]
    assert [now[FOUND.key, place].amount for place in (ZUOCHENG, YULIN)] == [0, 1]


def test_townships_sum_to_the_county(county):
    for place in (ZUOCHENG, ZUOCHENG, YULIN, "410726"):
        enter(county, place=place)

    board = values.board(ADDITIVE, JANUARY_TO_AUGUST, by="township")

    for figure in ADDITIVE:
        parts = [found.amount for (key, code), found in board.items() if key == figure.key and code]
        assert sum(parts) == board[figure.key, None].amount == amount(figure)


def test_units_sum_to_the_county_now_and_as_known(county):
    for place in (ZUOCHENG, ZUOCHENG, YULIN):
        enter(county, place=place)
    moved = enter(county, unit=county.organisations["civil-affairs"])
    change(moved, by=county.clerk, recorded="2023-06-01", unit=county.yulin)

    now = values.board(ADDITIVE, JANUARY_TO_AUGUST, by="unit")
    before = values.board([FOUND], JANUARY_TO_AUGUST, by="unit", known_at=clock.end_of(date(2023, 5, 1)))

    assert {part: found.amount for (key, part), found in now.items() if key == FOUND.key} == {
        "zuocheng": 2, "yulin": 2, None: 4,
    }  # fmt: skip
    assert before[FOUND.key, "civil-affairs"].amount == 1
    assert values.value(FOUND, JANUARY_TO_AUGUST, unit="yulin", place=YULIN).amount == 1


def test_a_handler_in_two_units_is_one_person_in_the_county(county):
    for place, handler in ((ZUOCHENG, "王调解"), (YULIN, "王调解"), (YULIN, "赵调解")):
        enter(county, place=place, handler=handler)

    board = values.board([HANDLERS], JANUARY_TO_AUGUST, by="unit")

    assert [board[HANDLERS.key, part].amount for part in ("zuocheng", "yulin", None)] == [1, 2, 2]


def test_a_township_without_rows_has_its_zero(county):
    board = values.board([FOUND, HANDLED_RATE], JANUARY_TO_AUGUST, by="township")

    assert board[FOUND.key, YULIN].amount == 0
    assert board[HANDLED_RATE.key, YULIN].amount is None


def test_a_handler_in_two_townships_is_one_person_in_the_county(county):
    for place, handler in ((ZUOCHENG, "王调解"), (YULIN, "王调解"), (YULIN, "赵调解"), (YULIN, "赵调解")):
        enter(county, place=place, handler=handler)

    board = values.board([HANDLERS], JANUARY_TO_AUGUST, by="township")

    assert [board[HANDLERS.key, place].amount for place in (ZUOCHENG, YULIN, None)] == [1, 2, 2]
    assert board[HANDLERS.key, None].rows == 4


def test_months_of_a_flow_sum_to_the_period(county):
    for month in (1, 3, 3, 8):
        enter(county, found_on=date(2023, month, 28))

    board = values.board([FOUND], JANUARY_TO_AUGUST, by="month")

    assert [board[FOUND.key, f"2023-{month:02d}"].amount for month in range(1, 9)] == [1, 0, 2, 0, 0, 0, 0, 1]
    assert board[FOUND.key, None].amount == 4


def test_months_of_a_state_are_what_stood_at_their_ends(county):
    enter(county, found_on=date(2023, 2, 10), handled_on=date(2023, 4, 30))

    board = values.board([PENDING], Period.months(2023, 1, 5), by="month")

    assert [board[PENDING.key, f"2023-{month:02d}"].amount for month in range(1, 6)] == [0, 1, 1, 0, 0]


def test_a_board_asks_each_table_once(county, django_assert_num_queries):
    figures = [*ADDITIVE, HANDLED, HANDLED_RATE, SUCCESS_RATE, RESOLVED_RATE]

    # Townships and ended divisions together, and one statement over the ledger.
    with django_assert_num_queries(2):
        values.board(figures, JANUARY_TO_AUGUST, by="township")


def test_a_rate_owns_its_parts_and_is_not_rounded(county):
    for index in range(3):
        enter(county, handled_on=date(2023, 3, 1) if index else None)

    rate = values.value(HANDLED_RATE, JANUARY_TO_AUGUST)

    assert (rate.numerator, rate.denominator, rate.rows) == (2, 3, 3)
    assert rate.amount == Decimal(2) / 3 * 100
    assert values.shown(rate).text == "66.7%"


def test_a_rate_below_all_is_never_printed_as_all():
    rate = values.Value(
        HANDLED_RATE, JANUARY_TO_AUGUST, None, None, Decimal("99.95"), 2000, Decimal(1999), Decimal(2000)
    )

    assert values.shown(rate).text == "99.9%以上"


def test_a_rate_of_nothing_prints_nothing(county):
    assert values.shown(values.value(HANDLED_RATE, JANUARY_TO_AUGUST)) is None


def test_a_value_prints_in_the_style_of_its_figure_or_the_asked_one(county):
    for _ in range(14):
        enter(county)

    found = values.value(FOUND, JANUARY_TO_AUGUST)
    assert values.shown(found).text == "14起"
    assert values.shown(found, "over").text == "10余起"


def test_counted_rows_are_as_many_as_the_value_says(county):
    enter(county, handled_on=date(2023, 3, 1))
    enter(county, place=YULIN)

    for figure in (FOUND, HANDLED, HANDLED_RATE, HANDLERS, PENDING):
        for place in (None, ZUOCHENG, YULIN):
            found = values.value(figure, JANUARY_TO_AUGUST, place=place)
            assert values.counted(figure, JANUARY_TO_AUGUST, place=place).count() == found.rows
