"""Guesses which column of a ledger a column of a sheet is where its title is not known: by likeness and by content."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from stdnum.cn import ric

from taizhang.county.ledger.columns import Column, References, tidy
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.references import Keys
from taizhang.county.ledger.sheets import cells, titles
from taizhang.county.ledger.typed import Unparsable

SAMPLED_ROWS = 200
_SAMPLED_CELLS = 50
# A title alone must say more than half of a label, of two characters both; content alone must fit nearly everywhere,
# in a column of a telling kind.
_LIKE, _FITS, _TELLING_FITS = 0.6, 0.8, 0.9
_TELLING_KINDS = ("date", "choice", "link")
_CELLS_ENOUGH = 3
# Guesses closer than this are equally good.
_APART = 0.02
_ID_DIGITS = 18

Guess = tuple[float, int, Column]


def guesses(
    ledger: Ledger, heads: Mapping[int, str], taken: Mapping[int, Any], rows: Sequence[Sequence[Any]], refs: References
) -> dict[int, Column]:
    """The likeliest column for each position nobody claims, at most one each way; for a person to confirm."""
    free = [column for column in ledger.editable if column not in taken.values()]
    open_at = [at for at, title in heads.items() if at not in taken and title not in titles.COUNTING]
    found: list[Guess] = []
    samples = {at: list(sampled(rows, at)) for at in open_at}
    for known in refs.records.values():
        if isinstance(known, Keys):
            known.learn(cell for sample in samples.values() for cell in sample)
    for at, sample in samples.items():
        found += [(score, at, c) for c in free if (score := _score(ledger, heads[at], c, sample, refs))]
    return _settled(found)


def sampled(rows: Sequence[Sequence[Any]], at: int) -> Iterator[Any]:
    """The first filled cells of a column."""
    filled = (row[at] for row in rows[:SAMPLED_ROWS] if at < len(row) and tidy(row[at]))
    yield from (cell for cell, _ in zip(filled, range(_SAMPLED_CELLS), strict=False))


def is_value(column: Column, title: str, refs: References) -> bool:
    return _telling(column) and _fits(column, [title], refs) == 1


def _score(ledger: Ledger, title: str, column: Column, sample: Sequence[Any], refs: References) -> float:
    """0 where it is no guess at all; a likeness of titles weighs more than content."""
    like = titles.similarity(ledger, title, column)
    fits = _fits(column, sample, refs)
    if like >= _LIKE and (fits >= _FITS or not sample):
        return 1 + like
    if not _telling(column) or len(sample) < _CELLS_ENOUGH or fits < _TELLING_FITS:
        return 0.0
    # Of several days, the one that every record must have is the likeliest to be in the sheet.
    return fits * (0.8 + 0.1 * like + 0.1 * column.required)


def _telling(column: Column) -> bool:
    return column.kind in _TELLING_KINDS or _holds_ids(column)


def _holds_ids(column: Column) -> bool:
    return column.max_length == _ID_DIGITS


def _fits(column: Column, sample: Sequence[Any], refs: References) -> float:
    """The share of the cells that the column would take."""
    fit = _is_id if _holds_ids(column) else partial(_parses, column, refs)
    return sum(map(fit, sample)) / len(sample) if sample else 0.0


def _is_id(cell: Any) -> bool:
    text = tidy(cell).upper()
    return ric.is_valid(text) or (len(text) == _ID_DIGITS and "*" in text)


def _parses(column: Column, refs: References, cell: Any) -> bool:
    try:
        column.parse(cells.ready(column, cell), refs)
    except Unparsable:
        return False
    return True


def _settled(found: list[Guess]) -> dict[int, Column]:
    """The best first, one column for one position; what two claim equally well is nobody's."""
    settled: dict[int, Column] = {}
    for score, at, column in sorted(found, key=lambda guess: (-guess[0], guess[1])):
        rivals = [one for one in found if abs(one[0] - score) < _APART and (one[1] == at) != (one[2] is column)]
        if not any(_free(one, settled) for one in rivals) and _free((score, at, column), settled):
            settled[at] = column
    return settled


def _free(guess: Guess, settled: Mapping[int, Column]) -> bool:
    return guess[1] not in settled and guess[2] not in settled.values()
