"""The pages of imports: the blank template, and a sheet from upload through preview to commit."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from taizhang.county.audit import readings
from taizhang.county.ledger import jobs
from taizhang.county.ledger.columns import clean
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.here import allow, ledger_of
from taizhang.county.ledger.models import SheetImport, SheetProgress
from taizhang.county.ledger.sheets import guard, imports, notes, pages, progress, returned, template
from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.county.ledger.sheets.plan import Outcome
from taizhang.county.people.roles import Action

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNDER_WAY = (imports.State.READING, imports.State.WRITING, imports.State.LOOKING, imports.State.UNDOING)
_form = require_http_methods(["GET", "HEAD", "POST"])


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
            found = imports.receive(ledger, _uploaded(request), by=request.user)
            if not jobs.queued(found):
                imports.read_now(found)
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
        return _acted(request, found)
    if found.state in _UNDER_WAY:
        return _under_way(request, ledger, found)
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
        "ready_partly": imports.ready(found, partial=True),
        "wrong": found.counts["refused"] or found.counts["faults"],
    }
    return render(request, "ledger/import_preview.html", context)


def _acted(request: HttpRequest, found: SheetImport) -> HttpResponse:
    act, home = request.POST.get("act"), redirect("ledger_import_preview", found.ledger, found.pk)
    if act == "cancel":
        if progress.cancel(found):
            messages.info(request, "正在停止，请稍候；在写完之前停下的，台账没有任何改动。")
        return home
    if act == "drop":
        if not imports.drop(found):
            messages.info(request, "这次导入已办理或正在办理，没有放弃。")
            return home
        messages.success(request, f"已放弃导入“{found.name}”，台账没有任何改动。")
        return redirect("ledger_import", found.ledger)
    _confirmed(request, found, partial=act == "partly")
    return home


def _confirmed(request: HttpRequest, found: SheetImport, *, partial: bool) -> None:
    if not imports.ready(found, partial=partial):
        return
    reason = clean(request.POST.get("reason"))
    with transaction.atomic():
        taken = imports.confirm(found, by=request.user, reason=reason, partial=partial)
        at_once = taken and not jobs.queued(found)
    if at_once:
        jobs.take(found)
    found.refresh_from_db()
    if taken and found.state == imports.State.COMMITTED:
        messages.success(request, f"已导入：新增 {found.counts['new']} 条，更正 {found.counts['changed']} 条。")


def _under_way(request: HttpRequest, ledger: Ledger, found: SheetImport) -> HttpResponse:
    """Asks for itself again until the step has ended; it may be left, and found again in the list of imports."""
    totals = {
        imports.State.WRITING: sum(found.counts.get(outcome, 0) for outcome in Outcome),
        imports.State.LOOKING: found.counts.get(Outcome.NEW, 0),
    }
    total = totals.get(imports.State(found.state), 0)
    kept = SheetProgress.objects.filter(run=found).first()
    done = kept.done if kept else 0
    context = {
        "title": f"导入{ledger.label}：{found.name}",
        "ledger": ledger,
        "found": found,
        "done": done,
        "total": total,
        "percent": min(done * 100 // total, 99) if total else None,
        "stopping": bool(kept and kept.cancelled),
    }
    response = render(request, "ledger/import_progress.html", context)
    response["Refresh"] = "2"
    return response


@login_required
@require_GET
@never_cache
def ledger_import_refused(request: HttpRequest, slug: str, pk: int) -> Any:
    ledger = ledger_of(request, slug)
    found = _import_of(request, ledger, pk)
    if ledger.narrow and found.by_id != request.user.pk:
        raise PermissionDenied("有误的行里有未成年人的完整信息，只有上传人本人可以取回；请联系上传人，或自己重新上传。")
    try:
        if found.by_id != request.user.pk and ledger.private_columns:
            # Whoever uploaded the file has seen it; a colleague sees private cells of others here.
            labels = [column.label for column in ledger.private_columns]
            reason = f"下载有误的行：{found.name}"
            readings.note(by=request.user, ledger=ledger.label, columns=labels, reason=reason,
                          rows=found.counts.get("refused", 0))  # fmt: skip
        given = returned.refused(ledger.editable, imports.bad_rows(found, by=request.user))
    except Unsuitable as unsuitable:
        messages.warning(request, str(unsuitable))
        return redirect("ledger_import_preview", slug, pk)
    name = f"{ledger.label}-有误的行-{found.pk}.xlsx"
    response = FileResponse(given, as_attachment=True, filename=name, content_type=_XLSX)
    response["Cache-Control"] = "private, no-store"
    return response


def _import_of(request: HttpRequest, ledger: Ledger, pk: int) -> SheetImport:
    """Raises Http404 for whoever is not of the same organisation."""
    found = get_object_or_404(SheetImport.objects.select_related("by"), pk=pk, ledger=ledger.slug)
    if not imports.opens(found, request.user):
        raise Http404(pk)
    return found
