"""The ledgers of this county, in the order of their lines; a doubled or dangling name stops the start."""

from typing import Any

from taizhang.county.ledger import menu
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ui import menu as site_menu

_ledgers: dict[str, Ledger] = {}
_by_model: dict[Any, Ledger] = {}


def register(*ledgers: Ledger) -> None:
    for ledger in ledgers:
        if ledger.slug in _ledgers and _ledgers[ledger.slug] is not ledger:
            raise ValueError(f"two ledgers are called {ledger.slug!r}: rename one")
        if ledger.slug not in _ledgers and not ledger.aside:
            site_menu.register(menu.entry(ledger, place=len(_ledgers)))
        _ledgers[ledger.slug] = ledger
        _by_model[ledger.model] = ledger


def every() -> list[Ledger]:
    return list(_ledgers.values())


def written() -> list[Ledger]:
    """Those whose rows people write by form and sheet."""
    return [ledger for ledger in _ledgers.values() if not ledger.sealed]


def get(slug: str) -> Ledger | None:
    return _ledgers.get(slug)


def of(model: Any) -> Ledger:
    """The ledger that keeps a model's records. Raises KeyError for a model without one."""
    return _by_model[model]


def lines() -> dict[str, list[Ledger]]:
    """Ledgers grouped by line of work, for the menu."""
    groups: dict[str, list[Ledger]] = {}
    for ledger in _ledgers.values():
        groups.setdefault(ledger.line, []).append(ledger)
    return groups
