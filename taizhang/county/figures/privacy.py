"""Keeps small counts of minors out of tables that people see who may not open the rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from taizhang.county.figures.definition import Definition
from taizhang.county.figures.values import Value
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@dataclass(frozen=True)
class SmallCount:
    """Counts below this many rows are not published by place or month."""

    below: int
    valid_from: date
    source: str


SMALL_COUNT = SmallCount(
    below=3,
    valid_from=date(2023, 1, 1),
    source="县民政局与县政府办公室约定，参照统计公布中小数目合并的通行做法；国家标准未作规定",
)
WITHHELD = "不公布"


def veils(
    person: Any, figure: Definition, cells: Mapping[str, Value], *, places: bool = True, limit: SmallCount = SMALL_COUNT
) -> dict[str, str]:
    """Maps the keys of cells that are not shown to what stands there instead.

    `cells` are keyed by place code, or with places=False by month. Zero is shown: it tells of nobody. What a person's
    posts open is shown. Where the small cells could be had by subtraction from the total, the next smallest is
    withheld with them.
    """
    if not figure.ledger.narrow or _opens(person, figure, settings.COUNTY_CODE):
        return {}
    closed = {key: found for key, found in cells.items() if not places or not _opens(person, figure, key)}
    small = {key for key, found in closed.items() if _is_small(found, limit)}
    veiled = dict.fromkeys(small, f"<{limit.below}")
    larger = sorted((found.rows, key) for key, found in closed.items() if found.rows and key not in small)
    if small and larger and _follows_from_total([cells[key].rows for key in small], limit):
        veiled[larger[0][1]] = WITHHELD
    return veiled


def withheld(found: Value, *, limit: SmallCount = SMALL_COUNT) -> bool:
    """True for a small count of minors in one place, which is neither printed nor told to whoever drafts."""
    return found.figure.ledger.narrow and found.place is not None and _is_small(found, limit)


def is_veiled(person: Any, figure: Definition, place: str | None, unit: str | None = None) -> bool:
    """True when numbers of this place or unit may be withheld from the person, so that no rows are counted out."""
    if unit is not None:
        return hides_units(person, figure)
    if not figure.ledger.narrow or place is None:
        return False
    return not _opens(person, figure, settings.COUNTY_CODE) and not _opens(person, figure, place)


def hides_units(person: Any, figure: Definition) -> bool:
    """By unit, small counts of minors are shown to nobody who does not open them all.

    Beside the same counts by township, what was withheld from the one would follow from the other.
    """
    return figure.ledger.narrow and not _opens(person, figure, settings.COUNTY_CODE)


def _opens(person: Any, figure: Definition, place: str) -> bool:
    return access.opens(person, Action.VIEW, figure.ledger, place)


def _is_small(found: Value, limit: SmallCount) -> bool:
    counts = [Decimal(found.rows), *(part for part in (found.numerator, found.denominator) if part is not None)]
    return any(0 < count < limit.below for count in counts)


def _follows_from_total(small: list[int], limit: SmallCount) -> bool:
    """All of them being 1, or all the largest small number, shows in their sum; so does a single one."""
    return len(small) == 1 or sum(small) in (len(small), len(small) * (limit.below - 1))
