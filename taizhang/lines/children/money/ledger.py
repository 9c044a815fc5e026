"""What was paid and claimed back of each month, as the plan weighs it: facts handed in, nothing looked up."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money.months import Month

# A payment in the plan, with the bank or received is on its way: nobody may pay the month again meanwhile.
ON_THE_WAY = frozenset({"PENDING", "SENT", "PAID"})
# An item paid anew by another one no longer says anything itself.
OUT = frozenset({"RETURNED", "REISSUED", "CANCELLED"})


class Payment(NamedTuple):
    """One amount in cents for one month. Payments of a child are handed in oldest first.

    `category` and `standard` (cents) are the snapshot taken when it was made, empty when not known; `banked` is the
    month of the bank's date. A plain tuple in this order does as well.
    """

    month: Month
    cents: int
    status: str
    category: str = ""
    standard: int = 0
    banked: Month | None = None


class Claim(NamedTuple):
    """Cents of one month demanded back, and how much of it came. A withdrawal is a claim below zero."""

    month: Month
    cents: int
    repaid: int = 0


def kept(payments: Iterable[Payment], claims: Sequence[Claim], opened: Month) -> dict[Month, int]:
    """Month → cents that reached or will reach the child and are not demanded back; raises Invalid for a status."""
    months: dict[Month, int] = {}
    for month, cents, status, _, _, _ in payments:
        if status in ON_THE_WAY:
            months[month] = months.get(month, 0) + cents
        elif status not in OUT:
            raise Invalid(f"不认识的发放状态“{status}”；请核对发放明细的状态栏")
    for claim in claims:
        months[claim.month] = months.get(claim.month, 0) - claim.cents
    if months and min(months) < opened:
        return {month: cents for month, cents in months.items() if month >= opened}
    return months


def outstanding(claims: Iterable[Claim], month: Month) -> int:
    """Cents demanded back for the month that have not come."""
    return max(0, sum(claim.cents - claim.repaid for claim in claims if claim.month == month))


def under_way(payments: Iterable[Payment], month: Month) -> list[Payment]:
    return [payment for payment in payments if payment[0] == month and payment[2] in ON_THE_WAY]


def sent_back(payments: Iterable[Payment], month: Month) -> int:
    """Cents of the month whose last news from the bank is their return.

    A later payment of the same amount has made a return good, so that returns are crossed off by what follows them.
    """
    returned: list[int] = []
    for payment in payments:
        if payment[0] == month and payment[2] == "RETURNED":
            returned.append(payment[1])
        elif payment[0] == month and payment[2] in ON_THE_WAY and payment[1] in returned:
            returned.remove(payment[1])
    return sum(returned)
