"""What a dispute or petition must hold beyond its columns."""

from datetime import date

import pytest
from django.db import IntegrityError

from taizhang.county.audit import changes
from taizhang.county.ledger.validation import check
from taizhang.lines.disputes.ledgers import DISPUTES, PETITIONS, mask_names
from taizhang.lines.disputes.models import Dispute, Petition

TODAY = date(2023, 9, 1)


def dispute(**given):
    values = {
        "place_id": "410726206",
        "unit_id": 1,
        "found_on": date(2023, 8, 1),
        "kind": "02",
        "channel": "visit",
        "parties": "张三、李四",
    }
    return Dispute(**values | given)


def errors(**given):
    return check(DISPUTES, dispute(**given), TODAY)


def test_a_plain_dispute_is_sound():
    assert errors() == {}


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"found_on": date(2023, 9, 2)}, "found_on"),
        ({"code": "纠纷一号"}, "code"),
        ({"grid": "410726207200001"}, "grid"),
        ({"grid": "12"}, "grid"),
        ({"outcome": "agreed"}, "handled_on"),
        ({"handled_on": date(2023, 8, 2)}, "outcome"),
        ({"outcome": "agreed", "handled_on": date(2023, 8, 2)}, "resolved_on"),
        ({"outcome": "court", "handled_on": date(2023, 8, 2), "resolved_on": date(2023, 8, 2)}, "resolved_on"),
        ({"outcome": "withdrawn", "handled_on": date(2023, 7, 31)}, "handled_on"),
    ],
)
def test_contradictions_are_named_at_their_column(given, column):
    assert column in errors(**given)


def test_the_database_keeps_a_pending_dispute_open(county):
    row = dispute(unit_id=county.zuocheng.pk, code="JF20230801-0001", handled_on=date(2023, 8, 2))

    with pytest.raises(IntegrityError, match="dispute_pending_until_handled"), changes.change(by=county.clerk):
        row.save()


def test_a_petition_may_not_run_past_ninety_days():
    petition = Petition(
        place_id="410726206", unit_id=1, accepted_on=date(2023, 3, 1), kind="appeal", petitioner="王五",
        due_on=date(2023, 5, 31),
    )  # fmt: skip

    assert "due_on" in check(PETITIONS, petition, TODAY)


def test_every_party_is_masked():
    assert mask_names("张三、欧阳小明、李秀英") == "张*、欧阳*明、李*英"
