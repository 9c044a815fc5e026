"""A nought that may only mean that nobody looked is printed on the strength of a query alone."""

from datetime import date

import pytest

from taizhang.county.audit import changes
from taizhang.county.bulletin import flow
from taizhang.county.bulletin.refusal import Refused
from taizhang.lines.disputes.models import CriminalCase, PoliceQuery
from tests.bulletin import press
from tests.bulletin.test_release import codes, said
from tests.county import on

PINNED = press.FILLER + "截至目前，民转刑案件{disputes.turned_criminal}。"
PLACED = press.FILLER + "截至目前，胙城乡民转刑案件{disputes.turned_criminal | place=胙城乡}。"


@pytest.fixture
def police(office):
    return office.organisations["public-security"]


def query(unit, **columns):
    usual = {"place_id": "410726", "asked_on": date(2023, 8, 31), "from_on": date(2023, 1, 1),
             "to_on": date(2023, 8, 31), "asked_by": "值班民警", "found": 0}  # fmt: skip
    with changes.change(by=changes.SYSTEM, reason="查询"):
        made = usual | columns
        return PoliceQuery.objects.create(unit=unit, code=f"CX20230831-{PoliceQuery.objects.count() + 1:04d}", **made)


def test_silence_is_no_nought(office, police):
    assert "nought" in codes(PINNED)
    assert "请公安局查询后登记公安查询" in said(PINNED)


def test_it_stops_the_issue_before_the_units_are_asked(office, police):
    issue = press.in_editing(office, press.item(office, body=PINNED))
    with pytest.raises(Refused, match="没有3日以内"):
        for name in ("to_figures", "to_units"):
            flow.move(issue, name, by=office.editor)


def test_a_query_of_the_police_carries_it(office, police):
    query(police)
    assert "nought" not in codes(PINNED)
    assert "nought" not in codes(PLACED)


@pytest.mark.parametrize(
    "columns",
    [
        {"asked_on": date(2023, 8, 28), "to_on": date(2023, 8, 28)},
        {"from_on": date(2023, 2, 1)},
        {"to_on": date(2023, 8, 30)},
        {"place_id": "410726207"},
        {"voided": True, "void_reason": "登错"},
    ],
)
def test_an_old_or_narrow_or_voided_query_does_not(office, police, columns):
    query(police, **columns)
    assert "nought" in codes(PLACED)


def test_three_days_are_near_enough_and_four_are_not(office, police):
    query(police)
    with on("2023-09-03"):
        assert "nought" not in codes(PLACED)
    with on("2023-09-04"):
        assert "nought" in codes(PLACED)


def test_what_the_township_says_of_itself_is_no_query(office, police):
    query(office.zuocheng, place_id="410726206")
    assert "nought" in codes(PLACED)


def test_a_query_that_found_something_contradicts_the_ledger(office, police):
    query(police, found=2)
    assert "查得2件" in said(PLACED)


def test_a_case_that_is_registered_is_printed_without_a_query(office, police):
    with changes.change(by=changes.SYSTEM, reason="立案"):
        dispute = press.dispute(office)
        CriminalCase.objects.create(
            unit=police, place_id="410726206", code="MZ20230620-0001", case_no="延公（刑）立字〔2023〕0001号",
            filed_on=date(2023, 6, 20), dispute=dispute, charge="故意伤害",
        )  # fmt: skip
    assert "nought" not in codes(PLACED)


@pytest.mark.parametrize(
    "words", ["全县无民转刑案件", "全县未发生一起民转刑案件", "民转刑案件零发生", "全县民转刑案件0件"]
)
def test_a_nought_in_words_needs_it_too(office, police, words):
    body = f"截至目前，{words}。"
    assert "nought" in codes(body, source_note="公安局")
    query(police)
    assert "nought" not in codes(body, source_note="公安局")


def test_a_nought_that_needs_no_proof_is_printed(office, police):
    assert "nought" not in codes("截至目前，榆林乡排查矛盾纠纷{disputes.found | place=榆林乡}。")
