"""A signed number counts out the same for ever; what changed since is told record by record."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from taizhang.county.figures import registry
from taizhang.county.figures.drift import How, drift
from taizhang.county.figures.signed import recheck, sign
from taizhang.lines.disputes.figures import FOUND, HANDLED_RATE
from taizhang.lines.disputes.models import Dispute
from tests.county import on
from tests.figures.rows import JANUARY_TO_AUGUST, PEOPLE, YULIN, ZUOCHENG, change, enter


@pytest.fixture
def people(monkeypatch):
    """The sum of people as a registered figure for one test."""
    monkeypatch.setitem(registry._figures, PEOPLE.key, PEOPLE)
    return PEOPLE


def signed_on(day, figure, **asked):
    with on(day):
        return sign(figure, JANUARY_TO_AUGUST, **asked)


def test_later_edits_do_not_change_a_signed_number(county):
    rows = [enter(county, handled_on=date(2023, 3, 1)) for _ in range(3)]
    signed = [signed_on("2023-09-01", figure, place=ZUOCHENG) for figure in (FOUND, HANDLED_RATE)]

    change(rows[0], by=county.clerk, recorded="2023-09-02", voided=True, void_reason="重复")
    change(rows[1], by=county.clerk, recorded="2023-09-02", place_id=YULIN)
    enter(county, recorded="2023-09-03")

    assert [recheck(one) for one in signed] == [[], []]


def test_a_number_that_was_tampered_with_is_told(county):
    enter(county)
    signed = signed_on("2023-09-01", FOUND)

    told = recheck(replace(signed, amount=Decimal(109), digest="00"))

    assert [difference.what for difference in told] == ["数值", "记录摘要"]
    assert "109" in str(told[0])


def test_a_changed_definition_is_told(county):
    signed = signed_on("2023-09-01", FOUND)

    (told,) = recheck(replace(signed, version=7))
    (gone,) = recheck(replace(signed, key="disputes.gone"))

    assert "第 7 版" in str(told)
    assert "已不存在" in str(gone)


def test_nothing_drifts_while_the_same_rows_count(county):
    row = enter(county)
    signed = signed_on("2023-09-01", FOUND)

    change(row, by=county.clerk, recorded="2023-09-02", summary="补充经过")

    assert drift(signed) is None


def test_drift_names_the_records_and_who_changed_them_why(county):
    kept, voided = enter(county), enter(county)
    signed = signed_on("2023-09-01", FOUND)
    change(voided, by=county.head, recorded="2023-09-02", reason="重复登记", voided=True, void_reason="重复登记")
    change(kept, by=county.clerk, recorded="2023-09-02", summary="无关改动")
    late = enter(county, recorded="2023-09-03", found_on=date(2023, 8, 30))

    found = drift(signed)

    assert (found.then, found.now, found.difference) == (2, 2, 0)
    assert (found.added, found.removed, found.changed) == (1, 1, 0)
    told = {one.record_id: (one.how, one.change.actor, one.change.reason) for one in found.moved}
    assert told == {
        voided.pk: (How.REMOVED, county.head.name, "重复登记"),
        late.pk: (How.ADDED, county.clerk.name, "登记"),
    }


def test_drift_of_a_sum_names_rows_whose_amount_changed(county, people):
    row, other = enter(county, people=2), enter(county, people=5)
    signed = signed_on("2023-09-01", people)
    change(row, by=county.clerk, recorded="2023-09-02", reason="数错了", people=4)
    change(row, by=county.clerk, recorded="2023-09-03", reason="补事由", summary="经过")
    change(other, by=county.clerk, recorded="2023-09-03", summary="经过")

    found = drift(signed)

    assert found.difference == Decimal(2)
    assert [(one.record_id, one.how, one.change.reason) for one in found.moved] == [(row.pk, How.CHANGED, "数错了")]


def test_a_row_edited_back_and_forth_names_the_last_turn(county):
    row = enter(county)
    signed = signed_on("2023-09-01", FOUND, place=ZUOCHENG)
    for day, place in (("2023-09-02", YULIN), ("2023-09-03", ZUOCHENG), ("2023-09-04", YULIN)):
        change(row, by=county.clerk, recorded=day, reason=day, place_id=place)

    (moved,) = drift(signed).moved

    assert moved.change.reason == "2023-09-04"


def test_the_digest_tells_rows_apart_that_count_the_same(county):
    enter(county)
    first = signed_on("2023-09-01", FOUND)
    row = Dispute.objects.get()
    change(row, by=county.clerk, recorded="2023-09-02", summary="改过")

    second = signed_on("2023-09-03", FOUND)

    assert first.amount == second.amount
    assert first.digest != second.digest
