"""What changed lately in the ledgers a person can see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet

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

    @property
    def named(self) -> str:
        return self.ledger.named(self.record) if self.record else ""


def news(person: Any, *, limit: int = 8) -> list[News]:
    """The latest acts first. Rows out of reach are neither shown nor counted."""
    ledgers = {
        ledger.model.versions._meta.db_table: ledger
        for ledger in registry.every()
        if access.can(person, Action.VIEW, ledger)
    }
    entries = list(_entries(ledgers))
    touched = _touched(person, ledgers, entries)
    shown = [(entry, *touched[entry.pk]) for entry in entries if entry.pk in touched][:limit]
    records = _records(ledgers, [(entry.table, first) for entry, rows, first in shown if rows == 1])
    return [
        _told(ledgers[entry.table], entry.change, rows, records.get((entry.table, first)))
        for entry, rows, first in shown
    ]


def _told(ledger: Ledger, change: Any, rows: int, record: Any) -> News:
    return News(ledger, change.actor, change.action, change.reason, change.at, rows, record if rows == 1 else None)


def _entries(tables: Iterable[str]) -> QuerySet[Entry]:
    since = clock.now() - timedelta(days=_DAYS)
    found = Entry.objects.filter(table__in=tables, change__at__gte=since)
    return found.select_related("change").order_by("-pk")[:_ENTRIES]


def _touched(person: Any, ledgers: Mapping[str, Ledger], entries: list[Entry]) -> dict[int, tuple[int, int]]:
    """Of each entry how many rows within reach it wrote, and the first of them: one statement for all tables."""
    by_table: dict[str, list[int]] = {}
    for entry in entries:
        by_table.setdefault(entry.table, []).append(entry.pk)
    parts = [_rows(person, ledgers[table], ids) for table, ids in by_table.items()]
    found = parts[0].union(*parts[1:], all=True) if parts else []
    return {pk: (rows, first) for pk, rows, first in found}


def _rows(person: Any, ledger: Ledger, entries: list[int]) -> Any:
    reach = ledger.model._default_manager.filter(access.listed(person, ledger)).order_by().values("pk")
    found = ledger.model.versions.objects.filter(entry_id__in=entries, id__in=reach).order_by().values("entry_id")
    return found.annotate(rows=Count("id"), first=Min("id")).values_list("entry_id", "rows", "first")


def _records(ledgers: Mapping[str, Ledger], wanted: list[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    """The rows themselves, by table and number: one statement for each table."""
    by_table: dict[str, list[int]] = {}
    for table, pk in wanted:
        by_table.setdefault(table, []).append(pk)
    return {
        (table, pk): record
        for table, ids in by_table.items()
        for pk, record in ledgers[table].model.objects.in_bulk(ids).items()
    }
