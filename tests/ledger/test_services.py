"""The one door: reach on both sides, all or none, one edition after the other, refusals in the ledger's words."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction

from taizhang.county.audit.models import Change
from taizhang.county.ledger import bulk, registry, services, submissions
from taizhang.county.ledger.services import Conflict, Refused
from tests.county import on
from tests.every_ledger import rows


@pytest.fixture(autouse=True)
def _september():
    with on("2023-09-01"):
        yield


@pytest.fixture
def ledger():
    """Any ledger that numbers its own records."""
    return next(ledger for ledger in registry.written() if ledger.code and not ledger.narrow)


def at_once(*acts):
    """Runs each act in a thread with a connection of its own, all from the same moment; returns what they raised."""
    start, raised = Barrier(len(acts)), []

    def run(act):
        start.wait()
        try:
            with on("2023-09-01"):
                act()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


def edit(ledger, county, record, n):
    mine = rows.filled(ledger, county, n, ledger.model.objects.get(pk=record.pk))
    return lambda: services.save(mine, by=county.clerk, editing=1)


def test_of_two_edits_at_once_one_is_saved_and_one_is_a_conflict(committed_county, ledger):
    record = rows.add(ledger, committed_county)

    raised = at_once(*(edit(ledger, committed_county, record, n) for n in (1, 2)))

    assert [type(error) for error in raised] == [Conflict]
    assert ledger.model.objects.get(pk=record.pk).edition == 2


def test_a_form_sent_twice_at_once_adds_one_record(committed_county, ledger):
    token, made = uuid4(), []

    def send():
        made.append(submissions.add(rows.filled(ledger, committed_county, 0), once=token, by=committed_county.clerk))

    assert at_once(send, send) == []
    assert made[0] == made[1]
    assert ledger.model.objects.count() == 1


def test_a_refused_form_may_be_sent_again_with_its_token(county, ledger):
    token, wrong = uuid4(), rows.filled(ledger, county, 0)
    wrong.place_id = None

    with pytest.raises(Refused):
        submissions.add(wrong, once=token, by=county.clerk)

    assert submissions.add(rows.filled(ledger, county, 0), once=token, by=county.clerk)


def test_somebody_elses_token_is_another_token(county, ledger):
    token, other = uuid4(), county.post("other", "zuocheng", "clerk")

    first = submissions.add(rows.filled(ledger, county, 0), once=token, by=county.clerk)

    assert submissions.add(rows.filled(ledger, county, 1), once=token, by=other) != first


def test_saving_what_is_stored_writes_nothing(county, ledger):
    record = rows.add(ledger, county)

    written = services.save(ledger.model.objects.get(pk=record.pk), by=county.clerk)

    assert not written
    assert ledger.model.versions.objects.filter(id=record.pk).count() == 1


def test_a_clerk_pulls_no_row_out_of_another_township(county, ledger):
    theirs = rows.filled(ledger, county, 0)
    theirs.unit, theirs.place_id = county.yulin, "410726207"
    services.save(theirs, by=county.stranger)
    theirs.unit, theirs.place_id = county.zuocheng, "410726206"

    with pytest.raises(Refused, match="不在您的管辖范围"):
        services.save(theirs, by=county.clerk)

    assert ledger.model.objects.get(pk=theirs.pk).place_id == "410726207"


def test_a_refusal_names_who_may(county, ledger):
    with pytest.raises(Refused, match=f"{county.clerk.name}（胙城乡 经办）"):
        services.save(rows.filled(ledger, county, 0), by=county.leader)


def test_a_row_without_unit_or_place_is_asked_for_them(county, ledger):
    with pytest.raises(Refused) as refused:
        services.save(ledger.model(), by=county.clerk)

    assert refused.value.errors == {"unit": ["必须填写"], "place": ["必须填写"]}


def test_many_rows_are_saved_as_one_act(county, ledger):
    records = [rows.filled(ledger, county, n) for n in range(5)]

    with bulk.door(ledger, by=county.clerk, reason="八月补录") as door:
        assert [door.judged(None, record) for record in records] == [{}] * 5
        door.write(records)
        written = door.done(5)

    assert (written.added, written.changed, written.unchanged) == (5, 0, 0)
    assert Change.objects.get(pk=written.change_id).reason == "八月补录"
    assert len({ledger.title(record) for record in records}) == 5


def test_one_bad_row_of_many_does_not_pass_the_door(county, ledger):
    records = [rows.filled(ledger, county, n) for n in range(3)]
    records[1].unit, records[1].place_id = county.yulin, "410726207"

    with pytest.raises(ValueError, match="not judged"), bulk.door(ledger, by=county.clerk, reason="导入") as door:
        assert [bool(door.judged(None, record)) for record in records] == [False, True, False]
        door.write(records)

    assert ledger.model.objects.count() == 0


def test_what_the_database_refuses_of_many_is_said_in_the_words_of_the_column(county, ledger):
    taken = rows.add(ledger, county)
    twin = rows.filled(ledger, county, 1)
    setattr(twin, ledger.key[0], getattr(taken, ledger.key[0]))

    many = bulk.door(ledger, by=county.clerk, reason="导入")
    with pytest.raises(Refused, match="编号已有登记，不能重复"), transaction.atomic(), many as door:
        assert door.judged(None, twin) == {}
        door.write([twin])
        door.done(1)

    assert ledger.model.objects.count() == 1


def test_a_key_that_is_taken_is_said_in_the_words_of_the_column(county, ledger):
    taken = rows.add(ledger, county)
    twin = rows.filled(ledger, county, 1)
    setattr(twin, ledger.key[0], getattr(taken, ledger.key[0]))

    with pytest.raises(Refused, match="编号已有登记，不能重复"):
        services.save(twin, by=county.clerk)

    assert ledger.model.objects.count() == 1


def test_voiding_twice_is_refused(county, ledger):
    record = rows.add(ledger, county)
    services.void(record, by=county.clerk, reason="重复登记")

    with pytest.raises(Refused, match="已经作废"):
        services.void(record, by=county.clerk, reason="再作废一次")
