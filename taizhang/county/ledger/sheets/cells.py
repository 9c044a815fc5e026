"""Judges a cell before its column parses it: masked, damaged by Excel, or of a kind that needs turning."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from taizhang.county.ledger.columns import Column, tidy
from taizhang.county.ledger.typed import Unparsable

# Excel keeps 15 significant digits; of a longer number the last ones are lost for good.
_EXACT_BELOW = 10**15
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2}")
_STARS = ("*", "＊")


def ready(column: Column, cell: Any) -> Any:
    """The cell as the column's parse expects it. Raises Unparsable for what Excel has damaged."""
    if cell.__class__ is str and "E" not in cell and "e" not in cell:
        return cell
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if column.numeric or column.kind in ("date", "flag"):
        return cell
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if _damaged(cell):
        raise Unparsable(
            f"Excel 已把长号码变成了科学计数（{cell:.5E}），末几位丢失" if isinstance(cell, float)
            else f"“{cell}”是科学计数，号码的末几位已经丢失"
        ) from None  # fmt: skip
    return cell


def _damaged(cell: Any) -> bool:
    if isinstance(cell, int | float):
        return abs(cell) >= _EXACT_BELOW
    return isinstance(cell, str) and bool(_SCIENTIFIC.fullmatch(cell.strip()))


def hiding(column: Column) -> Callable[[Any], bool]:
    """Whether a cell of a private column holds what a masked export wrote, and so says nothing."""
    # Some masks replace the whole text by a phrase: it is known by being the mask of anything.
    phrase = tidy(column.masked("甲乙丙丁"))
    starred = any(star in phrase for star in _STARS)

    def hides(cell: Any) -> bool:
        if not isinstance(cell, str):
            return False
        return "*" in cell or "＊" in cell or (not starred and tidy(cell) == phrase)

    return hides


def masked(column: Column, cell: Any, stored: Any = "") -> bool:
    """The same of any column, where `stored` is the value kept now: its mask says nothing either."""
    return column.private and (
        hiding(column)(cell) or (bool(text := tidy(cell)) and text == tidy(column.masked(stored)))
    )
