"""What the last checks found of a child, beside its record in the ledger."""

from typing import Any

from django.http import HttpRequest

from taizhang.county.ledger import beside
from taizhang.county.ledger.declaration import Ledger
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.roll import listing, rights

SHOWN = 3


def register_panel() -> None:
    beside.register(panel)


def panel(request: HttpRequest, ledger: Ledger, record: Any) -> tuple[str, dict[str, Any]] | None:
    """A child in two categories was asked for by one of its rows, and is told of beside each."""
    if ledger is not CHILDREN or not rights.sees(request.user):
        return None
    person = rights.results(request.user).filter(child__id_no_index=record.id_no_index)
    found = person.select_related("run", "matter").order_by("-run__at", "-pk")[:SHOWN]
    results = [(one, listing.standing(one)) for one in found]
    return ("children/roll_panel.html", {"results": results}) if results else None
