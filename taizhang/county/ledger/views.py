"""The pages that read: the list of a ledger, one record with its history, and its private columns once in clear."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from taizhang.county.documents import attachments
from taizhang.county.ledger import beside, history, listing, narrowing, registry, seen, shown, sight_views, unmasking
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.here import allow, ledger_of, record_of
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@login_required
@require_GET
def ledger_list(request: HttpRequest, slug: str) -> HttpResponse:
    ledger = ledger_of(request, slug)
    chosen = listing.select(ledger, request.user, request.GET)
    page = Paginator(listing.fetched(ledger, chosen.rows), listing.PER_PAGE).get_page(request.GET.get("page"))
    seen.rows(ledger, len(page.object_list), by=request.user)
    context = {
        "title": f"{ledger.label}台账",
        "ledger": ledger,
        "chosen": chosen,
        "page": page,
        "heads": shown.heads(ledger, chosen.sort),
        "rows": shown.rows(ledger, page.object_list),
        "filters": shown.filters(ledger, chosen.filters),
        "places_to_search": "、".join(ledger.column(name).label for name in ledger.search),
        "may": _may(request.user, ledger),
        "closed": _closed(ledger, chosen),
    }
    return render(request, "ledger/list.html", context)


def _closed(ledger: Ledger, chosen: listing.Selection) -> dict[str, Any] | None:
    """What stands in place of the rows that are not listed: how many, of what kinds, and what to type."""
    if chosen.closed is None or not (many := chosen.closed.count()):
        return None
    return {
        "count": many, "tallies": narrowing.tallies(ledger, chosen.closed), "ways": narrowing.ways(ledger),
        "too_many": chosen.too_many, "most": settings.SEARCH_FIRST_ROWS,
    }  # fmt: skip


@login_required
@require_GET
def ledger_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    ledger = ledger_of(request, slug)
    return redirect(ledger.page, pk) if ledger.page else detail_page(request, ledger, record_of(request, ledger, pk))


@login_required
@require_POST
@never_cache
def ledger_unmask(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answers with the record in clear, and only to this request: the next look needs the next reason."""
    ledger = ledger_of(request, slug)
    record = record_of(request, ledger, pk)
    allow(request, Action.UNMASK, ledger, record)
    try:
        unmasking.unmask(ledger, record, by=request.user, reason=request.POST.get("reason", ""))
    except (unmasking.NoReason, unmasking.TooMany) as refused:
        return detail_page(request, ledger, record, unmask_error=str(refused))
    return detail_page(request, ledger, record, clear=True)


def detail_page(
    request: HttpRequest,
    ledger: Ledger,
    record: Any,
    *,
    clear: bool = False,
    unmask_error: str = "",
    upload_error: str = "",
) -> HttpResponse:
    """The page of a record; an error puts its sentence where it belongs, and nothing else changes."""
    context = {
        "title": ledger.title(record),
        "ledger": ledger,
        "record": record,
        "details": shown.details(ledger, record, request.user, clear=clear),
        "history": history.of(ledger, record),
        "papers": attachments.of(ledger, record),
        "related": related(request.user, record),
        "beside": beside.panels(request, ledger, record),
        "state": shown.state(ledger, record),
        "may": _may(request.user, ledger, record),
        "upload_mb": settings.UPLOAD_MAX_BYTES // 1_000_000,
        "looks": sight_views.may(request.user, ledger),
        "clear": clear,
        "shows_private": clear,
        "unmask_error": unmask_error,
        "upload_error": upload_error,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "ledger/detail.html", context, status=422 if unmask_error or upload_error else 200)


def _may(person: Any, ledger: Ledger, record: Any = None) -> dict[str, bool]:
    """What the person may do here, by the names of actions, for the buttons."""
    return {action.name: access.can(person, action, ledger, record) for action in Action}


def related(person: Any, record: Any) -> list[dict[str, Any]]:
    """How many rows of other ledgers point at this record, as far as the person reaches, and where they are listed."""
    found = []
    for ledger in (other for other in registry.every() if access.can(person, Action.VIEW, other)):
        for column in listing.pointing(ledger, type(record)):
            rows = access.rows(person, Action.VIEW, ledger).filter(**{column.name: record}, voided=False)
            address = f"{reverse('ledger_list', args=[ledger.slug])}?{urlencode({column.name: str(record)})}"
            found.append({"ledger": ledger, "url": address, "count": rows.count()})
    return [one for one in found if one["count"]]
