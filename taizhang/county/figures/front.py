"""The few large numbers on the first page: each person's own township, or the county."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from taizhang.county.figures import display, registry, values
from taizhang.county.figures.definition import Standing
from taizhang.county.figures.period import Period
from taizhang.county.figures.territory import atlas
from taizhang.county.people.models import Organisation


@dataclass(frozen=True)
class Number:
    """One large number: `shown` without scale and unit, `period` in words with the place."""

    label: str
    shown: str
    unit: str
    period: str
    url: str


def numbers(person: Any, today: date) -> list[Number]:
    """The headline figures as they stand on `today`; nothing for somebody without a post."""
    if not person.posts_now:
        return []
    place = _territory(person)
    headlines = [(figure, _period(figure, today)) for figure in registry.every() if figure.headline]
    land, code = atlas(), place.code if place else None
    found: dict[tuple[str, str | None], values.Value] = {}
    for period in {period for _, period in headlines}:
        # Figures of one period are counted together: one statement for each table.
        alike = [figure for figure, own in headlines if own == period]
        found |= values.board(alike, period, place=code, land=land)
    return [_number(figure, period, found[figure.key, None], place) for figure, period in headlines]


def _territory(person: Any) -> Any | None:
    organisation = person.posts_now[0].organisation
    return organisation.place if organisation.kind == Organisation.Kind.TOWNSHIP else None


def _period(figure: registry.Definition, today: date) -> Period:
    stock = isinstance(figure, registry.Figure) and isinstance(figure.when, Standing)
    return Period.at(today) if stock else Period.year_to(today)


def _number(figure: registry.Definition, period: Period, value: values.Value, place: Any | None) -> Number:
    shown = display.show(value)
    url = reverse("figure_page", args=[figure.key]) + (f"?place={place.code}" if place else "")
    where = place.name if place else "全县"
    return Number(figure.label, shown.lead + shown.digits, shown.rest, f"{where}{period.words}", url)
