"""Writes rows as the Excel workbooks departments send around: a title, a header row, one sheet for each unit."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from taizhang.county.ledger.declaration import Ledger

Row = Mapping[str, Any]
_EXCEL_NAME = 31


def write(
    path: Path, ledger: Ledger, title: str, sheets: Mapping[str, Sequence[Row]], *, author: str, at: datetime
) -> None:
    """`sheets` maps names of sheets to rows of typed values by column; the first row decides the columns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"author": author, "created": at.replace(tzinfo=None), "title": title})
        for name, rows in sheets.items():
            _sheet(book, name[:_EXCEL_NAME], ledger, title, rows)


def _sheet(book: Any, name: str, ledger: Ledger, title: str, rows: Sequence[Row]) -> None:
    sheet = book.add_worksheet(name)
    columns = [ledger.column(column) for column in rows[0]]
    heading = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#E8EEF4", "text_wrap": True, "align": "center"})
    sheet.merge_range(0, 0, 0, max(len(columns) - 1, 1), title, heading)
    sheet.set_row(0, 30)
    for position, column in enumerate(columns):
        sheet.write_string(1, position, column.label, head)
        sheet.set_column(position, position, column.width)
    sheet.freeze_panes(2, 1)
    _cells(sheet, rows)


def _cells(sheet: Any, rows: Iterable[Row]) -> None:
    for number, row in enumerate(rows, 2):
        for position, value in enumerate(row.values()):
            if isinstance(value, date):
                sheet.write_datetime(number, position, datetime.combine(value, datetime.min.time()))
            elif isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(number, position, value)
            elif value not in (None, ""):
                sheet.write_string(number, position, str(value))
