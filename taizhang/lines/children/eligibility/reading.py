"""Reads the package's tables from TOML and refuses what does not fit with a sentence that says where."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol, TypeVar

from taizhang.county.standards.dates import prose_date
from taizhang.county.standards.errors import Invalid, unreadable

_CODE = re.compile(r"[A-Z][A-Z0-9_]*")


class BadTable(Invalid):
    """A table cannot be used; the message says in Chinese which file, which row, what is wrong and what to do."""


class Dated(Protocol):
    """A row that holds from a day on, and through `valid_to` where that is known."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


Row = TypeVar("Row", bound=Dated)


@dataclass(slots=True)
class Entry:
    """One row as written; each question marks its key as known, and `done` refuses the keys nobody asked for."""

    where: str
    values: dict[str, Any]
    asked: set[str] = field(default_factory=set)

    def text(self, key: str, default: str | None = None) -> str:
        """Raises BadTable when it is blank, or absent without a default."""
        value = self._value(key, default)
        if not isinstance(value, str) or (not value.strip() and value != default):
            raise BadTable(f"{self.where}的 {key} 应为不空的文字；请补填")
        return value.strip()

    def code(self, key: str = "code") -> str:
        value = self.text(key)
        if not _CODE.fullmatch(value):
            raise BadTable(f"{self.where}的 {key}“{value}”应由大写字母、数字和下划线组成；请改写")
        return value

    def choice(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        value, allowed = self.text(key, default), sorted(known)
        if value not in allowed and value != default:
            raise BadTable(f"{self.where}的 {key}“{value}”不在{'、'.join(allowed)}之中；请改为其中之一")
        return value

    def texts(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        value = self._value(key, default)
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise BadTable(f'{self.where}的 {key} 应为文字的列表，如 ["甲", "乙"]；请改写')
        return tuple(value)

    def number(self, key: str, least: int, default: int | None = None) -> int:
        value = self._value(key, default)
        # In Python a truth value is a number too; in a table of rules it is a slip.
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise BadTable(f"{self.where}的 {key} 应为不小于 {least} 的整数，现为“{value}”；请改正")
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self._value(key, default)
        if not isinstance(value, bool):
            raise BadTable(f"{self.where}的 {key} 应为 true 或 false，现为“{value}”；请改正")
        return value

    def day(self, key: str) -> date:
        value = self._value(key, None)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise BadTable(f"{self.where}的 {key} 应为日期，如 2020-01-01，不加引号；请改正")
        return value

    def validity(self) -> tuple[date, date | None, str, bool]:
        """From when, through when, by which document, and whether its text has been seen."""
        start = self.day("valid_from")
        end = self.day("valid_to") if "valid_to" in self.values else None
        if end is not None and end < start:
            raise BadTable(f"{self.where}止于{prose_date(end)}，早于起始的{prose_date(start)}；请核对两个日期")
        self.asked.add("valid_to")
        if not str(self.values.get("document", "")).strip():
            raise BadTable(f"{self.where}没有写依据；请在 document 中填写文号，如 民发〔2019〕62号")
        return start, end, self.text("document"), self.flag("certain", True)

    def any(self, key: str) -> Any:
        return self._value(key, None)

    def done(self) -> None:
        unknown = sorted(set(self.values) - self.asked)
        if unknown:
            raise BadTable(f"{self.where}有不认识的项目 {'、'.join(unknown)}；请核对拼写或删去")

    def _value(self, key: str, default: Any) -> Any:
        self.asked.add(key)
        if key in self.values:
            return self.values[key]
        if default is None:
            raise BadTable(f"{self.where}缺少 {key}；请补填")
        return default


def entries(path: Path, *kinds: str) -> dict[str, list[Entry]]:
    """The rows of each kind in a file; raises BadTable for an unreadable file, an absent kind or one not known."""
    written = _parsed(path)
    unknown = sorted(set(written) - set(kinds))
    if unknown:
        raise BadTable(f"{path.name} 有不认识的部分 {'、'.join(unknown)}；这里只有{'、'.join(kinds)}")
    return {kind: list(_rows(path, kind, written.get(kind))) for kind in kinds}


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadTable(f"{path.name} {unreadable(error)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadTable(f"{path.name} 不是可读的 TOML：{error}；请用 UTF-8 保存并核对写法") from error


def _rows(path: Path, kind: str, written: Any) -> Iterator[Entry]:
    if not written or not isinstance(written, list):
        raise BadTable(f"{path.name} 没有 [[{kind}]]；请至少写一行")
    for number, values in enumerate(written, 1):
        if not isinstance(values, dict):
            raise BadTable(f"{path.name} 的 {kind} 应写成 [[{kind}]]；请改写")
        name = values.get("code") or values.get("name") or values.get("item") or ""
        yield Entry(f"{path.name} 第 {number} 个 {kind}" + (f"（{name}）" if name else ""), values)


def in_order(name: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    """By the day they hold from; raises BadTable where two hold on one day."""
    ordered = sorted(rows, key=lambda row: row.valid_from)
    for earlier, later in pairwise(ordered):
        if earlier.valid_to is None or later.valid_from <= earlier.valid_to:
            raise BadTable(
                f"{name}有两行在{prose_date(later.valid_from)}同时有效；请把前一行的 valid_to 填为此日之前的一天"
            )
    return tuple(ordered)


def on(rows: Iterable[Row], day: date) -> Row | None:
    """The row that holds on a day."""
    for row in rows:
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to):
            return row
    return None
