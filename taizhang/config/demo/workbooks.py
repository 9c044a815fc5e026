"""Writes the departments' Excel workbooks, as a clerk would make them, and brings them in through the import page's door."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files import File

from taizhang.county.audit import clock
from taizhang.county.ledger import registry
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.sheets import imports


def write(path: Path, title: str, rows: Iterable[Mapping[str, Any]]) -> Path:
    """A workbook with a title line, labels below it, and real dates and numbers; ids and codes as text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = list(rows)
    # A fixed date of making: the same workbook has the same bytes, so that a second run finds it was imported.
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd", "remove_timezone": True})
    book.set_properties({"title": title, "created": datetime(2023, 9, 1)})  # noqa: DTZ001  (Excel knows no zones)
    sheet = book.add_worksheet("台账")
    labels = list(rows[0])
    sheet.merge_range(
        0, 0, 0, len(labels) - 1, title, book.add_format({"bold": True, "align": "center", "font_size": 14})
    )
    sheet.write_row(1, 0, labels, book.add_format({"bold": True, "bottom": 1}))
    for n, row in enumerate(rows, 2):
        for column, label in enumerate(labels):
            _cell(sheet, n, column, row[label])
    sheet.freeze_panes(2, 0)
    sheet.set_column(0, len(labels) - 1, 14)
    book.close()
    return path


def _cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day))  # noqa: DTZ001
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, value)


def bring_in(slug: str, path: Path, *, by: Any, at: datetime) -> int:
    """Imports a workbook at a moment of the county's clock; returns the rows added or changed. Raises what a clerk sees."""
    ledger = registry.get(slug)
    assert ledger is not None, slug
    if SheetImport.objects.filter(ledger=slug, name=path.name, state=SheetImport.State.COMMITTED).exists():
        return 0
    with clock.at(at), path.open("rb") as file:
        found = imports.preview(ledger, File(file, name=path.name), by=by)
        written = imports.commit(found, by=by, reason="按月报送")
    return written.added + written.changed if written else 0
