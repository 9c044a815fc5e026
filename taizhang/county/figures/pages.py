"""Gathers what the pages of figures show: the board, one figure with its parts, the query that leads to rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from taizhang.county.figures import printed, privacy, registry
from taizhang.county.figures.asked import NAMES, PERIOD_NAMES, Asked, is_state
from taizhang.county.figures.charts import Point
from taizhang.county.figures.definition import Definition, Ratio
from taizhang.county.figures.display import Shown, note, point, show
from taizhang.county.figures.period import Period
from taizhang.county.figures.territory import territory
from taizhang.county.figures.values import Value, board, parts_of, value
from taizhang.county.people.models import Organisation

# Fewer months than this make no trend; then the last twelve are drawn.
_TREND_MONTHS = 3
_YEAR = 12
_PRINTED = 20
# A cell of the table without number and without address.
_NONE = ("", "")


@dataclass(frozen=True)
class Tile:
    """A large number, one tap from its page and from its rows."""

    figure: Definition
    shown: Shown
    note: str
    url: str
    rows_url: str


@dataclass(frozen=True)
class Part:
    """A township, a unit or a month of a figure; `rows_url` is empty where the rows are not opened."""

    key: str
    label: str
    shown: Shown
    note: str
    rows_url: str
    marked: bool
    point: Point


def query(given: Mapping[str, str], **changes: str | None) -> str:
    """The question as an address, with changes; only what is asked, so that addresses stay short."""
    asked = {name: given.get(name) for name in NAMES} | {name: changes[name] for name in changes}
    text = urlencode({name: value for name, value in asked.items() if value})
    return f"?{text}" if text else ""


def span(asked: Asked) -> str:
    """The place and period in words, with the days where the words do not give them."""
    period, place = asked.period, asked.place.name if asked.place else "" if asked.unit else "全县"
    place += asked.unit.short if asked.unit else ""
    if period.start == period.end:
        return f"{place} {period.words}（{period.end}）"
    days = f"{period.start}至{period.end}"
    return f"{place} {days}" if period.words == days else f"{place} {period.words}（{days}）"


def tiles(asked: Asked, given: Mapping[str, str], person: Any) -> dict[str, list[Tile]]:
    """The figures of each line of work over one period and place."""
    figures = registry.every()
    found = board(figures, asked.period, place=asked.code, known_at=asked.known_at, unit=asked.slug)
    lines: dict[str, list[Tile]] = {}
    for figure in figures:
        value = found[figure.key, None]
        hidden = privacy.is_veiled(person, figure, asked.code, asked.slug)
        shown = show(value, veil=privacy.WITHHELD if hidden else None)
        tile = Tile(figure, shown, "" if hidden else note(value), _page(figure, given), _rows(figure, given))
        lines.setdefault(figure.ledger.line, []).append(tile)
    return lines


def _page(figure: Definition, given: Mapping[str, str]) -> str:
    return reverse("figure_page", args=[figure.key]) + query(given)


def _rows(figure: Definition, given: Mapping[str, str], **changes: str | None) -> str:
    return reverse("figure_rows", args=[figure.key]) + query(given, **changes)


@dataclass(frozen=True)
class Line:
    """One row of the table of a line of work: a township, a unit or the whole, with (text, url) for each figure."""

    name: str
    cells: list[tuple[str, str]]


def by_township(figures: list[Definition], asked: Asked, given: Mapping[str, str], person: Any) -> list[Line]:
    """The rows of the table: townships in the order of codes, the county last."""
    columns, wholes = _townships(figures, asked, given, person)
    names = {part.key: part.label for parts in columns.values() for part in parts}
    cells = {(key, part.key): (part.shown.text, part.rows_url) for key, parts in columns.items() for part in parts}
    table = [Line(names[code], [cells.get((figure.key, code), _NONE) for figure in figures]) for code in sorted(names)]
    county = [_whole(wholes[figure.key], _rows(figure, given, place=None), asked, person) for figure in figures]
    return [*table, Line("全县", county)]


def _whole(found: Value, url: str, asked: Asked, person: Any) -> tuple[str, str]:
    return _NONE if _is_shut(person, found.figure, asked) else (show(found).text, url)


def townships(figure: Definition, asked: Asked, given: Mapping[str, str], person: Any) -> list[Part]:
    return _townships([figure], asked, given, person)[0][figure.key]


def _townships(
    figures: list[Definition], asked: Asked, given: Mapping[str, str], person: Any
) -> tuple[dict[str, list[Part]], dict[str, Value]]:
    """The parts of each figure, and its value for the county."""
    names = territory(asked.period.end, known_at=asked.known_at).townships
    found = board(figures, asked.period, by="township", known_at=asked.known_at, unit=asked.slug)
    columns = {}
    for figure in figures:
        shut = _is_shut(person, figure, asked)
        cells = {
            code: value for (key, code), value in found.items() if key == figure.key and code is not None and not shut
        }
        veils = privacy.veils(person, figure, cells)
        columns[figure.key] = [
            _part(
                code, names.get(code, _other(code)), value, veils, _rows(figure, given, place=code), code == asked.code
            )
            for code, value in cells.items()
        ]
    return columns, {figure.key: found[figure.key, None] for figure in figures}


def _is_shut(person: Any, figure: Definition, asked: Asked) -> bool:
    """True when one unit's numbers are asked for that this person may not have, in whole or in part."""
    return privacy.is_veiled(person, figure, None, asked.slug)


