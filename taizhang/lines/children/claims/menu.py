"""The line of instalments in the menu; without a count, which would cost every page all open claims."""

from taizhang.county.ui.menu import Entry, register
from taizhang.lines.children.claims import views
from taizhang.lines.children.payroll.ledgers import RECOVERIES


def register_entries() -> None:
    register(Entry("追缴分期", "claims_due", RECOVERIES.line, 264, visible=views.sees))
