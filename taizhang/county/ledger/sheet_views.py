"""The pages of workbooks: what leaves a ledger as a sheet, and a sheet from upload through preview to commit."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from taizhang.county.audit import clock
from taizhang.county.ledger import listing
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.here import allow, ledger_of
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.sheets import guard, imports, notes, pages, returned, template, writing
from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.county.ledger.sheets.plan import Outcome
from taizhang.county.ledger.validation import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_form = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@_form
@never_cache
def ledger_export(request: HttpRequest, slug: str) -> Any:
    """GET gives the masked sheet, by way of a page for whoever may choose the clear one; POST gives the clear one."""
    ledger = ledger_of(request, slug)
    allow(request, Action.EXPORT, ledger)
    selection = listing.select(ledger, request.user, request.GET)
    rows = selection.rows.filter(access.condition(request.user, Action.EXPORT, ledger))
    words = pages.words(ledger, selection)
    clear = request.method == "POST"
    if not clear and writing.may_clear(ledger, request.user) and request.GET.get("file") != "xlsx":
        return _export_page(request, ledger, rows, words)
    try:
        reason = request.POST.get("reason", "")
        if clear:
            writing.require_clear(ledger, request.user, reason)
        made = writing.export(ledger, rows, by=request.user, words=words, clear_reason=reason if clear else "")
    except Refused as refused:
        return _export_page(request, ledger, rows, words, error="；".join(refused.sentences()))
    return _sheet(ledger, made.file)


def _export_page(request: HttpRequest, ledger: Ledger, rows: Any, words: list[str], error: str = "") -> HttpResponse:
    context = {
        "title": f"导出{ledger.label}",
        "ledger": ledger,
        "count": rows.count(),
        "words": words,
        "private": "、".join(column.label for column in ledger.private_columns),
        "error": error,
        "reason": request.POST.get("reason", ""),
        "may_clear": writing.may_clear(ledger, request.user),
    }
    return render(request, "ledger/export.html", context, status=422 if error else 200)


def _sheet(ledger: Ledger, file: Any) -> FileResponse:
    name = f"{ledger.label}台账-{clock.today():%Y%m%d}.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=_XLSX)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_GET
def ledger_template(request: HttpRequest, slug: str) -> HttpResponse:
    ledger = ledger_of(request, slug)
    return _bytes(template.blank(ledger), f"{ledger.label}导入模板.xlsx")


def _bytes(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@_form
def ledger_import(request: HttpRequest, slug: str) -> HttpResponse:
    ledger = ledger_of(request, slug)
    allow(request, Action.IMPORT, ledger)
    error = ""
    if request.method == "POST":
        try:
            found = imports.preview(ledger, _uploaded(request), by=request.user)
            return redirect("ledger_import_preview", slug, found.pk)
        except Unsuitable as unsuitable:
            error = str(unsuitable)
    context = {
        "title": f"导入{ledger.label}",
        "ledger": ledger,
        "error": error,
        "columns": [(column, notes.demand(ledger, column)) for column in ledger.editable],
        "upload_mb": settings.UPLOAD_MAX_BYTES // 1_000_000,
        "waiting": _waiting(ledger, request.user),
    }
    return render(request, "ledger/import.html", context, status=422 if error else 200)


def _uploaded(request: HttpRequest) -> Any:
    """Raises Unsuitable."""
    upload = request.FILES.get("file")
    too_large = getattr(request, "too_large", 0)
    if too_large:
        raise Unsuitable(guard.too_large(too_large))
    if upload is None:
        raise Unsuitable("请先选择要导入的文件，再点“上传并预览”。")
    return upload


def _waiting(ledger: Ledger, person: Any) -> Any:
    """Previews of this person that were left undecided."""
    mine = SheetImport.objects.filter(ledger=ledger.slug, by=person, state=imports.State.PREVIEWED)
    return mine.only("name", "at").order_by("-pk")[:5]


@login_required
@_form
@never_cache
def ledger_import_preview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    ledger = ledger_of(request, slug)
    found = _import_of(request, ledger, pk)
    if request.method == "POST":
        if request.POST.get("act") == "drop":
            imports.drop(found)
            messages.success(request, f"已放弃导入“{found.name}”，台账没有任何改动。")
            return redirect("ledger_import", slug)
        _commit(request, found)
        return redirect("ledger_import_preview", slug, pk)
    shown = request.GET.get("show", "")
    shown = shown if shown in [*Outcome] else pages.first_shown(found.counts)
    context = {
        "title": f"导入{ledger.label}：{found.name}",
        "ledger": ledger,
        "found": found,
        "tabs": pages.tabs(found.counts, shown),
        "rows": found.counts["rows"].get(shown, []),
        "more": found.counts.get(shown, 0) - len(found.counts["rows"].get(shown, [])),
        "shown": shown,
        "open": found.state == imports.State.PREVIEWED,
        "ready": imports.ready(found),
        "wrong": found.counts["refused"] or found.counts["faults"],
    }
    return render(request, "ledger/import_preview.html", context)


def _commit(request: HttpRequest, found: SheetImport) -> None:
    try:
        written = imports.commit(found, by=request.user, reason=request.POST.get("reason", ""))
    except (imports.Stale, Unsuitable) as error:
        messages.warning(request, str(error))
    except Refused as refused:
        messages.error(request, "；".join(refused.sentences()))
    else:
        if written:
            messages.success(request, f"已导入：新增 {written.added} 条，更正 {written.changed} 条。")


@login_required
@require_GET
@never_cache
def ledger_import_refused(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    ledger = ledger_of(request, slug)
    found = _import_of(request, ledger, pk)
    try:
        given = returned.refused(ledger.editable, imports.bad_rows(found, by=request.user))
    except Unsuitable as unsuitable:
        messages.warning(request, str(unsuitable))
        return redirect("ledger_import_preview", slug, pk)
    return _bytes(given, f"{ledger.label}-有误的行-{found.pk}.xlsx")


def _import_of(request: HttpRequest, ledger: Ledger, pk: int) -> SheetImport:
    """Raises Http404 for whoever is not of the same organisation."""
    found = get_object_or_404(SheetImport.objects.select_related("by"), pk=pk, ledger=ledger.slug)
    if not imports.opens(found, request.user):
        raise Http404(pk)
    return found
