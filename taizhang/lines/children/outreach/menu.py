"""The line of the tour in the menu."""

from taizhang.county.ui.menu import Entry, register
from taizhang.lines.children.ledgers import STOPS
from taizhang.lines.children.outreach import views


def register_entries() -> None:
    register(Entry("宣讲安排", "outreach_list", STOPS.line, 266, visible=views.sees))
