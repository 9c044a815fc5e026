"""Writes down who had data of minors before them, masked or not, and tells it of one human being."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Q

from taizhang.county.audit import changes, clock
from taizhang.county.audit.models import Reading, Sighting


def note(
    *, by: Any, ledger: str, page: str, record_id: int | None = None, record: str = "", subject: str = "", rows: int = 1
) -> None:
    """One insert; what this person saw on this page within the span is not written again. Lists always are."""
    at = clock.now()
    seen = Sighting(
        at=at, actor_id=by.pk, actor=by.name, post=by.title, ledger=ledger, record_id=record_id, record=record[:120],
        subject=subject, page=page, rows=rows, span=_span(at), request=changes.request_id.get(),
    )  # fmt: skip
    Sighting.objects.bulk_create([seen], ignore_conflicts=True)


def _span(at: datetime) -> int:
    return int(at.timestamp()) // (max(settings.SIGHT_MINUTES, 1) * 60)


# Of one human being


@dataclass(frozen=True)
class Look:
    """One line of the log of a child; `rows` is how many records were in clear, 0 where it was masked."""

    at: datetime
    actor: str
    post: str
    ledger: str
    record: str
    what: str
    reason: str = ""
    rows: int = 0

    @property
    def clear(self) -> bool:
        return self.rows > 0


_OF_SIGHTING = ("at", "actor", "post", "ledger", "record", "page")
_OF_READING = ("at", "actor", "post", "ledger", "record", "columns", "reason", "rows")


def of(subject: str, *, since: date | None = None, until: date | None = None, actor: str = "") -> list[Look]:
    """All looks at one human being, the latest first."""
    when = within(since, until) & (Q(actor__icontains=actor) if actor else Q())
    masked = Sighting.objects.filter(when, subject=subject).values_list(*_OF_SIGHTING)
    clear = Reading.objects.filter(when, subject=subject).values_list(*_OF_READING)
    looks = [Look(*line) for line in (*masked, *clear)]
    return sorted(looks, key=lambda look: look.at, reverse=True)


def within(since: date | None, until: date | None) -> Q:
    """The days from one to the other, by the county's clock."""
    when = Q(at__gte=datetime.combine(since, time.min, clock.SHANGHAI)) if since else Q()
    return when & Q(at__lte=clock.end_of(until)) if until else when
