"""Finds rows of a file that are likely the same as a stored record, or as each other, though their keys do not say so.

Both sides are indexed by keys that likely pairs share, so the work grows with the rows and not with their pairs.
"""

import pickle
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.fields import blind
from taizhang.county.ledger.sheets.likeness import Face, Likeness
from taizhang.county.ledger.sheets.plan import Row
from taizhang.county.ledger.validation import stored
from taizhang.county.people import access
from taizhang.county.people.roles import Action

# Each row is kept in some 600 bytes while its like are looked for.
ROWS_MAX = 200_000
# Of a row, the likeliest; and of rows that share a key, such as a common name in one township, the first.
LIKELIEST = 3
_CROWD = 20
_AT_ONCE = 2000
_WINDOWS = 50


@dataclass(frozen=True)
class Pair:
    """A row of the file and what it is likely the same as: a stored record, or an earlier row of the file.

    `evidence` says in words which columns agree, and holds no value. `mine` are the row's values by column, those that
    it gives and those that are compared; `theirs` are the earlier row's, {} for a record.
    """

    sheet: str
    row: int
    pk: int | None
    other: tuple[str, int] | None
    score: float
    evidence: tuple[str, ...]
    mine: Mapping[str, Any]
    theirs: Mapping[str, Any]


def at(sheet: str, row: int) -> str:
    """How a decision names a row of the file."""
    return f"{sheet}!{row}"


def pairs(ledger: Ledger, rows: Iterable[Row], *, by: Any, decided: Container[str] = ()) -> list[Pair]:
    """The likely pairs of rows that would be new, in the order of the file, the likeliest of a row first.

    Of rows that are `decided`, by `at`, nothing is asked again. Rows are taken to the last, compared up to ROWS_MAX.

    Only records that this person may see are looked at, and where a private column is compared, only those that the
    person may see in clear: what a row resembles must tell nothing that a look could not.
    """
    index = _Index(ledger, decided)
    for row in rows:
        if ledger.alike and len(index.rows) < ROWS_MAX:
            index.add(row)
    for pk, face in _records(ledger, index, by):
        index.meet(pk, face)
    return index.found()


class _Index:
    """The rows of a file by the keys they share with what is like them."""

    def __init__(self, ledger: Ledger, decided: Container[str]) -> None:
        self.ledger, self.likeness, self._decided = ledger, Likeness(ledger), decided
        self.rows: list[tuple[str, int, bytes]] = []
        self.blocks = _Blocks(self.likeness)
        self._by_key: dict[int, list[int]] = {}
        self._likely: dict[int, list[tuple[float, tuple[str, ...], int | None, int]]] = {}

    def add(self, row: Row) -> None:
        told = (
            column for column in self.ledger.editable if column.name in row.values or column.name in self.ledger.alike
        )
        values = {column.name: stored(row.record, column) for column in told}
        face = self.likeness.face(values)
        for earlier in self._candidates(face):
            self._weigh(earlier, face, None, len(self.rows))
        for key in self.likeness.keys(face):
            crowd = self._by_key.setdefault(key, [])
            if len(crowd) < _CROWD:
                crowd.append(len(self.rows))
        self.blocks.add(face)
        self.rows.append((row.sheet, row.number, pickle.dumps(values, protocol=5)))

    def meet(self, pk: int, face: Face) -> None:
        for row in self._candidates(face):
            self._weigh(row, face, pk, row)

    def _candidates(self, face: Face) -> set[int]:
        found: set[int] = set()
        for key in self.likeness.keys(face, around=1):
            found.update(self._by_key.get(key, ()))
        return found

    def _weigh(self, row: int, face: Face, pk: int | None, of: int) -> None:
        """Compares with a row; `of` is the row that the pair is told of, the later one where both are of the file."""
        agreed = self.likeness.compare(self.likeness.face(self._values(row)), face)
        if agreed is None:
            return
        likely = self._likely.setdefault(of, [])
        likely.append((*agreed, pk, row))
        likely.sort(key=lambda one: -one[0])
        del likely[LIKELIEST:]

    def _values(self, row: int) -> dict[str, Any]:
        # Written here, a moment ago, and never kept: nothing else can stand in it.
        return pickle.loads(self.rows[row][2])  # type: ignore[no-any-return]

    def found(self) -> list[Pair]:
        undecided = ((of, likely) for of, likely in sorted(self._likely.items()) if self._at(of) not in self._decided)
        return [self._pair(of, *one) for of, likely in undecided for one in likely]

    def _at(self, row: int) -> str:
        return at(*self.rows[row][:2])

    def _pair(self, of: int, score: float, evidence: tuple[str, ...], pk: int | None, row: int) -> Pair:
        sheet, number, _ = self.rows[of]
        other = None if pk is not None else self.rows[row][:2]
        theirs = {} if pk is not None else self._values(row)
        return Pair(sheet, number, pk, other, round(score, 2), evidence, self._values(of), theirs)


class _Blocks:
    """Where and when a stored record must be to share a key with some row: what the database is asked for."""

    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness
        self._numbers: set[str] = set()
        self._days: dict[str, set[date]] = {}

    def add(self, face: Face) -> None:
        if self._likeness.number and face.number:
            self._numbers.add(blind(face.number))
        days = self._days.setdefault(face.township, set())
        if face.day:
            days.add(face.day)

    def q(self) -> Q:
        if self._likeness.number:
            return self._persons(self._likeness.number.name)
        return reduce(or_, (_inside(town) & when for town, days in self._days.items() for when in self._windows(days)))

    def _persons(self, number: str) -> Q:
        """The same number anywhere, or the same day of birth, or the same township: a day may be typed wrong too."""
        found = Q(**{f"{number}_index__in": _among(sorted(self._numbers), "text")})
        if self._likeness.day:
            found |= Q(**{f"{self._likeness.day.name}__in": _among(sorted(set().union(*self._days.values())), "date")})
        return reduce(or_, (_inside(town) for town in self._days if town), found)

    def _windows(self, days: set[date]) -> list[Q]:
        """Around the days of rows, joined where they touch, and as one where there are too many to ask for."""
        if self._likeness.day is None or not days:
            return [Q()]
        around, name = timedelta(self._likeness.days), self._likeness.day.name
        spans: list[list[date]] = []
        for day in sorted(days):
            if spans and day - around <= spans[-1][1]:
                spans[-1][1] = day + around
            else:
                spans.append([day - around, day + around])
        spans = spans if len(spans) <= _WINDOWS else [[spans[0][0], spans[-1][1]]]
        return [Q(**{f"{name}__gte": first, f"{name}__lte": last}) for first, last in spans]


def _inside(town: str) -> Q:
    return access.within(town) if town else Q()


def _among(values: list[Any], kind: str) -> RawSQL:
    """A list as one value of the statement: each by itself, there may be more than a statement takes."""
    return RawSQL(f"SELECT unnest(%s::{kind}[])", [values])


def _records(ledger: Ledger, index: _Index, by: Any) -> Iterator[tuple[int, Face]]:
    """Stored records that may share a key with a row; private columns are decrypted for these alone."""
    if not index.rows:
        return
    reach = access.condition(by, Action.VIEW, ledger)
    if any(ledger.column(name).private for name in ledger.alike):
        reach &= access.condition(by, Action.UNMASK, ledger)
    rows = ledger.model._default_manager.filter(reach, index.blocks.q(), voided=False)
    for pk, *values in rows.values_list("pk", *ledger.alike).iterator(chunk_size=_AT_ONCE):
        yield pk, index.likeness.face(dict(zip(ledger.alike, values, strict=True)))
