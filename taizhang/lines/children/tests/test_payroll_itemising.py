"""Items made by the database from numbered lines: each with the snapshot of its own child, and only what was judged."""

import json

import pytest

from taizhang.county.ledger import bulk
from taizhang.county.ledger.validation import Refused
from taizhang.lines.children.ledgers import PAYMENTS
from taizhang.lines.children.models import Payment
from taizhang.lines.children.payroll import drafting, itemising
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import SEPTEMBER, TODAY
from tests.county import on


@pytest.fixture
def bureau(county):
    with on(TODAY):
        yield small.staff(county)


def test_every_item_keeps_what_is_known_of_its_own_child_over_the_edges_of_portions(bureau, monkeypatch):
    monkeypatch.setattr(itemising, "_PORTION", 2)
    for n in range(5):
        small.child(bureau, n)
    told = []

    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker, told=told.append)

    items = list(drafting.items(batch).select_related("child"))
    assert [item.seq for item in items] == list(range(1, batch.items + 1))
    assert [item.code for item in items] == [f"{batch.code}-{item.seq:05d}" for item in items]
    assert told == [*range(2, batch.items, 2), batch.items]
    for item in items:
        known = json.loads(item.snapshot)
        assert (known["id_no"], known["name"], known["account"]) == (
            item.child.id_no, item.child.name, item.child.account,
        )  # fmt: skip
        assert (item.person, item.account_tail) == (item.child.id_no_index, item.child.account[-4:])
        assert (item.unit_id, item.place_id) == (item.child.unit_id, item.child.place_id)


def test_what_was_not_judged_is_not_poured(bureau):
    stage = bulk.Stage("children_run_sealed", "seq", itemising._WRITE)

    with pytest.raises(ValueError, match="not judged"), bulk.door(PAYMENTS, by=bureau.maker, reason="试") as door:
        door.pour([Payment()], stage, [(1,)])


def test_one_line_that_is_refused_keeps_the_whole_batch_out(bureau, monkeypatch):
    small.child(bureau)
    monkeypatch.setattr(itemising, "_SAMPLES", itemising._SAMPLES.replace("%(status)s", "'PAID'"))

    with pytest.raises(Refused, match="必须有银行日期"):
        drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)

    assert not Payment.objects.exclude(batch=None).exists()
