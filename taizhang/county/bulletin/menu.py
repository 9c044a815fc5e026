"""The bulletin's lines in the menu."""

from typing import Any

from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.ui.menu import Entry, register


def register_entries() -> None:
    register(Entry("快报", "bulletin_archive", "", 20, visible=_reads, phone=True))
    register(Entry("报送稿件", "item_list", "", 22, visible=_works))
    register(Entry("编发快报", "issue_list", "", 24, visible=_publishes))


def _reads(person: Any) -> bool:
    return access.holds(person, Action.READ)


def _works(person: Any) -> bool:
    return any(access.holds(person, action) for action in (Action.DRAFT, Action.CONFIRM, Action.EDIT))


def _publishes(person: Any) -> bool:
    return any(access.holds(person, action) for action in (Action.EDIT, Action.CHECK, Action.SIGN))
