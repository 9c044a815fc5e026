"""The JSON list of a ledger over a million records, against a bare django-ninja endpoint that serves the same rows.

Both run behind the site's middleware and ask for a session; the bare one knows no reach and no filters.
"""

from datetime import date
from typing import Any

from django.test import Client, override_settings
from django.urls import include, path
from ninja import NinjaAPI, Schema
from ninja.security import django_auth

from bench import million
from bench.lists import PLACE, SINCE, UNTIL
from bench.measure import table, timed, verdict
from taizhang.county.standards.masking import mask_names
from taizhang.lines.disputes.ledgers import DISPUTES
from taizhang.lines.disputes.models import Dispute

# "At least level": what the clock of a shared machine cannot tell apart is not held against us.
LEVEL = 1.1


class Row(Schema):
    """The same columns as ours with the same mask, typed by hand."""

    id: int
    code: str
    place: str
    unit: str
    found_on: date
    kind: str
    six_prevent: str
    level: str
    risk: str
    channel: str
    grid: str
    parties: str
    people: int
    summary: str
    handler: str
    outcome: str
    handled_on: date | None
    resolved_on: date | None
    restricted: bool

    @staticmethod
    def resolve_parties(row: Dispute) -> str:
        return mask_names(row.parties)

    @staticmethod
    def resolve_kind(row: Dispute) -> str:
        return row.get_kind_display()

    @staticmethod
    def resolve_outcome(row: Dispute) -> str:
        return row.get_outcome_display()

    @staticmethod
    def resolve_place(row: Dispute) -> str:
        return row.place.name

    @staticmethod
    def resolve_unit(row: Dispute) -> str:
        return row.unit.short


api = NinjaAPI(urls_namespace="bench", auth=django_auth)


@api.get("/rows", response=list[Row])
def rows(request: Any, place: str, found_on_from: date, found_on_to: date) -> Any:
    found = Dispute.objects.filter(
        voided=False, restricted=False, place_id=place, found_on__gte=found_on_from, found_on__lte=found_on_to
    )
    return found.select_related("place", "unit").order_by("-found_on", "-id")[:50]


urlpatterns = [path("bare/", api.urls), path("", include("taizhang.config.urls"))]


def run() -> bool:
    leader = million.county()
    client = Client()
    client.force_login(leader, backend="taizhang.county.people.backend.Backend")
    asked = f"place={PLACE}&found_on_from={SINCE}&found_on_to={UNTIL}"

    def ours() -> None:
        assert len(client.get(f"/api/v1/ledgers/disputes?{asked}&sort=-found_on").json()["rows"]) == 50

    def peer() -> None:
        assert len(client.get(f"/bare/rows?{asked}").json()) == 50

    with override_settings(ROOT_URLCONF="bench.api"):
        timings = [
            timed("ours: within reach, masked", ours, runs=40, warm=5),
            timed("peer: bare django-ninja", peer, runs=40, warm=5),
        ]
    table(f"JSON list of {DISPUTES.label} over a million records", timings, ours=timings[0].name)
    return verdict("times the bare endpoint", timings[0].median / timings[1].median, LEVEL)
