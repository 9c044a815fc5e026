"""Finds the header of a sheet, even below a title or in two rows, and what each column of it is in the ledger."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from taizhang.county.ledger.columns import Column, References, tidy
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.sheets import likely, titles
from taizhang.county.ledger.sheets.mapping import NOTHING, Chosen, Told

# Official forms have a title, a unit line and at most a few notes above the header.
SEARCHED_ROWS = 20
_ENOUGH = 2
# A title is a word or two; what is longer is a note or the content of a row.
_TITLE_MAX = 24
_NUMBER = re.compile(r"\d{5}")


class How(StrEnum):
    """By what a column of a sheet was taken for a column of the ledger."""

    LABEL = "名称相同"
    KEPT = "本单位以前这样读"
    WORD = "另一种叫法"
    NEAR = "名称相近"
    LIKELY = "推测"
    CHOSEN = "已核对"

    @property
    def told(self) -> bool:
        """Whether the preview names it: sure enough to read, not so sure as to be silent."""
        return self in (How.KEPT, How.WORD, How.NEAR)


@dataclass(frozen=True)
class Header:
    """`columns` maps the position in the row to the ledger's column; `faults` are sentences that stop the import.

    It begins in row `row`, counted from 0, and takes `height` rows. `titles` are all that stand there, `how` says
    of each column why it is read so; `pads` to how many digits numbers that lost their zeros are filled up again;
    `fixed` what new rows get in columns that are not there. `passed` are titles the organisation said to pass over.
    """

    where: str
    row: int
    columns: dict[int, Column]
    faults: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    height: int = 1
    titles: Mapping[int, str] = field(default_factory=dict)
    how: Mapping[int, How] = field(default_factory=dict)
    pads: Mapping[str, int] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    passed: tuple[str, ...] = ()

    @property
    def entered(self) -> dict[int, Column]:
        """The columns that are read; what the system computes is passed over."""
        return {position: column for position, column in self.columns.items() if column.editable}

    @property
    def reading(self) -> Any:
        """What the rows below are read by."""
        columns = sorted((at, column.name) for at, column in self.entered.items())
        return self.where, self.height, columns, sorted(self.pads.items()), sorted(self.fixed.items())

    @property
    def guessed(self) -> tuple[tuple[str, str], ...]:
        """Titles that are no label of the ledger, each with the label they are taken for."""
        told = [
            at for at in self.columns if self.how[at].told and not titles.is_label(self.titles[at], self.columns[at])
        ]
        return tuple((self.titles[at], self.columns[at].label) for at in told)

    @property
    def unsure(self) -> tuple[tuple[str, str], ...]:
        """The same of what somebody has to confirm before anything is written."""
        likely_ones = [at for at in self.columns if self.how[at] is How.LIKELY]
        return tuple((self.titles[at], self.columns[at].label) for at in likely_ones)


@dataclass(frozen=True)
class _Place:
    """A header that may be: its first row, how many rows, and the titles at each position, the likeliest first."""

    row: int
    height: int
    titles: Mapping[int, Sequence[str]]


def find(
    ledger: Ledger, name: str, rows: Sequence[Sequence[Any]], told: Told = NOTHING, refs: References | None = None
) -> Header | None:
    """The best header among the first rows of a sheet, or None where it is none of this ledger, such as 说明.

    With `refs`, a header of which only the content tells what it is counts as well.
    """
    chosen = told.chosen.get(name)
    if chosen is not None:
        return None if chosen.skip else _as_chosen(ledger, name, rows, chosen)
    known = titles.known(ledger) | {title: ledger.column(kept) for title, kept in told.remembered.items() if kept}
    places = [_place(rows, number, height) for number in range(min(len(rows), SEARCHED_ROWS)) for height in (1, 2)]
    best = max(places, key=lambda place: (_fits(place, known), -place.height, -place.row), default=None)
    enough = min(_ENOUGH, len(ledger.editable))
    if best is not None and _fits(best, known) >= enough:
        return _header(ledger, name, best, rows, told, refs)
    if refs is None or (guess := likely_place(rows)) is None:
        return None
    header = _header(ledger, name, guess, rows, told, refs)
    # Where the titles themselves are values, such as 邻里纠纷, the table has no header.
    values = any(likely.is_value(column, header.titles[at], refs) for at, column in header.columns.items())
    return header if len(header.columns) >= enough and not values else None


def at(
    ledger: Ledger, name: str, rows: Sequence[Sequence[Any]], told: Told, refs: References, *, row: int, height: int
) -> Header:
    """The header in these very rows, whatever it is."""
    return _header(ledger, name, _place(rows, row, height), rows, told, refs)


def _place(rows: Sequence[Sequence[Any]], number: int, height: int) -> _Place:
    if height == 1 or number + 1 >= len(rows):
        return _Place(number, 1, {at: [tidy(cell)] for at, cell in enumerate(rows[number]) if tidy(cell)})
    return _Place(number, 2, in_two(rows[number], rows[number + 1]))


def in_two(upper: Sequence[Any], lower: Sequence[Any]) -> dict[int, Sequence[str]]:
    """What may be meant at each position by two rows of titles, the fuller first.

    Of a merged title only the first cell holds the words; what stands below it means nothing without them.
    """
    found: dict[int, Sequence[str]] = {}
    over = ""
    for at in range(max(len(upper), len(lower))):
        top = tidy(upper[at]) if at < len(upper) else ""
        sub = tidy(lower[at]) if at < len(lower) else ""
        over = top or (over if sub else "")
        if sub and over:
            found[at] = [f"{over}{sub}", sub]
        elif sub or over:
            found[at] = [sub or over]
    return found


def _fits(place: _Place, known: Mapping[str, Column]) -> int:
    """How many columns of the ledger the titles name."""
    said = (word for words in place.titles.values() for word in map(titles.plain, words) if word in known)
    return len({known[word].name for word in said})


def likely_place(rows: Sequence[Sequence[Any]]) -> _Place | None:
    """The first row that looks like titles: short words, as wide as the sheet is, with something below."""
    first = rows[:SEARCHED_ROWS]
    width = max((sum(1 for cell in row if tidy(cell)) for row in first), default=0)
    for number, row in enumerate(first[:-1]):
        words = [tidy(cell) for cell in row if tidy(cell)]
        if width > 1 and len(words) * 10 >= width * 6 and all(map(is_title, words)):
            return _place(rows, number, 1)
    return None


def is_title(word: str) -> bool:
    return len(word) <= _TITLE_MAX and not word[0].isdigit() and not _NUMBER.search(word)


def _header(
    ledger: Ledger, name: str, place: _Place, rows: Sequence[Sequence[Any]], told: Told, refs: References | None
) -> Header:
    heads, columns, how = _read(ledger, place, told)
    if refs is not None:
        below = rows[place.row + place.height :]
        for at, column in likely.guesses(ledger, heads, _settled(heads, columns, told), below, refs).items():
            columns[at], how[at] = column, How.LIKELY
    unread = [at for at in heads if at not in columns and titles.plain(heads[at]) not in told.remembered]
    unknown = tuple(heads[at] for at in unread if heads[at] not in titles.COUNTING)
    where = f"工作表“{name}”第 {place.row + 1} 行表头"
    faults = (*_doubled(where, columns), *_no_key(where, ledger, columns.values()))
    pads = {c.name: told.pads[title] for at, c in columns.items() if (title := titles.plain(heads[at])) in told.pads}
    passed = tuple(heads[at] for at in heads if at not in columns and titles.plain(heads[at]) in told.remembered)
    return Header(where, place.row, columns, faults, unknown, place.height, heads, how, pads, passed=passed)


def _settled(heads: Mapping[int, str], columns: Mapping[int, Column], told: Told) -> dict[int, Any]:
    """What needs no guess: what is known, and what the unit said is no column of the ledger."""
    refused = {at: None for at, title in heads.items() if told.remembered.get(titles.plain(title)) == ""}
    return refused | dict(columns)


def _read(ledger: Ledger, place: _Place, told: Told) -> tuple[dict[int, str], dict[int, Column], dict[int, How]]:
    words = titles.known(ledger)
    heads: dict[int, str] = {}
    columns: dict[int, Column] = {}
    how: dict[int, How] = {}
    for at, said in place.titles.items():
        heads[at] = next((word for word in said if titles.plain(word) in told.remembered), "") or next(
            (word for word in said if titles.plain(word) in words), said[0]
        )
        title = titles.plain(heads[at])
        if title in told.remembered:
            if kept := told.remembered[title]:
                columns[at], how[at] = ledger.column(kept), How.KEPT
        elif title in words:
            columns[at] = words[title]
            how[at] = How.LABEL if titles.is_label(heads[at], columns[at]) else How.WORD
    free = {at: title for at, title in heads.items() if titles.plain(title) not in told.remembered}
    for at, column in titles.near(ledger, free, columns).items():
        columns[at], how[at] = column, How.NEAR
    return heads, columns, how


def _as_chosen(ledger: Ledger, name: str, rows: Sequence[Sequence[Any]], chosen: Chosen) -> Header:
    place = _place(rows, min(chosen.row, len(rows) - 1), chosen.height)
    heads = {at: said[0] for at, said in place.titles.items()}
    columns = {at: ledger.column(named) for at, named in chosen.columns.items() if named in ledger.by_name}
    where = f"工作表“{name}”第 {place.row + 1} 行表头"
    faults = (*_doubled(where, columns), *_no_key(where, ledger, columns.values()))
    heads |= {at: f"{letter(at)} 列" for at in columns if at not in heads}
    how = dict.fromkeys(columns, How.CHOSEN)
    return Header(
        where, place.row, columns, faults, (), place.height, heads, how, dict(chosen.pads), dict(chosen.fixed)
    )


def _doubled(where: str, columns: Mapping[int, Column]) -> list[str]:
    times = Counter(column.label for column in columns.values())
    faults = []
    for label in (label for label, count in times.items() if count > 1):
        at = "、".join(letter(position) for position, column in columns.items() if column.label == label)
        faults.append(f"{where}：栏目“{label}”出现了 {times[label]} 次（{at} 列），请只保留一列。")
    return faults


def _no_key(where: str, ledger: Ledger, present: Iterable[Column]) -> list[str]:
    """Without its key no row finds its record; a key the system gives may be missing, and every row is then new."""
    given = {column.name for column in present}
    missing = [ledger.column(n).label for n in ledger.key if n not in given and not coded(ledger, n)]
    return [please_add(where, missing)] if missing else []


def please_add(where: str, labels: list[str]) -> str:
    return f"{where}：缺少栏目“{'”“'.join(labels)}”，请补上这些列，或下载导入模板按模板填写。"


def coded(ledger: Ledger, name: str) -> bool:
    return ledger.code is not None and ledger.code[0] == name


def letter(position: int) -> str:
    """0 → A, 26 → AA: how Excel calls a column."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
