"""The line of the check in the menu."""

from taizhang.county.ui.menu import Entry, register
from taizhang.lines.children.arrivals import views
from taizhang.lines.children.arrivals.ledgers import CHECKS


def register_entries() -> None:
    register(Entry("到账抽查", "arrivals_list", CHECKS.line, 265, visible=views.sees))
