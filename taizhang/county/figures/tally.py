"""Counts many figures over one table in one statement, and one more for each column that is counted without repeats."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db import connection
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Sum

from taizhang.county.figures.definition import Days, Distinct, Figure, Total
from taizhang.county.figures.period import Period
from taizhang.county.figures.territory import Territory

Key = tuple[str, Period, str | None]


@dataclass(frozen=True)
class Split:
    """Parts the rows by a column; `part` is the SQL, with its parameters, that says which part a value belongs to."""

    column: str
    part: str
    params: tuple[str, ...] = ()


# Every row of every ledger has its unit. Parts are primary keys as text.
UNITS = Split("unit_id", "unit_id::text")


def townships(land: Territory) -> Split:
    part, params = land.township("place_id")
    return Split("place_id", part, tuple(params))


@dataclass(frozen=True)
class Cell:
    """One figure over one period: what a column of the board counts."""

    figure: Figure
    period: Period

    @property
    def when(self) -> Q:
        return self.figure.when.q(self.period)

    @property
    def where(self) -> Q:
        where = self.figure.where
        return where(self.period) if callable(where) else where

    def key(self, part: str | None) -> Key:
        return self.figure.key, self.period, part


@dataclass(frozen=True)
class Counted:
    """How many rows, and what they total."""

    rows: int = 0
    amount: Decimal = Decimal(0)


@dataclass
class _Conditions:
    """Each different condition once, under the name of the column that says whether it holds."""

    names: dict[Q, str] = field(default_factory=dict)

    def name(self, condition: Q) -> str:
        return self.names.setdefault(condition, f"cond_{len(self.names)}")

    def expressions(self) -> dict[str, Any]:
        return {name: _truth(condition) for condition, name in self.names.items()}


def tally(rows: QuerySet[Any], cells: Sequence[Cell], *, by: Split | None) -> dict[Key, Counted]:
    """Every cell by its key, part None for all rows; with `by`, one more for each part that has rows."""
    counts = _additive(rows, cells, by)
    distinct: dict[str, list[Cell]] = {}
    for cell in cells:
        if isinstance(cell.figure.total, Distinct):
            distinct.setdefault(cell.figure.total.column, []).append(cell)
    for column, some in distinct.items():
        for key, amount in _distinct(rows, column, some, by).items():
            counts[key] = Counted(counts.get(key, Counted()).rows, Decimal(amount))
    return counts


def _additive(rows: QuerySet[Any], cells: Sequence[Cell], by: Split | None) -> dict[Key, Counted]:
    """Groups rows by which conditions they meet, then adds the groups up.

    A condition is looked at once for each row however many cells share it, and a row is added to one group instead of
    to forty counters: this is what makes the board as fast as a few hand-written GROUP BYs.
    """
    conditions = _Conditions()
    met = [_met(cell, conditions) for cell in cells]
    totals = list(dict.fromkeys(c.figure.total for c in cells if isinstance(c.figure.total, Total | Days)))
    keys = [*([by.column] if by else []), *conditions.names.values()]
    groups = _counting(rows, cells).annotate(**conditions.expressions()).order_by().values(*keys)
    sums = {f"sum_{index}": Sum(total.summed) for index, total in enumerate(totals)}
    groups = groups.annotate(rows=Count("pk"), **sums)
    outer = []
    for cell, condition in zip(cells, met, strict=True):
        total = cell.figure.total
        outer.append(_filtered("sum(rows)", condition))
        outer.append(
            _filtered(f"sum(sum_{totals.index(total)})" if isinstance(total, Total | Days) else "sum(rows)", condition)
        )
    found = _added_up(groups, outer, by)
    return {
        cell.key(part): Counted(int(numbers[2 * index] or 0), Decimal(numbers[2 * index + 1] or 0))
        for part, *numbers in found
        for index, cell in enumerate(cells)
    }


def _met(cell: Cell, conditions: _Conditions) -> str:
    parts = [conditions.name(part) for part in (cell.when, cell.where) if part]
    return " AND ".join(parts)


def _added_up(groups: QuerySet[Any], outer: list[str], by: Split | None) -> list[tuple[Any, ...]]:
    """The sums over groups for each part, and over all with part None."""
    inner, params = groups.query.sql_with_params()
    columns = ", ".join(outer)
    if by is None:
        return _fetch(f"SELECT NULL, {columns} FROM ({inner}) AS grouped", params)
    return _fetch(
        f"SELECT {by.part} AS part, {columns} FROM ({inner}) AS grouped GROUP BY ROLLUP (part)", (*by.params, *params)
    )


def _distinct(rows: QuerySet[Any], column: str, cells: Sequence[Cell], by: Split | None) -> dict[Key, int]:
    """First brings each value together, then counts: COUNT(DISTINCT) would sort the rows again for every cell.

    The county's number is counted over values, since one person may stand in the rows of two parts.
    """
    attribute = rows.model._meta.get_field(column).attname
    flags = {f"flag_{index}": BoolOr(_truth(cell.when & cell.where)) for index, cell in enumerate(cells)}
    values = _counting(rows, cells).filter(**{f"{column}__isnull": False}).order_by()
    values = values.values(*([by.column] if by else []), attribute).annotate(**flags)
    inner, params = values.query.sql_with_params()
    found = _fetch(*_values_sql(inner, params, attribute, list(flags), by))
    return {cell.key(part): int(numbers[index] or 0) for part, *numbers in found for index, cell in enumerate(cells)}


def _values_sql(
    inner: str, params: Iterable[Any], value: str, flags: list[str], by: Split | None
) -> tuple[str, tuple[Any, ...]]:
    counts = ", ".join(f"count(*) FILTER (WHERE {flag})" for flag in flags)
    if by is None:
        return f"SELECT NULL, {counts} FROM ({inner}) AS held", tuple(params)
    merged = ", ".join(f"bool_or({flag}) AS {flag}" for flag in flags)
    sql = f"""
        WITH held AS MATERIALIZED ({inner}),
        in_part AS (SELECT {by.part} AS part, {value}, {merged} FROM held GROUP BY 1, 2),
        in_county AS (SELECT {value}, {merged} FROM held GROUP BY 1)
        SELECT part, {counts} FROM in_part GROUP BY part
        UNION ALL SELECT NULL, {counts} FROM in_county
    """
    return sql, (*params, *by.params)


def _counting(rows: QuerySet[Any], cells: Sequence[Cell]) -> QuerySet[Any]:
    """Leaves out what no cell can count, so that a single figure may use its index."""
    whens = list(dict.fromkeys(cell.when for cell in cells))
    wheres = list(dict.fromkeys(cell.where for cell in cells))
    rows = rows.filter(Q(voided=False), reduce(or_, whens))
    return rows.filter(wheres[0]) if len(wheres) == 1 else rows


def _filtered(aggregate: str, condition: str) -> str:
    return f"{aggregate} FILTER (WHERE {condition})"


def _truth(condition: Q) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _fetch(sql: str, params: Iterable[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return cursor.fetchall()  # type: ignore[no-any-return]
