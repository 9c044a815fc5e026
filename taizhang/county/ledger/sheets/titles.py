"""What the titles of a sheet may mean: a ledger's own labels, other words for them, and titles that say no more."""

import re
from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from taizhang.county.ledger.columns import Column, tidy
from taizhang.county.ledger.declaration import Ledger

# A column of running numbers is no column of any ledger, and no news.
COUNTING = ("序号", "编次", "行号")
# What links to places and units are called, whatever the ledger calls them.
_USUAL = {
    "place": ("乡镇", "乡镇街道", "乡镇（街道）", "所在乡镇", "所属乡镇（街道）", "辖区", "属地"),
    "unit": ("单位", "上报单位", "填报部门", "责任单位"),
}
# What forms everywhere call these, whatever the line of work.
_EVERYWHERE = {
    "公民身份号码": ("身份证号", "身份证号码", "身份证", "公民身份证号码", "证件号码", "居民身份证号码"),
    "联系电话": ("电话", "手机", "手机号", "手机号码", "电话号码", "联系方式"),
}
# Only what says how to fill a column in: a unit or a qualification in brackets may make it another column.
_BRACKETS = re.compile(
    r"[（(](?:年月日|年/月/日|[必选]填|可不填|格式[^（()）]*|如[^（()）]*|例[^（()）]*|[人元个件户名岁])[)）]$"
)
_NOT_LETTERS = re.compile(r"[\s*＊:：]|[（(]必填[)）]")


def plain(title: Any) -> str:
    return _NOT_LETTERS.sub("", tidy(title)).lower()


def known(ledger: Ledger) -> dict[str, Column]:
    """From plain title to column, for every word that is sure."""
    words = {plain(title): ledger.column(name) for name, titles in (ledger.also or {}).items() for title in titles}
    for column in ledger.editable:
        words |= {plain(title): column for title in _usual(column)}
    words |= {plain(column.name): column for column in ledger.all_columns}
    return words | {plain(column.label): column for column in ledger.all_columns}


def _usual(column: Column) -> tuple[str, ...]:
    return _USUAL.get(getattr(column, "target", ""), ()) or _EVERYWHERE.get(column.label, ())


def is_label(title: str, column: Column) -> bool:
    return plain(title) in (plain(column.label), plain(column.name))


def is_own(ledger: Ledger, title: str) -> bool:
    """Whether a title is the ledger's own: what our templates and exports say is never taken for something else."""
    return any(is_label(title, column) for column in ledger.all_columns)


def near(ledger: Ledger, titles: Mapping[int, str], taken: Mapping[int, Any]) -> dict[int, Column]:
    """Titles that nobody claims and that say no more than a label: 排查日期（年月日）, 矛盾纠纷排查日期."""
    free = {plain(column.label): column for column in ledger.editable if column not in taken.values()}
    free |= {plain(f"{ledger.label}{label}"): column for label, column in list(free.items())}
    found: dict[int, Column] = {}
    for position, title in titles.items():
        column = free.get(_BRACKETS.sub("", plain(title)))
        if column is not None and position not in taken:
            found[position] = column
    times = Counter(column.name for column in found.values())
    return {position: column for position, column in found.items() if times[column.name] == 1}


def similarity(ledger: Ledger, title: str, column: Column) -> float:
    """0 to 1: how much of a title and of the nearest word for a column is the same."""
    words = [column.label, *(ledger.also or {}).get(column.name, ()), *_usual(column)]
    return max(SequenceMatcher(None, plain(title), plain(word), autojunk=False).ratio() for word in words)
