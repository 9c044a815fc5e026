"""Writes rows of a ledger into a workbook that opens well in Excel and imports back unchanged; masked by default."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from types import SimpleNamespace
from typing import IO, Any

import rustpy_xlsxwriter as rust
from django.db.models import QuerySet

from taizhang.county.audit import readings
from taizhang.county.ledger import plain
from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.sheets import notes
from taizhang.county.ledger.sheets.layout import list_in_sheet, number_format, width
from taizhang.county.ledger.validation import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action

ROWS_SHEET, NOTES_SHEET = "明细", "说明"
REASON_MIN = 4
# Excel's last row is 1,048,576, the first is the header.
ROWS_MAX = 1_048_575
_ROWS_AT_ONCE = 2000
# The most characters that Excel takes in one cell.
_CELL_MAX = 32_767


@dataclass(frozen=True)
class Exported:
    """A temporary file open at its beginning, deleted when closed; how many rows it holds, and how many in clear."""

    file: IO[bytes]
    rows: int
    clear: int


@dataclass
class _Count:
    rows: int = 0
    clear: int = 0


def export(
    ledger: Ledger,
    rows: QuerySet[Any],
    *,
    by: Any,
    columns: Sequence[Column] = (),
    clear_reason: str = "",
    words: Sequence[str] = (),
) -> Exported:
    """`rows` are taken as they come, so they must be within reach already; `words` say in Chinese how they were chosen.

    With a `clear_reason`, private columns are in clear on rows this person may unmask, and the reading is on record.
    Raises Refused.
    """
    columns = tuple(columns or ledger.all_columns)
    private = [column.label for column in columns if column.private]
    if clear_reason:
        require_clear(ledger, by, clear_reason)
    if (many := rows.count()) > ROWS_MAX:
        raise Refused(
            {"": [f"共 {many:,} 条，一张工作表最多 {ROWS_MAX:,} 条；请加上条件（如日期、乡镇）分几次导出。"]}, ledger
        )
    count = _Count()
    lines = _lines(ledger, rows, columns, count, by if clear_reason else None)
    about = notes.of_export(ledger, columns, by=by, words=words, clear_reason=clear_reason, counted=lambda: count.rows)
    file = tempfile.NamedTemporaryFile(prefix="taizhang-", suffix=".xlsx")  # noqa: SIM115 — the response closes it
    _write(file.name, columns, lines, about)
    if count.clear and private:
        readings.note(by=by, ledger=ledger.label, columns=private, reason=f"导出：{clear_reason}", rows=count.clear)
    return Exported(file, count.rows, count.clear)


def may_clear(ledger: Ledger, by: Any) -> bool:
    """Private columns of a narrow ledger leave in clear through the organisation that leads it, and no other door."""
    if not ledger.private_columns or not access.can(by, Action.UNMASK, ledger):
        return False
    leads = any(unit.slug == ledger.lead for unit in access.organisations(by, Action.UNMASK))
    return leads or not ledger.narrow


def require_clear(ledger: Ledger, by: Any, reason: str) -> None:
    """Raises Refused."""
    if not may_clear(ledger, by):
        who = "牵头单位的经办或审核人员" if ledger.narrow else "有权查看隐私栏目的岗位"
        raise Refused({"": [f"{ledger.label}的隐私栏目只能由{who}完整导出；您可以导出遮蔽后的表格。"]}, ledger)
    if len(reason.strip()) < REASON_MIN:
        raise Refused(
            {"": [f"完整导出隐私栏目须写明理由（不少于 {REASON_MIN} 个字），例如“核对银行代发账号”。"]}, ledger
        )


def _lines(
    ledger: Ledger, rows: QuerySet[Any], columns: Sequence[Column], count: _Count, clear_by: Any
) -> Iterator[dict[str, Any]]:
    """From label to cell for each row, read in portions: memory does not grow with the ledger."""
    labels = [column.label for column in columns]
    reader = _plain if plain.readable(columns) else _computed
    for clear, cells in reader(ledger, rows, columns, _clear(ledger, clear_by)):
        count.rows += 1
        count.clear += clear
        yield dict(zip(labels, cells, strict=True))
    if not count.rows:
        # The header is taken from the first row, so there must be one.
        yield dict.fromkeys(labels)


def _clear(ledger: Ledger, clear_by: Any) -> Callable[[Any], bool]:
    """Whether a row, or what access asks of one, may be in clear."""
    if clear_by is None:
        return lambda row: False
    if not access.condition(clear_by, Action.UNMASK, ledger):
        return lambda row: True
    return lambda row: access.can(clear_by, Action.UNMASK, ledger, row)


_Lines = Iterator[tuple[bool, Iterable[Any]]]


def _computed(ledger: Ledger, rows: QuerySet[Any], columns: Sequence[Column], may: Callable[[Any], bool]) -> _Lines:
    links = [column.name for column in columns if column.kind == "link"]
    for record in rows.prefetch_related(*links).iterator(chunk_size=_ROWS_AT_ONCE):
        clear = may(record)
        yield clear, [_cell(column, clear)(column.value(record)) for column in columns]


def _plain(ledger: Ledger, rows: QuerySet[Any], columns: Sequence[Column], may: Callable[[Any], bool]) -> _Lines:
    """Twice as fast, where nothing is computed from the record."""
    asked = ["unit_id", "place_id", *([ledger.restricted] if ledger.restricted else [])]
    links = plain.Links(ledger, columns, Column.text)
    writers = {
        clear: [_named(c, links.writer(c), clear) if c.kind == "link" else _cell(c, clear) for c in columns]
        for clear in (False, True)
    }
    lines = rows.values_list(*map(plain.stored, columns), *asked).iterator(chunk_size=_ROWS_AT_ONCE)
    while portion := list(islice(lines, _ROWS_AT_ONCE)):
        links.learn(portion)
        for line in portion:
            clear = may(SimpleNamespace(**dict(zip(asked, line[len(columns) :], strict=True))))
            yield clear, [write(value) for write, value in zip(writers[clear], line, strict=False)]


def _named(column: Column, name: plain.Writer, clear: bool) -> plain.Writer:
    mask = column.mask
    return name if clear or mask is None else lambda key: mask(name(key) or "")


def _cell(column: Column, clear: bool) -> Callable[[Any], Any]:
    write = column.masked if column.mask and not clear else column.cell
    if column.numeric or column.kind == "date":
        return write
    return lambda value: write(value)[:_CELL_MAX]


def _write(path: str, columns: Sequence[Column], lines: Iterable[Any], about: Iterable[Any]) -> None:
    """The second sheet is taken from its generator when the first is full, so it can tell how many rows there are."""
    head = rust.Format().set_bold().set_background_color("#E8EEF4")
    title, text = notes.HEADS
    rust.write_worksheets(
        [(ROWS_SHEET, lines), (NOTES_SHEET, about)],
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
        data_validations={ROWS_SHEET: {c.label: _choose(c) for c in columns if list_in_sheet(c)}},
        notes={ROWS_SHEET: {column.label: column.help for column in columns if column.help}},
    )


def _choose(column: Column) -> dict[str, Any]:
    return {
        "type": "list",
        "values": list_in_sheet(column),
        "error_title": column.label[:32],
        "error_message": "请从下拉列表中选择",
    }
