"""The figures of disputes at the edges of a period: what counts, what does not, and that rates have their base."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from taizhang.county.audit import changes
from taizhang.county.figures import registry, values
from taizhang.county.figures.period import Period
from taizhang.lines.disputes.models import Dispute, Petition
from tests.county import on

MAY = Period.months(2023, 5, 5)


@pytest.fixture
def enter(county: Any) -> Any:
    def enter(found: str, outcome: str = "pending", handled: str | None = None, **columns: Any) -> Dispute:
        resolved = handled if outcome in ("agreed", "withdrawn") else None
        with on("2023-08-31"), changes.change(by=county.clerk):
            return Dispute.objects.create(
                unit=county.zuocheng, place_id="410726206", code=f"JF20230504-{Dispute.objects.count() + 1:04d}",
                found_on=found, kind="02", channel="visit", parties="张三、李四", outcome=outcome, handled_on=handled,
                resolved_on=resolved, **columns,
            )  # fmt: skip

    return enter


def amounts(*names: str) -> list[Decimal | None]:
    return [values.value(registry.get(f"disputes.{name}"), MAY).amount for name in names]


def test_the_first_and_the_last_day_count_and_their_neighbours_do_not(enter):
    for day in ("2023-04-30", "2023-05-01", "2023-05-31", "2023-06-01"):
        enter(day)

    assert amounts("found") == [2]


def test_what_was_handled_after_the_period_is_found_but_not_handled(enter):
    enter("2023-05-30", "agreed", "2023-05-31")
    enter("2023-05-30", "agreed", "2023-06-01")

    assert amounts("found", "handled", "succeeded", "resolved") == [2, 1, 1, 1]


def test_every_outcome_but_pending_is_handled_and_two_of_them_resolve(enter):
    enter("2023-05-02")
    for outcome in ("agreed", "court", "petition", "withdrawn", "failed"):
        enter("2023-05-02", outcome, "2023-05-09")

    assert amounts("found", "handled", "succeeded", "resolved", "guided_to_law") == [6, 5, 1, 2, 1]


def test_each_rate_has_its_own_base(enter):
    enter("2023-05-02")
    for outcome in ("agreed", "court", "withdrawn"):
        enter("2023-05-02", outcome, "2023-05-09")
    rates = [values.value(registry.get(f"disputes.{name}_rate"), MAY) for name in ("handled", "success", "resolved")]

    assert [(rate.numerator, rate.denominator) for rate in rates] == [(3, 4), (1, 3), (2, 4)]


def test_merged_and_voided_ones_count_nowhere(enter):
    kept = enter("2023-05-02", "agreed", "2023-05-09")
    enter("2023-05-02", "agreed", "2023-05-09", merged_into=kept)
    enter("2023-05-02", "agreed", "2023-05-09", voided=True, void_reason="重复登记")

    assert amounts("found", "handled", "succeeded", "resolved") == [1, 1, 1, 1]


def test_without_a_case_there_is_no_rate(county):
    assert amounts("found", "handled_rate", "success_rate", "resolved_rate") == [0, None, None, None]


def test_difficult_petitions_count_on_the_day_they_end(county):
    for number, (difficult, ended) in enumerate([(True, "2023-05-31"), (True, "2023-06-01"), (False, "2023-05-31")]):
        with on("2023-08-31"), changes.change(by=county.clerk):
            Petition.objects.create(
                unit=county.complaints, place_id="410726206", code=f"XF20230420-{number:04d}", kind="appeal",
                accepted_on=date(2023, 4, 20), petitioner="王海涛", difficult=difficult, resolved_on=ended, result="已答复",
            )  # fmt: skip

    assert amounts("petitions_resolved") == [1]
