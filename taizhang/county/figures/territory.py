"""Which rows belong to which township on a day, after divisions that ended and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from taizhang.county.figures.known import as_known
from taizhang.county.people.access import within
from taizhang.county.places.models import Place

_TOWNSHIP = 9


@dataclass(frozen=True)
class Territory:
    """The divisions of a day as known at a moment.

    `townships` maps the codes in force to names, in the order of codes. `heirs` maps the code of every place whose
    rows count elsewhere, itself ended or inside one that ended, to the place they count for.
    """

    townships: Mapping[str, str]
    heirs: Mapping[str, str]

    def area(self, place: str) -> Q:
        """The rows of a place, of the places inside it, and of those it stands for."""
        gained = [code for code, heir in self.heirs.items() if heir.startswith(place) and not code.startswith(place)]
        lost = [code for code, heir in self.heirs.items() if code.startswith(place) and not heir.startswith(place)]
        area = within(place)
        area = area & ~Q(place_id__in=lost) if lost else area
        return area | Q(place_id__in=gained) if gained else area

    def township(self, column: str) -> tuple[str, list[str]]:
        """SQL with its parameters for the township a row with this place column counts for."""
        moved = {code: heir[:_TOWNSHIP] for code, heir in self.heirs.items() if heir[:_TOWNSHIP] != code[:_TOWNSHIP]}
        if not moved:
            return f"left({column}, {_TOWNSHIP})", []
        branches = " ".join("WHEN %s THEN %s" for _ in moved)
        return (
            f"CASE {column} {branches} ELSE left({column}, {_TOWNSHIP}) END",
            [code for pair in moved.items() for code in pair],
        )


@dataclass(frozen=True)
class Atlas:
    """All divisions as known at a moment: the territory of any day, without asking the database again.

    `townships` are code, name, first and last day; `ended` code, successor and last day; `codes` is empty when no
    place ever ended.
    """

    townships: tuple[tuple[str, str, date, date | None], ...]
    ended: tuple[tuple[str, str, date], ...]
    codes: tuple[str, ...]

    def on(self, day: date) -> Territory:
        named = {
            code: name for code, name, first, last in self.townships if first <= day and (last is None or last >= day)
        }
        ended = {code: successor for code, successor, last in self.ended if last < day}
        codes = self.codes if ended else ()
        return Territory(named, {code: heir for code in codes if (heir := _heir(code, ended)) != code})


def atlas(*, known_at: datetime | None = None) -> Atlas:
    places = as_known(Place, known_at)
    # Townships and what ended are few; all villages and grids are read only where something ended.
    few = places.filter(Q(level=Place.Level.TOWNSHIP) | Q(successor__isnull=False)).order_by("code")
    found = list(few.values_list("level", "code", "name", "valid_from", "valid_to", "successor_id"))
    townships = tuple(
        (code, name, first, last) for level, code, name, first, last, _ in found if level == Place.Level.TOWNSHIP
    )
    ended = tuple((code, heir, last) for _, code, _, _, last, heir in found if heir)
    return Atlas(townships, ended, tuple(places.values_list("code", flat=True)) if ended else ())


def territory(day: date, *, known_at: datetime | None = None) -> Territory:
    return atlas(known_at=known_at).on(day)


def _heir(code: str, ended: Mapping[str, str]) -> str:
    """Follows the place, or else the nearest place around it that ended, to what stands for it now."""
    seen: set[str] = set()
    while code not in seen:
        seen.add(code)
        around = next((outer for outer in _outward(code) if outer in ended), None)
        if around is None:
            break
        code = ended[around]
    return code


def _outward(code: str) -> list[str]:
    """15-digit grid → itself, village, township: what may have ended around it."""
    return [code[:length] for length in range(len(code), _TOWNSHIP - 1, -3)]
