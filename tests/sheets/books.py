"""Workbooks for tests, made by an independent writer: rows of examples under labels, and what breaks them."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from importlib import import_module
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from taizhang.county.ledger import registry
from taizhang.county.ledger.columns import References
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.services import Written
from taizhang.county.ledger.sheets import imports
from taizhang.county.ledger.sheets.plan import Row
from taizhang.county.ledger.sheets.planning import Planner
from taizhang.county.ledger.sheets.reading import opened
from taizhang.county.ledger.typed import Unparsable

TODAY = "2023-09-01"


def examples(ledger: Ledger) -> Any:
    """The line's own believable rows: a function of a number and the county."""
    module = import_module(f"{ledger.model.__module__.rpartition('.')[0]}.examples")
    return module.EXAMPLES[ledger.slug]


def typed(ledger: Ledger, county: Any, count: int, **changes: Any) -> list[dict[str, Any]]:
    return [examples(ledger)(n, county) | changes for n in range(count)]


def sheet(ledger: Ledger, rows: Iterable[Mapping[str, Any]], *, above: int = 0, name: str = "明细") -> bytes:
    """An xlsx with the columns that the rows have; dates real, `above` lines of title over the header."""
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    titles = [ledger.by_name[name].label if name in ledger.by_name else name for name in names]
    return sheet_of(titles, ledger, rows, above=above, name=name)


def sheet_of(
    titles: Iterable[str], ledger: Ledger, rows: list[Mapping[str, Any]], *, above: int = 0, name: str = "明细"
) -> bytes:
    """The same under titles of one's own."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    book = openpyxl.Workbook()
    page = book.active
    page.title = name
    for number in range(above):
        page.append([f"延津县{ledger.label}台账（{number}）"])
    page.append(list(titles))
    for row in rows:
        page.append([_real(ledger, name, row.get(name)) for name in names])
    for cell in (cell for line in page.iter_rows() for cell in line if cell.data_type == "f"):
        # This writer takes every text that begins with = for a formula.
        cell.data_type = "s"
    return saved(book)


def _real(ledger: Ledger, name: str, value: Any) -> Any:
    if name not in ledger.by_name or ledger.column(name).kind != "date" or not isinstance(value, str):
        return value
    try:
        return ledger.column(name).parse(value, References())
    except Unparsable:
        return value


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(content: bytes, name: str = "台账.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def plan(ledger: Ledger, content: bytes, folder: Any, *, by: Any, name: str = "台账.xlsx") -> list[Row]:
    path = folder / "book"
    path.write_bytes(content)
    with opened(path, name) as sheets:
        return [row for rows in Planner(ledger, by).portions(sheets) for row in rows]


def bring_in(ledger: Ledger, content: bytes, *, by: Any) -> Written | None:
    """Both steps of an import."""
    found = imports.preview(ledger, upload(content), by=by)
    assert not found.counts["faults"], found.counts["faults"]
    assert not found.counts["troubles"], found.counts["troubles"]
    return imports.commit(found, by=by)


def lead_clerk(ledger: Ledger, county: Any) -> Any:
    """Somebody who sees every row of the examples in clear and may import them."""
    if ledger.writers == "unit":
        return county.clerk
    return county.post(f"lead-{ledger.lead}", ledger.lead, "clerk")


def get(slug: str) -> Ledger:
    ledger = registry.get(slug)
    assert ledger is not None
    return ledger


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def package(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return stream.getvalue()


def cells(content: bytes | str, name: str = "明细") -> list[tuple[Any, ...]]:
    """What an independent reader finds in a sheet."""
    book = openpyxl.load_workbook(content if isinstance(content, str) else io.BytesIO(content))
    return [tuple(cell.value for cell in row) for row in book[name].iter_rows()]


DAY = date(2023, 9, 1)
