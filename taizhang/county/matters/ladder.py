"""The ladder of supervision: which document each running matter has come to, by dated rules of the county."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from taizhang.county.audit import clock
from taizhang.county.matters import clocks, limits
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter, Press
from taizhang.county.matters.stages import OPEN, Stage
from taizhang.county.standards import working_days

Level = Press.Level
OWN_FILE = Path(__file__).with_name("ladder.toml")
# Each kind of document has its own numbers of the year: 督办〔2023〕12号.
SERIES = {Level.REMINDER: "提醒", Level.NOTE: "督办", Level.NOTICE: "通报", Level.INTERVIEW: "约谈"}
DEMANDS = {
    Level.REMINDER: "请抓紧办理，按期报结；确有困难的，请在期限届满前申请延期。",
    Level.NOTE: "请当日签收，书面回复未按期办结的原因、目前进展和预计办结时间，并尽快办结。",
    Level.NOTICE: "请单位负责人亲自过问，当日签收并书面回复整改措施和办结时间；办理情况列入通报。",
    Level.INTERVIEW: "请单位主要负责人到县政府督查室说明情况，并书面承诺办结时间。",
}
# The clock of a reminder about silence: it is no deadline of the matter, and only a person sends one.
SILENCE = "silent"


@dataclass(frozen=True)
class Rules:
    """One set of rules with the day it holds from; what each number means is said in ladder.toml."""

    valid_from: date
    document: str
    note_days: int
    notice_days: int
    interview_days: int
    interview_reds: int
    visit_days: int
    silent_days: int
    silent_days_red: int
    head_hours: int
    county_hours: int
    weights: Mapping[str, int]


WEIGHTS = frozenset({"step", "urgent", "instruction", "returned", "silent", "late", "late_days"})


class BadLadder(ValueError):
    """The county's file of rules cannot be used; the message says in Chinese where and why."""


def rules(day: date) -> Rules:
    """The rules that hold on a day; before the first ones hold, those."""
    found = _read(str(settings.LADDER or OWN_FILE))
    return next((one for one in reversed(found) if one.valid_from <= day), found[0])


@cache
def _read(path: str) -> tuple[Rules, ...]:
    try:
        written = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("rules", [])
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadLadder(f"督办规则文件 {path} 无法读取：{error}") from error
    if not written:
        raise BadLadder(f"督办规则文件 {path} 中没有 [[rules]]")
    return tuple(sorted((_sound(one) for one in written), key=lambda one: one.valid_from))


def _sound(written: dict[str, Any]) -> Rules:
    known = {field.name for field in fields(Rules)}
    if set(written) != known or set(written["weights"]) != WEIGHTS:
        given, asked = set(written) | set(written.get("weights", {})), known | WEIGHTS
        wrong = sorted(given ^ asked)
        raise BadLadder(f"督办规则的项目应与自带文件一致，多或少了：{'、'.join(wrong)}")
    found = Rules(**written)
    if not 1 <= found.note_days <= found.notice_days <= found.interview_days or found.interview_reds < 1:
        raise BadLadder(f"{found.valid_from} 起的督办规则：督办单、通报、约谈的天数应依次不减，且不少于 1")
    return found


@dataclass(frozen=True)
class Cuts:
    """A deadline before one of these moments has come to that level at `now`."""

    now: datetime
    note: datetime
    notice: datetime
    interview: datetime
    visit: datetime
    quarter: date
    reds: int


def cuts(at: datetime) -> Cuts:
    day = clock.local(at).date()
    held = rules(day)
    note, notice, interview = (_before(day, n) for n in (held.note_days, held.notice_days, held.interview_days))
    visit = limits.end_of(day + timedelta(days=held.visit_days))
    return Cuts(at, note, notice, interview, visit, _quarter(day), held.interview_reds)


