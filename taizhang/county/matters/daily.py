"""Whom to press today and why: the running matters in the order of a weight that the rules of the county give."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, DurationField, ExpressionWrapper, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import ExtractDay, Greatest, Least

from taizhang.county.audit import clock
from taizhang.county.matters import ladder, limits, pressing
from taizhang.county.matters.ladder import Level, Rules
from taizhang.county.matters.models import Matter, Press
from taizhang.county.matters.stages import Stage

MOST = 100
RETURNED = 2


@dataclass(frozen=True)
class Entry:
    """One matter of the list: why it stands there, what was issued last for its deadline, what may be issued now."""

    matter: Any
    reasons: list[str]
    press: Press | None
    due: Level | None
    silent: bool


def rows(at: datetime) -> QuerySet[Any]:
    """What belongs on the list, each with its `weight`; the heaviest first, then the one due first."""
    day = clock.local(at).date()
    held = ladder.rules(day)
    weights = held.weights
    found = ladder.standing(at).exclude(stage=Stage.CLOSED).annotate(is_silent=_silent(at, held), late=_late(at))
    found = found.filter(
        Q(step__gte=Level.NOTE) | Q(is_silent=1) | Q(returns__gte=RETURNED) | Q(urgent=True)
        | Q(step=Level.REMINDER, source=Matter.Source.INSTRUCTION)
    )  # fmt: skip
    weight = (
        F("step") * weights["step"]
        + _flag(Q(urgent=True), weights["urgent"])
        + _flag(Q(source=Matter.Source.INSTRUCTION), weights["instruction"])
        + _flag(Q(returns__gte=RETURNED), weights["returned"])
        + F("is_silent") * weights["silent"]
        + Least(F("late"), Value(weights["late_days"])) * weights["late"]
    )
    ordered: QuerySet[Any] = found.annotate(weight=weight)
    return ordered.order_by("-weight", "due_moment", "pk")


def _flag(condition: Q, points: int) -> Case:
    return Case(When(condition, then=Value(points)), default=Value(0), output_field=IntegerField())


def _silent(at: datetime, held: Rules) -> Case:
    """By the same rule as pressing.silent, as a column of the database."""
    day = clock.local(at).date()
    usual = limits.start_of(day - timedelta(days=held.silent_days))
    red = limits.start_of(day - timedelta(days=held.silent_days_red))
    return _flag(Q(stage=Stage.WORKING) & (Q(moved_at__lt=usual) | Q(due_at__lt=at, moved_at__lt=red)), 1)


def _late(at: datetime) -> Greatest:
    """Calendar days since the deadline, 0 before it."""
    passed = ExpressionWrapper(Value(at) - F("due_moment"), output_field=DurationField())
    return Greatest(ExtractDay(passed), Value(0), output_field=IntegerField())


def entries(at: datetime, *, unit: int | None = None, most: int = MOST) -> list[Entry]:
    """The top of the list, of one unit or of all, with reasons in words and what can be issued."""
    found = rows(at).filter(**({"unit": unit} if unit else {})).select_related("unit", "assigner", "handler", "place")
    matters = list(found[:most])
    presses: dict[int, list[Press]] = defaultdict(list)
    for press in Press.objects.filter(matter__in=matters).select_related("received_by").order_by("pk"):
        presses[press.matter_id].append(press)
    return [_entry(matter, presses[matter.pk], clock.local(at).date()) for matter in matters]


def _entry(matter: Any, presses: list[Press], day: date) -> Entry:
    issued = [one for one in presses if (one.clock, one.due_on) == (matter.clock, matter.due)]
    due = Level(matter.step) if matter.step and all(one.level < matter.step for one in issued) else None
    since = clock.local(matter.moved_at).date()
    reminded = any(one.clock == ladder.SILENCE and one.due_on == since for one in presses)
    quiet = bool(matter.is_silent) and not reminded and due is None
    return Entry(matter, list(_reasons(matter, day)), presses[-1] if presses else None, due, quiet)


def _reasons(matter: Any, day: date) -> Iterator[str]:
    if matter.step:
        yield pressing.why(matter, day)
    if matter.urgent:
        yield "紧急事项"
    if matter.source == Matter.Source.INSTRUCTION:
        yield "领导批示"
    if matter.returns >= RETURNED:
        yield f"已退回重办 {matter.returns} 次"
    if matter.is_silent:
        since = clock.local(matter.moved_at).date()
        yield f"自 {since} 起 {(day - since).days} 天没有填报进展"


def waiting(most: int = MOST) -> list[Press]:
    """Documents nobody has signed for, the highest and oldest first."""
    found = Press.objects.filter(received_at=None).select_related("matter", "unit", "person")
    return list(found.order_by("-level", "issued_at")[:most])
