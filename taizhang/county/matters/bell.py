"""The bell in the header of every page, and the supervisors' line in the menu."""

from typing import Any

from django.http import HttpRequest

from taizhang.county.matters import notices
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.ui.menu import Entry, register


def register_entries() -> None:
    register(Entry("通知", "notices", "", 5, badge=_unread, header=True))
    register(Entry("督办清单", "pressing", "", 13, visible=_supervises))


def _unread(request: HttpRequest) -> int:
    return notices.unread(request.user)


def _supervises(person: Any) -> bool:
    return access.holds(person, Action.SUPERVISE)
