"""Who does what in the monthly run: the bureau makes and checks, finance approves, the county where a band says so."""

from typing import Any

from django.conf import settings

from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action
from taizhang.lines.children.ledgers import PAYMENTS
from taizhang.lines.children.models import PaymentBatch
from taizhang.lines.children.payroll.ledgers import BATCHES
from taizhang.lines.children.payroll.parameters import declared


def bureau() -> Organisation:
    return Organisation.objects.get(slug=BATCHES.lead)


def finance() -> Organisation | None:
    return Organisation.objects.filter(slug=declared().finance).first()


def sees_items(person: Any) -> bool:
    """Whoever leads the payments; a township sees its own in the ledger, not the county's run."""
    return access.opens(person, Action.VIEW, PAYMENTS, settings.COUNTY_CODE)


def sees(person: Any, batch: PaymentBatch) -> bool:
    return access.can(person, Action.VIEW, BATCHES, batch)


def sees_batches(person: Any) -> bool:
    """A township has none: its own payments are in the ledger of payments."""
    return access.opens(person, Action.VIEW, BATCHES, settings.COUNTY_CODE) or approves_money(person)


def makes(person: Any) -> bool:
    return access.opens(person, Action.ADD, PAYMENTS, settings.COUNTY_CODE)


def checks(person: Any) -> bool:
    """A responsible person of the bureau."""
    return _in(person, Action.CONFIRM, BATCHES.lead)


def approves_money(person: Any) -> bool:
    return _in(person, Action.CONFIRM, declared().finance)


def approves_for_county(person: Any) -> bool:
    return access.holds(person, Action.SIGN)


def _in(person: Any, action: Action, slug: str) -> bool:
    return any(action in post.kind.may and post.organisation.slug == slug for post in getattr(person, "posts_now", ()))
