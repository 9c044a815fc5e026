"""Reads rows of a ledger as plain values, for long outputs: models would cost as much again as query and output."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from taizhang.county.ledger.columns import Column, Derived
from taizhang.county.ledger.declaration import Ledger

Writer = Callable[[Any], Any]


def readable(columns: Iterable[Column]) -> bool:
    """Whether all of the columns can be asked for; most computed ones need their record."""
    return all(column.kind != "derived" or stored(column) for column in columns)


def stored(column: Column) -> str:
    """The name to ask for: of a link its key, whose name `Links` finds."""
    if isinstance(column, Derived):
        return column.reads
    return f"{column.name}_id" if column.kind == "link" else column.name


class Links:
    """What the keys in portions of rows point at, as `said` says it; each is asked for once, a portion together."""

    def __init__(self, ledger: Ledger, columns: Sequence[Column], said: Callable[[Column, Any], Any]) -> None:
        self._links = [(position, column) for position, column in enumerate(columns) if column.kind == "link"]
        self._fields = {column.name: ledger.model._meta.get_field(column.name) for _, column in self._links}
        self._said = said
        self._names: dict[str, dict[Any, Any]] = {column.name: {None: None} for _, column in self._links}

    def learn(self, lines: Sequence[Sequence[Any]]) -> None:
        """`lines` hold the keys at the positions of the columns."""
        for position, column in self._links:
            names, field = self._names[column.name], self._fields[column.name]
            missing = {line[position] for line in lines} - names.keys()
            if missing:
                key = field.target_field.attname
                found = field.related_model._default_manager.filter(**{f"{key}__in": missing})
                names |= {getattr(target, key): self._said(column, target) for target in found}

    def writer(self, column: Column) -> Writer:
        return self._names[column.name].get
