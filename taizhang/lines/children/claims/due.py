"""Which instalments are overdue or soon due within somebody's reach, the longest overdue first."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.lines.children.models import Recovery
from taizhang.lines.children.money import cents
from taizhang.lines.children.payroll import parameters, recovering
from taizhang.lines.children.payroll.codes import DUE
from taizhang.lines.children.payroll.ledgers import RECOVERIES


class Line(NamedTuple):
    """A claim with its oldest instalment that has not wholly come; `overdue` in cents."""

    recovery: Recovery
    due_on: date
    late: int
    overdue: int

    @property
    def overdue_yuan(self) -> str:
        return cents.yuan(self.overdue)

    @property
    def outstanding_yuan(self) -> str:
        return cents.yuan(recovering.outstanding(self.recovery))

    @property
    def lamp(self) -> tuple[str, str]:
        """How late, in words and in the colour of it."""
        if self.late > 0:
            return f"逾期 {self.late} 天", "r"
        return ("今天到期", "a") if self.late == 0 else (f"还有 {-self.late} 天", "b")


def lines(person: Any, day: date) -> list[Line]:
    return sorted(_lines(person, day), key=lambda line: (-line.late, line.recovery.code))


def overdue(person: Any, day: date) -> int:
    return sum(line.late > 0 for line in _lines(person, day))


def _lines(person: Any, day: date) -> Iterator[Line]:
    soon = day + timedelta(days=parameters.declared().remind_days)
    rows = access.rows(person, Action.VIEW, RECOVERIES).filter(state__in=DUE, first_due__lte=soon, voided=False)
    for recovery in rows.select_related("child", "place"):
        waiting = next((part.due_on for part in recovering.schedule(recovery) if part.came < part.cents), None)
        if waiting is not None and waiting <= soon:
            yield Line(recovery, waiting, (day - waiting).days, recovering.overdue(recovery, day))
