"""The log of looks at one minor: for who answers for the data, and as an extract for the guardian who asks."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from taizhang.county.audit import clock, readings, sightings
from taizhang.county.ledger import listing, seen, unmasking
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.here import ledger_of, record_of
from taizhang.county.people import access


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ledger_sightings(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """GET lists the looks; POST gives the extract, which is itself on record with who asked for it."""
    ledger = ledger_of(request, slug)
    if not may(request.user, ledger):
        raise Http404(slug)
    record = record_of(request, ledger, pk, page="查阅记录")
    subject = seen.subject(ledger, record)
    since, until = _day(request, "since"), _day(request, "until")
    looks = sightings.of(subject, since=since, until=until, actor=request.GET.get("actor", "").strip())
    asked_by = request.POST.get("asked_by", "").strip()
    context = {
        "title": f"{ledger.title(record)} 查阅记录", "ledger": ledger, "record": record, "typed": request.GET,
        "looks": looks, "since": since, "until": until, "asked_by": asked_by,
    }  # fmt: skip
    if request.method == "POST" and len(asked_by) >= unmasking.REASON_MIN:
        return _extract(request, ledger, record, context)
    page = Paginator(looks, listing.PER_PAGE).get_page(request.GET.get("page"))
    error = f"请写明申请人和事由（不少于 {unmasking.REASON_MIN} 个字）。" if request.method == "POST" else ""
    context |= {"page": page, "error": error}
    return render(request, "ledger/sightings.html", context, status=422 if error else 200)


def may(person: Any, ledger: Ledger) -> bool:
    """A responsible person of the lead; the auditor has a page of all looks."""
    return ledger.narrow and bool(ledger.subject) and access.answers(person, ledger)


def _extract(request: HttpRequest, ledger: Ledger, record: Any, context: dict[str, Any]) -> HttpResponse:
    readings.note(
        by=request.user, ledger=ledger.label, columns=["查阅记录"], reason=f"出具查阅记录：{context['asked_by']}",
        record_id=record.pk, record=ledger.title(record), rows=0, subject=seen.subject(ledger, record),
    )  # fmt: skip
    units = [column for column in ledger.all_columns if column.name in ledger.card]
    said = [(column.label, column.masked(column.value(record))) for column in units]
    return render(request, "ledger/sightings_extract.html", context | {"said": said, "at": clock.now()})


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
