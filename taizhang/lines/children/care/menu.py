"""The line of care in the menu; without a count, which would cost every page the whole list."""

from taizhang.county.ui.menu import Entry, register
from taizhang.lines.children.care import views
from taizhang.lines.children.ledgers import CHILDREN


def register_entries() -> None:
    register(Entry("关爱提醒", "care_list", CHILDREN.line, 202, visible=views.sees))
