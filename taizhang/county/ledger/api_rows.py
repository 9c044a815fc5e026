"""Turns records into the mappings that the JSON API sends: every private column masked."""

from typing import Any

from django.db.models import QuerySet

from taizhang.county.ledger import plain
from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger

_OWN = ("id", "edition", "voided")


def one(ledger: Ledger, record: Any) -> dict[str, Any]:
    own = {name: getattr(record, name) for name in _OWN}
    return own | {column.name: said(column, column.value(record)) for column in ledger.all_columns}


def said(column: Column, value: Any) -> Any:
    return column.masked(value) if column.private else column.json(value)


def many(ledger: Ledger, rows: QuerySet[Any]) -> list[dict[str, Any]]:
    columns = ledger.all_columns
    if not plain.readable(columns):
        return [one(ledger, record) for record in rows.prefetch_related(*ledger.related)]
    lines = list(rows.values_list(*map(plain.stored, columns), *_OWN))
    links = plain.Links(ledger, columns, said)
    links.learn(lines)
    writers = [*(links.writer(c) if c.kind == "link" else _writer(c) for c in columns), None, None, None]
    names = (*(column.name for column in columns), *_OWN)
    return [
        {name: write(value) if write else value for name, write, value in zip(names, writers, line, strict=True)}
        for line in lines
    ]


def _writer(column: Column) -> plain.Writer | None:
    """None for values that JSON holds as they are."""
    if column.private:
        return column.masked
    if column.kind == "choice":
        labels = dict(column.choices)
        return lambda value: labels.get(value, value or "")
    if column.kind == "derived":
        return column.text
    return None if column.kind in ("text", "long", "whole", "flag", "date") else column.json
