"""Turns the rows of one sheet into values of the ledger's columns, cell by cell, as a form would."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from taizhang.county.ledger.columns import Column, References
from taizhang.county.ledger.references import Keys
from taizhang.county.ledger.sheets import cells, headers, zeros
from taizhang.county.ledger.sheets.headers import Header
from taizhang.county.ledger.sheets.plan import Row
from taizhang.county.ledger.typed import Unparsable

# Texts differ from row to row; dates, choices and names come again and again in a long sheet.
_OFTEN_NEW = ("text", "long")
# Amounts may all differ too: what is remembered of a column is forgotten before it grows with the file.
_REMEMBERED = 20_000

Parse = Callable[[Any], Any]


class Parser:
    """`refs` may grow between portions: names of other ledgers' records are looked up a portion at a time."""

    def __init__(self, sheet: str, header: Header, refs: References, ledger_columns: Sequence[Column]) -> None:
        self.sheet, self.header, self._refs = sheet, header, refs
        self.letters = {column.name: headers.letter(position) for position, column in header.columns.items()}
        # In the order of the ledger: the same row under columns in another order says the same.
        order = {column.name: number for number, column in enumerate(ledger_columns)}
        entered = dict(sorted(header.entered.items(), key=lambda one: order[one[1].name]))
        self._columns = [
            (column.name, column, self._parse(column), cells.hiding(column) if column.private else None)
            for column in entered.values()
        ]
        self._at = tuple(entered)
        self._links = [(at, column) for at, column in entered.items() if column.kind == "link"]
        self._short = [None] * (max(entered, default=0) + 1)

    def rows(self, first: int, portion: Sequence[Sequence[Any]]) -> Iterator[Row]:
        """`first` is the number of the first row as Excel counts; rows without content are passed over."""
        self._learn(portion)
        for number, raw in enumerate(portion, first):
            row = self._row(number, raw)
            if row is not None:
                yield row

    def _row(self, number: int, raw: Sequence[Any]) -> Row | None:
        if len(raw) < len(self._short):
            raw = [*raw, *self._short[len(raw) :]]
        row = Row(self.sheet, number, self.letters, {})
        given, values = row.cells, row.values
        for (name, column, parse, hides), at in zip(self._columns, self._at, strict=True):
            cell = raw[at]
            if cell is None or cell == "" or (cell.__class__ is str and cell.isspace()):
                continue
            given[name] = cell
            if hides is not None and hides(cell):
                row.kept.add(name)
                continue
            value = parse(cell)
            if value.__class__ is Unparsable:
                row.object_to(str(value), column)
            else:
                values[name] = value
        row.words = repr(values).encode()
        return row if given else None

    def _parse(self, column: Column) -> Parse:
        plain: Parse = partial(_parsed, column, self._refs)
        if digits := self.header.pads.get(column.name):
            unpadded = plain
            return lambda cell: unpadded(zeros.filled(cell, digits))
        return plain if column.kind in _OFTEN_NEW else remembering(plain)

    def _learn(self, portion: Sequence[Sequence[Any]]) -> None:
        for at, column in self._links:
            known = self._refs.records.get(getattr(column, "target", ""))
            if isinstance(known, Keys):
                known.learn(row[at] for row in portion if at < len(row))


def _parsed(column: Column, refs: References, cell: Any) -> Any:
    try:
        return column.parse(cells.ready(column, cell), refs)
    except Unparsable as error:
        return error


def remembering(parse: Parse) -> Parse:
    known: dict[Any, Any] = {}

    def parsed(cell: Any) -> Any:
        # Python takes 1, 1.0 and True for the same key.
        key = (cell.__class__, cell)
        try:
            return known[key]
        except KeyError:
            if len(known) >= _REMEMBERED:
                known.clear()
            value = known[key] = parse(cell)
            return value

    return parsed
