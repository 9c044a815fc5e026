"""The pages of claims beside the recovery's own: instalments due, papers issued and printed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from taizhang.county.audit import clock
from taizhang.county.documents import downloads
from taizhang.county.documents.rendering import Unprintable
from taizhang.county.ledger.validation import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.claims import due, papers
from taizhang.lines.children.claims.ledgers import PAPERS
from taizhang.lines.children.claims.models import ClaimPaper, Paper
from taizhang.lines.children.ledgers import mask_child
from taizhang.lines.children.models import Recovery
from taizhang.lines.children.payroll import duties, parameters
from taizhang.lines.children.payroll.ledgers import RECOVERIES

PER_PAGE = 30


def sees(person: Any) -> bool:
    return access.can(person, Action.VIEW, RECOVERIES)


@login_required
@require_GET
@never_cache
def claims_due(request: HttpRequest) -> HttpResponse:
    if not sees(request.user):
        raise Http404
    today = clock.today()
    found = due.lines(request.user, today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "追缴分期", "day": today, "all": len(found), "late": sum(line.late > 0 for line in found), "page": page,
        "lines": [(line, mask_child(line.recovery.child.name)) for line in page.object_list],
        "remind_days": parameters.declared().remind_days,
    }  # fmt: skip
    return render(request, "children/claims_due.html", context)


@login_required
@require_POST
def claims_issue(request: HttpRequest, pk: int, sort: str) -> HttpResponse:
    rows = access.rows(request.user, Action.VIEW, RECOVERIES)
    recovery: Recovery = get_object_or_404(rows, pk=pk)
    if sort not in Paper.values:
        raise Http404(sort)
    try:
        paper = papers.issue(recovery, sort, by=request.user)
    except (Invalid, Refused) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"已出具{paper.get_sort_display()} {paper.code}，请下载打印后送达。")
    return redirect("payroll_recovery", pk)


@login_required
@require_POST
@never_cache
def claims_paper(request: HttpRequest, pk: int, fmt: str) -> HttpResponse:
    """By POST: each look at the names is on record, and no link, preview or reload makes one."""
    rows = access.rows(request.user, Action.VIEW, PAPERS)
    paper: ClaimPaper = get_object_or_404(rows.select_related("issuer", "recovery"), pk=pk)
    if fmt not in downloads.PRINTED or not duties.makes(request.user):
        raise Http404(fmt)
    try:
        content = papers.printed(paper, fmt, by=request.user)
    except Unprintable as refused:
        messages.error(request, str(refused))
        return redirect("payroll_recovery", paper.recovery_id)
    return downloads.printed(content, f"{paper.get_sort_display()} {paper.code}", fmt)
