"""What an import would do with a row of a sheet, and everything that stands against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.validation import stored


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {"new": "新增", "changed": "变动", "unchanged": "未变", "duplicate": "重复", "refused": "有误"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong in one cell, or in a row as a whole where `label` is empty. `row` is as Excel numbers it."""

    sheet: str
    row: int
    text: str
    label: str = ""
    letter: str = ""

    def __str__(self) -> str:
        return f"工作表“{self.sheet}”{self.where}：{self.text}"

    @property
    def where(self) -> str:
        cell = f" {self.letter} 列" if self.letter else ""
        return f"第 {self.row} 行{cell}" + (f"（{self.label}）" if self.label else "")


@dataclass(slots=True)
class Row:
    """A row of a sheet. `cells` and `values` hold what is filled in, raw and parsed; `kept` what a mask stands for.

    `letters` says where each column stands, `revives` which record of an undone import comes back.
    `again` names the row of the file that said the same before. `said` is the
    same for two rows that would write the same: what was confirmed is what is committed.
    """

    sheet: str
    number: int
    letters: Mapping[str, str]
    cells: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    stored: Any = None
    record: Any = None
    differing: list[Column] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    revives: Any = None
    again: str = ""
    words: bytes = b""

    @property
    def outcome(self) -> Outcome:
        if self.troubles:
            return Outcome.REFUSED
        if self.again:
            return Outcome.DUPLICATE
        if self.stored is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.differing else Outcome.UNCHANGED

    @property
    def writes(self) -> bool:
        return self.outcome in (Outcome.NEW, Outcome.CHANGED)

    @property
    def said(self) -> bytes:
        if self.stored is None:
            return self.words
        differing = {column.name: self.values.get(column.name) for column in self.differing}
        return repr((self.stored.pk, self.stored.edition, differing)).encode()

    def object_to(self, text: str, column: Column | None = None) -> None:
        name, label = (column.name, column.label) if column else ("", "")
        self.troubles.append(Trouble(self.sheet, self.number, text, label, self.letters.get(name, "")))


def key_of(ledger: Ledger, record: Any) -> tuple[Any, ...]:
    return tuple(stored(record, ledger.column(name)) for name in ledger.key)
