"""Turns what was typed, uploaded or posted into a record, and says everything that is wrong with it at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from taizhang.county.ledger.columns import Column, References
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.typed import Unparsable

Errors = dict[str, list[str]]


class Refused(Exception):
    """A write that was not made. `errors` maps columns to sentences; the column "" is the row as a whole."""

    def __init__(self, errors: Errors, ledger: Ledger | None = None) -> None:
        self.errors = errors
        self.ledger = ledger
        super().__init__("；".join(self.sentences()))

    def sentences(self) -> list[str]:
        """Each error with the label of its column."""
        return [f"{self._label(name)}{text}" for name, texts in self.errors.items() for text in texts]

    def _label(self, name: str) -> str:
        column = self.ledger.by_name.get(name) if self.ledger else None
        return f"{column.label}：" if column else ""


@dataclass
class Filled:
    """A record with typed values put in, and what could not be put in."""

    record: Any
    errors: Errors = field(default_factory=dict)

    def add(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, []).append(sentence)


def fill(record: Any, typed: Mapping[str, Any], columns: Iterable[Column], refs: References) -> Filled:
    """Parses each given value into the record; columns that are not given keep what they have."""
    filled = Filled(record)
    for column in columns:
        if column.name not in typed:
            continue
        try:
            put(record, column, _or_default(record, column, column.parse(typed[column.name], refs)))
        except Unparsable as error:
            filled.add(column.name, str(error))
    return filled


def _or_default(record: Any, column: Column, value: Any) -> Any:
    """What the model says of a column left empty that may not be empty in the database."""
    field = next((field for field in record._meta.concrete_fields if field.name == column.name), None)
    if value != column.empty or field is None or field.null or field.blank or not field.has_default():
        return value
    return field.get_default()


def put(record: Any, column: Column, value: Any) -> None:
    setattr(record, f"{column.name}_id" if column.kind == "link" else column.name, value)


def stored(record: Any, column: Column) -> Any:
    """The comparable value of a column: the key of a link, otherwise the value itself."""
    return getattr(record, f"{column.name}_id" if column.kind == "link" else column.name)


def changed(old: Any, new: Any, columns: Iterable[Column]) -> list[Column]:
    """The columns in which two states of a record differ; 0 and None, or 0 and 否, are not the same."""
    return [c for c in columns if _differ(stored(old, c), stored(new, c))]


def _differ(old: Any, new: Any) -> bool:
    return (type(old) is not type(new) and not (isinstance(old, str) and isinstance(new, str))) or old != new


def check(ledger: Ledger, record: Any, today: date) -> Errors:
    """Everything that is wrong with a filled record, by column."""
    errors: Errors = {}
    for name, sentence in ledger.problems(record, today):
        errors.setdefault(name, []).append(sentence)
    return errors
