"""Opens every account of a batch: nearly all are the child's own as the register has it now, and sound.

Whoever's is not, or is another's too, is named for a closer look; nothing is decided here.
"""

from collections.abc import Iterator
from typing import NamedTuple

from taizhang.county.standards import bank
from taizhang.lines.children.codes import INSTITUTIONAL
from taizhang.lines.children.models import Payment, PaymentBatch
from taizhang.lines.children.payroll import known

_CHUNK = 2000
_INSTITUTIONAL = frozenset(map(str, INSTITUTIONAL))


class _Opened(NamedTuple):
    """An item with the row of the register it is booked to."""

    person: str
    category: str
    snapshot: str
    account: str
    institutional: str


def doubtful(batch: PaymentBatch) -> Iterator[str]:
    """Persons, by blind index; some more than once."""
    # As numbers: a million texts would weigh three times as much.
    holders: dict[int, str] = {}
    rows = Payment.objects.filter(batch=batch).order_by()
    columns = ("person", "category", "snapshot", "child__account", "child__category")
    for row in map(_Opened._make, known.opened(rows, *columns, at_once=_CHUNK)):
        (told,) = known.read([row.snapshot])
        account = told["account"]
        if not _is_own(row, account):
            yield row.person
        if account.isdecimal() and row.category not in _INSTITUTIONAL:
            holder = holders.setdefault(int(f"1{account}"), row.person)
            if holder != row.person:
                yield from (holder, row.person)


def _is_own(row: _Opened, account: str) -> bool:
    institutional = row.institutional in _INSTITUTIONAL
    if account != row.account or institutional != (row.category in _INSTITUTIONAL):
        return False
    return bank.is_sound(account, known.sort_of_own(account, institutional=institutional))
