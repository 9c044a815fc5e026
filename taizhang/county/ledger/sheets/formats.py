"""The three forms in which rows leave a ledger: a workbook, a CSV that opens well in Excel, Parquet for analysis."""

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import duckdb
import rustpy_xlsxwriter as rust

from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.sheets import defusing, notes
from taizhang.county.ledger.sheets.layout import choices_in_sheet, number_format, width

ROWS_SHEET, NOTES_SHEET = "明细", "说明"
# Excel's last row is 1,048,576, the first is the header.
EXCEL_ROWS_MAX = 1_048_575
# The most characters that Excel takes in one cell.
EXCEL_CELL_MAX = 32_767
# The longest row in bytes that is read back; DuckDB would stop at two megabytes.
_LINE_MAX = 32 * 1024 * 1024
_DUCK_MEMORY = "200MB"

Lines = Iterable[Sequence[Any]]
About = Iterable[Mapping[str, str]]


class Form(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    PARQUET = "parquet"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def content_type(self) -> str:
        return _TYPES[self]


_LABELS = {
    Form.XLSX: "Excel 工作簿（.xlsx）", Form.CSV: "CSV（.csv，行数不限）", Form.PARQUET: "Parquet（.parquet，供分析软件）",
}  # fmt: skip
_TYPES = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
    Form.PARQUET: "application/vnd.apache.parquet",
}


def write(form: Form, path: str, columns: Sequence[Column], lines: Lines, about: About) -> None:
    """`lines` hold the cells of each row in the order of the columns; `about` is asked for when they are written."""
    _WRITERS[form](path, columns, lines, about)


# A workbook


def _xlsx(path: str, columns: Sequence[Column], lines: Lines, about: About) -> None:
    """The second sheet is taken from its generator when the first is full, so it can tell how many rows there are."""
    head = rust.Format().set_bold().set_background_color("#E8EEF4")
    title, text = notes.HEADS
    rust.write_worksheets(
        [(ROWS_SHEET, _labelled(columns, lines)), (NOTES_SHEET, iter(about))],
        path,
        freeze_panes={ROWS_SHEET: {"row": 1, "col": 1}, NOTES_SHEET: {"row": 1, "col": 0}},
        autofilter={ROWS_SHEET: True},
        header_format={ROWS_SHEET: head, NOTES_SHEET: head},
        column_widths={
            ROWS_SHEET: {c.label: float(width(c)) for c in columns},
            NOTES_SHEET: {title: 18.0, text: 100.0},
        },
        column_formats={
            ROWS_SHEET: {column.label: rust.Format().set_num_format(number_format(column)) for column in columns},
            NOTES_SHEET: {text: rust.Format().set_text_wrap().set_num_format("@")},
        },
        data_validations={ROWS_SHEET: {c.label: rule for c in columns if (rule := _choose(c))}},
        notes={ROWS_SHEET: {column.label: column.help for column in columns if column.help}},
    )


def _labelled(columns: Sequence[Column], lines: Lines) -> Iterator[dict[str, Any]]:
    labels = [column.label for column in columns]
    empty = True
    for cells in lines:
        empty = False
        yield dict(zip(labels, cells, strict=True))
    if empty:
        # The header is taken from the first row, so there must be one.
        yield dict.fromkeys(labels)


def _choose(column: Column) -> dict[str, Any]:
    words = choices_in_sheet(column)
    rule = {"type": "list", "values": words, "error_title": column.label[:32]}
    if column.kind == "link":
        # Names may be written in more ways than the list shows.
        return rule | {"error_style": "warning", "error_message": "不在列表中，请核对"} if words else {}
    return rule | {"error_message": "请从下拉列表中选择"} if words else {}


# Text


def _csv(path: str, columns: Sequence[Column], lines: Lines, about: About) -> None:
    """With the mark by which Excel knows UTF-8; what Excel would run as a formula is made text."""
    with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([column.label for column in columns])
        out.writerows([_defused(cell) for cell in cells] for cells in lines)


def _defused(cell: Any) -> Any:
    return defusing.defused(cell) if cell.__class__ is str else cell


# Parquet


def _parquet(path: str, columns: Sequence[Column], lines: Lines, about: About) -> None:
    """Columns have their names of the API, real types, and empty cells as null; labels and notes are its metadata."""
    with tempfile.NamedTemporaryFile("w", prefix="taizhang-", suffix=".csv", encoding="utf-8", newline="") as raw:
        raw.writelines(",".join(map(_quoted, cells)) + "\n" for cells in lines)
        raw.flush()
        with duckdb.connect(config=_DUCK) as duck:
            duck.execute(_copied(raw.name, path, columns, about))


_DUCK: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": _DUCK_MEMORY, "threads": 1, "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}  # fmt: skip


def _quoted(cell: Any) -> str:
    """Nothing without quotes is null, everything else stands in quotes: no text can be taken for a null."""
    return "" if cell is None or cell == "" else '"' + str(cell).replace('"', '""') + '"'


def _copied(source: str, target: str, columns: Sequence[Column], about: About) -> str:
    read = ", ".join(f"{_said(column.name)}: 'VARCHAR'" for column in columns)
    wanted = ", ".join(f"{_typed(column)} AS {_named(column.name)}" for column in columns)
    metadata = {
        "labels": json.dumps({column.name: column.label for column in columns}, ensure_ascii=False),
        "about": json.dumps([list(line.values()) for line in about], ensure_ascii=False),
    }
    kept = ", ".join(f"{name}: {_said(text)}" for name, text in metadata.items())
    return (
        f"COPY (SELECT {wanted} FROM read_csv({_said(source)}, auto_detect = false, header = false, delim = ',', "
        f"quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n', "
        f"max_line_size = {_LINE_MAX}, parallel = false, columns = {{{read}}})) "
        f"TO {_said(target)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, KV_METADATA {{{kept}}})"
    )


def _typed(column: Column) -> str:
    kinds: dict[str, Callable[[Any], str]] = {
        "date": lambda c: "DATE", "whole": lambda c: "BIGINT", "amount": lambda c: f"DECIMAL({c.digits}, {c.places})",
    }  # fmt: skip
    name = _named(column.name)
    if column.private:
        # A mask is text, whatever it hides.
        return name
    if column.kind == "flag":
        return f"{name} = '是'"
    return f"CAST({name} AS {kinds[column.kind](column)})" if column.kind in kinds else name


def _said(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


_WRITERS: Mapping[Form, Callable[[str, Sequence[Column], Lines, About], None]] = {
    Form.XLSX: _xlsx,
    Form.CSV: _csv,
    Form.PARQUET: _parquet,
}
