"""Which stop was announced and has not been held, and which places nobody has come to this year."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.places.models import Place, existing
from taizhang.lines.children.ledgers import STOPS
from taizhang.lines.children.models import Stop

TOWNSHIP = 9


class Planned(NamedTuple):
    """A stop that another one announced."""

    stop: Stop
    late: int

    @property
    def lamp(self) -> tuple[str, str]:
        """How late, in words and in the colour of it."""
        if self.late > 0:
            return f"超期 {self.late} 天", "r"
        return ("今天举办", "a") if self.late == 0 else (f"还有 {-self.late} 天", "b")


class Unvisited(NamedTuple):
    """A township without a stop of its own, or the villages of one that has had some."""

    township: Place
    held: int
    villages: tuple[str, ...]


def planned(person: Any, day: date) -> list[Planned]:
    """Announced within reach and not held, the latest first."""
    rows = access.rows(person, Action.VIEW, STOPS).filter(voided=False).select_related("place").order_by("held_on")
    by_unit: dict[int, list[Stop]] = defaultdict(list)
    for stop in rows:
        by_unit[stop.unit_id].append(stop)
    waiting = [
        Planned(stop, (day - stop.next_on).days)
        for stops in by_unit.values()
        for stop in stops
        if stop.next_on and not any(_keeps(later, stop) for later in stops)
    ]
    return sorted(waiting, key=lambda one: (-one.late, one.stop.code))


def _keeps(later: Stop, stop: Stop) -> bool:
    """Whether a stop is the one announced: at the place named, or by its day where none was named."""
    if later.held_on <= stop.held_on:
        return False
    if stop.next_where:
        return stop.next_where in later.where or later.where in stop.next_where
    return stop.next_on is not None and later.held_on >= stop.next_on


def unvisited(person: Any, day: date) -> list[Unvisited]:
    """Since 1 January, in the townships within reach; those without any stop come first."""
    held = list(_held_this_year(day))
    found = [_in(township, held, day) for township in _townships(person, day)]
    return sorted((one for one in found if not one.held or one.villages), key=lambda one: (one.held > 0, one[0].code))


def _held_this_year(day: date) -> Iterator[tuple[str, str]]:
    rows = Stop.objects.filter(voided=False, held_on__gte=day.replace(month=1, day=1), held_on__lte=day)
    return iter(rows.values_list("place_id", "where"))


def _townships(person: Any, day: date) -> list[Place]:
    rows = Place.objects.filter(existing(day), level=Place.Level.TOWNSHIP).order_by("code")
    return [place for place in rows if access.opens(person, Action.VIEW, STOPS, place.code)]


def _in(township: Place, held: list[tuple[str, str]], day: date) -> Unvisited:
    here = [(place, where) for place, where in held if place.startswith(township.code)]
    villages = Place.objects.filter(existing(day), level=Place.Level.VILLAGE, code__startswith=township.code)
    missed = [
        name
        for code, name in villages.order_by("code").values_list("code", "name")
        if not any(place.startswith(code) or _stem(name) in where for place, where in here)
    ]
    return Unvisited(township, len(here), tuple(missed))


def _stem(name: str) -> str:
    """How a place of meeting names its village: 西街村村委会, 西街文化广场."""
    return name.removesuffix("村民委员会").removesuffix("居民委员会").removesuffix("社区").removesuffix("村") or name
