"""The value of a figure over a period, for a place, as it stands or as it was known at a moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal

from django.db import connection
from django.db.models import QuerySet

from taizhang.county.audit import clock
from taizhang.county.figures.definition import Definition, Figure, Mean, Ratio
from taizhang.county.figures.known import as_known
from taizhang.county.figures.period import Period
from taizhang.county.figures.tally import UNITS, Cell, Counted, Key, Split, tally, townships
from taizhang.county.figures.territory import Atlas, Territory, atlas, territory
from taizhang.county.people.models import Organisation
from taizhang.county.standards import amounts

By = Literal["township", "unit", "month"]
_NOTHING = Counted()


@dataclass(frozen=True)
class Value:
    """`amount` is in the figure's unit, percent and unrounded for a rate, None for one without denominator.

    `rows` are the rows that were counted; of a ratio, those of its denominator.
    """

    figure: Definition
    period: Period
    place: str | None
    known_at: datetime | None
    amount: Decimal | None
    rows: int
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def value(
    figure: Definition,
    period: Period,
    *,
    place: str | None = None,
    known_at: datetime | None = None,
    unit: str | None = None,
) -> Value:
    """`place` is a canonical code; None is the whole county. `known_at` is an aware moment; None is the present."""
    return board([figure], period, place=place, known_at=known_at, unit=unit)[figure.key, None]


def board(
    figures: Iterable[Definition],
    period: Period,
    *,
    by: By | None = None,
    known_at: datetime | None = None,
    place: str | None = None,
    unit: str | None = None,
    land: Atlas | None = None,
) -> dict[tuple[str, str | None], Value]:
    """Many figures at once, keyed (figure key, part); part None is the whole. `land` saves asking for it again.

    By township the parts are the codes of the townships of the period's last day, those without rows included, and of
    whatever other place has rows, so that parts of an additive figure always sum to the whole. By unit they
    are the slugs of the organisations that have rows. By month they are "2023-08"; a state is then that at the end of
    each month. `unit` is the slug of the organisation whose rows alone are counted.
    """
    figures = list(figures)
    here = (land or atlas(known_at=known_at)).on(period.end)
    parts = _parts(period, by, here)
    counts: dict[Key, Counted] = {}
    for cells in _by_model(figures, {period, *parts.values()} if by == "month" else {period}):
        rows = as_known(cells[0].figure.ledger.model, known_at)
        rows = rows.filter(here.area(place)) if place else rows
        rows = rows.filter(unit__slug=unit) if unit else rows
        counts |= tally(rows, cells, by=_split(by, here))
    if by == "unit":
        counts, parts = _by_slug(counts, period)
    if by == "township":
        parts |= {code: period for _, _, code in counts if code is not None and code not in parts}
    return {
        (figure.key, part): _value(figure, span, part if by == "township" and part else place, known_at, counts, code)
        for figure in figures
        for part, span, code in _asked(parts, period, by)
    }


def _split(by: By | None, land: Territory) -> Split | None:
    if by == "township":
        return townships(land)
    return UNITS if by == "unit" else None


def _by_slug(counts: Mapping[Key, Counted], period: Period) -> tuple[dict[Key, Counted], dict[str, Period]]:
    """The counts under slugs instead of primary keys, and the units in the order of the county's list."""
    found = {int(part) for _, _, part in counts if part is not None}
    slugs = {str(pk): slug for pk, slug in Organisation.objects.filter(pk__in=found).values_list("pk", "slug")}
    named = {(key, span, slugs[part] if part else None): one for (key, span, part), one in counts.items()}
    return named, dict.fromkeys(slugs.values(), period)


def boards(
    figures: Iterable[Definition], periods: Iterable[Period], *, land: Atlas, known_at: datetime | None = None
) -> dict[tuple[str, Period, str | None], Value]:
    """Many figures over many periods, the county (None) and each township: one statement for each table.

    Periods whose divisions differ take a statement more.
    """
    figures, divisions = list(figures), [(period, land.on(period.end)) for period in dict.fromkeys(periods)]
    found: dict[tuple[str, Period, str | None], Value] = {}
    while divisions and figures:
        ground = divisions[0][1]
        alike = [period for period, on in divisions if on == ground]
        divisions = [(period, on) for period, on in divisions if on != ground]
        found |= _on_one_ground(figures, alike, ground, known_at)
    return found


