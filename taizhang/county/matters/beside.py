"""The panel on the page of a record whose ledger has a flow: its matters, and the way to open one."""

from typing import Any

from django.http import HttpRequest

from taizhang.county.audit import clock
from taizhang.county.ledger import beside
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.matters import flow, parties, records, shown
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.refusal import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action


def register_panel() -> None:
    beside.register(panel)


def panel(request: HttpRequest, ledger: Ledger, record: Any) -> tuple[str, dict[str, Any]] | None:
    found = flow.about(ledger.slug)
    if found is None:
        return None
    at = clock.now()
    seen = [one for one in records.of(ledger, record) if access.can(request.user, Action.VIEW, MATTERS, one)]
    context = {
        "ledger": ledger, "record": record, "matters": [(one, shown.lamp(one, at), shown.state(one)) for one in seen],
        "may_open": _may_open(request.user, ledger, record, found), "running": any(one.open for one in seen),
    }  # fmt: skip
    return ("matters/panel.html", context) if seen or context["may_open"] else None


def _may_open(person: Any, ledger: Ledger, record: Any, found: flow.Flow) -> bool:
    try:
        return parties.may_open(records.from_record(ledger, record, found), person)
    except Refused:
        return False
