"""The page on which somebody says what the columns of an uploaded sheet are: what it shows, and what it takes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.db import transaction

from taizhang.county.ledger.columns import Column, References, clean, tidy
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
            kept = told.chosen.get(sheet.name)
            # As the planner does it: beside a table with titles, others are remarks.
            guessing = None if any(not one.skip for one in found) else refs
            header = headers.find(ledger, sheet.name, rows, told, guessing) if moved is None else None
            skip = kept.skip if kept is not None else header is None and moved is None and bool(found)
            if header is None and clear and rows:
                header = _placed(ledger, sheet.name, rows, told, refs, moved)
            lines = list(_lines(ledger, header, rows, clear)) if header else []
            if not clear:
                lines = [replace(line, title=_hidden(ledger, told, line)) for line in lines]
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
        needed = column.required and column not in present and not by_default
        if needed and planning.may_fix(ledger, column):
            yield column, header.fixed.get(column.name, "")


def _hidden(ledger: Ledger, told: mapping.Told, line: Line) -> str:
    """A title that colleagues may see: where the header was put on a row of content, its cells are no titles."""
    known = titles.plain(line.title) in titles.known(ledger) or titles.plain(line.title) in told.remembered
    return line.title if known else f"{line.letter} 列"


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


def take(run: SheetImport, posted: Mapping[str, str], *, by: Any, then: Callable[[SheetImport], bool]) -> bool | None:
    """Keeps what was said, for this import and, where asked, for the organisation; None where it is settled already.

    The import is then to be read again: `then` sees to it, in the same transaction, and its answer is given back.
    Raises Unsuitable.
    """
    ledger = imports.ledger_of(run)
    said = [(shown, _chosen(ledger, shown, posted)) for shown in sheets(run, by=by, asked=posted)]
    with transaction.atomic():
        found = SheetImport.objects.select_for_update().get(pk=run.pk)
        if found.state != SheetImport.State.PREVIEWED:
            return None
        found.columns = {shown.name: one.kept() for shown, one in said}
        found.state = SheetImport.State.READING
        found.save(update_fields=["columns", "state"])
        if posted.get("remember") == "1":
            mapping.remember(ledger, _words(ledger, said), by=by)
        run.refresh_from_db()
        return then(run)


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
    typed = {column.name: clean(posted.get(f"s{shown.number}-f-{column.name}", "")) for column, _ in shown.lacking}
    fixed = {name: text for name, text in typed.items() if text and name not in read.values()}
    return Chosen(shown.row, shown.height, read, pads, skip, fixed)


def _words(ledger: Ledger, said: Sequence[tuple[Shown, Chosen]]) -> Iterator[tuple[str, str, int]]:
    """What is new in what was said, once for each title; what was answered in two ways is no rule."""
    answers: dict[str, set[tuple[str, int]]] = {}
    for shown, one in said:
        # Where one of them is no title, the header was put on a row of content: then none of them is.
        lines = shown.lines if all(headers.is_title(line.title) for line in shown.lines) else ()
        for line in () if one.skip else lines:
            if _memorable(ledger, line):
                name = one.columns.get(line.at, "")
                answers.setdefault(titles.plain(line.title)[:200], set()).add((name, one.pads.get(name, 0)))
    known = titles.known(ledger)
    for title, given in answers.items():
        if len(given) == 1:
            ((name, pad),) = given
            if pad or title not in known or known[title].name != name:
                yield title, name, pad


def _memorable(ledger: Ledger, line: Line) -> bool:
    """Titles that our own sheets bear keep their meaning."""
    own = titles.is_own(ledger, line.title) and not line.digits and not line.pad
    return not own and line.title not in titles.COUNTING
