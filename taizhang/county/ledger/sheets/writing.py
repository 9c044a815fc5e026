"""Writes rows of a ledger into a file that opens well and imports back unchanged; masked by default."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from types import SimpleNamespace
from typing import IO, Any

from django.db.models import QuerySet

from taizhang.county.audit import readings
from taizhang.county.ledger import plain, seen
from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.sheets import formats, notes
from taizhang.county.ledger.sheets.formats import Form
from taizhang.county.ledger.validation import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action

REASON_MIN = 4
_ROWS_AT_ONCE = 2000
# Told how many rows are done; it may raise to end the writing, of which nothing is then left.
Told = Callable[[int], None]


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
    form: Form = Form.XLSX,
    columns: Sequence[Column] = (),
    clear_reason: str = "",
    words: Sequence[str] = (),
    told: Told = lambda done: None,
) -> Exported:
    """`rows` are taken as they come, so they must be within reach already; `words` say in Chinese how they were chosen.

    With a `clear_reason`, private columns are in clear on rows this person may unmask, and the reading is on record.
    Raises Refused.
    """
    columns = tuple(columns or ledger.all_columns)
    private = [column.label for column in columns if column.private]
    if clear_reason:
        require_clear(ledger, by, clear_reason)
    if form is Form.XLSX:
        _require_room(ledger, rows.count())
    count = _Count()
    lines = _lines(ledger, rows, columns, count, form, by if clear_reason else None, told)
    about = notes.of_export(ledger, columns, by=by, words=words, clear_reason=clear_reason, counted=lambda: count.rows)
    file = tempfile.NamedTemporaryFile(prefix="taizhang-", suffix=f".{form}")  # noqa: SIM115 — the response closes it
    try:
        formats.write(form, file.name, columns, lines, about)
    except BaseException:
        file.close()
        raise
    seen.rows(ledger, count.rows, by=by, page=seen.EXPORT)
    if count.clear and private:
        readings.note(by=by, ledger=ledger.label, columns=private, reason=f"导出：{clear_reason}", rows=count.clear)
    return Exported(file, count.rows, count.clear)


def _require_room(ledger: Ledger, many: int) -> None:
    most = formats.EXCEL_ROWS_MAX
    if many > most:
        raise Refused(
            {"": [f"共 {many:,} 条，一张工作表最多 {most:,} 条；请改选 CSV，或加上条件（如日期、乡镇）分几次导出。"]},
            ledger,
        )


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
    ledger: Ledger, rows: QuerySet[Any], columns: Sequence[Column], count: _Count, form: Form, clear_by: Any, told: Told
) -> Iterator[list[Any]]:
    """The cells of each row, read in portions: memory does not grow with the ledger."""
    reader = _plain if plain.readable(columns) else _computed
    for clear, cells in reader(ledger, rows, columns, _clear(ledger, clear_by)):
        line = list(cells)
        if form is Form.XLSX:
            _require_short(ledger, columns, line, count.rows)
        yield line
        count.rows += 1
        count.clear += clear
        if count.rows % _ROWS_AT_ONCE == 0:
            told(count.rows)


def _require_short(ledger: Ledger, columns: Sequence[Column], line: Sequence[Any], number: int) -> None:
    """A text cut short would come back as a change of the record."""
    for column, cell in zip(columns, line, strict=True):
        if cell.__class__ is str and len(cell) > formats.EXCEL_CELL_MAX:
            raise Refused(
                {column.name: [f"第 {number + 1} 条有 {len(cell):,} 个字，一格最多 {formats.EXCEL_CELL_MAX:,} 个字；"
                               "请改选 CSV，或不导出这一栏。"]},
                ledger,
            )  # fmt: skip


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
    return column.masked if column.mask and not clear else column.cell
