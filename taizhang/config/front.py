"""What the first page says: what must I do today, what is late, and where the county is slow."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from taizhang.county.audit import clock
from taizhang.county.bulletin.inbox import inbox as bulletin_inbox
from taizhang.county.ledger.sheets import releases
from taizhang.county.matters import board, inbox, menu, shown
from taizhang.county.people import access
from taizhang.county.people.roles import Action

_ROWS, _UNITS = 8, 5


@dataclass(frozen=True)
class Todo:
    """A line of what waits: the state as a word on its colour, what it is, when it is due or since when it waits."""

    state: str
    tone: str
    label: str
    url: str
    when: date | datetime | None
    act: str = ""


def todos(request: HttpRequest) -> dict[str, Any]:
    """Of matters the most urgent, of the bulletin and of exports all: those are never many."""
    person: Any = request.user
    at = clock.now()
    counts = menu.counted(request, inbox.counts(person, at))
    matters = [_matter(box, one, at) for box, one in inbox.front(person, at, limit=_ROWS)]
    papers = [Todo(one.state, one.tone, one.label, one.url, one.since) for one in bulletin_inbox(person)]
    papers += [_release(one) for one in releases.inbox(person)]
    waiting, late = inbox.total(counts) + len(papers), counts.get("late", 0)
    whose = "全县" if access.holds(person, Action.SUPERVISE) else ""
    return {
        "title": _title(waiting, late, whose), "waiting": matters + papers,
        "more": inbox.total(counts) - len(matters), "boxes": _boxes(person, counts),
    }  # fmt: skip


def _boxes(person: Any, counts: dict[str, int]) -> list[tuple[inbox.Box, str]]:
    """The boxes with something in them; the unit's work in hand is a switch of one's own."""
    filled = (box for box in inbox.boxes(person) if counts[box.slug] and box.slug != "unit")
    return [(box, inbox.words(counts[box.slug])) for box in filled]


def _matter(box: inbox.Box, matter: Any, at: datetime) -> Todo:
    lamp = shown.lamp(matter, at)
    return Todo(lamp.words, lamp.tone, matter.title, reverse("matter", args=[matter.pk]), lamp.due_on, box.label)


def _release(task: releases.Task) -> Todo:
    export = task.export
    if task.mine:
        url = reverse("ledger_export_made", args=[export.ledger, export.pk])
        return Todo("已批准", "g", task.label, url, export.decided_at)
    return Todo("待审批", "a", task.label, reverse("release", args=[export.pk]), export.lapses_on)


def _title(waiting: int, late: int, whose: str) -> str:
    overdue = f"，{whose}已超期 {inbox.words(late)} 件" if late else ""
    return f"今天要办 {waiting} 件{overdue}" if waiting else f"今天没有待办{overdue}"


def slow(person: Any) -> list[board.Line]:
    """The units with most overdue, for those who answer for the whole county."""
    if not any(access.holds(person, action) for action in (Action.SUPERVISE, Action.INSTRUCT)):
        return []
    return board.lines(person, board.Asked())[:_UNITS]
