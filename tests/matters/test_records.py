"""A matter about a record: opened from it, as restricted as it, settled into it, and apart from a voided one."""

import pytest

from taizhang.county.ledger import registry
from taizhang.county.ledger import services as ledger_services
from taizhang.county.matters import flow, records, services
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Refused
from tests.every_ledger import rows
from tests.matters.office import paper

LOOPS = [found for found in flow.every() if found.about]


@pytest.fixture(params=LOOPS, ids=lambda found: found.slug)
def loop(request):
    return request.param


@pytest.fixture
def ledger(loop):
    return registry.get(loop.about)


@pytest.fixture
def record(office, ledger):
    return rows.add(ledger, office)


def opened(office, ledger, record, loop):
    return services.open_matter(records.from_record(ledger, record, loop), by=office.clerk)


def closed(office, held, loop):
    held = services.move(held, "assign", by=office.supervisor, unit=office.zuocheng)
    held = services.move(held, "claim", by=office.clerk, note="已告知")
    outcome = loop.outcomes[0][0]
    held = services.move(held, "submit", by=office.clerk, note="已办", outcome=outcome, papers=(paper(),))
    return services.move(held, "close", by=office.supervisor)


def test_a_matter_takes_unit_place_and_name_from_its_record(office, ledger, record, loop):
    held = opened(office, ledger, record, loop)
    assert (held.unit, held.place_id, held.about, held.about_id) == (
        record.unit,
        record.place_id,
        ledger.slug,
        record.pk,
    )
    assert records.of(ledger, record) == [held]
    assert records.about(held) == (ledger, record)


def test_one_matter_at_a_time_settles_a_record_and_others_run_beside_it(office, ledger, record, loop):
    first = opened(office, ledger, record, loop)
    with pytest.raises(Refused, match=f"已由 {first.code} 办理"):
        opened(office, ledger, record, loop)
    beside = opened(office, ledger, record, flow.get("task"))
    services.move(first, "cancel", by=office.clerk, note="误登")
    again = opened(office, ledger, record, loop)
    assert records.of(ledger, record) == [again, beside, first]


def test_nobody_opens_one_about_a_record_out_of_reach(office, ledger, record, loop):
    about = records.from_record(ledger, record, loop)
    about.place_id, about.unit = "410726207", office.yulin
    with pytest.raises(Refused, match="不在您的权限范围"):
        services.open_matter(about, by=office.stranger)


def test_nothing_is_opened_about_a_voided_record(office, ledger, record, loop):
    about = records.from_record(ledger, record, loop)
    ledger_services.void(record, by=office.clerk, reason="重复登记")
    with pytest.raises(Refused, match="已作废"):
        services.open_matter(about, by=office.clerk)
    with pytest.raises(Refused, match="已作废"):
        records.from_record(ledger, ledger.model.objects.get(pk=record.pk), loop)


def test_a_matter_whose_record_is_voided_meanwhile_still_ends(office, ledger, record, loop):
    held = opened(office, ledger, record, loop)
    ledger_services.void(record, by=office.clerk, reason="重复登记")
    versions = ledger.model.versions.objects.filter(id=record.pk).count()
    assert closed(office, held, loop).state == "closed"
    assert ledger.model.versions.objects.filter(id=record.pk).count() == versions


def test_what_few_may_read_stays_with_few(office, ledger, record, loop):
    if not ledger.restricted:
        pytest.skip("no record of this ledger is restricted")
    setattr(record, ledger.restricted, True)
    assert records.from_record(ledger, record, loop).restricted
    assert records.from_record(ledger, record, flow.get("task")).restricted


def test_a_matter_that_did_not_hold_reopens_its_record_as_well(office, ledger, loop):
    pending = next(
        record for record in (rows.add(ledger, office, n) for n in range(6))
        if not any(getattr(record, name, None) for name in ("resolved_on", "handled_on"))
    )  # fmt: skip
    done = closed(office, opened(office, ledger, pending, loop), loop)
    settled = ledger.model.objects.get(pk=pending.pk)
    services.move(done, "visit", by=office.supervisor2, score=1, note="没有解决")
    undone = ledger.model.objects.get(pk=pending.pk)
    assert settled.edition == pending.edition + 1
    assert undone.edition == pending.edition + 2
    assert Matter.objects.get(reopens=done).about_id == pending.pk
