"""What the preview keeps of a plan for its page: counts, the first rows of each outcome, every trouble; masked."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from taizhang.county.ledger.columns import Column, tidy
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.sheets import cells
from taizhang.county.ledger.sheets.plan import Outcome, Row, Trouble

ROWS_SHOWN = 200
TROUBLES_SHOWN = 500
_COLUMNS_SHOWN = 8
_LONG_NUMBER = re.compile(r"[0-9]{4,}[0-9Xx]")


class Tally:
    """Takes the rows of a plan as they come, and keeps what the page shows of them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._shown = shown_columns(ledger)
        self._counts: Counter[str] = Counter()
        self._rows: dict[str, list[dict[str, Any]]] = {outcome.value: [] for outcome in Outcome}
        self._troubles: list[Trouble] = []
        self._wrong: Counter[str] = Counter()
        self._masked = 0
        self._seal = sha256()

    @property
    def rows(self) -> int:
        return self._counts.total()

    @property
    def seal(self) -> str:
        """The same for two plans that would write the same."""
        return self._seal.hexdigest()

    @property
    def refused(self) -> int:
        return self._counts[Outcome.REFUSED]

    def take(self, rows: Iterable[Row]) -> None:
        for row in rows:
            outcome = row.outcome
            self._counts[outcome] += 1
            if len(kept := self._rows[outcome]) < ROWS_SHOWN:
                kept.append(_row(self._ledger, self._shown, row))
            if row.kept and row.stored is not None:
                self._masked += 1
            if row.troubles:
                self._troubled(row.troubles)
            elif row.writes:
                self._seal.update(row.said)

    def _troubled(self, troubles: Sequence[Trouble]) -> None:
        self._wrong.update(trouble.label for trouble in troubles)
        self._troubles += troubles[: TROUBLES_SHOWN - len(self._troubles)]

    def counts(self, faults: Sequence[str], notes: Sequence[str]) -> dict[str, Any]:
        """For SheetImport.counts. Nothing private in it: the page may be opened by colleagues, and it is kept."""
        masked = [f"有 {self._masked} 行的隐私栏目是遮蔽后的内容（含 *），按未改动处理。"] if self._masked else []
        return {
            **{outcome.value: self._counts[outcome] for outcome in Outcome},
            "seal": self.seal,
            "faults": list(faults),
            "notes": [*notes, *masked],
            "heads": [column.label for column in self._shown],
            "rows": self._rows,
            "troubles": [_trouble(self._ledger, trouble) for trouble in self._troubles],
            "troubles_left": self._wrong.total() - len(self._troubles),
            "wrong": self._wrong.most_common(),
        }


def nothing_new(rows: int, note: str) -> dict[str, Any]:
    """For a file that was imported before: all of its rows are unchanged, and none is read."""
    return {**_nothing(), "unchanged": rows, "notes": [note], "repeated": True}


def nothing_read(fault: str) -> dict[str, Any]:
    """For a file that could not be read."""
    return {**_nothing(), "faults": [fault]}


def _nothing() -> dict[str, Any]:
    zero = dict.fromkeys((outcome.value for outcome in Outcome), 0)
    return {**zero, "notes": [], "faults": [], "rows": {}, "troubles": [], "troubles_left": 0, "wrong": []}


def shown_columns(ledger: Ledger) -> list[Column]:
    wanted = dict.fromkeys(
        [*ledger.key, *ledger.card, *ledger.filters, *(c.name for c in ledger.editable if c.required)]
    )
    names = list(wanted)[:_COLUMNS_SHOWN]
    return [column for column in ledger.editable if column.name in names]


def _row(ledger: Ledger, shown: list[Column], row: Row) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.number,
        "cells": [_cell(row, column) for column in shown],
        "changes": [_change(row, column) for column in row.differing],
        "troubles": [_trouble(ledger, trouble)["text"] for trouble in row.troubles],
        "again": row.again,
    }


def _cell(row: Row, column: Column) -> str:
    """As it will be kept; of a row that leaves the column out, what is stored."""
    if column.name in row.kept or column.name not in row.cells:
        return column.masked(column.value(row.stored)) if row.stored is not None else ""
    return _given(row, column)


def _given(row: Row, column: Column) -> str:
    """Links keep the name that was typed: their value is only a number."""
    if column.kind != "link" and column.name in row.values:
        return column.masked(row.values[column.name])
    typed = tidy(row.cells[column.name])
    return column.mask(typed) if column.mask and not cells.masked(column, typed) else typed


def _change(row: Row, column: Column) -> list[str]:
    return [column.label, column.masked(column.value(row.stored)), _given(row, column)]


def _trouble(ledger: Ledger, trouble: Trouble) -> dict[str, Any]:
    private = {column.label for column in ledger.private_columns}
    text = _LONG_NUMBER.sub("****", trouble.text) if trouble.label in private else trouble.text
    return {"sheet": trouble.sheet, "where": trouble.where, "text": text}