def _on_one_ground(
    figures: Sequence[Definition], periods: Sequence[Period], land: Territory, known_at: datetime | None
) -> dict[tuple[str, Period, str | None], Value]:
    counts: dict[Key, Counted] = {}
    for cells in _by_model(figures, periods):
        counts |= tally(as_known(cells[0].figure.ledger.model, known_at), cells, by=townships(land))
    return {
        (figure.key, period, code): _value(figure, period, code, known_at, counts, code)
        for figure in figures
        for period in periods
        for code in (None, *land.townships)
    }


def _parts(period: Period, by: By | None, land: Territory) -> dict[str, Period]:
    if by == "month":
        return {f"{month.start:%Y-%m}": month for month in period.split_by_month()}
    return dict.fromkeys(land.townships, period) if by == "township" else {}


def _asked(
    parts: Mapping[str, Period], period: Period, by: By | None
) -> Iterable[tuple[str | None, Period, str | None]]:
    """Each part with its period and the township or unit it was counted for."""
    yield None, period, None
    for part, span in parts.items():
        yield part, span, None if by == "month" else part


def _by_model(figures: Iterable[Definition], periods: Iterable[Period]) -> list[list[Cell]]:
    """The cells of each table, every plain figure once for each period even where ratios share it."""
    plain = {part.key: part for figure in figures for part in parts_of(figure)}
    tables: dict[Any, list[Cell]] = {}
    for figure in plain.values():
        tables.setdefault(figure.ledger.model, []).extend(Cell(figure, period) for period in periods)
    return list(tables.values())


def parts_of(figure: Definition) -> tuple[Figure, ...]:
    """The figure itself, or numerator and denominator."""
    return (figure.numerator, figure.denominator) if isinstance(figure, Ratio) else (figure,)


def _value(
    figure: Definition,
    period: Period,
    place: str | None,
    known_at: datetime | None,
    counts: Mapping[Key, Counted],
    code: str | None,
) -> Value:
    found = [counts.get((part.key, period, code), _NOTHING) for part in parts_of(figure)]
    if not isinstance(figure, Ratio):
        return Value(figure, period, place, known_at, found[0].amount, found[0].rows)
    above, below = found
    rate = above.amount / below.amount * figure.scale if below.amount else None
    return Value(figure, period, place, known_at, rate, below.rows, above.amount, below.amount)


def counted(
    figure: Definition,
    period: Period,
    *,
    place: str | None = None,
    known_at: datetime | None = None,
    unit: str | None = None,
) -> QuerySet[Any]:
    """The rows a value counts, of the live table or of the versions; of a ratio, those of its denominator."""
    plain = parts_of(figure)[-1]
    rows = as_known(plain.ledger.model, known_at).filter(plain.condition(period))
    rows = rows.filter(territory(period.end, known_at=known_at).area(place)) if place else rows
    return rows.filter(unit__slug=unit) if unit else rows


def digest(figure: Definition, period: Period, *, place: str | None = None, known_at: datetime | None = None) -> str:
    """Hex sha256 over the digests of the counted versions in the order of records; for a ratio, over both parts."""
    known_at = known_at or clock.now()
    found = [_digest(counted(part, period, place=place, known_at=known_at)) for part in parts_of(figure)]
    return found[0] if len(found) == 1 else sha256("".join(found).encode()).hexdigest()


def _digest(versions: QuerySet[Any]) -> str:
    inner, params = versions.order_by().values("id", "digest").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT sha256(coalesce(string_agg(digest, ''::bytea ORDER BY id), ''::bytea)) FROM ({inner}) AS counted",
            params,
        )
        return bytes(cursor.fetchone()[0]).hex()


def shown(value: Value, style: str | None = None) -> amounts.Displayed | None:
    """As prose prints it: 109起, 170余万元, 85.1%; None for a rate whose denominator is zero."""
    if value.amount is None:
        return None
    if isinstance(value.figure, Mean):
        return amounts.in_prose(value.amount, value.figure.unit, places=1)
    if value.numerator is not None and value.denominator is not None:
        return amounts.percent(value.numerator, value.denominator)
    return amounts.in_prose(value.amount, value.figure.unit, style=style or value.figure.style)


__all__: Sequence[str] = ["By", "Value", "board", "boards", "counted", "digest", "parts_of", "shown", "value"]
