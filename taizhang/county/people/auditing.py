"""The auditor's pages: every change with who and why, and every look at private columns."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from taizhang.county.audit import clock, readings, verification
from taizhang.county.audit.models import Change, Reading, Sighting
from taizhang.county.people import access, unusual
from taizhang.county.people.roles import Action

# Days of which the page says what was unusual.
_LOOKED_BACK = 30


@login_required
def audit_log(request: HttpRequest) -> HttpResponse:
    """Changes, latest first; the filters stay in the URL."""
    access.require(request.user, Action.AUDIT)
    changes = _filtered(request, Change.objects.annotate(written=Sum("entries__rows")), ("actor", "action", "reason"))
    context = {"title": "留痕", "page": _page(request, changes), "tip": verification.tip(), "typed": request.GET}
    return render(request, "people/audit_log.html", context)


@login_required
def audit_readings(request: HttpRequest) -> HttpResponse:
    access.require(request.user, Action.AUDIT)
    seen = _filtered(request, Reading.objects.all(), ("actor", "ledger", "reason", "subject"))
    context = {"title": "隐私查看记录", "page": _page(request, seen), "typed": request.GET}
    return render(request, "people/audit_readings.html", context)


@login_required
def audit_sightings(request: HttpRequest) -> HttpResponse:
    """Who had data of minors before them, and what is unusual in the last days."""
    access.require(request.user, Action.AUDIT)
    seen, today = _filtered(request, Sighting.objects.all(), ("actor", "ledger", "record", "subject")), clock.today()
    context = {
        "title": "未成年人信息查阅记录", "page": _page(request, seen), "typed": request.GET, "days": _LOOKED_BACK,
        "flags": unusual.flags(today - timedelta(days=_LOOKED_BACK), today),
    }  # fmt: skip
    return render(request, "people/audit_sightings.html", context)


def _filtered(request: HttpRequest, rows: QuerySet[Any], names: tuple[str, ...]) -> QuerySet[Any]:
    wanted = {name: text for name in names if (text := request.GET.get(name, "").strip())}
    if wanted and "page" not in request.GET:
        # Auditors are watched as well: whom they searched for is itself on record.
        readings.note(by=request.user, ledger="留痕", columns=list(wanted.values()), reason="查询留痕")
    return rows.filter(**{f"{name}__icontains": text for name, text in wanted.items()}).order_by("-pk")


def _page(request: HttpRequest, rows: QuerySet[Any]) -> Any:
    return Paginator(rows, 50).get_page(request.GET.get("page"))
