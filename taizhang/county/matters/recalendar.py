"""Counts provisional deadlines again once the days off of their year are published: as many days, real calendar."""

from datetime import date, timedelta

from taizhang.county.audit import changes, clock
from taizhang.county.matters import clocks, flow, services
from taizhang.county.matters.limits import Limit
from taizhang.county.matters.models import Matter
from taizhang.county.matters.stages import OPEN
from taizhang.county.standards import working_days


def recount() -> int:
    """Mends every open provisional matter whose years are published by now, each in an act of its own.

    Returns how many; a second run finds none left.
    """
    keys = Matter.objects.filter(provisional=True, stage__in=OPEN).order_by("pk").values_list("pk", flat=True)
    return sum(_mended(pk) for pk in list(keys))


def _mended(pk: int) -> bool:
    with changes.change(by=changes.SYSTEM, reason="放假安排已公布", action="重算期限"):
        stored = services.locked(pk)
        if not stored.provisional or stored.stage not in OPEN or not _published(stored):
            return False
        before = stored.due_on
        _count_again(stored)
        changed = f"由 {before} 改为 {stored.due_on}" if before != stored.due_on else "不变"
        services.note_move(stored, "recount", f"放假安排已公布，办理期限{changed}", by=changes.SYSTEM)
    return True


def _published(matter: Matter) -> bool:
    claim = clock.local(matter.claim_due_at).date() if matter.stage in clocks.CLAIMING else None
    return all(working_days.is_published(day.year) for day in (matter.due_on, claim) if day)


def _count_again(matter: Matter) -> None:
    found = flow.get(matter.flow)
    matter.provisional = False
    if matter.stage in clocks.CLAIMING:
        clocks.start(matter, found, "claim", matter.assigned_at)
    if matter.due_on:
        limit = clocks.handling(matter, found)
        clocks.set_due(matter, limit, _due(limit, matter.due_on, _since(matter)))


def _due(limit: Limit, due: date, since: date) -> date:
    """The days before that year were counted by a published calendar, those in it as Mondays to Fridays."""
    start = max(since, date(due.year - 1, 12, 31))
    if not limit.working or start >= due:
        return limit.ends(due, 0)
    plain = sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, (due - start).days + 1))
    return limit.ends(start, plain)


def _since(matter: Matter) -> date:
    """The day the clock was last set going; an extension only went on from there."""
    since, last, extended_before = matter.registered_on, None, 0
    log = Matter.versions.objects.filter(id=matter.pk).order_by("version_id")
    for due, extended, moved_at in log.values_list("due_on", "extended_days", "moved_at"):
        if due and due != last and extended <= extended_before:
            since = clock.local(moved_at).date()
        last, extended_before = due, extended
    return since
