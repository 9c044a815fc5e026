"""Writes down who had data of minors before them, masked or not, and finds what is unusual in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import ExtractHour, TruncDate

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
    """One line of the log of a child: masked where there is no reason."""

    at: datetime
    actor: str
    post: str
    ledger: str
    record: str
    what: str
    reason: str


_OF_SIGHTING = ("at", "actor", "post", "ledger", "record", "page")
_OF_READING = ("at", "actor", "post", "ledger", "record", "columns", "reason")


def of(subject: str, *, since: date | None = None, until: date | None = None, actor: str = "") -> list[Look]:
    """All looks at one human being, the latest first."""
    when = Q(actor__icontains=actor) if actor else Q()
    if since:
        when &= Q(at__gte=datetime.combine(since, time.min, clock.SHANGHAI))
    if until:
        when &= Q(at__lte=clock.end_of(until))
    masked = Sighting.objects.filter(when, subject=subject).values_list(*_OF_SIGHTING)
    clear = Reading.objects.filter(when, subject=subject).values_list(*_OF_READING)
    looks = [Look(*line, "") for line in masked] + [Look(*line) for line in clear]
    return sorted(looks, key=lambda look: look.at, reverse=True)


# What is unusual


@dataclass(frozen=True)
class Flag:
    """Something an auditor should ask about; `many` is how many children or looks."""

    why: str
    actor_id: int
    actor: str
    day: date
    many: int


def flags(*, since: date, until: date) -> list[Flag]:
    """The latest first: many children of one person's day, and looks outside of working hours or on days off."""
    seen = Sighting.objects.filter(
        at__gte=datetime.combine(since, time.min, clock.SHANGHAI), at__lte=clock.end_of(until), record_id__isnull=False
    )
    found = [*_many(seen), *_late(seen)]
    return sorted(found, key=lambda flag: (flag.day, flag.many), reverse=True)


def _by_day(seen: "QuerySet[Sighting]") -> "QuerySet[Sighting, Any]":
    days = seen.annotate(day=TruncDate("at", tzinfo=clock.SHANGHAI)).order_by()
    return days.values("actor_id", "day").annotate(name=Max("actor"), children=Count("subject", distinct=True))


def _many(seen: "QuerySet[Sighting]") -> list[Flag]:
    most = settings.SIGHT_CHILDREN_A_DAY
    rows = _by_day(seen.exclude(subject="")).filter(children__gt=most)
    return [Flag(f"一天内查看 {most} 名以上儿童", r["actor_id"], r["name"], r["day"], r["children"]) for r in rows]


def _late(seen: "QuerySet[Sighting]") -> list[Flag]:
    early, late = settings.SIGHT_FROM_HOUR, settings.SIGHT_UNTIL_HOUR
    hours = seen.annotate(hour=ExtractHour("at", tzinfo=clock.SHANGHAI))
    rows = _by_day(hours.filter(Q(hour__lt=early) | Q(hour__gte=late))).annotate(first=Min("at"))
    why = f"{early}:00 以前或 {late}:00 以后查看"
    return [Flag(why, r["actor_id"], r["name"], r["day"], r["children"]) for r in rows]


def latest(names: Sequence[str], asked: dict[str, str]) -> "QuerySet[Sighting]":
    """The log for the auditor, by parts of what its columns say."""
    wanted = {f"{name}__icontains": asked[name] for name in names if asked.get(name)}
    return Sighting.objects.filter(**wanted).order_by("-at", "-pk")


def since_days(days: int, today: date) -> date:
    return today - timedelta(days=days)
