"""The page on which somebody says what the columns of an uploaded sheet are: what it shows, and what it takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction

from taizhang.county.ledger.columns import Column, References, tidy
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.references import gather
from taizhang.county.ledger.sheets import (
    cells,
    headers,
    imports,
    keeping,
    likely,
    mapping,
    planning,
    reading,
    titles,
    zeros,
)
from taizhang.county.ledger.sheets.headers import Header
from taizhang.county.ledger.sheets.mapping import Chosen

_SHEETS, _SAMPLES, _SAMPLE_MAX = 10, 3, 20
_ROW_WORDS = 60
HEIGHTS = (1, 2)

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Line:
    """One column of a sheet. `column` is the name it is read as, "" for none; `digits` are offered for lost zeros."""

    at: int
    title: str
    samples: tuple[str, ...]
    column: str
    how: str
    pad: int
    digits: int

    @property
    def letter(self) -> str:
        return headers.letter(self.at)


@dataclass(frozen=True)
class Shown:
    """One sheet; `rows` are its first ones in short, to choose the header from. `number` names its fields.

    `lacking` are columns that every record must have and this sheet does not, with what is typed for all of its rows.
    """

    number: int
    name: str
    rows: tuple[tuple[int, str], ...]
    row: int
    height: int
    skip: bool
    lines: tuple[Line, ...]
    lacking: tuple[tuple[Column, str], ...]


def sheets(run: SheetImport, *, by: Any, asked: Mapping[str, str] | None = None) -> list[Shown]:
    """`asked` moves headers to the rows it names, before anything is kept. Raises Unsuitable.

    What somebody uploaded, they have seen; colleagues see no cell in clear, and so cannot make a row the header.
    """
    ledger, clear = imports.ledger_of(run), bool(run.by_id == by.pk)
    refs = gather(ledger, run.at.date(), by=by)
    told = mapping.told(ledger, run)
    found: list[Shown] = []
    with keeping.opened(run) as path, reading.opened(path, run.name, judged=True) as opened:
        for sheet in islice(opened, _SHEETS):
            rows = next(sheet.portions(), (1, []))[1]
            moved = _moved(asked, len(found)) if clear else None
            header = headers.find(ledger, sheet.name, rows, told, refs) if moved is None else None
            if header is None and clear and rows:
                header = _placed(ledger, sheet.name, rows, told, refs, moved)
            skip = (kept := told.chosen.get(sheet.name)) is not None and kept.skip
            lines = _lines(ledger, header, rows, clear) if header else ()
            lacking = tuple(_lacking(ledger, header, by)) if header else ()
            row, height = (header.row, header.height) if header else (0, 1)
            offered = _first(rows) if clear else ((row, ""),)
            found.append(Shown(len(found), sheet.name, offered, row, height, skip, tuple(lines), lacking))
    return found


def _moved(asked: Mapping[str, str] | None, number: int) -> tuple[int, int] | None:
    row, height = ((asked or {}).get(f"s{number}-{what}", "") for what in ("row", "height"))
    if not row.isdecimal() or int(row) >= headers.SEARCHED_ROWS:
        return None
    return int(row), 2 if height == "2" else 1


def _placed(
    ledger: Ledger, name: str, rows: Rows, told: mapping.Told, refs: References, moved: tuple[int, int] | None
) -> Header:
    """The header where somebody puts it, or where it is likeliest."""
    if moved is None:
        place = headers.likely_place(rows)
        moved = (place.row if place else 0, 1)
    return headers.at(ledger, name, rows, told, refs, row=min(moved[0], len(rows) - 1), height=moved[1])


def _lacking(ledger: Ledger, header: Header, by: Any) -> Iterator[tuple[Column, str]]:
    present, given = header.columns.values(), planning.defaults(by)
    for column in ledger.editable:
        by_default = column.kind == "link" and f"{column.name}_id" in given
        if column.required and column not in present and not headers.coded(ledger, column.name) and not by_default:
            yield column, header.fixed.get(column.name, "")


def _first(rows: Rows) -> tuple[tuple[int, str], ...]:
    lines = (" · ".join(text for cell in row if (text := tidy(cell))) for row in rows[: headers.SEARCHED_ROWS])
    return tuple((number, line[:_ROW_WORDS]) for number, line in enumerate(lines) if line)


def _lines(ledger: Ledger, header: Header, rows: Rows, clear: bool) -> Iterator[Line]:
    below = rows[header.row + header.height :]
    for at in sorted(header.titles):
        column = header.columns.get(at)
        sample = list(likely.sampled(below, at))
        yield Line(
            at, header.titles[at], tuple(_samples(sample, column, clear)), column.name if column else "",
            header.how[at].value if column else "", header.pads.get(column.name, 0) if column else 0,
            zeros.missing(ledger, column, [row[at] for row in below if at < len(row)])
            if column and zeros.may_lose(column) else 0,
        )  # fmt: skip


def _samples(sample: Sequence[Any], column: Column | None, clear: bool) -> Iterator[str]:
    for cell in islice(dict.fromkeys(map(_short, sample)), _SAMPLES):
        if clear or (column is not None and (not column.private or cells.hiding(column)(cell))):
            yield cell
        else:
            yield column.masked(cell) if column else f"{cell[:1]}**"


def _short(cell: Any) -> str:
    text = tidy(cell)
    return text if len(text) <= _SAMPLE_MAX else f"{text[: _SAMPLE_MAX - 1]}…"


# What is taken


def take(run: SheetImport, posted: Mapping[str, str], *, by: Any) -> bool:
    """Keeps what was said, for this import and, where asked, for the organisation; False where it is settled already.

    The import is then to be read again. Raises Unsuitable.
    """
    ledger = imports.ledger_of(run)
    said = [(shown, _chosen(ledger, shown, posted)) for shown in sheets(run, by=by, asked=posted)]
    with transaction.atomic():
        found = SheetImport.objects.select_for_update().get(pk=run.pk)
        if found.state != SheetImport.State.PREVIEWED:
            return False
        found.columns = {shown.name: one.kept() for shown, one in said}
        found.save(update_fields=["columns"])
        if posted.get("remember") == "1":
            mapping.remember(ledger, _words(ledger, said), by=by)
    run.refresh_from_db()
    return True


def _chosen(ledger: Ledger, shown: Shown, posted: Mapping[str, str]) -> Chosen:
    given = {line.at: posted.get(f"s{shown.number}-c{line.at}", line.column) for line in shown.lines}
    columns = {at: name for at, name in given.items() if name in ledger.by_name or name == ""}
    pads = {
        name: int(digits) for at, name in columns.items()
        if name and (digits := posted.get(f"s{shown.number}-p{at}", "")).isdecimal()
        and 0 < int(digits) <= zeros.DIGITS_MAX
    }  # fmt: skip
    read = {at: name for at, name in columns.items() if name}
    skip = posted.get(f"s{shown.number}-skip") == "1" or not read
    typed = {name: tidy(posted.get(f"s{shown.number}-f-{name}", "")) for name in ledger.by_name}
    fixed = {name: text for name, text in typed.items() if text and name not in read.values()}
    return Chosen(shown.row, shown.height, read, pads, skip, fixed)


def _words(ledger: Ledger, said: Sequence[tuple[Shown, Chosen]]) -> Iterator[tuple[str, str, int]]:
    """What is new in what was said: a title that is read by its own label needs no remembering."""
    known = titles.known(ledger)
    told: dict[str, tuple[str, str, int]] = {}
    for shown, one in said:
        if one.skip:
            continue
        for line in shown.lines:
            title, name = titles.plain(line.title)[:200], one.columns.get(line.at, "")
            pad = one.pads.get(name, 0)
            usual = known[title].name if title in known else ""
            if (name != usual or pad or line.how == headers.How.KEPT) and line.title not in titles.COUNTING:
                told[title] = (title, name, pad)
            elif not name and not usual:
                told[title] = (title, "", 0)
    yield from told.values()
