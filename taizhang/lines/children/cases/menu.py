"""The lines of cases in the menu, with how many wait for whoever looks."""

from django.http import HttpRequest

from taizhang.county.ui.menu import Entry, register
from taizhang.lines.children.cases import duties, listing
from taizhang.lines.children.ledgers import CHILDREN


def register_entries() -> None:
    register(Entry("儿童办理", "case_list", CHILDREN.line, 199, badge=waiting, visible=duties.lists))
    register(Entry("儿童复核", "review_list", CHILDREN.line, 200, visible=duties.lists))


def waiting(request: HttpRequest) -> int:
    return listing.waiting(request.user)
