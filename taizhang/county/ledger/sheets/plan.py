"""What an import would do: every row of the sheets with its outcome, and everything that stands against it."""

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.validation import stored


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"new": "新增", "changed": "变动", "unchanged": "未变", "refused": "有误"}[self]


@dataclass(frozen=True)
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


@dataclass
class Row:
    """A row of a sheet. `cells` and `values` hold what is filled in, raw and parsed; `kept` what a mask stands for."""

    sheet: str
    number: int
    header: str
    letters: dict[str, str]
    cells: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    stored: Any = None
    record: Any = None
    differing: list[Column] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        if self.troubles:
            return Outcome.REFUSED
        if self.stored is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.differing else Outcome.UNCHANGED

    def object_to(self, text: str, column: Column | None = None) -> None:
        name, label = (column.name, column.label) if column else ("", "")
        self.troubles.append(Trouble(self.sheet, self.number, text, label, self.letters.get(name, "")))


@dataclass
class Plan:
    """`faults` concern whole sheets and stop the import; `notes` only tell."""

    ledger: Ledger
    rows: list[Row]
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of(self, outcome: Outcome) -> list[Row]:
        return [row for row in self.rows if row.outcome is outcome]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.outcome for row in self.rows)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def troubles(self) -> list[Trouble]:
        return [trouble for row in self.rows for trouble in row.troubles]

    @property
    def to_write(self) -> list[Row]:
        return [row for row in self.rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)]

    @property
    def seal(self) -> str:
        """The same for two plans that would write the same: what was confirmed is what is committed."""
        digest = sha256()
        for row in self.rows:
            edition = (row.stored.pk, row.stored.edition) if row.stored is not None else ()
            names = [c.name for c in row.differing] if row.stored is not None else sorted(row.values)
            said = [row.sheet, row.number, *edition, *((n, str(row.values.get(n))) for n in names)]
            digest.update(json.dumps(said, ensure_ascii=False).encode())
        return digest.hexdigest()


def key_of(ledger: Ledger, record: Any) -> tuple[Any, ...]:
    return tuple(stored(record, ledger.column(name)) for name in ledger.key)
