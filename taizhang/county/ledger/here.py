"""Finds what an address speaks of: a ledger the person may see, a record within reach; all else is not there."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from taizhang.county.ledger import listing, registry, seen, services
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.people import access
from taizhang.county.people.roles import Action


def ledger_of(request: HttpRequest, slug: str) -> Ledger:
    """Raises Http404 both for a ledger that is not there and for one whose rows are closed to the person."""
    ledger = registry.get(slug)
    if ledger is None or not access.can(request.user, Action.VIEW, ledger):
        raise Http404(slug)
    return ledger


def record_of(request: HttpRequest, ledger: Ledger, pk: int, *, page: str = seen.RECORD) -> Any:
    """A record within reach; that this person had it before them is noted, where it is a minor's. Raises Http404."""
    rows = access.rows(request.user, Action.VIEW, ledger).prefetch_related(*listing.links(ledger.all_columns))
    record = get_object_or_404(rows, pk=pk)
    seen.record(ledger, record, by=request.user, page=page)
    return record


def allow(request: HttpRequest, action: Action, ledger: Ledger, record: Any | None = None) -> None:
    """Raises PermissionDenied, with whom to ask, where the person may see but not do this."""
    if not access.can(request.user, action, ledger, record):
        raise PermissionDenied(services.refusal(action, ledger, record, request.user))
