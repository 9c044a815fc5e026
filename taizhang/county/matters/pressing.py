"""Issues the documents of supervision: the nightly job, a click and a whole list go through one function."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db.models import Count, QuerySet

from taizhang.county.audit import changes, clock
from taizhang.county.documents import numbering
from taizhang.county.ledger.bulk import Table, among
from taizhang.county.matters import flow, ladder, parties
from taizhang.county.matters.flow import CLOCKS, Party
from taizhang.county.matters.ladder import Level
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter, Press
from taizhang.county.matters.refusal import Refused
from taizhang.county.matters.stages import Stage
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action
from taizhang.county.standards import working_days

BATCH = 2000
NIGHT = changes.Part("夜间督办")
_NAMES = ("unit", "assigner", "handler")
# What a document says and where it goes: a matter has seventy columns.
_READ = (
    "code", "flow", "stage", "state", "unit__short", "assigner__short", "handler__name",
)  # fmt: skip


def issue(pks: Iterable[int], *, by: Any, at: datetime) -> list[Press]:
    """The documents these matters have come to at a moment and have not got yet, all in one act.

    The matters are held first and judged afterwards, so that what was moved or pressed meanwhile is seen: two runs at
    once, or one after the other, issue each document once. Raises Refused.
    """
    _may_press(by)
    with changes.change(by=by, reason="督办时限规则", action="签发督办文书"):
        wanted = among(Matter._meta.pk, pks)
        list(Matter.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
        due = ladder.pending(at).filter(pk__in=wanted).select_related(*_NAMES).only(*_READ).order_by("pk")
        moment, issuer = clock.now(), by if by.pk else None
        written = [_written(matter, at, moment, issuer) for matter in due]
        _number(written, clock.local(moment).year)
        return _kept(written)


def _may_press(by: Any) -> None:
    if by.pk is not None and not access.holds(by, Action.SUPERVISE):
        raise Refused(f"督办文书由县政府督查室签发，您的岗位（{by.title}）不能签发。")


def _written(matter: Any, at: datetime, moment: datetime, issuer: Any) -> Press:
    unit, person = recipient(matter)
    level = Level(matter.step)
    return Press(
        matter=matter, level=level, clock=matter.clock, due_on=matter.due, unit=unit, person=person,
        why=why(matter, clock.local(at).date()), demand=ladder.DEMANDS[level], issued_by=issuer, issued_at=moment,
    )  # fmt: skip


def _number(written: list[Press], year: int) -> None:
    """Numbers without gaps: taken for the whole batch, series after series in one order, so that no two runs block."""
    for level, count in sorted(Counter(press.level for press in written).items()):
        series = f"{ladder.SERIES[Level(level)]}〔{year}〕"
        first = numbering.take_many(series, count)
        for number, press in enumerate((one for one in written if one.level == level), first):
            press.number = f"{series}{number}号"


def _kept(written: list[Press]) -> list[Press]:
    Table(Press).add(written)
    numbers = among(Press._meta.get_field("number"), (press.number for press in written))
    keys = dict(Press.objects.filter(number__in=numbers).values_list("number", "pk"))
    for press in written:
        press.pk = keys[press.number]
    return written


def recipient(matter: Any) -> tuple[Organisation, Any]:
    """The unit for whose act the matter waits, and there the person who has it in hand, if it is one."""
    party = parties.WAITS_FOR[Stage(matter.stage)]
    if party is Party.LEAD:
        return matter.unit, matter.handler
    if party is Party.ARBITER:
        return Organisation.objects.get(slug=MATTERS.lead), None
    return matter.assigner or matter.unit, None


def why(matter: Any, today: date) -> str:
    """The reason in words, for a matter that carries its step of the ladder."""
    label = CLOCKS[matter.clock]
    state = flow.get(matter.flow).states[matter.state].label
    if matter.clock == "visit":
        return f"办结后应于 {matter.due} 前回访，尚未回访"
    if matter.step == Level.REMINDER:
        left = working_days_left(today, matter.due)
        tail = f"还剩 {left} 个工作日" if left > 0 else "今日到期" if matter.due == today else "已到期"
        return f"{label}期限 {matter.due}，{tail}，现处于“{state}”"
    again = f"，本季度第 {matter.missed + 1} 次超期" if matter.missed else ""
    return f"{label}期限 {matter.due} 已过 {working_days_left(matter.due, today)} 个工作日{again}，现处于“{state}”"


@lru_cache(maxsize=4096)
def working_days_left(start: date, end: date) -> int:
    return working_days.working_days_between(start, end, provisional=True)


def run(at: datetime, *, by: Any = NIGHT, after: int = 0, most: int | None = None) -> Iterator[tuple[int, list[Press]]]:
    """Issues all that is due at a moment, portion by portion: yields the last matter seen and the documents issued.

    Each portion is a transaction of its own: what a run that was killed has issued stays issued.
    """
    # The keys are read once by a cursor of the server; asked for anew, each portion would search all open matters.
    keys = ladder.pending(at).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most]
    left = iter(keys.iterator(chunk_size=BATCH))
    while found := list(islice(left, BATCH)):
        yield found[-1], issue(found, by=by, at=at)


def count(at: datetime) -> dict[Level, int]:
    """How many documents of each level a run would issue now."""
    levels = ladder.pending(at).order_by().values_list("step").annotate(Count("pk"))
    return {Level(level): number for level, number in sorted(levels)}


def remind(matter: Matter, *, by: Any) -> Press:
    """A reminder to a unit that has said nothing for too long; once for each silence. Raises Refused."""
    _may_press(by)
    with changes.change(by=by, reason="长时间没有进展", action="签发督办文书"):
        stored = Matter.objects.select_for_update(of=("self",)).select_related(*_NAMES).get(pk=matter.pk)
        moment = clock.now()
        since = clock.local(stored.moved_at).date()
        if not silent(stored, moment):
            raise Refused(f"这件事项 {since} 有进展，现在不必提醒。")
        if Press.objects.filter(matter=stored, clock=ladder.SILENCE, due_on=since).exists():
            raise Refused(f"{since} 以来没有进展，已经发过提醒函。")
        unit, person = recipient(stored)
        press = Press(
            matter=stored, level=Level.REMINDER, clock=ladder.SILENCE, due_on=since, unit=unit, person=person,
            why=f"自 {since} 起没有填报进展", demand="请当日填报办理进展，说明存在的困难和预计办结时间。",
            issued_by=by, issued_at=moment,
        )  # fmt: skip
        _number([press], clock.local(moment).year)
        press.save()
        return press


def silent(matter: Any, at: datetime) -> bool:
    """In hand, not paused, and without any note for longer than the rules allow."""
    held = ladder.rules(clock.local(at).date())
    red = matter.due_at is not None and matter.due_at < at
    allowed = held.silent_days_red if red else held.silent_days
    days = (clock.local(at).date() - clock.local(matter.moved_at).date()).days
    return matter.stage == Stage.WORKING and not matter.paused_at and days > allowed


def receive(press: Press, *, by: Any, reply: str) -> Press:
    """Signs the receipt for the unit it was sent to, with its answer. Raises Refused."""
    with changes.change(by=by, reason=reply[:300], action="签收督办文书"):
        stored = Press.objects.select_for_update(of=("self",)).select_related("unit", "received_by").get(pk=press.pk)
        if not may_receive(stored, by):
            raise Refused(f"{stored.number} 应由{stored.unit.short}签收，您的岗位（{by.title}）不能签收。")
        if stored.received_at:
            raise Refused(f"{stored.received_by}已于 {clock.local(stored.received_at):%m-%d %H:%M} 签收。")
        if stored.level > Level.REMINDER and not reply.strip():
            raise Refused(fields={"reply": [f"签收{stored.get_level_display()}须写明原因、进展和预计办结时间"]})
        if len(reply) > 500:
            raise Refused(fields={"reply": [f"回执最多 500 字，现有 {len(reply)} 字，请精简"]})
        stored.received_by, stored.received_at, stored.reply = by, clock.now(), reply.strip()
        stored.save()
    return stored


def may_receive(press: Press, person: Any) -> bool:
    """Whoever checks for the unit; a reminder may be signed by those who handle for it, too."""
    if press.level == Level.REMINDER and access.holds(person, Action.HANDLE, press.unit):
        return True
    return access.holds(person, Action.REVIEW, press.unit)


def unsigned() -> QuerySet[Press]:
    return Press.objects.filter(received_at=None)


def visible(person: Any) -> QuerySet[Press]:
    """The documents about matters that this person may see."""
    return Press.objects.filter(matter__in=access.rows(person, Action.VIEW, MATTERS))
