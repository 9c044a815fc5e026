"""The line of the school check in the menu, with how many children wait to be decided."""

from django.http import HttpRequest

from taizhang.county.ui.menu import Entry, register
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.roll import listing, rights


def register_entries() -> None:
    register(Entry("就学比对", "roll_list", CHILDREN.line, 201, badge=waiting, visible=rights.sees))


def waiting(request: HttpRequest) -> int:
    if not rights.leads(request.user):
        return 0
    return rights.results(request.user).filter(listing.WAITING).count()
