"""Finds what the arguments of the ledgers' commands name, or says what there is."""

from typing import Any

from django.core.management.base import CommandError

from taizhang.county.ledger import registry
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.people.models import Person


def ledger_called(slug: str) -> Ledger:
    found = registry.get(slug)
    if found is None:
        raise CommandError(f"没有台账“{slug}”，可用：{'、'.join(ledger.slug for ledger in registry.every())}")
    return found


def person_called(username: str) -> Any:
    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise CommandError(f"没有在用的登录名“{username}”，请核对 --by")
    return person
