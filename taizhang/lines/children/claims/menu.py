"""The line of instalments in the menu, with how many are overdue."""

from typing import Any

from django.http import HttpRequest

from taizhang.county.audit import clock
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.ui.menu import Entry, register
from taizhang.lines.children.claims import due
from taizhang.lines.children.payroll.ledgers import RECOVERIES


def register_entries() -> None:
    register(Entry("追缴分期", "claims_due", RECOVERIES.line, 264, badge=overdue, visible=sees))


def sees(person: Any) -> bool:
    return access.can(person, Action.VIEW, RECOVERIES)


def overdue(request: HttpRequest) -> int:
    return due.overdue(request.user, clock.today())
