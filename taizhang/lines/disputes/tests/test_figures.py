"""The counting rules of disputes at their edges."""

from datetime import date

import pytest

from taizhang.county.audit import changes
from taizhang.county.figures import registry, values
from taizhang.county.figures.period import Period
from taizhang.lines.disputes.models import Dispute, Petition
from tests.county import on

AUGUST = Period.months(2023, 8, 8)


@pytest.fixture
def add(county):
    numbers = iter(range(1, 100))

    def add(found, outcome="pending", handled=None, **more):
        resolved = handled if outcome in ("agreed", "withdrawn") else None
        with on("2023-09-01"), changes.change(by=county.clerk, reason="测试"):
            return Dispute.objects.create(
                unit=county.zuocheng, place_id="410726206", code=f"JF20230801-{next(numbers):04d}", found_on=found,
                kind="02", channel="grid", parties="张三、李四", outcome=outcome, handled_on=handled,
                resolved_on=resolved, **more,
            )  # fmt: skip

    return add


def amount(key, period=AUGUST):
    return values.value(registry.get(key), period).amount


def test_a_dispute_belongs_to_the_day_it_was_found(add):
    for day in (date(2023, 7, 31), date(2023, 8, 1), date(2023, 8, 31), date(2023, 9, 1)):
        add(day)

    assert amount("disputes.found") == 2


def test_what_was_handled_after_the_period_does_not_count_in_it(add):
    add(date(2023, 8, 20), "agreed", date(2023, 8, 31))
    add(date(2023, 8, 20), "agreed", date(2023, 9, 1))

    assert (amount("disputes.handled"), amount("disputes.resolved_rate")) == (1, 50)


def test_guiding_to_law_is_handled_and_not_resolved(add):
    add(date(2023, 8, 2), "court", date(2023, 8, 9))
    add(date(2023, 8, 2), "agreed", date(2023, 8, 9))

    found = {key: amount(f"disputes.{key}") for key in ("handled", "resolved", "guided_to_law", "success_rate")}
    assert found == {"handled": 2, "resolved": 1, "guided_to_law": 1, "success_rate": 50}


def test_a_merged_dispute_is_counted_once(add):
    kept = add(date(2023, 8, 2))
    add(date(2023, 8, 3), merged_into=kept)

    assert amount("disputes.found") == 1


def test_success_is_a_share_of_what_was_handled_not_of_what_was_found(add):
    add(date(2023, 8, 2), "agreed", date(2023, 8, 3))
    add(date(2023, 8, 2))

    assert (amount("disputes.success_rate"), amount("disputes.handled_rate")) == (100, 50)


def test_only_difficult_petitions_that_ended_are_counted(county):
    for number, (difficult, resolved) in enumerate([(True, "2023-08-04"), (False, "2023-08-04"), (True, None)], 1):
        with changes.change(by=county.clerk, reason="测试"):
            Petition.objects.create(
                unit=county.zuocheng, place_id="410726206", code=f"XF20230601-{number:04d}", kind="appeal",
                accepted_on="2023-06-01", petitioner="王五", difficult=difficult, resolved_on=resolved,
            )  # fmt: skip

    assert amount("disputes.petitions_resolved") == 1
