"""The counting rules of children at their edges."""

from datetime import date
from itertools import count

import pytest

from taizhang.county.audit import changes
from taizhang.county.figures import registry, values
from taizhang.county.figures.period import Period
from taizhang.county.standards import citizen_id
from taizhang.lines.children.figures import born_after
from taizhang.lines.children.models import Child, Payment

CUTOFF = Period.at(date(2023, 8, 31))
_numbers = count(1)


@pytest.fixture
def add(county):
    def add(category="DEFACTO", born=date(2012, 1, 1), enrolled=date(2022, 1, 1), stopped=None):
        number = next(_numbers)
        with changes.change(by=changes.SYSTEM, reason="测试"):
            return Child.objects.create(
                unit=county.organisations["civil-affairs"], place_id="410726206", code=f"ET{number}", name="王小雨",
                id_no=citizen_id.synthetic("410726", born, 900 + number), birth_date=born, category=category,
                enrolled_on=enrolled, stopped_on=stopped, stop_reason="ADOPTED" if stopped else "",
            )  # fmt: skip

    return add


@pytest.fixture
def pay(add):
    child = add()

    def pay(bank_date, month=date(2023, 7, 1), status="PAID", kind="REGULAR"):
        with changes.change(by=changes.SYSTEM, reason="测试"):
            Payment.objects.create(
                unit=child.unit, place_id="410726206", code=f"FF{next(_numbers)}", child=child, category="DEFACTO",
                month_covered=month, amount=1050, status=status, bank_date=bank_date, kind=kind,
            )  # fmt: skip

    return pay


def amount(key, period=CUTOFF):
    return values.value(registry.get(key), period).amount


def test_a_child_counts_from_the_day_of_confirming_until_the_day_before_leaving(add):
    add(enrolled=date(2023, 8, 31))
    add(enrolled=date(2023, 9, 1))
    add(stopped=date(2023, 8, 31))
    add(stopped=date(2023, 9, 1))

    assert amount("children.de_facto") == 2


def test_both_kinds_of_orphans_count(add):
    add("ORPHAN_SCAT")
    add("ORPHAN_INST")

    assert amount("children.orphans") == 2


def test_left_behind_ends_on_the_sixteenth_birthday(add):
    add("LEFT_BEHIND", born=date(2007, 8, 31))
    add("LEFT_BEHIND", born=date(2007, 9, 1))

    assert amount("children.left_behind") == 1


def test_born_on_the_leap_day():
    assert born_after(date(2024, 2, 29), 16) == date(2008, 2, 29)
    assert born_after(date(2024, 2, 29), 18) == date(2006, 2, 28)


def test_cash_follows_the_banks_day_and_coverage_the_month(pay):
    august = Period.months(2023, 8, 8)
    pay(date(2023, 8, 2))

    assert (amount("children.paid", august), amount("children.paid_by_coverage", august)) == (1050, 0)
    assert amount("children.paid_by_coverage", Period.months(2023, 7, 7)) == 1050


def test_a_returned_item_is_not_paid_until_it_is_paid_again(pay):
    year = Period.year_to(date(2023, 8, 31))
    pay(date(2023, 7, 18), status="RETURNED")
    before = amount("children.payments", year)

    pay(date(2023, 8, 18))

    assert (before, amount("children.payments", year)) == (0, 1)