def splits_by_unit(given: Mapping[str, str]) -> bool:
    return given.get("by") == "unit"


def by_unit(figures: list[Definition], asked: Asked, given: Mapping[str, str], person: Any) -> list[Line]:
    """The rows of the table: units in the order of the county's list, the whole last; "" where a unit has no rows."""
    columns, wholes = _units(figures, asked, given, person)
    names = {part.key: part.label for parts in columns.values() for part in parts}
    cells = {(key, part.key): (part.shown.text, part.rows_url) for key, parts in columns.items() for part in parts}
    table = [Line(names[slug], [cells.get((figure.key, slug), _NONE) for figure in figures]) for slug in names]
    whole = [(show(wholes[figure.key]).text, _rows(figure, given, unit=None)) for figure in figures]
    return [*table, Line(asked.place.name if asked.place else "全县", whole)]


def units(figure: Definition, asked: Asked, given: Mapping[str, str], person: Any) -> list[Part]:
    return _units([figure], asked, given, person)[0][figure.key]


def _units(
    figures: list[Definition], asked: Asked, given: Mapping[str, str], person: Any
) -> tuple[dict[str, list[Part]], dict[str, Value]]:
    """The parts of each figure that have rows, and its whole within the place asked for.

    A ledger of minors has no parts, but for whoever opens all of it.
    """
    found = board(figures, asked.period, by="unit", known_at=asked.known_at, place=asked.code)
    names = dict(Organisation.objects.values_list("slug", "short"))
    columns: dict[str, list[Part]] = {figure.key: [] for figure in figures}
    for (key, slug), one in found.items():
        if slug is not None and one.rows and not privacy.hides_units(person, one.figure):
            url = _rows(one.figure, given, unit=slug)
            columns[key].append(_part(slug, names[slug], one, {}, url, slug == asked.slug))
    return columns, {figure.key: found[figure.key, None] for figure in figures}


def about(figure: Definition, asked: Asked, given: Mapping[str, str], person: Any) -> dict[str, Any]:
    """Everything the page of a figure shows of it."""
    found = value(figure, asked.period, place=asked.code, known_at=asked.known_at, unit=asked.slug)
    cells = split(figure, asked, given, person)
    hidden = privacy.is_veiled(person, figure, asked.code, asked.slug)
    veil = next((part.shown.text for part in cells if part.marked), privacy.WITHHELD) if hidden else None
    return {
        "figure": figure,
        "shown": show(found, veil=veil),
        "note": "" if hidden else note(found),
        "rows_url": "" if hidden else _rows(figure, given),
        "split": cells,
        "shut": _is_shut(person, figure, asked) or (splits_by_unit(given) and privacy.hides_units(person, figure)),
        "months": months(figure, asked, given, person),
        "owner": owner(figure),
        "parts": parts_of(figure) if isinstance(figure, Ratio) else (),
        "printed": printed.places(figure.key)[:_PRINTED],
    }


def split(figure: Definition, asked: Asked, given: Mapping[str, str], person: Any) -> list[Part]:
    parts = units if splits_by_unit(given) else townships
    return parts(figure, asked, given, person)


def months(figure: Definition, asked: Asked, given: Mapping[str, str], person: Any) -> list[Part]:
    if _is_shut(person, figure, asked):
        return []
    period = trend_period(asked.period)
    found = board([figure], period, by="month", known_at=asked.known_at, place=asked.code, unit=asked.slug)
    cells = {month: value for (_, month), value in found.items() if month is not None}
    closed = asked.code is None or privacy.is_veiled(person, figure, asked.code, asked.slug)
    veils = privacy.veils(person, figure, cells, places=False) if closed else {}
    return [
        _part(
            month,
            f"{int(month[5:])}月" if len(cells) <= _YEAR else month,
            value,
            veils,
            _month_rows(figure, given, value.period),
            False,
        )
        for month, value in cells.items()
    ]


def _month_rows(figure: Definition, given: Mapping[str, str], month: Period) -> str:
    days = {"on": month.end} if is_state(figure) else {"from": month.start, "to": month.end}
    alone: dict[str, str | None] = {**dict.fromkeys(PERIOD_NAMES)}
    return _rows(figure, given, **alone | {name: day.isoformat() for name, day in days.items()})


def _part(key: str, label: str, value: Value, veils: Mapping[str, str], url: str, marked: bool) -> Part:
    veil = veils.get(key)
    drawn = point(label, value, veil=veil, marked=marked)
    return Part(
        key, label, show(value, veil=veil), note(value) if veil is None else "", "" if veil else url, marked, drawn
    )


def _other(code: str) -> str:
    return "县直及其他" if len(code) <= 6 else f"{code}（已撤并）"


def trend_period(period: Period) -> Period:
    if len(period.split_by_month()) >= _TREND_MONTHS:
        return period
    year, month = divmod(period.end.year * 12 + period.end.month - 12, 12)
    return Period(period.end.replace(year=year, month=month + 1, day=1), period.end, "近十二个月")


def owner(figure: Definition) -> str:
    """The name of the organisation that answers for the definition."""
    found = Organisation.objects.filter(slug=figure.answers).first()
    return found.name if found else figure.answers
