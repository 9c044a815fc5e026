"""Says how a signed number would come out now, and which records made the difference, through whose changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from taizhang.county.audit.models import Change, Entry
from taizhang.county.figures import registry
from taizhang.county.figures.definition import Distinct, Figure, Total
from taizhang.county.figures.signed import Signed
from taizhang.county.figures.territory import territory
from taizhang.county.figures.values import counted, parts_of, value

# More names than an editor reads.
_NAMED = 50


class How(StrEnum):
    ADDED = "签发后计入"
    REMOVED = "签发后不再计入"
    CHANGED = "签发后改动"


@dataclass(frozen=True)
class Moved:
    """A record that counts otherwise than at signing. `change` is None when divisions moved and not the record."""

    record_id: int
    how: How
    change: Change | None


@dataclass(frozen=True)
class Drift:
    """`then` and `now` are amounts, None for a ratio without denominator.

    `added`, `removed` and `changed` are exact; `moved` names the first records of each kind.
    """

    then: Decimal | None
    now: Decimal | None
    added: int
    removed: int
    changed: int
    moved: Sequence[Moved]

    @property
    def difference(self) -> Decimal | None:
        return None if self.then is None or self.now is None else self.now - self.then


def drift(signed: Signed) -> Drift | None:
    """None while the same records count for the same amounts. Raises UnknownFigure for a withdrawn definition."""
    figure = registry.get(signed.key)
    ids: dict[How, set[int]] = {how: set() for how in How}
    moved: list[Moved] = []
    for part in parts_of(figure):
        for how, rows in _moves(part, signed).items():
            fresh = sorted(set(rows.values_list("id", flat=True)) - ids[how])
            ids[how].update(fresh)
            moved += _named(part, fresh[:_NAMED], how, signed)
    if not any(ids.values()):
        return None
    now = value(figure, signed.period, place=signed.place)
    return Drift(
        then=signed.amount,
        now=now.amount,
        added=len(ids[How.ADDED]),
        removed=len(ids[How.REMOVED]),
        changed=len(ids[How.CHANGED]),
        moved=moved,
    )


def _moves(figure: Figure, signed: Signed) -> dict[How, QuerySet[Any]]:
    """Records that entered, left, or count for another amount or value than they did."""
    then = counted(figure, signed.period, place=signed.place, known_at=signed.known_at)
    now = counted(figure, signed.period, place=signed.place)
    moves = {
        How.ADDED: now.exclude(id__in=then.values("id")),
        How.REMOVED: then.exclude(id__in=now.values("id")),
        How.CHANGED: now.none(),
    }
    if isinstance(figure.total, Total | Distinct):
        moves[How.CHANGED] = _otherwise(figure.total.column, then, now)
    return moves


def _otherwise(column: str, then: QuerySet[Any], now: QuerySet[Any]) -> QuerySet[Any]:
    """Records counted both times whose counted column differs; versions not superseded since cannot differ."""
    old = then.exclude(superseded_at=None)
    pairs = dict(old.values_list("id", column))
    fresh = now.filter(id__in=pairs).values_list("id", column)
    return now.filter(id__in=[pk for pk, new in fresh if new != pairs[pk]])


def _named(figure: Figure, ids: list[int], how: How, signed: Signed) -> Iterable[Moved]:
    entries = _last_turns(figure, ids, signed)
    found = Entry.objects.filter(pk__in=entries.values()).select_related("change")
    changes = {entry.pk: entry.change for entry in found}
    return [Moved(pk, how, changes.get(entries.get(pk, 0))) for pk in ids]


def _last_turns(figure: Figure, ids: list[int], signed: Signed) -> dict[int, int]:
    """The entry of the last write by which each record began or ceased to count, or came to count otherwise."""
    turns: dict[int, int] = {}
    state: dict[int, Any] = {}
    for pk, entry, since, counts in _histories(figure, ids, signed):
        if since > signed.known_at and counts != state.get(pk):
            turns[pk] = entry
        state[pk] = counts
    return turns


def _histories(figure: Figure, ids: list[int], signed: Signed) -> Iterable[tuple[int, int, datetime, Any]]:
    """Every version of the records, oldest first, with what it counts for: False, True or the column's value."""
    condition = figure.condition(signed.period)
    if signed.place:
        condition &= territory(signed.period.end).area(signed.place)
    versions = figure.ledger.model.versions.objects.filter(id__in=ids).order_by("id", "version_id")
    column = figure.total.column if isinstance(figure.total, Total | Distinct) else None
    counting = ExpressionWrapper(condition, output_field=BooleanField())
    rows = versions.annotate(counting=counting).values_list(
        "id", "entry_id", "recorded_from", "counting", column or "id"
    )
    for pk, entry, since, counts, held in rows:
        yield pk, entry, since, counts and (held if column else True)


__all__ = ["Drift", "How", "Moved", "drift"]
