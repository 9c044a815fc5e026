"""What people decide of likely pairs, kept as data on the import: the same record, the same row again, or new.

A decision is "same:" and the key of a record, "again:" and the earlier row, or "new", by the row of the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.sheets.alike import Pair, at
from taizhang.county.ledger.sheets.plan import Row
from taizhang.county.ledger.validation import put, stored
from taizhang.county.people import access
from taizhang.county.people.roles import Action

NEW, SAME, AGAIN = "new", "same:", "again:"
# As many pairs as are kept to be decided; when these are, the next are found.
KEPT = 100
# What of a preview outlives its being made anew.
LASTING = ("alike", "alike_left", "decisions")


# What is shown


def told(ledger: Ledger, pairs: Sequence[Pair], *, by: Any) -> list[dict[str, Any]]:
    """The first pairs as the page shows them, private columns masked: both sides of what is compared or differs."""
    pairs = pairs[:KEPT]
    rows = access.rows(by, Action.VIEW, ledger)
    records = rows.in_bulk([pair.pk for pair in pairs if pair.pk is not None])
    texts = _Texts(ledger)
    return [_told(ledger, pair, records.get(pair.pk), texts) for pair in pairs if pair.pk is None or pair.pk in records]


def _told(ledger: Ledger, pair: Pair, record: Any, texts: "_Texts") -> dict[str, Any]:
    if record is not None:
        theirs: Mapping[str, Any] = {column.name: stored(record, column) for column in ledger.editable}
        title, decision = ledger.title(record), f"{SAME}{record.pk}"
    else:
        sheet, row = pair.other or ("", 0)
        theirs, title, decision = pair.theirs, f"本文件“{sheet}”第 {row} 行", f"{AGAIN}{at(sheet, row)}"
    return {
        "at": at(pair.sheet, pair.row), "sheet": pair.sheet, "row": pair.row, "pk": pair.pk, "title": title,
        "decision": decision, "percent": round(pair.score * 100), "evidence": list(pair.evidence),
        "sides": list(_sides(ledger, pair.mine, theirs, texts)),
    }  # fmt: skip


def _sides(ledger: Ledger, mine: Mapping[str, Any], theirs: Mapping[str, Any], texts: "_Texts") -> Iterator[list[Any]]:
    for column in ledger.editable:
        one, other = mine.get(column.name), theirs.get(column.name)
        # What the file leaves empty would stay as it is stored.
        differs = one not in (None, "") and one != other and column.name not in ledger.key
        if differs or column.name in ledger.alike:
            yield [column.label, texts.of(column, one), texts.of(column, other), differs]


class _Texts:
    """Values as people read them; the name behind a link is looked up once."""

    def __init__(self, ledger: Ledger) -> None:
        self._model = ledger.model
        self._links: dict[tuple[str, Any], str] = {}

    def of(self, column: Column, value: Any) -> str:
        if column.kind != "link":
            return column.masked(value)
        if (column.name, value) not in self._links:
            record = self._model()
            put(record, column, value)
            self._links[column.name, value] = column.masked(column.value(record))
        return self._links[column.name, value]


# What is decided


def decide(run: SheetImport, posted: Mapping[str, str]) -> int:
    """Keeps the decisions on pairs that the run offers, nothing else of what was posted; returns how many."""
    with transaction.atomic():
        found = SheetImport.objects.select_for_update().get(pk=run.pk)
        if found.state != SheetImport.State.PREVIEWED:
            return 0
        offered: dict[str, set[str]] = {}
        for pair in found.counts.get("alike", []):
            offered.setdefault(pair["at"], {NEW}).add(pair["decision"])
        taken = {where: said for where, said in posted.items() if said in offered.get(where, ())}
        found.counts["decisions"] = found.counts.get("decisions", {}) | taken
        found.save(update_fields=["counts"])
    run.refresh_from_db()
    return len(taken)


def pending(run: SheetImport) -> list[dict[str, Any]]:
    """The pairs of rows that nothing is decided of."""
    decided = run.counts.get("decisions", {})
    return [pair for pair in run.counts.get("alike", []) if pair["at"] not in decided]


class Deciding:
    """Lets decided rows mean what was decided, a portion at a time, before they are judged."""

    def __init__(self, ledger: Ledger, decisions: Mapping[str, str], *, locking: bool = False) -> None:
        self._ledger, self._decisions, self._locking = ledger, decisions, locking
        self._same = {int(said.removeprefix(SAME)) for said in decisions.values() if said.startswith(SAME)}
        self._taken: dict[int, str] = {}

    def join(self, rows: Sequence[Row]) -> None:
        if not self._decisions:
            return
        said = [(row, self._decisions.get(at(row.sheet, row.number), NEW)) for row in rows if _is_open(row)]
        self._again(said)
        same = [(row, int(word.removeprefix(SAME))) for row, word in said if word.startswith(SAME)]
        records = {record.pk: record for record in self._records([pk for _, pk in same])}
        for row, pk in same:
            self._take(row, records[pk])
        self._once(rows)

    def _again(self, said: Sequence[tuple[Row, str]]) -> None:
        for row, word in said:
            if word.startswith(AGAIN):
                sheet, _, number = word.removeprefix(AGAIN).rpartition("!")
                row.again = f"第 {number} 行" if sheet == row.sheet else f"工作表“{sheet}”第 {number} 行"

    def _records(self, keys: list[int]) -> Iterator[Any]:
        rows = self._ledger.model._default_manager.filter(pk__in=keys).order_by("pk")
        yield from rows.select_for_update(of=("self",)) if self._locking else rows

    def _take(self, row: Row, record: Any) -> None:
        row.stored = record
        for name in self._ledger.key:
            # The record keeps its own key.
            row.values.pop(name, None)

    def _once(self, rows: Sequence[Row]) -> None:
        """Two rows must not write one record, whether by its key or by a decision."""
        for row in rows:
            pk = row.stored.pk if row.stored is not None else None
            if pk is None or pk not in self._same:
                continue
            if pk in self._taken:
                row.object_to(f"与{self._taken[pk]}判断为同一条记录，请只保留正确的一行")
            self._taken.setdefault(pk, f"工作表“{row.sheet}”第 {row.number} 行")


def _is_open(row: Row) -> bool:
    return row.stored is None and not row.again and not row.troubles
