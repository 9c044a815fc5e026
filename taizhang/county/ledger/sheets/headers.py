"""Finds the header row of a sheet, even below a title, and which column of the ledger each of its columns is."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from taizhang.county.ledger.columns import Column, tidy
from taizhang.county.ledger.declaration import Ledger

# Official forms have a title, a unit line and at most a few notes above the header.
_SEARCHED_ROWS = 20
_ENOUGH = 2
# A column of running numbers is no column of any ledger, and no news.
_COUNTING = ("序号", "编次", "行号")
# What links to places and units are called, whatever the ledger calls them.
_USUAL = {
    "place": ("乡镇", "乡镇街道", "乡镇（街道）", "所在乡镇", "所属乡镇（街道）", "辖区", "属地"),
    "unit": ("单位", "上报单位", "填报部门", "责任单位"),
}
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]$")
_NOT_LETTERS = re.compile(r"[\s*＊:：]|[（(]必填[)）]")


@dataclass(frozen=True)
class Header:
    """`columns` maps the position in the row to the ledger's column; `faults` are sentences that stop the import.

    `guessed` are titles that are no label of the ledger, each with the label they are taken for.
    """

    where: str
    row: int
    columns: dict[int, Column]
    faults: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    guessed: tuple[tuple[str, str], ...] = ()

    @property
    def entered(self) -> dict[int, Column]:
        """The columns that are read; what the system computes is passed over."""
        return {position: column for position, column in self.columns.items() if column.editable}


def find(ledger: Ledger, name: str, rows: Sequence[Sequence[Any]]) -> Header | None:
    """The best header among the first rows of a sheet, or None where it is none of this ledger, such as 说明."""
    known = _known(ledger)
    best, most = None, 0
    for number, row in enumerate(rows[:_SEARCHED_ROWS]):
        fits = len({known[title].name for title in map(_plain, row) if title in known})
        if fits > most:
            best, most = number, fits
    if best is None or most < min(_ENOUGH, len(ledger.editable)):
        return None
    return _header(ledger, name, best, rows[best], known)


def _header(ledger: Ledger, name: str, number: int, row: Sequence[Any], known: dict[str, Column]) -> Header:
    titles = {position: tidy(cell) for position, cell in enumerate(row) if tidy(cell)}
    columns = {position: known[_plain(title)] for position, title in titles.items() if _plain(title) in known}
    columns |= _likely(ledger, titles, columns)
    unknown = [title for position, title in titles.items() if position not in columns and title not in _COUNTING]
    guessed = [
        (titles[position], column.label) for position, column in columns.items()
        if _plain(titles[position]) not in (_plain(column.label), _plain(column.name))
    ]  # fmt: skip
    where = f"工作表“{name}”第 {number + 1} 行表头"
    faults = [*_doubled(where, columns), *_no_key(where, ledger, columns.values())]
    return Header(where, number, columns, tuple(faults), tuple(unknown), tuple(guessed))


def _likely(ledger: Ledger, titles: dict[int, str], sure: dict[int, Column]) -> dict[int, Column]:
    """Titles that nobody claims and that say no more than a label: 排查日期（年月日）, 矛盾纠纷排查日期."""
    free = {_plain(column.label): column for column in ledger.editable if column not in sure.values()}
    free |= {_plain(f"{ledger.label}{label}"): column for label, column in list(free.items())}
    found: dict[int, Column] = {}
    for position, title in titles.items():
        column = free.get(_BRACKETS.sub("", _plain(title)))
        if column is not None and position not in sure:
            found[position] = column
    times = Counter(column.name for column in found.values())
    return {position: column for position, column in found.items() if times[column.name] == 1}


def _doubled(where: str, columns: dict[int, Column]) -> list[str]:
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


def _known(ledger: Ledger) -> dict[str, Column]:
    known = {_plain(title): ledger.column(name) for name, titles in (ledger.also or {}).items() for title in titles}
    for column in ledger.editable:
        known |= {_plain(title): column for title in _USUAL.get(getattr(column, "target", ""), ())}
    known |= {_plain(column.name): column for column in ledger.all_columns}
    return known | {_plain(column.label): column for column in ledger.all_columns}


def _plain(title: Any) -> str:
    return _NOT_LETTERS.sub("", tidy(title)).lower()


def letter(position: int) -> str:
    """0 → A, 26 → AA: how Excel calls a column."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
