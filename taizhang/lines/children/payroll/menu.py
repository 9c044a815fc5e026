"""The lines of the monthly run in the menu, with how many batches wait for whoever looks."""

from django.http import HttpRequest

from taizhang.county.ui.menu import Entry, register
from taizhang.lines.children.payroll import duties, pages
from taizhang.lines.children.payroll.ledgers import BATCHES


def register_entries() -> None:
    register(Entry("生活费发放", "payroll_list", BATCHES.line, 262, badge=waiting, visible=duties.sees_batches))
    register(Entry("发放总额说明", "payroll_explain", BATCHES.line, 263, visible=duties.sees_items))


def waiting(request: HttpRequest) -> int:
    return pages.waiting(request.user)
