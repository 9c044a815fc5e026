"""Believable rows of every ledger, written through the door as a clerk of 胙城乡 would."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings

from taizhang.county.audit import clock
from taizhang.county.ledger import references, services
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.validation import fill


def examples() -> dict[str, Callable[[int, Any], dict[str, Any]]]:
    """By slug of the ledger: typed values of its n-th example row."""
    found: dict[str, Callable[[int, Any], dict[str, Any]]] = {}
    for home in ("taizhang.county.figures", *settings.LINES):
        found |= import_module(f"{home}.examples").EXAMPLES
    return found


EXAMPLES = examples()


def typed(ledger: Ledger, county: Any, n: int) -> dict[str, Any]:
    return EXAMPLES[ledger.slug](n, county)


def filled(ledger: Ledger, county: Any, n: int, record: Any = None) -> Any:
    """The n-th example as a record that is not saved yet, or put into a given one whose key stays."""
    values = typed(ledger, county, n)
    if record is not None:
        values = {name: value for name, value in values.items() if name not in ledger.key}
    filling = fill(record or ledger.model(), values, ledger.editable, references.gather(ledger, clock.today()))
    assert filling.errors == {}, filling.errors
    return filling.record


def kept(ledger: Ledger, county: Any) -> Any:
    """The county; where only the lead writes, a clerk of the lead is its clerk."""
    if ledger.writers == "lead":
        county.people["clerk"] = county.people.get("keeper") or county.post("keeper", ledger.lead, "clerk")
    return county


def add(ledger: Ledger, county: Any, n: int = 0) -> Any:
    record = filled(ledger, county, n)
    services.save(record, by=kept(ledger, county).clerk)
    return record


def change(ledger: Ledger, county: Any, record: Any, n: int, *, reason: str = "") -> None:
    """The n-th example takes the place of what the record says, but for its key."""
    stored = ledger.model.objects.get(pk=record.pk)
    services.save(filled(ledger, county, n, stored), by=county.clerk, reason=reason)
