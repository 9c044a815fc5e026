"""Turns records into the mappings that the JSON API sends: every private column masked, without model instances."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger

_OWN = ("id", "edition", "voided")


def one(ledger: Ledger, record: Any) -> dict[str, Any]:
    own = {name: getattr(record, name) for name in _OWN}
    return own | {column.name: said(column, column.value(record)) for column in ledger.all_columns}


def said(column: Column, value: Any) -> Any:
    return column.masked(value) if column.private else column.json(value)


def many(ledger: Ledger, rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """A portion of rows, read as plain values: models would cost as much again as the query and the JSON."""
    if any(column.kind == "derived" for column in ledger.all_columns):
        return [one(ledger, record) for record in rows.prefetch_related(*ledger.related)]
    names = [*_OWN, *(_stored(column) for column in ledger.all_columns)]
    values = list(rows.values_list(*names))
    links = [_linked(ledger, column, values, names.index(_stored(column))) for column in ledger.all_columns]
    writers = [link or _writer(column) for column, link in zip(ledger.all_columns, links, strict=True)]
    keys = (*_OWN, *(column.name for column in ledger.all_columns))
    return [dict(zip(keys, _written(line, writers), strict=True)) for line in values]


def _written(line: Sequence[Any], writers: Iterable[Callable[[Any], Any] | None]) -> Iterator[Any]:
    yield from line[: len(_OWN)]
    for value, write in zip(line[len(_OWN) :], writers, strict=True):
        yield write(value) if write else value


def _stored(column: Column) -> str:
    return f"{column.name}_id" if column.kind == "link" else column.name


def _writer(column: Column) -> Callable[[Any], Any] | None:
    """None for values that JSON holds as they are."""
    if column.private:
        return column.masked
    if column.kind == "choice":
        labels = dict(column.choices)
        return lambda value: labels.get(value, value or "")
    if column.kind in ("text", "long", "whole", "flag", "date"):
        return None
    return column.json


def _linked(ledger: Ledger, column: Column, values: Sequence[Any], position: int) -> Callable[[Any], Any] | None:
    """The names of what the rows point at, in one query for each link."""
    if column.kind != "link":
        return None
    field = ledger.model._meta.get_field(column.name)
    key = field.target_field.attname
    wanted = {line[position] for line in values} - {None}
    found = field.related_model._default_manager.filter(**{f"{key}__in": wanted}) if wanted else ()
    names = {getattr(target, key): said(column, target) for target in found}
    return names.get
