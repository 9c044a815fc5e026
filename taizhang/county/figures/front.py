"""The few large numbers on the first page: each person's own township, or the county."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from taizhang.county.figures import display, registry, values
from taizhang.county.figures.definition import Standing
from taizhang.county.figures.period import Period
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
    return [_number(figure, today, place) for figure in registry.every() if figure.headline]


def _territory(person: Any) -> Any | None:
    organisation = person.posts_now[0].organisation
    return organisation.place if organisation.kind == Organisation.Kind.TOWNSHIP else None


def _number(figure: registry.Definition, today: date, place: Any | None) -> Number:
    stock = isinstance(figure, registry.Figure) and isinstance(figure.when, Standing)
    period = Period.at(today) if stock else Period.year_to(today)
    shown = display.show(values.value(figure, period, place=place.code if place else None))
    url = reverse("figure_page", args=[figure.key]) + (f"?place={place.code}" if place else "")
    where = place.name if place else "全县"
    return Number(figure.label, shown.lead + shown.digits, shown.rest, f"{where}{period.words}", url)
