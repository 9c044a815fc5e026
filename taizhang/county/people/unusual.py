"""Finds what an auditor should ask about in the log of looks at minors: too many children, odd hours, days off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import ExtractHour, TruncDate

from taizhang.county.audit import clock, sightings
from taizhang.county.audit.models import Sighting
from taizhang.county.standards.working_days import is_working_day


@dataclass(frozen=True)
class Flag:
    """`many` is how many children were looked at."""

    why: str
    actor: str
    day: date
    many: int


def flags(since: date, until: date) -> list[Flag]:
    """One for each person, day and cause, the latest first; lists are not looks at a child."""
    seen = Sighting.objects.filter(sightings.within(since, until)).exclude(subject="")
    found = [*_many(seen), *_at_odd_hours(seen), *_on_days_off(seen)]
    return sorted(found, key=lambda flag: (flag.day, flag.many), reverse=True)


def _many(seen: "QuerySet[Sighting]") -> Iterator[Flag]:
    most = settings.SIGHT_CHILDREN_A_DAY
    for day in _days(seen).filter(children__gt=most):
        yield _flag(f"一天内查看超过 {most} 名儿童", day)


def _at_odd_hours(seen: "QuerySet[Sighting]") -> Iterator[Flag]:
    early, late = settings.SIGHT_FROM_HOUR, settings.SIGHT_UNTIL_HOUR
    hours = seen.annotate(hour=ExtractHour("at", tzinfo=clock.SHANGHAI))
    for day in _days(hours.filter(Q(hour__lt=early) | Q(hour__gte=late))):
        yield _flag(f"{early} 点以前或 {late} 点以后查看", day)


def _on_days_off(seen: "QuerySet[Sighting]") -> Iterator[Flag]:
    for day in _days(seen):
        if not is_working_day(day["day"], provisional=True):
            yield _flag("休息日查看", day)


def _days(seen: "QuerySet[Sighting]") -> Any:
    """By person and day, with how many children."""
    days = seen.annotate(day=TruncDate("at", tzinfo=clock.SHANGHAI)).order_by().values("actor_id", "day")
    return days.annotate(name=Max("actor"), children=Count("subject", distinct=True))


def _flag(why: str, day: dict[str, Any]) -> Flag:
    return Flag(why, day["name"], day["day"], day["children"])
