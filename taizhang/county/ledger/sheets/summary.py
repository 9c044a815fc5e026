"""What the preview keeps of a plan for its page: counts, the first rows of each outcome, every trouble; masked."""

import re
from typing import Any

from taizhang.county.ledger.columns import Column, tidy
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.sheets import cells
from taizhang.county.ledger.sheets.plan import Outcome, Plan, Row, Trouble

ROWS_SHOWN = 200
TROUBLES_SHOWN = 500
_COLUMNS_SHOWN = 8
_LONG_NUMBER = re.compile(r"[0-9]{4,}[0-9Xx]")


def summarise(plan: Plan) -> dict[str, Any]:
    """For SheetImport.counts. Nothing private in it: the page may be opened by colleagues, and it is kept."""
    shown = shown_columns(plan.ledger)
    troubles = plan.troubles
    return {
        **plan.counts,
        "seal": plan.seal,
        "faults": plan.faults,
        "notes": [*plan.notes, *_masked_note(plan)],
        "heads": [column.label for column in shown],
        "rows": {
            outcome.value: [_row(plan.ledger, shown, r) for r in plan.of(outcome)[:ROWS_SHOWN]] for outcome in Outcome
        },
        "troubles": [_trouble(plan.ledger, trouble) for trouble in troubles[:TROUBLES_SHOWN]],
        "troubles_left": max(len(troubles) - TROUBLES_SHOWN, 0),
    }


def nothing_new(rows: int, note: str) -> dict[str, Any]:
    """For a file that was imported before: all of its rows are unchanged, and none is read."""
    zero = dict.fromkeys((outcome.value for outcome in Outcome), 0)
    return {**zero, "unchanged": rows, "notes": [note], "faults": [], "rows": {}, "troubles": [], "repeated": True}


def shown_columns(ledger: Ledger) -> list[Column]:
    wanted = dict.fromkeys(
        [*ledger.key, *ledger.card, *ledger.filters, *(c.name for c in ledger.editable if c.required)]
    )
    names = list(wanted)[:_COLUMNS_SHOWN]
    return [column for column in ledger.editable if column.name in names]


def _masked_note(plan: Plan) -> list[str]:
    rows = sum(1 for row in plan.rows if row.kept and row.stored is not None)
    return [f"有 {rows} 行的隐私栏目是遮蔽后的内容（含 *），按未改动处理。"] if rows else []


def _row(ledger: Ledger, shown: list[Column], row: Row) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.number,
        "cells": [_cell(row, column) for column in shown],
        "changes": [_change(row, column) for column in row.differing],
        "troubles": [_trouble(ledger, trouble)["text"] for trouble in row.troubles],
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
