"""The closed loop's lines in the menu, and how many acts wait for whoever looks."""

from typing import Any

from django.http import HttpRequest

from taizhang.county.audit import clock
from taizhang.county.matters import board, inbox
from taizhang.county.ui.menu import Entry, register


def register_entries() -> None:
    register(Entry("我的待办", "matter_inbox", "", 10, badge=waiting, visible=_acts, phone=True))
    register(Entry("督办看板", "matter_board", "", 12, visible=board.may))


def _acts(person: Any) -> bool:
    return any(box.waiting for box in inbox.boxes(person))


def waiting(request: HttpRequest) -> int:
    """Counted once for a page, and not at all where the page has counted already."""
    counted = getattr(request, "matters_waiting", None)
    if counted is None:
        counted = request.matters_waiting = inbox.badge(request.user, clock.now())  # type: ignore[attr-defined]
    return int(counted)


def counted(request: HttpRequest, counts: dict[str, int]) -> dict[str, int]:
    """Keeps the counts of a page for the badge on it."""
    request.matters_waiting = inbox.total(counts)  # type: ignore[attr-defined]
    return counts
