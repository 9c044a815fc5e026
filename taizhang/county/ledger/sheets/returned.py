"""Gives back the refused rows of an import as a workbook: the cells marked, the reasons beside them."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import IO, Any

import xlsxwriter

from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.sheets.layout import number_format, width
from taizhang.county.ledger.sheets.plan import Row

# Row after row goes to the disk: of a million rows all may be wrong.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
REASON = "没有通过的原因"
# Comments are kept in memory to the end, and a sheet of more is no work of an afternoon.
ROWS_MAX = 50_000


def refused(columns: Sequence[Column], rows: Iterable[Row]) -> IO[bytes]:
    """An xlsx that can be corrected and uploaded again; its column of reasons is passed over then.

    Open at its beginning, gone when it is closed. Of more rows than a sheet takes, the first; the rest after these.
    """
    file = tempfile.NamedTemporaryFile(prefix="taizhang-", suffix=".xlsx")  # noqa: SIM115 — the response closes it
    try:
        _write(file.name, columns, islice(rows, ROWS_MAX))
    except BaseException:
        file.close()
        raise
    return file


def _write(path: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    with xlsxwriter.Workbook(path, _OPTIONS) as book:
        sheet = book.add_worksheet("有误的行")
        bold, wrong = book.add_format({"bold": True}), {"bg_color": "#FDE7C2"}
        for position, column in enumerate(columns):
            sheet.write_string(0, position, column.label, bold)
            sheet.set_column(position, position, width(column))
        sheet.write_string(0, len(columns), REASON, bold)
        sheet.set_column(len(columns), len(columns), 80)
        sheet.freeze_panes(1, 0)
        plain = {c.name: book.add_format({"num_format": number_format(c)}) for c in columns}
        marked = {c.name: book.add_format({"num_format": number_format(c), **wrong}) for c in columns}
        for number, row in enumerate(rows, 1):
            said = _said(row)
            for position, column in enumerate(columns):
                form = (marked if column.label in said else plain)[column.name]
                _put(sheet, number, position, row.cells.get(column.name), form)
                if column.label in said:
                    sheet.write_comment(number, position, said[column.label], {"x_scale": 2})
            sheet.write_string(number, len(columns), "；".join(f"{t.where}：{t.text}" for t in row.troubles))


def _said(row: Row) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    for trouble in row.troubles:
        said.setdefault(trouble.label, []).append(trouble.text)
    return {label: "；".join(texts) for label, texts in said.items() if label}


def _put(sheet: Any, row: int, position: int, cell: Any, form: Any) -> None:
    """With the type it came in; a string is never read as a formula."""
    if cell is None:
        sheet.write_blank(row, position, None, form)
    elif isinstance(cell, datetime | date):
        sheet.write_datetime(row, position, cell, form)
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        sheet.write_number(row, position, cell, form)
    else:
        sheet.write_string(row, position, str(cell), form)
