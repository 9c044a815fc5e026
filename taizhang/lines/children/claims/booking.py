"""Books every move of a claim on its day, so that what is outstanding can be told for any day."""

from datetime import date
from decimal import Decimal
from typing import Any

from taizhang.county.ledger import services
from taizhang.lines.children.claims.models import ClaimEntry, Entry
from taizhang.lines.children.models import Recovery


def book(recovery: Recovery, sort: str, amount: Decimal, on: date, *, by: Any) -> None:
    """Nothing for an amount of zero. Raises Refused."""
    if amount:
        change = amount if sort == Entry.DEMANDED else -amount
        entry = ClaimEntry(recovery=recovery, sort=sort, on=on, amount=amount, change=change,
                           unit_id=recovery.unit_id, place_id=recovery.place_id)  # fmt: skip
        services.save(entry, by=by, mandate=True)
