"""Who sees what of a check: the bureau all of it, a township the results of its own children, nobody else anything."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.roll.models import RollCheck, SchoolResult


def sees(person: Any) -> bool:
    """To whose daily work the register of children belongs, as far as it does."""
    return access.can(person, Action.LIST, CHILDREN)


def leads(person: Any) -> bool:
    """A clerk of the organisation that leads the register: the one who uploads, decides and acts."""
    return any(
        post.organisation.slug == CHILDREN.lead and Action.IMPORT in post.kind.may
        for post in getattr(person, "posts_now", ())
    )


def require_sight(person: Any) -> None:
    """Raises Http404: to whom nothing is open, nothing is there."""
    if not sees(person):
        raise Http404


def require_lead(person: Any) -> None:
    """Raises Http404, and PermissionDenied for whoever may only see."""
    require_sight(person)
    if not leads(person):
        raise PermissionDenied("就学比对由县民政局经办人上传和判定；对结果有异议的，请联系县民政局。")


def results(person: Any) -> "QuerySet[SchoolResult]":
    """The results within reach, of checks that are done."""
    found = SchoolResult.objects.filter(run__state=RollCheck.State.DONE)
    if leads(person):
        return found
    return found.filter(child__in=access.rows(person, Action.LIST, CHILDREN))


def runs(person: Any) -> "QuerySet[RollCheck]":
    """The bureau sees how its uploads go; others what has become of them."""
    found = RollCheck.objects.select_related("by")
    return found if leads(person) else found.filter(state=RollCheck.State.DONE)