def _before(day: date, count: int) -> datetime:
    """The start of the count-th working day back from a day, that day included: what was due earlier is so late."""
    back = working_days.add_working_days(day + timedelta(days=1), -count, provisional=True)
    return limits.start_of(back)


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def standing(at: datetime) -> QuerySet[Any]:
    """Matters whose clocks run, with the document each has come to: `step` (a Level, or 0), its `clock` and `due` date.

    Of two running clocks the one that is further up counts, then the one that was due first: one document at a time.
    Closed matters are only reminded of their call-back. What is paused, or waits to be assigned, is on no clock.
    """
    found = cuts(at)
    rows: QuerySet[Any] = Matter.objects.filter(voided=False).filter(
        Q(stage__in=OPEN, paused_at=None, due_at__isnull=False)
        | Q(stage__in=clocks.CLAIMING)
        | Q(stage=Stage.CLOSED, visit_due_at__lte=found.visit)
    )
    rows = rows.annotate(_handle=_step("due_at", "warn_at", found), _claim=_claim_step(found))
    on_claim = Q(_claim__gt=F("_handle")) | Q(_claim=F("_handle"), _claim__gt=0, claim_due_at__lt=F("due_at"))
    rows = rows.annotate(
        clock=Case(
            When(stage=Stage.CLOSED, then=Value("visit")), When(on_claim, then=Value("claim")),
            default=Value("handle"), output_field=CharField(),
        ),
        due_moment=Case(
            When(stage=Stage.CLOSED, then="visit_due_at"), When(on_claim, then="claim_due_at"), default="due_at",
            output_field=DateTimeField(),
        ),
    )  # fmt: skip
    return _with_level(rows.annotate(due=TruncDate("due_moment")), found)


# What waits for the county's own office: it is reminded, it does not supervise or summon itself.
_OFFICE = Q(stage=Stage.ARBITRATION) | Q(stage=Stage.CHECKING, assigner__slug=MATTERS.lead)


def _with_level(rows: QuerySet[Any], found: Cuts) -> QuerySet[Any]:
    rows = rows.annotate(
        plain=Case(
            When(stage=Stage.CLOSED, then=Value(1)), When(clock="claim", then="_claim"), default="_handle",
            output_field=SmallIntegerField(),
        ),
        missed=_missed(found),
    )  # fmt: skip
    again = Q(plain__in=(Level.NOTE, Level.NOTICE), missed__gte=found.reds - 1)
    step = Case(
        When(_OFFICE & Q(plain__gt=0), then=Value(int(Level.REMINDER))),
        When(again, then=Value(int(Level.INTERVIEW))), default="plain", output_field=SmallIntegerField(),
    )  # fmt: skip
    found_rows: QuerySet[Any] = rows.annotate(step=step)
    return found_rows


def _step(due: str, warn: str, found: Cuts) -> Case:
    return Case(
        When(**{f"{due}__lt": found.interview}, then=Value(int(Level.INTERVIEW))),
        When(**{f"{due}__lt": found.notice}, then=Value(int(Level.NOTICE))),
        When(**{f"{due}__lt": found.note}, then=Value(int(Level.NOTE))),
        When(**{f"{warn}__lte": found.now}, then=Value(int(Level.REMINDER))),
        default=Value(0),
        output_field=SmallIntegerField(),
    )


def _claim_step(found: Cuts) -> Case:
    return Case(
        When(stage__in=clocks.CLAIMING, then=_step("claim_due_at", "claim_warn_at", found)),
        default=Value(0), output_field=SmallIntegerField(),
    )  # fmt: skip


def _missed(found: Cuts) -> Coalesce:
    """How many other deadlines of the matter this unit got a supervision note for in the quarter."""
    before = Press.objects.filter(
        matter=OuterRef("pk"), unit=OuterRef("unit"), level__gte=Level.NOTE, due_on__gte=found.quarter
    ).exclude(due_on=OuterRef("due"))
    counted = before.order_by().values("matter").annotate(n=Count("due_on", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=SmallIntegerField()), 0)


def pending(at: datetime) -> QuerySet[Any]:
    """Matters that have come to a document which is not issued yet; a higher one makes the lower ones needless."""
    issued = Press.objects.filter(
        matter=OuterRef("pk"), clock=OuterRef("clock"), due_on=OuterRef("due"), level__gte=OuterRef("step")
    )
    return standing(at).filter(step__gt=0).exclude(Exists(issued))
