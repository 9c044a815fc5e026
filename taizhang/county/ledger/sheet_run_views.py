"""The pages of imports once uploaded: their list, the pairs to decide in one, and its undoing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from taizhang.county.ledger import jobs
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.here import allow, ledger_of
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.sheets import choosing, decisions, imports, runs, undo
from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.county.ledger.validation import Refused
from taizhang.county.people.roles import Action

_PER_PAGE = 30
_PAIRS = 10


@login_required
@require_GET
@never_cache
def ledger_import_runs(request: HttpRequest, slug: str) -> HttpResponse:
    ledger = ledger_of(request, slug)
    allow(request, Action.IMPORT, ledger)
    found = runs.counted(runs.within(ledger, request.user)).order_by("-pk")
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": f"{ledger.label}的导入记录",
        "ledger": ledger,
        "page": page,
        "lines": list(runs.lines(ledger, list(page.object_list))),
    }
    return render(request, "ledger/import_runs.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ledger_import_undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    ledger = ledger_of(request, slug)
    run = run_of(request, ledger, pk)
    if run.state in (runs.State.UNDONE, runs.State.UNDOING):
        return redirect("ledger_import_preview", slug, pk)
    errors: list[str] = []
    if request.method == "POST":
        asked = _asked(request)
        try:
            if jobs.undo_later(run, by=request.user, **asked):
                return redirect("ledger_import_preview", slug, pk)
            done = undo.undo(run, by=request.user, **asked)
        except Refused as refused:
            errors = refused.sentences()
        else:
            _tell(request, ledger, run, done)
            return redirect("ledger_import_preview", slug, pk)
    return _undo_page(request, ledger, run, errors)


def _asked(request: HttpRequest) -> dict[str, Any]:
    shown = request.POST.get("shown", "")
    return {
        "reason": request.POST.get("reason", ""),
        "partly": request.POST.get("partly") == "1",
        "expecting": int(shown) if shown.isdecimal() else None,
    }


def _tell(request: HttpRequest, ledger: Ledger, run: SheetImport, done: undo.Plan | None) -> None:
    if done is None:
        messages.info(request, "这次导入在此之前已经撤销，没有再做改动。")
        return
    left = f"；有 {done.left:,} 条已另有改动，保持原样" if done.left else ""
    said = f"已撤销导入“{run.name}”：作废 {done.voided:,} 条，恢复 {done.restored:,} 条{left}。"
    messages.success(request, said + "同一个文件改好后可以重新导入。")


def _undo_page(request: HttpRequest, ledger: Ledger, run: SheetImport, errors: list[str]) -> HttpResponse:
    try:
        plan, barred = undo.plan(run, by=request.user), ""
    except Refused as refused:
        plan, barred = None, "；".join(refused.sentences())
    context = {
        "title": "撤销这次导入",
        "ledger": ledger,
        "run": run,
        "plan": plan,
        "barred": barred,
        "errors": [] if barred else errors,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "ledger/import_undo.html", context, status=422 if errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ledger_import_alike(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Finds the rows that are likely the same as others, and asks of each pair what it is."""
    ledger = ledger_of(request, slug)
    run = run_of(request, ledger, pk)
    if not ledger.alike:
        raise Http404(slug)
    if run.state != runs.State.PREVIEWED:
        return redirect("ledger_import_preview", slug, pk)
    if request.method == "POST":
        return _decide(request, slug, run)
    pending = decisions.pending(run)
    context = {
        "title": "可能重复的记录",
        "ledger": ledger,
        "run": run,
        "looked": "alike" in run.counts,
        "pairs": pending[:_PAIRS],
        "count": len(pending),
        "left": run.counts.get("alike_left", 0),
        "decided": len(run.counts.get("decisions", {})),
        "columns": "、".join(ledger.column(name).label for name in ledger.alike),
    }
    return render(request, "ledger/import_alike.html", context)


def _decide(request: HttpRequest, slug: str, run: SheetImport) -> HttpResponse:
    try:
        if request.POST.get("act") == "find":
            at_once = jobs.look(run, by=request.user)
            return redirect("ledger_import_alike" if at_once else "ledger_import_preview", slug, run.pk)
        taken = decisions.decide(run, request.POST.dict())
        if taken:
            jobs.later(run, seconds=jobs.LOOK_AFTER)
            imports.read_again(run)
            messages.success(request, f"已记下 {taken} 行的判断，预览已按此重新核对。")
    except Unsuitable as unsuitable:
        messages.warning(request, str(unsuitable))
        return redirect("ledger_import_preview", slug, run.pk)
    return redirect("ledger_import_alike" if decisions.pending(run) else "ledger_import_preview", slug, run.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ledger_import_columns(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Which column of the ledger each column of the file is: shown with its first cells, taken, remembered."""
    ledger = ledger_of(request, slug)
    run = run_of(request, ledger, pk)
    home = redirect("ledger_import_preview", slug, pk)
    if run.state != runs.State.PREVIEWED:
        return home
    try:
        if request.method == "POST" and request.POST.get("act") == "take":
            queued = choosing.take(run, request.POST.dict(), by=request.user, then=jobs.queued)
            if queued is False:
                imports.read(run)
                messages.success(request, "已按核对的栏目重新读取，下面是新的预览。")
            return home
        shown = choosing.sheets(run, by=request.user, asked=request.POST.dict())
    except Unsuitable as unsuitable:
        messages.warning(request, str(unsuitable))
        return home
    context = {
        "title": "核对栏目",
        "ledger": ledger,
        "run": run,
        "sheets": shown,
        "columns": ledger.editable,
        "mine": run.by_id == request.user.pk,
    }
    return render(request, "ledger/import_columns.html", context)


def run_of(request: HttpRequest, ledger: Ledger, pk: int) -> SheetImport:
    """Raises Http404 for whoever is not of the same organisation."""
    try:
        return get_object_or_404(runs.within(ledger, request.user).select_related("by"), pk=pk)
    except OverflowError as error:
        raise Http404(pk) from error
