"""The closed loop's lines in the menu, and how many acts wait for whoever looks."""

from typing import Any

from django.http import HttpRequest

from taizhang.county.audit import clock
from taizhang.county.matters import board, inbox
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.ui.menu import Entry, register


def register_entries() -> None:
    register(Entry("我的待办", "matter_inbox", "", 10, badge=waiting, visible=_at_a_desk, phone=True))
    register(Entry("待办", "phone_mine", "", 10, badge=waiting, visible=_in_the_field, phone=True))
    register(Entry("督办看板", "matter_board", "", 12, visible=board.may))
    register(Entry("单位排名", "matter_ranking", "", 31, visible=lambda person: bool(person.posts_now)))


def _at_a_desk(person: Any) -> bool:
    return not _in_the_field(person) and any(box.waiting for box in inbox.boxes(person))


def _in_the_field(person: Any) -> bool:
    """Who only claims and does, such as a grid worker, is led to the page that also opens without a network."""
    return access.holds(person, Action.HANDLE) and not access.holds(person, Action.ASSIGN)


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
