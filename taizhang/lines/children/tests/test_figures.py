"""The figures of children at their edges: days of confirming and ending, birthdays, the two bases of what was paid."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from taizhang.county.audit import changes
from taizhang.county.figures import balances, jobs, registry, values
from taizhang.county.figures.period import Period
from taizhang.county.standards import citizen_id
from taizhang.lines.children.figures import born_after
from taizhang.lines.children.models import Child, Payment
from tests.county import on

DAY = date(2023, 8, 31)


@pytest.fixture
def register(county: Any) -> Any:
    def register(category: str, *, born: date = date(2012, 8, 15), **columns: Any) -> Child:
        number = Child.objects.count()
        reason = "PARENT_FOUND" if columns.get("stopped_on") else ""
        usual = {"code": f"ET20220301-{number:04d}", "enrolled_on": date(2022, 3, 1), "stop_reason": reason}
        with on("2023-12-31"), changes.change(by=county.clerk):
            return Child.objects.create(
                **usual | columns, unit=county.zuocheng, place_id="410726206", name="王小雨", birth_date=born,
                id_no=citizen_id.synthetic("410726", born, 900 + number), category=category,
            )  # fmt: skip

    return register


@pytest.fixture
def pay(county: Any, register: Any) -> Any:
    paid_to = register("DEFACTO")

    def pay(month: date, bank_date: date | None, status: str = "PAID", *, kind: str = "CORRECTION") -> None:
        code = f"FF{Payment.objects.count():04d}"
        with on("2023-12-31"), changes.change(by=county.clerk):
            Payment.objects.create(unit=county.zuocheng, place_id="410726206", code=code, child=paid_to, kind=kind,
                                   category="DEFACTO", month_covered=month, amount=1050, status=status,
                                   bank_date=bank_date)  # fmt: skip

    return pay


def stock(name: str, day: date = DAY) -> Decimal | None:
    return values.value(registry.get(f"children.{name}"), Period.at(day)).amount


def flow(name: str, *months: int) -> Decimal | None:
    return values.value(registry.get(f"children.{name}"), Period.months(2023, *months)).amount


def test_the_day_of_confirming_counts_and_the_day_of_ending_does_not(register):
    register("DEFACTO", enrolled_on=DAY)
    register("DEFACTO", stopped_on=DAY)

    assert (stock("de_facto"), stock("de_facto", date(2023, 8, 30))) == (1, 1)
    assert stock("de_facto", date(2023, 9, 1)) == 1


def test_orphans_and_de_facto_are_both_kinds_of_each(register):
    for category in ("ORPHAN_INST", "ORPHAN_SCAT", "DEFACTO", "DEFACTO_INST", "LEFT_BEHIND", "HARDSHIP_OTHER"):
        register(category, institution="福利机构")

    assert (stock("orphans"), stock("de_facto"), stock("left_behind")) == (2, 2, 1)


@pytest.mark.parametrize(("born", "counted"), [(date(2007, 9, 1), 1), (date(2007, 8, 31), 0), (date(2007, 8, 30), 0)])
def test_a_left_behind_child_counts_until_the_sixteenth_birthday(register, born, counted):
    register("LEFT_BEHIND", born=born)

    assert stock("left_behind") == counted


@pytest.mark.parametrize(
    ("day", "years", "limit"),
    [
        (date(2024, 2, 29), 16, date(2008, 2, 29)),
        (date(2024, 2, 28), 16, date(2008, 2, 28)),
        (date(2023, 2, 28), 16, date(2007, 2, 28)),
        (date(2024, 2, 29), 18, date(2006, 2, 28)),
        (date(2023, 3, 1), 18, date(2005, 3, 1)),
    ],
)
def test_leap_days_move_no_birthday(day, years, limit):
    assert born_after(day, years) == limit


def test_cash_follows_the_banks_day_and_coverage_the_month(pay):
    pay(date(2022, 12, 1), date(2023, 1, 18))
    pay(date(2023, 8, 1), date(2023, 8, 31))
    pay(date(2023, 8, 1), date(2023, 9, 1))

    assert (flow("paid", 1, 8), flow("payments", 1, 8)) == (2100, 2)
    assert flow("paid_by_coverage", 1, 8) == 2100
    assert flow("paid", 9, 9) == 1050


def test_a_returned_or_pending_payment_is_not_paid_until_it_is_reissued(pay):
    pay(date(2023, 3, 1), date(2023, 3, 17), "RETURNED", kind="REGULAR")
    pay(date(2023, 4, 1), None, "PENDING")
    assert (flow("paid", 1, 8), flow("payments", 1, 8)) == (0, 0)

    pay(date(2023, 3, 1), date(2023, 4, 18), kind="REGULAR")
    assert (flow("paid", 3, 3), flow("paid", 4, 4), flow("payments", 1, 8)) == (0, 1050, 1)


# What must add up


def test_whoever_changes_category_leaves_one_and_enters_another(register):
    register("DEFACTO", stopped_on=date(2023, 5, 10))
    register("ORPHAN_SCAT", enrolled_on=date(2023, 5, 10))

    assert (flow("entered", 5, 5), flow("left", 5, 5)) == (1, 1)
    assert stock("on_allowance", date(2023, 5, 9)) == stock("on_allowance", date(2023, 5, 10)) == 1


def test_the_stock_at_the_end_is_the_stock_before_with_what_came_less_what_went(register):
    register("DEFACTO", enrolled_on=date(2023, 5, 10), stopped_on=date(2023, 5, 10))
    register("DEFACTO", enrolled_on=date(2022, 5, 10), stopped_on=date(2023, 1, 1))
    register("ORPHAN_INST", enrolled_on=date(2023, 8, 31))
    register("LEFT_BEHIND", enrolled_on=date(2023, 8, 1))

    assert balances.broken(DAY) == []


def test_figures_that_contradict_each_other_are_named_with_place_and_numbers(register, monkeypatch):
    register("DEFACTO", enrolled_on=date(2023, 5, 10))
    wrong = balances.Balance("children.on_allowance", "children.left", ("children.left",))
    monkeypatch.setattr(balances, "_balances", [wrong])
    said = balances.broken(DAY)

    assert any("胙城乡" in sentence and "期末应为 0，实为 1" in sentence for sentence in said)
    with on("2023-09-01"), pytest.raises(jobs.OutOfBalance, match="不平衡"):
        jobs.check_balances(timestamp=0)
