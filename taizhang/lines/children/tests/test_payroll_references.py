"""References of payments have no constraints of their own: the statement that writes them checks them all."""

import pytest
from django.db import IntegrityError, transaction

from taizhang.county.audit import changes
from taizhang.county.ledger import services
from taizhang.county.ledger.validation import Refused
from taizhang.lines.children.ledgers import PAYMENTS
from taizhang.lines.children.models import Payment
from taizhang.lines.children.payroll import drafting
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import SEPTEMBER, TODAY
from tests.county import on

NOBODY = 987_654


@pytest.fixture
def bureau(county):
    with on(TODAY):
        yield small.staff(county)


@pytest.fixture
def item(bureau):
    small.child(bureau)
    return drafting.items(drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)).first()


@pytest.mark.parametrize("column", ["unit_id", "child_id", "batch_id", "answer_id"])
def test_a_payment_refers_to_rows_that_are_there(bureau, item, column):
    with pytest.raises(IntegrityError, match="no such row"), transaction.atomic(), changes.change(by=bureau.maker):
        Payment.objects.filter(pk=item.pk).update(**{column: NOBODY})


def test_one_bad_reference_keeps_all_rows_of_the_statement_out(bureau, item):
    before = Payment.objects.count()
    good, bad = (Payment.objects.get(pk=item.pk) for _ in range(2))
    for n, one in enumerate((good, bad)):
        one.pk, one.code, one.kind, one.seq, one.batch, one.cause = None, f"FF{n}", "BACKPAY", None, None, None
        one.snapshot = one.person = None
    bad.place_id = "999999"

    with pytest.raises(IntegrityError, match="places_place"), transaction.atomic(), changes.change(by=bureau.maker):
        Payment.objects.bulk_create([good, bad])

    assert Payment.objects.count() == before


def test_every_reference_without_a_constraint_is_watched_and_points_where_nothing_is_deleted():
    fields = [field for field in Payment._meta.concrete_fields if field.is_relation and not field.db_constraint]
    watching = next(one for one in Payment._meta.triggers if one.name == "refer_update").condition.sql
    assert len(fields) == 5
    for field in fields:
        names = {one.name for one in field.related_model._meta.triggers}
        assert f"OLD.{field.column} IS DISTINCT" in watching
        assert names & {"never_deleted", "kept"}


def test_what_is_referred_to_cannot_go(bureau, item):
    with pytest.raises(Exception, match="记录不得删除"), transaction.atomic(), changes.change(by=bureau.maker):
        item.child._meta.model.objects.filter(pk=item.child_id)._raw_delete("default")


def test_a_lost_reference_is_told_by_its_column(bureau, item):
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), changes.change(by=bureau.maker):
        Payment.objects.filter(pk=item.pk).update(child_id=NOBODY)

    told = services.explained(PAYMENTS, caught.value)

    assert isinstance(told, Refused)
    assert told.sentences() == ["儿童编号：所指的记录不存在；请重新选择"]
