"""Zeros at the beginning of a number kept as text, which Excel drops: sees where that happened, and puts them back."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from taizhang.county.ledger.columns import Column, tidy
from taizhang.county.ledger.declaration import Ledger

# A telephone number of a landline has 12 digits with its prefix; longer ones are ids, which never begin with 0.
DIGITS_MAX = 20
_KNOWN = 200
# A mobile number has eleven digits and lost none, whatever landlines stand beside it.
_MOBILE = re.compile(r"1[3-9]\d{9}")


def may_lose(column: Column) -> bool:
    return column.kind == "text" and not column.choices


def offered(cells: Iterable[Any], stored: Iterable[Any] = ()) -> int:
    """To how many digits the cells should be filled up, or 0 where nothing shows that any zero was lost.

    It shows by numbers of one length that begin with 0, in the file or in the ledger, beside shorter ones.
    """
    found = [text for cell in cells if (text := tidy(cell)).isdigit() and not _MOBILE.fullmatch(text)]
    whole = {len(text) for text in [*found, *map(tidy, stored)] if text.isdigit() and text.startswith("0")}
    if len(whole) != 1:
        return 0
    digits = whole.pop()
    return digits if digits <= DIGITS_MAX and any(len(text) < digits for text in found) else 0


def missing(ledger: Ledger, column: Column, cells: Sequence[Any]) -> int:
    """The same with what the ledger has already; a private column is not opened for a guess."""
    if column.private or not any(tidy(cell).isdigit() for cell in cells):
        return offered(cells)
    rows = ledger.model._default_manager.values_list(column.name, flat=True)
    return offered(cells, rows.order_by("-pk")[:_KNOWN])


def filled(cell: Any, digits: int) -> Any:
    """A number that is shorter than it should be, with its zeros; anything else as it came."""
    text = tidy(cell)
    short = text.isdigit() and len(text) < digits and not _MOBILE.fullmatch(text)
    return text.zfill(digits) if short else cell
