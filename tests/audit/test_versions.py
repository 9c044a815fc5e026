"""Every version is kept by the database, with who, why and when."""

import pytest
from django.db import DatabaseError, connection, transaction

from taizhang.county.audit import changes, clock
from taizhang.county.audit.models import Change
from taizhang.county.places.models import Place
from tests.county import on


def rename(place, name, *, by=changes.SYSTEM, reason="更名"):
    with changes.change(by=by, reason=reason):
        place.name = name
        place.save()


def test_a_change_closes_the_version_before_it(county):
    place = county.places["410726206"]

    with on("2023-05-01"):
        rename(place, "胙城镇")

    first, second = Place.versions.objects.filter(id=place.pk).order_by("version_id")
    assert (first.name, second.name) == ("胙城乡", "胙城镇")
    assert first.superseded_at == second.recorded_from
    assert second.superseded_at is None


def test_the_log_says_who_and_why(county):
    with on("2023-05-01"):
        rename(county.places["410726206"], "胙城镇", by=county.clerk, reason="豫民〔2023〕1号")

    change = Change.objects.latest("pk")
    assert (change.actor, change.reason, change.actor_id) == ("经办甲", "豫民〔2023〕1号", county.clerk.pk)


def test_nested_changes_are_one_act(county):
    before = Change.objects.count()

    with changes.change(by=county.clerk, reason="外层"), changes.change(by=county.clerk, reason="内层"):
        rename(county.places["410726206"], "胙城镇")

    assert Change.objects.count() == before + 1


def test_nothing_is_deleted(county):
    with pytest.raises(DatabaseError, match="不得删除"), transaction.atomic():
        Place.objects.filter(code="410726207")._raw_delete(using="default")


def test_history_cannot_be_rewritten(county):
    with pytest.raises(DatabaseError, match="不得修改"), transaction.atomic():
        Place.versions.objects.filter(code="410726207").update(digest=b"")


def test_a_write_past_the_door_is_kept_under_the_database_users_name(county):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE places_place SET name = '某乡' WHERE code = '410726207'")

    change = Change.objects.latest("pk")
    assert change.outside
    assert change.actor.startswith("数据库用户")


def test_an_act_that_wrote_nothing_leaves_no_trace(county):
    before = Change.objects.count()

    with changes.change(by=county.clerk, reason="没有改动"):
        pass
    with changes.change(by=county.clerk, reason="重置密码", kept=True):
        pass

    assert Change.objects.count() == before + 1


def test_a_bulk_write_is_one_entry(county):
    with on("2023-05-01"), changes.change(by=changes.SYSTEM, reason="批量") as act:
        Place.objects.filter(level="township").update(valid_from="2011-01-01")

    entry = Change.objects.get(pk=act.id).entries.get()
    assert (entry.rows, entry.operation) == (2, "U")


def test_the_clock_moves_on_while_it_is_held(county):
    with on("2023-05-01"):
        assert clock.now() < clock.now()
        assert clock.today().isoformat() == "2023-05-01"


def test_local_date_is_shanghais(county):
    with on("2023-09-01", hour=0):
        assert clock.now().date().isoformat() == "2023-08-31"
        assert clock.today().isoformat() == "2023-09-01"
