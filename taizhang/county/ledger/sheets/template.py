"""The blank workbook of a ledger: header with examples in comments, drop-downs, checks, and the notes."""

import io
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.sheets import notes
from taizhang.county.ledger.sheets.headers import coded
from taizhang.county.ledger.sheets.layout import choices_in_sheet, named, number_format, offered, width

# As far down as a clerk gets in one go; the checks of the import hold for every row.
_ROWS = 5000
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LISTS = "可选项"


def blank(ledger: Ledger) -> bytes:
    """An xlsx. XlsxWriter, because its checks may cover empty rows and take their choices from another sheet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        sheet, about, lists = (book.add_worksheet(name) for name in ("明细", "说明", _LISTS))
        lists.hide()
        for position, column in enumerate(ledger.editable):
            _head(book, sheet, ledger, position, column)
            _check(sheet, lists, position, column)
        sheet.freeze_panes(1, 1)
        _explain(book, about, ledger)
    return stream.getvalue()


def _head(book: Any, sheet: Any, ledger: Ledger, position: int, column: Column) -> None:
    form = {"bold": True, "bg_color": "#E8EEF4", "border": 1, "border_color": "#B8C4D0", "text_wrap": True}
    must = column.required and not coded(ledger, column.name)
    sheet.write_string(
        0, position, column.label, book.add_format(form | {"font_color": "#B42318" if must else "#1F2933"})
    )
    sheet.write_comment(0, position, f"{notes.demand(ledger, column)}\n例：{example(ledger, column)}", {"x_scale": 2})
    sheet.set_column(position, position, width(column), book.add_format({"num_format": number_format(column)}))


def _check(sheet: Any, lists: Any, position: int, column: Column) -> None:
    rule = _rule(lists, position, column)
    if rule:
        title = {"error_title": column.label[:32], "ignore_blank": True}
        sheet.data_validation(1, position, _ROWS, position, title | rule)


def _rule(lists: Any, position: int, column: Column) -> dict[str, Any]:
    listed = [] if column.kind == "link" else choices_in_sheet(column)
    if listed:
        return {"validate": "list", "source": listed, "error_message": "请从下拉列表中选择"}
    words = offered(column) or named(column)
    if words:
        for row, word in enumerate(words):
            lists.write_string(row, position, word)
        letter = xl_col_to_name(position)
        source = f"={_LISTS}!${letter}$1:${letter}${len(words)}"
        # Names may be written in more ways than the list shows.
        style = "warning" if column.kind == "link" else "stop"
        return {"validate": "list", "source": source, "error_type": style, "error_message": "不在列表中，请核对"}
    return dict(_RULES.get(column.kind, lambda _: {})(column))


_RULES: dict[str, Any] = {
    "date": lambda _: {
        "validate": "date", "criteria": "between", "minimum": date(1900, 1, 1), "maximum": date(2100, 1, 1),
        "error_message": "请填日期，如 2023-09-01",
    },
    "whole": lambda column: {
        "validate": "integer", "criteria": "between", "minimum": column.least, "maximum": column.most,
        "error_message": "请填整数",
    },
    "amount": lambda _: {
        "validate": "decimal", "criteria": "between", "minimum": -(10**15), "maximum": 10**15,
        "error_message": "请填数字，不带单位",
    },
}  # fmt: skip


def example(ledger: Ledger, column: Column) -> str:
    if coded(ledger, column.name) and ledger.code:
        return f"{ledger.code[1]}20230901-0001（可以不填）"
    if words := offered(column) or named(column):
        return words[-1] if column.kind == "link" else words[0]
    return {"date": "2023-09-01", "whole": "12", "amount": "1200.00"}.get(column.kind, f"（{column.label}）")


def _explain(book: Any, sheet: Any, ledger: Ledger) -> None:
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet.set_column(0, 0, 22, wrap)
    sheet.set_column(1, 1, 100, wrap)
    for row, (title, text) in enumerate([notes.HEADS, *notes.of_template(ledger)]):
        sheet.write_string(row, 0, title)
        sheet.write_string(row, 1, text)
