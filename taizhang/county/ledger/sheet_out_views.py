"""The pages of exports: what is to leave a ledger, and the long ones from being made to being fetched."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from taizhang.county.audit import clock
from taizhang.county.ledger import jobs
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.here import allow, ledger_of
from taizhang.county.ledger.models import SheetExport
from taizhang.county.ledger.sheets import asking, outbox, releases, writing
from taizhang.county.ledger.sheets.asking import Asked
from taizhang.county.ledger.sheets.formats import Form
from taizhang.county.ledger.validation import Refused
from taizhang.county.people.models import Person
from taizhang.county.people.roles import Action

_form = require_http_methods(["GET", "HEAD", "POST"])
_RECENT = 5


@login_required
@_form
@never_cache
def ledger_export(request: HttpRequest, slug: str) -> Any:
    """GET shows the choices, or gives the masked file of an address that names its form; POST gives what was chosen."""
    ledger = ledger_of(request, slug)
    allow(request, Action.EXPORT, ledger)
    direct = request.GET.get("file", "")
    if request.method == "POST":
        chosen = _chosen(request, ledger)
        if request.POST.get("which") == "own" and not chosen.names:
            return _page(request, chosen, error="请至少勾选一个栏目，或选“全部栏目”。")
        return _given(request, chosen)
    if direct in [*Form]:
        return _given(request, Asked(ledger, request.GET, Form(direct)))
    return _page(request, Asked(ledger, request.GET))


def _chosen(request: HttpRequest, ledger: Ledger) -> Asked:
    said = request.POST
    form = Form(said["form"]) if said.get("form") in [*Form] else Form.XLSX
    names = asking.names(ledger, said.get("which", "all"), said.getlist("column"))
    reason = said.get("reason", "").strip()
    clear = reason if said.get("clear") == "1" else ""
    return Asked(ledger, request.GET, form, said.get("scope") == "whole", names, clear, reason)


def _given(request: HttpRequest, asked: Asked) -> Any:
    try:
        if request.POST.get("clear") == "1":
            writing.require_clear(asked.ledger, request.user, asked.clear_reason)
        many = asking.rows(asked, request.user)[0].count()
        if releases.needed(asked, by=request.user, rows=many):
            return _asked_for(request, asked, many)
        if many > settings.EXPORT_AT_ONCE_ROWS:
            return _later(request, asked, many)
        made = asking.made(asked, by=request.user)
    except Refused as refused:
        return _page(request, asked, error="；".join(refused.sentences()))
    return _file(asked.ledger, asked.form, made.file)


def _asked_for(request: HttpRequest, asked: Asked, many: int) -> HttpResponse:
    """Raises Refused."""
    if request.method != "POST":
        return _page(request, asked, note=f"共 {many:,} 条未成年人信息，须经审批：请写明理由，再点“导出”。")
    export = releases.ask(asked, by=request.user, rows=many)
    return redirect("ledger_export_made", asked.ledger.slug, export.pk)


def _later(request: HttpRequest, asked: Asked, many: int) -> HttpResponse:
    """An address must not set anything going by being opened: there the page says what to press."""
    if request.method != "POST":
        return _page(request, asked, note=f"共 {many:,} 条，较多，请点“导出”在后台生成，生成后下载。")
    export = outbox.put(asked, by=request.user, rows=many)
    jobs.sheet_export.defer(export=export.pk)
    return redirect("ledger_export_made", asked.ledger.slug, export.pk)


def _page(request: HttpRequest, asked: Asked, error: str = "", note: str = "") -> HttpResponse:
    ledger, person = asked.ledger, cast(Person, request.user)
    shown, words = asking.rows(Asked(ledger, asked.filters), person)
    recent = SheetExport.objects.filter(ledger=ledger.slug, by=person).exclude(state=SheetExport.State.GONE)
    context = {
        "title": f"导出{ledger.label}",
        "ledger": ledger,
        "count": shown.count(),
        "all": asking.rows(Asked(ledger, asked.filters, whole=True), person)[0].count(),
        "words": words,
        "asked": asked,
        "which": request.POST.get("which", "all"),
        "names": asked.names or list(ledger.by_name),
        "forms": list(Form),
        "private": "、".join(column.label for column in ledger.private_columns),
        "error": error,
        "note": note,
        "clear": request.POST.get("clear") == "1",
        "may_clear": writing.may_clear(ledger, person),
        "recent": recent.order_by("-pk")[:_RECENT],
        "hours": settings.EXPORT_KEPT_HOURS,
        "alone": settings.EXPORT_ALONE_ROWS,
    }
    return render(request, "ledger/export.html", context, status=422 if error else 200)


def _file(ledger: Ledger, form: Form, file: Any) -> FileResponse:
    name = f"{ledger.label}台账-{clock.today():%Y%m%d}.{form}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=form.content_type)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@_form
@never_cache
def ledger_export_made(request: HttpRequest, slug: str, pk: int) -> Any:
    """How far a long export is; POST fetches its file, or gives it up."""
    ledger = ledger_of(request, slug)
    own = SheetExport.objects.select_related("by", "decided_by")
    export = get_object_or_404(own, pk=pk, ledger=ledger.slug, by=request.user)
    if request.method == "POST" and request.POST.get("act") == "drop":
        outbox.drop(export)
        messages.info(request, "已撤回或停止，文件没有留下。")
        return redirect("ledger_export", slug)
    if request.method == "POST":
        try:
            return _file(ledger, Form(export.form), outbox.fetch(export, by=request.user))
        except outbox.NotGiven as not_given:
            messages.warning(request, str(not_given))
            return redirect("ledger_export", slug)
    context = {
        "title": f"导出{ledger.label}",
        "ledger": ledger,
        "export": export,
        "percent": min(export.done * 100 // export.rows, 99) if export.rows else 0,
        "form": Form(export.form),
        "hours": settings.EXPORT_KEPT_HOURS,
    }
    response = render(request, "ledger/export_made.html", context)
    if export.state == SheetExport.State.WAITING:
        response["Refresh"] = "2"
    return response
