"""One menu entry for each ledger, under its line of work, for whoever may see rows of it."""

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.ui.menu import Entry

_AFTER_THE_DAILY_PAGES = 200


def entry(ledger: Ledger, *, place: int) -> Entry:
    """`place` is how many ledgers stand before it."""
    return Entry(
        ledger.label,
        "ledger_list",
        group=ledger.line,
        order=_AFTER_THE_DAILY_PAGES + place,
        visible=lambda person: access.can(person, Action.VIEW, ledger),
        args=(ledger.slug,),
    )
