"""Turns the rows of one sheet into values of the ledger's columns, cell by cell, as a form would."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from taizhang.county.ledger.columns import Column, References, Unparsable
from taizhang.county.ledger.sheets import cells, headers
from taizhang.county.ledger.sheets.headers import Header
from taizhang.county.ledger.sheets.plan import Row

# Texts differ from row to row; dates, choices and names come again and again in a long sheet.
_OFTEN_NEW = ("text", "long")
# Amounts may all differ too: what is remembered of a column is forgotten before it grows with the file.
_REMEMBERED = 20_000

Parse = Callable[[Any], Any]


class Parser:
    """`refs` may grow between portions: names of other ledgers' records are looked up a portion at a time."""

    def __init__(self, sheet: str, header: Header, refs: References) -> None:
        self.sheet, self.header, self._refs = sheet, header, refs
        self.letters = {column.name: headers.letter(position) for position, column in header.columns.items()}
        self._columns = [
            (position, column.name, column, self._parse(column)) for position, column in header.entered.items()
        ]

    def rows(self, first: int, portion: Sequence[Sequence[Any]]) -> Iterator[Row]:
        """`first` is the number of the first row as Excel counts; rows without content are passed over."""
        self._learn(portion)
        for number, raw in enumerate(portion, first):
            row = self._row(number, raw)
            if row is not None:
                yield row

    def _row(self, number: int, raw: Sequence[Any]) -> Row | None:
        width, row = len(raw), Row(self.sheet, number, self.letters, {})
        for position, name, column, parse in self._columns:
            if position >= width or cells.blank(cell := raw[position]):
                continue
            row.cells[name] = cell
            if cells.masked(column, cell):
                row.kept.add(name)
                continue
            value = parse(cell)
            if isinstance(value, Unparsable):
                row.object_to(str(value), column)
            else:
                row.values[name] = value
        return row if row.cells else None

    def _parse(self, column: Column) -> Parse:
        plain = partial(_parsed, column, self._refs)
        return plain if column.kind in _OFTEN_NEW else remembering(plain)

    def _learn(self, portion: Sequence[Sequence[Any]]) -> None:
        for position, _, column, _ in self._columns:
            known = self._refs.records.get(getattr(column, "target", ""))
            if known is not None:
                known.learn(row[position] for row in portion if position < len(row))


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
