"""What the ledgers of disputes and petitions refuse, and with which sentence."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from taizhang.county.audit import changes
from taizhang.county.ledger import services
from taizhang.county.ledger.validation import Refused, check
from taizhang.lines.disputes.ledgers import DISPUTES, PETITIONS
from taizhang.lines.disputes.models import Dispute, Petition
from tests.county import on

TODAY = date(2023, 8, 31)


def dispute(county: Any, **columns: Any) -> Dispute:
    """Found in May by the grid of 胙城乡 and pending, unless told otherwise; not saved."""
    usual = {
        "unit": county.zuocheng, "place_id": "410726206", "found_on": date(2023, 5, 4), "kind": "02", "channel": "grid",
        "grid": "410726206201003", "parties": "张建国、李秀英",
    }  # fmt: skip
    return Dispute(**usual | columns)


def agreed(day: date) -> dict[str, Any]:
    return {"outcome": "agreed", "handled_on": day, "resolved_on": day}


def saved(county: Any, **columns: Any) -> Dispute:
    record = dispute(county, **columns)
    with on(TODAY):
        services.save(record, by=county.clerk)
    return Dispute.objects.get(pk=record.pk)


def problems(county: Any, **columns: Any) -> dict[str, list[str]]:
    return check(DISPUTES, dispute(county, **columns), TODAY)


def test_a_sound_dispute_has_nothing_against_it(county):
    assert problems(county) == {}
    assert problems(county, **agreed(date(2023, 5, 9))) == {}


@pytest.mark.parametrize(
    ("columns", "column", "words"),
    [
        ({"found_on": date(2023, 9, 1)}, "found_on", "晚于今天"),
        ({"grid": ""}, "grid", "必须填写网格编号"),
        ({"grid": "410726207201003"}, "grid", "不在所属乡镇"),
        ({"grid": "41072620620"}, "grid", "15 位数字"),
        ({"code": "JF2023-1"}, "code", "JF20230829-0112"),
        ({"people": 0}, "people", "不能少于 1"),
        ({"outcome": "failed"}, "handled_on", "必须填写调处日期"),
        ({"handled_on": date(2023, 5, 9)}, "outcome", "不能仍是“办理中”"),
        ({"outcome": "agreed", "handled_on": date(2023, 5, 9)}, "resolved_on", "必须填写化解日期"),
        ({**agreed(date(2023, 5, 9)), "outcome": "court"}, "resolved_on", "不算化解"),
        (agreed(date(2023, 5, 3)), "handled_on", "早于排查日期"),
        ({**agreed(date(2023, 5, 9)), "resolved_on": date(2023, 5, 8)}, "resolved_on", "早于调处日期"),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_column(county, columns, column, words):
    found = problems(county, **columns)

    assert any(words in sentence for sentence in found[column])


def test_a_merger_is_made_once_and_stays(county):
    kept, other, double = saved(county), saved(county), saved(county)
    double.merged_into = kept
    with on(TODAY):
        services.save(double, by=county.clerk, reason="重复")

    again = Dispute.objects.get(pk=double.pk)
    again.merged_into = other
    with on(TODAY), pytest.raises(Refused, match="一经登记不得更改"):
        services.save(again, by=county.clerk, reason="改并")


@pytest.mark.parametrize("into", [None, "other"])
def test_the_database_keeps_a_merger_too(county, into):
    kept, other = saved(county), saved(county)
    double = saved(county, merged_into=kept)
    target = other.pk if into else None

    with pytest.raises((InternalError, ProgrammingError), match="不得更改"), transaction.atomic():
        Dispute.objects.filter(pk=double.pk).update(merged_into=target)


def test_nothing_is_merged_into_itself_or_into_a_merged_one(county):
    kept = saved(county)
    double = saved(county, merged_into=kept)

    kept.merged_into = kept
    assert "不能并入自己" in check(DISPUTES, kept, TODAY)["merged_into"][0]
    assert "自身已并入他案" in problems(county, merged_into=double)["merged_into"][0]


@pytest.mark.parametrize(
    "columns",
    [
        {"outcome": "agreed"},
        {"handled_on": date(2023, 5, 9)},
        {"outcome": "agreed", "handled_on": date(2023, 5, 3)},
        {"outcome": "court", "handled_on": date(2023, 5, 9), "resolved_on": date(2023, 5, 9)},
    ],
)
def test_the_database_holds_no_outcome_that_cannot_be(county, columns):
    row = dispute(county, code="JF20230504-0001", **columns)

    with pytest.raises(IntegrityError), transaction.atomic(), changes.change(by=county.clerk):
        row.save()


@pytest.mark.parametrize(
    ("columns", "column"),
    [
        ({"due_on": date(2023, 8, 4)}, "due_on"),
        ({"due_on": date(2023, 5, 1)}, "due_on"),
        ({"resolved_on": date(2023, 6, 1)}, "result"),
        ({"people": 0}, "people"),
    ],
)
def test_a_petition_ends_in_time_and_says_how(county, columns, column):
    """Accepted on 5 May, 60 days and at most 30 more: 3 August is the last day."""
    usual = {"unit": county.complaints, "place_id": "410726206", "accepted_on": date(2023, 5, 5), "kind": "appeal"}
    usual |= {"petitioner": "王海涛", "due_on": date(2023, 8, 3)}

    assert check(PETITIONS, Petition(**usual), TODAY) == {}
    assert column in check(PETITIONS, Petition(**usual | columns), TODAY)
