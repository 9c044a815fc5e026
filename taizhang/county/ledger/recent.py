"""What changed lately in the ledgers a person can see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from taizhang.county.audit import clock
from taizhang.county.audit.models import Entry
from taizhang.county.ledger import registry
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.people import access
from taizhang.county.people.roles import Action

# Looking further back would read versions nobody asks for on the first page.
_DAYS, _ENTRIES = 7, 40


@dataclass(frozen=True)
class News:
    """One act as it touched one ledger within a person's reach; `record` where it was a single row."""

    ledger: Ledger
    actor: str
    action: str
    reason: str
    at: datetime
    rows: int
    record: Any | None


def news(person: Any, *, limit: int = 8) -> list[News]:
    """The latest acts first. Rows out of reach are neither shown nor counted."""
    tables = {
        ledger.model.versions._meta.db_table: ledger
        for ledger in registry.every()
        if access.can(person, Action.VIEW, ledger)
    }
    entries = (
        Entry.objects.filter(table__in=tables, change__at__gte=clock.now() - timedelta(days=_DAYS))
        .select_related("change")
        .order_by("-pk")[:_ENTRIES]
    )
    found = (_seen(person, tables[entry.table], entry) for entry in entries)
    return [item for item in found if item][:limit]


def _seen(person: Any, ledger: Ledger, entry: Entry) -> News | None:
    reach = access.rows(person, Action.VIEW, ledger).values("pk")
    ids = list(ledger.model.versions.objects.filter(entry_id=entry.pk, id__in=reach).values_list("id", flat=True))
    if not ids:
        return None
    record = ledger.model.objects.get(pk=ids[0]) if len(ids) == 1 else None
    change = entry.change
    return News(ledger, change.actor, change.action, change.reason, change.at, len(ids), record)
