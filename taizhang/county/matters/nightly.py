"""The night's run: provisional deadlines counted anew, documents of supervision issued, everybody told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from taizhang.county.audit import clock
from taizhang.county.matters import ladder, notices, pressing, recalendar
from taizhang.county.matters.ladder import Level
from taizhang.county.matters.models import Run

Say = Callable[[str], None]


def _silent(sentence: str) -> None:
    pass


@dataclass
class Outcome:
    """What a run did, or with a dry run would do."""

    moved: int = 0
    told: int = 0
    issued: dict[Level, int] = field(default_factory=dict)

    def __str__(self) -> str:
        levels = "、".join(f"{level.label} {number} 份" for level, number in sorted(self.issued.items()) if number)
        return f"{levels or '没有新的督办文书'}；重算期限 {self.moved} 件；新通知 {self.told} 条"


def run(at: datetime | None = None, *, say: Say = _silent) -> Outcome:
    """Does all that is due at a moment, now by default; run again it does nothing twice and goes on where it stood."""
    moment = at or clock.now()
    stand = _begin(clock.local(moment).date())
    outcome = Outcome(moved=recalendar.recount())
    for last, issued in pressing.run(moment, after=stand.seen):
        for press in issued:
            outcome.issued[Level(press.level)] = outcome.issued.get(Level(press.level), 0) + 1
        _reached(stand, last, len(issued))
        say(f"已查至第 {last} 件，本次发出 {sum(outcome.issued.values())} 份")
    outcome.told = notices.collect()
    Run.objects.filter(pk=stand.pk).update(finished_at=clock.now(), seen=0, moved=outcome.moved)
    say(str(outcome))
    return outcome


def _begin(day: date) -> Run:
    """The day's run: a new one, or the one that did not finish."""
    stand, _ = Run.objects.get_or_create(day=day, defaults={"started_at": clock.now()})
    Run.objects.filter(pk=day).update(finished_at=None)
    return stand


def _reached(stand: Run, last: int, issued: int) -> None:
    """Kept after each portion, so that a run that was killed begins after the last one it finished."""
    with transaction.atomic():
        held = Run.objects.select_for_update().get(pk=stand.pk)
        held.seen, held.issued = max(held.seen, last), held.issued + issued
        held.save()


def foresee(at: datetime | None = None, *, say: Say = _silent, most: int = 20) -> Outcome:
    """Says what a run at that moment would issue, and writes nothing."""
    moment = at or clock.now()
    outcome = Outcome(issued=pressing.count(moment))
    rows = ladder.pending(moment).select_related("unit", "assigner", "handler").order_by("-step", "pk")
    for matter in islice(rows.iterator(chunk_size=most), most):
        unit, _ = pressing.recipient(matter)
        reason = pressing.why(matter, clock.local(moment).date())
        say(f"{Level(matter.step).label}　{unit.short}　{matter.code}　{reason}")
    rest = sum(outcome.issued.values()) - most
    if rest > 0:
        say(f"……另有 {rest} 份")
    say(f"试算（未写入任何内容）：{outcome}")
    return outcome


def due(at: datetime, begins: str) -> bool:
    """Is it past the hour, such as 00:30, and has the day's run not finished yet?"""
    local = clock.local(at)
    hour, minute = map(int, begins.split(":"))
    if (local.hour, local.minute) < (hour, minute):
        return False
    return not Run.objects.filter(day=local.date(), finished_at__isnull=False).exists()
