"""Private columns: shown once, for a reason, and not to whoever looks through everything."""

from datetime import timedelta

import pytest

from taizhang.county.audit import clock
from taizhang.county.audit.models import Reading
from taizhang.county.ledger import listing, registry, unmasking
from taizhang.county.ledger.fields import BlindIndexField
from tests.county import on
from tests.every_ledger import rows
from tests.every_ledger.test_every_ledger import query


@pytest.fixture(autouse=True)
def _september():
    with on("2023-09-01"):
        yield


@pytest.fixture
def ledger():
    """Any ledger with an encrypted column that can be searched exactly."""
    return next(one for one in registry.written() if indexed(one))


def indexed(ledger):
    return [
        name for name in ledger.search if isinstance(listing.stored_field(ledger, f"{name}_index"), BlindIndexField)
    ]


def look(ledger, county, record, times=1):
    for _ in range(times):
        unmasking.unmask(ledger, record, by=county.clerk, reason="核对来访人身份")


def test_a_short_reason_is_no_reason_and_leaves_no_trace(county, ledger):
    with pytest.raises(unmasking.NoReason, match="不少于 4 个字"):
        unmasking.unmask(ledger, rows.add(ledger, county), by=county.clerk, reason="  看 ")

    assert not Reading.objects.exists()


def test_the_twenty_first_look_within_an_hour_is_refused_and_on_record(county, ledger):
    record = rows.add(ledger, county)
    look(ledger, county, record, unmasking.HOURLY)

    with pytest.raises(unmasking.TooMany, match="一小时内已查看 20 条"):
        look(ledger, county, record)

    assert Reading.objects.filter(rows=1).count() == unmasking.HOURLY
    assert "未显示" in Reading.objects.get(rows=0).reason


def test_an_hour_later_looking_goes_on(county, ledger):
    record = rows.add(ledger, county)
    look(ledger, county, record, unmasking.HOURLY)

    with clock.at(clock.now() + timedelta(minutes=61)):
        look(ledger, county, record)

    assert Reading.objects.filter(rows=1).count() == unmasking.HOURLY + 1


def test_an_encrypted_column_is_found_by_its_whole_value_only(county, ledger):
    record = rows.add(ledger, county)
    whole = getattr(record, indexed(ledger)[0])

    found = [list(listing.select(ledger, county.clerk, query(q=text)).rows) for text in (whole, whole[:6])]

    assert found == [[record], []]


def test_a_private_column_answers_nobody_who_may_not_see_it(county):
    ledger = next(one for one in registry.written() if not one.narrow and set(one.search) & set(one.private or {}))
    record = rows.add(ledger, county)
    secret = getattr(record, next(name for name in ledger.search if name in ledger.private))

    assert list(listing.select(ledger, county.clerk, query(q=secret)).rows) == [record]
    assert not listing.select(ledger, county.leader, query(q=secret)).rows.exists()
    assert not set(ledger.private) & listing.sortable(ledger)
