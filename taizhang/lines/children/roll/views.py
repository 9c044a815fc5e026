"""The pages of the school check: its runs, an upload, the results of one, one child with what is decided on it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from taizhang.county.audit import clock
from taizhang.county.ledger import seen
from taizhang.county.ledger import unmasking as ledger_unmasking
from taizhang.county.ledger.here import allow
from taizhang.county.ledger.sheets import guard
from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.county.people.roles import Action
from taizhang.county.ui.posting import by_post
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.roll import acting, columns, deciding, jobs, listing, page, rights, runs, terms, unmasking
from taizhang.lines.children.roll.codes import Decision
from taizhang.lines.children.roll.models import RollCheck, SchoolResult
from taizhang.lines.children.roll.refusal import Overtaken, Refused

_form = require_http_methods(["GET", "HEAD", "POST"])
State = RollCheck.State


@login_required
@require_GET
@never_cache
def roll_list(request: HttpRequest) -> HttpResponse:
    rights.require_sight(request.user)
    shown = Paginator(rights.runs(request.user).order_by("-pk"), listing.PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "就学比对",
        "page": shown,
        "lines": listing.counted(list(shown.object_list), request.user),
        "leads": rights.leads(request.user),
    }
    return render(request, "children/roll_list.html", context)


@login_required
@_form
def roll_new(request: HttpRequest) -> HttpResponse:
    rights.require_lead(request.user)
    error = ""
    if request.method == "POST":
        try:
            return redirect("roll_run", _uploaded(request).pk)
        except Unsuitable as unsuitable:
            error = str(unsuitable)
    context = {
        "title": "上传学籍名册",
        "error": error,
        "terms": terms.recent(clock.today()),
        "term": request.POST.get("term", ""),
        "words": {
            name: "、".join(one for one in words[:4] if not one.isascii()) for name, words in columns.WORDS.items()
        },
        "upload_mb": settings.UPLOAD_MAX_BYTES // 1_000_000,
    }
    return render(request, "children/roll_new.html", context, status=422 if error else 200)


def _uploaded(request: HttpRequest) -> RollCheck:
    """Raises Unsuitable."""
    upload, term = request.FILES.get("file"), request.POST.get("term", "")
    if too_large := getattr(request, "too_large", 0):
        raise Unsuitable(guard.too_large(too_large))
    if upload is None:
        raise Unsuitable("请先选择学籍名册文件，再点“上传并比对”。")
    if term not in dict(terms.recent(clock.today())):
        raise Unsuitable("请选择名册所属的学期。")
    run, new = runs.receive(term, upload, by=request.user)
    if not new:
        when = f"{clock.local(run.at):%Y-%m-%d %H:%M}"
        messages.info(request, f"同一个文件已于 {when} 由 {run.by.name} 上传比对，没有重新比对；结果如下。")
    elif not jobs.queued(run):
        runs.take(run)
    return run


@login_required
@require_GET
@never_cache
def roll_run(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run_of(request, pk)
    if run.state != State.DONE:
        return _not_done(request, run)
    found, chosen = listing.of(run, request.user), listing.Chosen.of(request.GET)
    rows = chosen.rows(found).select_related("child__place", "run", "matter", "decided_by").order_by("pk")
    shown = Paginator(rows, listing.PER_PAGE).get_page(request.GET.get("page"))
    seen.rows(CHILDREN, len(shown.object_list), by=request.user, page="就学比对")
    context = {
        "title": str(run),
        "run": run,
        "tabs": listing.tabs(found, chosen),
        "places": listing.places(found),
        "chosen": chosen,
        "page": shown,
        "lines": listing.lines(list(shown.object_list), request.user),
        "leads": rights.leads(request.user),
        "waiting": found.filter(listing.WAITING).count(),
        "thin": listing.is_thin(found),
    }
    return render(request, "children/roll_run.html", context)


def _run_of(request: HttpRequest, pk: int) -> RollCheck:
    """Raises Http404."""
    rights.require_sight(request.user)
    return get_object_or_404(rights.runs(request.user), pk=pk)


def _not_done(request: HttpRequest, run: RollCheck) -> HttpResponse:
    response = render(request, "children/roll_progress.html", {"title": str(run), "run": run})
    if run.state == State.READING:
        response["Refresh"] = "2"
    return response


@login_required
@require_GET
def roll_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the child that waits after the one that is passed over, and back to the list when none does."""
    run = _run_of(request, pk)
    rights.require_lead(request.user)
    after = request.GET.get("after", "")
    return _on(request, run, after=int(after) if after.isdecimal() else 0)


