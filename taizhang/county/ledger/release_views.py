"""The pages on which data of minors is released to leave: what waits, what was decided, and one request."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from taizhang.county.ledger import jobs
from taizhang.county.ledger.models import SheetExport
from taizhang.county.ledger.sheets import asking, outbox, releases
from taizhang.county.ledger.sheets.formats import Form

_PER_PAGE = 30


@login_required
@require_GET
@never_cache
def release_list(request: HttpRequest) -> HttpResponse:
    """What waits for this person, and below what was decided."""
    rows = _of(request).exclude(decided_by=None).order_by("-decided_at")
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "导出审批",
        "waiting": [(releases.label(one), one) for one in releases.to_decide(request.user)],
        "page": page,
        "decided": [(releases.label(one), one) for one in page.object_list],
    }
    return render(request, "ledger/release_list.html", context)


def _of(request: HttpRequest) -> Any:
    """Requests for the ledgers this person answers for. Raises Http404 where there are none."""
    led = releases.led(request.user)
    if not led:
        raise Http404
    return SheetExport.objects.filter(ledger__in=led, asked_rows__isnull=False).select_related("by", "decided_by")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def release_page(request: HttpRequest, pk: int) -> HttpResponse:
    export = get_object_or_404(_of(request), pk=pk)
    if request.method != "POST":
        return _page(request, export)
    try:
        said = _decide(request, export)
    except releases.NotDecided as refused:
        return _page(request, get_object_or_404(_of(request), pk=pk), error=str(refused))
    messages.success(request, said)
    return redirect("release_list")


def _decide(request: HttpRequest, export: SheetExport) -> str:
    """Raises NotDecided."""
    reason, rows = request.POST.get("reason", ""), request.POST.get("rows", "")
    if request.POST.get("act") != "release":
        releases.refuse(export, by=request.user, reason=reason)
        return f"没有批准，{export.by.name}会看到您写的理由。"
    with transaction.atomic():
        seen = int(rows) if rows.isascii() and rows.isdigit() and len(rows) < 15 else -1
        released = releases.release(export, by=request.user, rows=seen, note=reason)
        long = jobs.released(released)
    if not long:
        outbox.make(released)
    return f"已批准，文件生成后只有{export.by.name}能下载。"


def _page(request: HttpRequest, export: SheetExport, error: str = "") -> HttpResponse:
    asked = releases.asked_for(export)
    context = {
        "title": f"{export.by.name}导出{asked.ledger.label}",
        "ledger": asked.ledger,
        "export": export,
        "form": Form(export.form),
        "columns": "、".join(column.label for column in asked.columns),
        "private": "、".join(column.label for column in asked.columns if column.private),
        "words": [] if export.whole else asking.rows(asked, export.by)[1],
        "rows": releases.rows_now(export),
        "decides": export.state == SheetExport.State.ASKED and releases.may_decide(export, request.user),
        "error": error,
        "typed": request.POST.get("reason", ""),
    }
    return render(request, "ledger/release.html", context, status=422 if error else 200)
