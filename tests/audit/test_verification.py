"""Verification proves the chain unbroken and names the first row somebody edited by hand."""

from threading import Thread

import pytest
from django.db import connection, transaction

from taizhang.county.audit import changes, verification
from taizhang.county.audit.models import Change
from tests.county import on

pytestmark = pytest.mark.django_db(transaction=True)


def by_hand(*statements, triggers=True):
    """Somebody at the database's own console; without triggers is how a superuser hides."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not triggers:
            cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)


def rename(county, code, name):
    with on("2023-05-01"), changes.change(by=county.clerk, reason="更名"):
        place = county.places[code]
        place.name = name
        place.save()


def test_an_untouched_database_has_no_faults(committed_county):
    rename(committed_county, "410726206", "胙城镇")

    assert verification.faults() == []


def test_an_edited_row_is_named(committed_county):
    by_hand("UPDATE places_place SET name = '某乡' WHERE code = '410726207'", triggers=False)

    (fault,) = verification.faults()
    assert fault.record_id == committed_county.places["410726207"].pk
    assert "不一致" in fault.sentence


def test_a_write_past_the_system_is_reported_even_when_it_was_recorded(committed_county):
    by_hand("UPDATE places_place SET name = '某乡' WHERE code = '410726207'")

    assert "绕过系统" in verification.faults()[0].sentence


def test_an_edited_version_is_named_before_later_ones(committed_county):
    rename(committed_county, "410726206", "胙城镇")
    by_hand(
        "UPDATE places_place_version SET name = '丙' WHERE code = '410726206' AND superseded_at IS NULL",
        "UPDATE places_place_version SET name = '丁' WHERE code = '410726207'",
        triggers=False,
    )

    first = verification.faults()[0]
    assert first.record_id == committed_county.places["410726207"].pk


def test_a_deleted_row_and_its_history_are_missed(committed_county):
    rename(committed_county, "410726206", "胙城镇")
    by_hand("DELETE FROM places_place_version WHERE name = '胙城镇'", triggers=False)

    assert any("批" in fault.sentence for fault in verification.faults())


def test_an_edited_reason_breaks_the_chain_at_that_link(committed_county):
    rename(committed_county, "410726206", "胙城镇")
    seq = Change.objects.get(reason="更名").seq
    by_hand("UPDATE audit_change SET reason = '别的' WHERE reason = '更名'", triggers=False)

    assert verification.faults()[0].seq == seq


def test_an_anchor_kept_elsewhere_shows_a_chain_written_anew(committed_county, tmp_path):
    verification.keep(verification.tip(), tmp_path / "anchors")
    by_hand(
        "UPDATE audit_change SET hash = sha256('x') WHERE seq = (SELECT max(seq) FROM audit_change)", triggers=False
    )

    assert verification.against(tmp_path / "anchors")


def test_changes_at_the_same_moment_form_one_chain(committed_county):
    def write(code):
        rename(committed_county, code, f"改{code}")
        connection.close()

    threads = [Thread(target=write, args=[code]) for code in ("410726206", "410726207")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    seqs = list(Change.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    assert verification.faults() == []
