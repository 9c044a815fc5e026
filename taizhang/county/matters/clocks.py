"""Starts, stops and moves the clocks of a matter, and says how they stand at a moment; nothing of that is stored."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import F, Q

from taizhang.county.audit import clock
from taizhang.county.matters import limits
from taizhang.county.matters.flow import CLOCKS, Clock, Flow
from taizhang.county.matters.limits import Limit
from taizhang.county.matters.stages import DONE, OPEN, Stage


class Light(StrEnum):
    """How a matter's clocks stand; the value is the word that stands beside the colour."""

    RED = "超期"
    YELLOW = "临期"
    GREEN = "正常"
    PAUSED = "暂停"
    NONE = "未计时"
    IN_TIME = "按期办结"
    LATE = "超期办结"


TONES = {
    Light.RED: "r", Light.YELLOW: "a", Light.GREEN: "g", Light.PAUSED: "b", Light.NONE: "",
    Light.IN_TIME: "g", Light.LATE: "r",
}  # fmt: skip
# A matter waits to be claimed only in these; elsewhere its claim clock has stopped.
CLAIMING = (Stage.ASSIGNED,)


@dataclass(frozen=True)
class Running:
    """One clock of a matter: its name in Chinese, the day it is due, and how it stands at the asked moment.

    A paused one has days left and no day that is due: that is counted when it is resumed.
    """

    name: Clock
    label: str
    due_on: date | None
    light: Light
    days_left: int


def start(matter: Any, flow: Flow, name: Clock, moment: datetime) -> None:
    today = clock.local(moment).date()
    limit = flow.limit(name, matter.level)
    due = limit.ends(today)
    if name == "claim":
        matter.claim_due_at, matter.claim_warn_at = limits.end_of(due), limits.start_of(limit.warns(due))
        matter.provisional |= limit.is_provisional(due)
    elif name == "visit":
        matter.visit_due_at = limits.end_of(due)
    else:
        held = _no_later_than_lead(matter, due, today)
        limit = limit.of(min(limit.days, max(0, limit.left(today, held))))
        matter.limit_days, matter.extended_days = limit.days, 0
        set_due(matter, limit, held)


def _no_later_than_lead(matter: Any, due: date, today: date) -> date:
    """The leading unit reports done after its helpers: their time ends with its own, or today where that is over."""
    until = matter.parent.due_on if matter.assisting else None
    return min(due, max(until, today)) if until else due


def stop(matter: Any, name: Clock) -> None:
    """A clock of handling keeps its deadline, so that what was late stays late; the others are only asked for open."""
    if name == "handle" and matter.stage in OPEN:
        matter.due_at = matter.warn_at = matter.due_on = matter.limit_days = None
        matter.provisional = False


def handling(matter: Any, flow: Flow) -> Limit:
    """The limit as it stands now, with its extension; for work sent back, the time it was given anew."""
    return flow.limit("handle", matter.level).of(matter.limit_days or 0)


def set_due(matter: Any, limit: Limit, due: date) -> None:
    matter.due_on, matter.due_at = due, limits.end_of(due)
    matter.warn_at = limits.start_of(limit.warns(due))
    matter.provisional = limit.is_provisional(due)


def extend(matter: Any, flow: Flow, days: int) -> None:
    """Exactly so many days of the clock's own kind after the day it was due, whenever that is decided."""
    matter.limit_days += days
    matter.extended_days += days
    limit = handling(matter, flow)
    set_due(matter, limit, limit.ends(matter.due_on, days))


def redo(matter: Any, flow: Flow, percent: int, least: int, moment: datetime) -> None:
    """Work sent back gets its own time from now on, and its own light; a deadline that is later anyway stays."""
    usual = flow.limit("handle", matter.level)
    days = max(least, -(-usual.days * percent // 100))
    today = clock.local(moment).date()
    due = _no_later_than_lead(matter, usual.ends(today, days), today)
    if due > matter.due_on:
        matter.limit_days = min(days, max(0, usual.left(today, due)))
        set_due(matter, handling(matter, flow), due)


def resume(matter: Any, flow: Flow, moment: datetime) -> None:
    """The days that were left when the clock was paused are left again: the day of resuming is not counted."""
    limit = handling(matter, flow)
    left = limit.left(clock.local(matter.paused_at).date(), matter.due_on)
    today = clock.local(moment).date()
    set_due(matter, limit, _no_later_than_lead(matter, limit.ends(today, left), today))
    matter.paused_at = None


def light(matter: Any, at: datetime) -> Light:
    """Of the matter as it stands in memory, at an aware moment: the worst of its running clocks."""
    if matter.stage in DONE:
        late = matter.due_at and matter.due_at < matter.closed_at
        return Light.LATE if late else Light.IN_TIME
    if matter.stage not in OPEN:
        return Light.NONE
    if matter.paused_at:
        return Light.PAUSED
    found = [_light(due, warn, at) for due, warn in _pairs(matter)]
    return next((one for one in (Light.RED, Light.YELLOW, Light.GREEN) if one in found), Light.NONE)


def _pairs(matter: Any) -> list[tuple[datetime, datetime]]:
    claim = [(matter.claim_due_at, matter.claim_warn_at)] if matter.stage in CLAIMING else []
    return [pair for pair in (*claim, (matter.due_at, matter.warn_at)) if pair[0]]


def _light(due: datetime, warn: datetime, at: datetime) -> Light:
    return Light.RED if due < at else Light.YELLOW if warn <= at else Light.GREEN


def running(matter: Any, flow: Flow, at: datetime) -> list[Running]:
    """The clocks that run at a moment, for a page; a paused one is there with the days it has left."""
    found: list[Running] = []
    day = clock.local(at).date()
    if matter.stage in CLAIMING:
        due = clock.local(matter.claim_due_at).date()
        seen = _light(matter.claim_due_at, matter.claim_warn_at, at)
        found.append(Running("claim", CLOCKS["claim"], due, seen, flow.claim.left(day, due)))
    if matter.stage in OPEN and matter.due_on:
        since = clock.local(matter.paused_at).date() if matter.paused_at else day
        seen = Light.PAUSED if matter.paused_at else _light(matter.due_at, matter.warn_at, at)
        left = handling(matter, flow).left(since, matter.due_on)
        until = None if matter.paused_at else matter.due_on
        found.append(Running("handle", CLOCKS["handle"], until, seen, left))
    if matter.stage == Stage.CLOSED and matter.visit_due_at:
        due = clock.local(matter.visit_due_at).date()
        seen = Light.RED if matter.visit_due_at < at else Light.GREEN
        found.append(Running("visit", CLOCKS["visit"], due, seen, flow.visit.left(day, due)))
    return found


def is_red(at: datetime) -> Q:
    """Open matters one of whose clocks has run out, as a condition on the table and on its versions."""
    claim = Q(stage__in=CLAIMING, claim_due_at__lt=at)
    return Q(stage__in=OPEN, paused_at=None) & (Q(due_at__lt=at) | claim)


def is_yellow(at: datetime) -> Q:
    claim = Q(stage__in=CLAIMING, claim_warn_at__lte=at)
    return Q(stage__in=OPEN, paused_at=None) & (Q(warn_at__lte=at) | claim) & ~is_red(at)


IN_TIME = Q(closed_at__lte=F("due_at"))
