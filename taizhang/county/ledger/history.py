"""Tells what happened to a record: each act with who, when and why, old value and new, private columns masked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from taizhang.county.audit.models import Entry
from taizhang.county.ledger import listing
from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.validation import changed

# A record with more acts than this is a mistake of a programme; the page says that older ones are left out.
SHOWN = 100


@dataclass(frozen=True)
class Difference:
    """A column as an act found and left it. Masked values may look alike although they differ."""

    column: Column
    old: str
    new: str


@dataclass(frozen=True)
class Step:
    """One act on one record; `first` is its entry into the ledger."""

    what: str
    at: datetime
    actor: str
    why: str
    outside: bool
    differences: tuple[Difference, ...]


def of(ledger: Ledger, record: Any, *, limit: int = SHOWN) -> list[Step]:
    """The acts on a record, latest first."""
    versions = versions_of(ledger, record.pk, limit=limit)
    entries = Entry.objects.select_related("change").in_bulk([version.entry_id for version in versions])
    olds: list[Any] = [*versions[1:], None]
    return [
        _step(ledger, entries[new.entry_id].change, old, new)
        for new, old in zip(versions, olds, strict=True)
        if old is not None or new.edition == 1
    ]


def versions_of(ledger: Ledger, pk: int, *, limit: int = SHOWN) -> list[Any]:
    """The versions of a record, latest first, with the names their links need."""
    rows = (
        ledger.model.versions.objects.filter(id=pk)
        .prefetch_related(*listing.links(ledger.all_columns))
        .order_by("-version_id")
    )
    return list(rows[: limit + 1])


def edition(ledger: Ledger, pk: int, number: int) -> Any | None:
    """The record as it stood in an edition, None where that never was."""
    rows = ledger.model.versions.objects.filter(id=pk, edition=number).prefetch_related(
        *listing.links(ledger.all_columns)
    )
    return rows.order_by("-version_id").first()


def _step(ledger: Ledger, change: Any, old: Any | None, new: Any) -> Step:
    differences = tuple(_differences(ledger, old, new)) if old is not None else ()
    return Step(
        what=_what(ledger, change.action, old, new),
        at=new.recorded_from,
        actor=change.actor,
        why=change.reason,
        outside=change.outside,
        differences=differences,
    )


def _what(ledger: Ledger, action: str, old: Any | None, new: Any) -> str:
    if old is None:
        return "登记" if "导入" not in action else "导入"
    if new.voided and not old.voided:
        return "作废"
    return action.removeprefix(ledger.label) or "修改"


def _differences(ledger: Ledger, old: Any, new: Any) -> Iterator[Difference]:
    for column in changed(old, new, stored_columns(ledger)):
        yield Difference(column, column.masked(column.value(old)), column.masked(column.value(new)))


def stored_columns(ledger: Ledger) -> Sequence[Column]:
    """The columns that a version has too: everything that is not computed."""
    return [column for column in ledger.all_columns if column.kind != "derived"]