def _on(request: HttpRequest, run: RollCheck, *, after: int) -> HttpResponse:
    found = listing.next_to_decide(run, request.user, after=after)
    if found is None:
        messages.success(request, "这次比对没有待判定的儿童了。")
        return redirect("roll_run", run.pk)
    return redirect("roll_result", found.pk)


@login_required
@require_GET
@never_cache
def roll_result(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _result_of(request, pk))


def _result_of(request: HttpRequest, pk: int) -> SchoolResult:
    """Raises Http404."""
    rights.require_sight(request.user)
    found = rights.results(request.user).select_related("child__place", "run", "matter", "decided_by")
    result = get_object_or_404(found, pk=pk)
    seen.record(CHILDREN, result.child, by=request.user, page="就学比对")
    return result


def _page(request: HttpRequest, result: SchoolResult, *, status: int = 200, **said: Any) -> HttpResponse:
    return render(request, "children/roll_result.html", page.context(result, request.user, **said), status=status)


@login_required
@by_post("roll_result")
@never_cache
def roll_unmask(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers in clear, and only to this request: the next look needs the next reason."""
    result = _result_of(request, pk)
    allow(request, Action.UNMASK, CHILDREN, result.child)
    shown, reason = len(page.beside(result, request.user, clear=False)), request.POST.get("reason", "")
    try:
        unmasking.unmask(result, by=request.user, reason=reason, pupils=shown or bool(result.pupil))
    except (ledger_unmasking.NoReason, ledger_unmasking.TooMany) as refused:
        return _page(request, result, status=422, unmask_error=str(refused))
    return _page(request, result, clear=True)


@login_required
@by_post("roll_result")
def roll_decide(request: HttpRequest, pk: int) -> HttpResponse:
    result = _result_of(request, pk)
    rights.require_lead(request.user)
    try:
        stored, new = deciding.decide(result.pk, by=request.user, **_decided(request))
    except Overtaken as overtaken:
        messages.warning(request, str(overtaken))
        return redirect("roll_result", pk)
    except Refused as refused:
        return _page(request, result, status=422, error=str(refused), reason=request.POST.get("reason", ""))
    said = f"{stored.child.code} 现为“{stored.get_result_display()}”。"
    messages.success(request, f"已记下判断，{said}" if new else f"这个判断已经记下，没有重复登记，{said}")
    return _onward(request, stored)


def _onward(request: HttpRequest, stored: SchoolResult) -> HttpResponse:
    """To the next child; but a child whose other candidates are still to be judged, or who needs action, stays."""
    if stored.decision == "" or acting.needs_action(stored) or "stay" in request.POST:
        return redirect("roll_result", stored.pk)
    return _on(request, stored.run, after=stored.pk)


def _decided(request: HttpRequest) -> dict[str, Any]:
    """Raises Http404 for a form that is none of ours."""
    given = request.POST
    decision, edition, candidate = (given.get(name, "") for name in ("decision", "edition", "candidate"))
    if decision not in Decision.values or not edition.isdecimal() or not (candidate or "0").isdecimal():
        raise Http404
    return {
        "decision": decision, "edition": int(edition), "candidate": int(candidate) if candidate else None,
        "reason": given.get("reason", ""),
    }  # fmt: skip


@login_required
@by_post("roll_result")
def roll_give(request: HttpRequest, pk: int) -> HttpResponse:
    result = _result_of(request, pk)
    rights.require_lead(request.user)
    unit = request.POST.get("unit", "")
    try:
        stored, new = acting.give(result.pk, int(unit) if unit.isdecimal() else 0, by=request.user)
    except Refused as refused:
        return _page(request, result, status=422, error=str(refused))
    code = stored.matter.code if stored.matter else ""
    if new:
        messages.success(request, f"已交办，事项 {code}，即日起计时。")
    else:
        messages.info(request, f"这名儿童已由 {code} 交办，没有重复交办。")
    return redirect("roll_result", pk)
