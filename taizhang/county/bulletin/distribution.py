"""Who an issue goes to: the printed list, the people behind it on the day, and when each opened it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from taizhang.county.audit import changes, clock
from taizhang.county.bulletin.models import Delivery, Issue, Recipient
from taizhang.county.people.models import Organisation, Post, held_on
from taizhang.county.people.roles import ROLES, Action


def add(
    words: str,
    *,
    by: Any,
    role: str = "",
    kind: str = "",
    organisation: Organisation | None = None,
    order: int = 0,
) -> Recipient:
    """A row of the distribution list: `role` in `organisation`, or in every organisation of a `kind`."""
    with changes.change(by=by, reason=f"印发名单：{words}", action="印发名单"):
        return Recipient.objects.create(words=words, role=role, kind=kind, organisation=organisation, order=order)


def remove(recipient: Recipient, *, by: Any, reason: str) -> None:
    with changes.change(by=by, reason=reason, action="印发名单"):
        recipient.active = False
        recipient.save(update_fields=["active"])


def printed_line() -> str:
    words = Recipient.objects.filter(active=True).values_list("words", flat=True)
    return f"本期发：{'，'.join(words)}。" if words else ""


def deliver(issue: Issue) -> int:
    """Puts the issue before everybody who holds a post on the list today; once for each person."""
    moment, seen = clock.now(), set(issue.deliveries.values_list("person_id", flat=True))
    fresh: dict[int, Delivery] = {}
    for recipient in Recipient.objects.filter(active=True).select_related("organisation"):
        for post in _posts(recipient):
            if post.person_id not in seen:
                fresh.setdefault(
                    post.person_id,
                    Delivery(issue=issue, person_id=post.person_id, words=recipient.words, delivered_at=moment),
                )
    Delivery.objects.bulk_create(fresh.values())
    return len(fresh)


def _posts(recipient: Recipient) -> QuerySet[Post]:
    if not (recipient.role or recipient.organisation_id):
        return Post.objects.none()
    where = Q(held_on(clock.today()), person__is_active=True, role__in=_readers())
    if recipient.role:
        where &= Q(role=recipient.role)
    if recipient.organisation_id:
        where &= Q(organisation=recipient.organisation_id)
    if recipient.kind:
        where &= Q(organisation__kind=recipient.kind)
    return Post.objects.filter(where).order_by("pk")


def _readers() -> Iterable[str]:
    return [slug for slug, role in ROLES.items() if Action.READ in role.may]


def opened(issue: Issue, *, by: Any) -> Delivery | None:
    """Notes that a recipient has the issue open; the first time counts, later ones change nothing."""
    found = Delivery.objects.filter(issue=issue, person_id=by.pk, read_at=None)
    if not found.exists():
        return None
    with changes.change(by=by, reason=f"阅读{issue}", action="阅读快报"):
        delivery = found.select_for_update().first()
        if delivery is not None:
            delivery.read_at = clock.now()
            delivery.save(update_fields=["read_at"])
    return delivery


def receipts(issue: Issue) -> list[Delivery]:
    """Unread first, so that the editor sees whom to remind."""
    rows = issue.deliveries.select_related("person").order_by("read_at", "pk")
    return sorted(rows, key=lambda delivery: delivery.read_at is not None)


def unread(person: Any) -> QuerySet[Delivery]:
    return (
        Delivery.objects.filter(person=person, read_at=None).exclude(issue__state="withdrawn").select_related("issue")
    )


__all__ = ["add", "deliver", "opened", "printed_line", "receipts", "remove", "unread"]
