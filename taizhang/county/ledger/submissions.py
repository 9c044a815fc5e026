"""Adds the record of a form once, however often the form is sent."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from taizhang.county.audit import clock
from taizhang.county.ledger import registry, services
from taizhang.county.ledger.models import Submission


def token(typed: str) -> UUID:
    """What the form carries, or a new one for a form that carries none."""
    try:
        return UUID(typed)
    except ValueError:
        return uuid4()


def add(record: Any, *, once: UUID, by: Any, reason: str = "") -> int:
    """Saves a new record and returns its key; for a form that was already sent, the key of the record it made.

    The second of two requests at once waits at the unique token until the first has ended: if that one was refused, its
    token is free again. Raises Refused.
    """
    ledger = registry.of(type(record))

    def save() -> int:
        services.save(record, by=by, reason=reason)
        return int(record.pk)

    return do(save, once=once, what=ledger.slug, by=by)


def do(act: Callable[[], int], *, once: UUID, what: str, by: Any) -> int:
    """Does an act that answers with a record's key; sent again, it answers with that key and does nothing.

    `what` names the kind of act: a token copied by somebody else, or into another form, is another token.
    """
    with transaction.atomic():
        sent, first = Submission.objects.get_or_create(
            token=uuid5(once, f"{what}/{by.pk}"), defaults={"by_id": by.pk, "ledger": what[:60], "at": clock.now()}
        )
        if first:
            sent.record_id = act()
            sent.save(update_fields=["record_id"])
    return int(sent.record_id or 0)
