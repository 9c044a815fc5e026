"""The pages of cases: the list, an application, one case with its acts, its parents and papers, a notice to print."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from taizhang.county.audit import changes, clock
from taizhang.county.documents import downloads
from taizhang.county.documents.attachments import Unfit
from taizhang.county.documents.rendering import Letter, Unprintable, fragment
from taizhang.county.ledger import seen as looks
from taizhang.county.ledger import submissions, unmasking
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children import posted
from taizhang.lines.children.cases import (
    changing,
    clocks,
    confirming,
    duties,
    filing,
    forms,
    listing,
    moving,
    notices,
    page,
    papers,
    paying,
    reviewing,
)
from taizhang.lines.children.cases.codes import CaseState
from taizhang.lines.children.cases.ledgers import CASES
from taizhang.lines.children.cases.listing import Chosen
from taizhang.lines.children.cases.models import CaseStep, ChildCase
from taizhang.lines.children.eligibility import moves
from taizhang.lines.children.money import months
from taizhang.lines.children.payroll import parameters

_form = require_http_methods(["GET", "HEAD", "POST"])
Act = Callable[[HttpRequest, ChildCase, int], Any]


@login_required
@require_GET
@never_cache
def case_list(request: HttpRequest) -> HttpResponse:
    require_list(request)
    chosen = Chosen.of(request.GET, request.user)
    shown, lines = listing.page(request.user, chosen, request.GET.get("page"), clock.today())
    context = {
        "title": "儿童办件", "chosen": chosen, "tabs": listing.tabs(request.user, chosen), "page": shown, "lines": lines,
        "places": listing.townships(request.user), "states": CaseState.choices, "empty": listing.EMPTY[chosen.tab],
        "opens": duties.opens_cases(request.user), "limited": chosen.tab in (listing.MINE, listing.UNDER_WAY),
    }  # fmt: skip
    looks.rows(CASES, len(lines), by=request.user, page="儿童办件")
    return render(request, "children/case_list.html", context)


@login_required
@_form
@never_cache
def case_new(request: HttpRequest) -> HttpResponse:
    require_sight(request)
    if not duties.opens_cases(request.user):
        raise Http404
    posted = request.POST.dict()
    parts = forms.application(request.user, posted)
    if request.method != "POST":
        return _application(request, parts)
    received = papers.joined(set(request.POST.getlist("paper")), papers.needed(posted.get("category", "")))

    def add() -> int:
        return forms.save(parts, received, by=request.user)

    try:
        pk = submissions.do(add, once=submissions.token(posted.get("token", "")), what=CASES.slug, by=request.user)
    except Invalid as refused:
        return _application(request, _fresh(forms.application(request.user, posted), parts), str(refused))
    messages.success(
        request, "已存为草稿。缺什么列在“还缺什么”里；齐了就可以受理，不齐也可以先受理、再一次性告知补正。"
    )
    return redirect("case_page", pk)


@login_required
@_form
@never_cache
def case_edit(request: HttpRequest, pk: int) -> HttpResponse:
    case = found(request, pk)
    if not duties.edits(request.user, case):
        raise Http404(pk)
    posted = request.POST.dict()
    parts = forms.of_case(case, posted)
    if request.method != "POST":
        return _edit(request, case, parts)
    try:
        _require_edition(request, case)
        forms.save_case(parts, by=request.user, reason=posted.get("reason", ""))
    except Invalid as refused:
        return _edit(request, case, _fresh(forms.of_case(found(request, pk), posted), parts), str(refused))
    return redirect("case_page", pk)


@login_required
@require_GET
@never_cache
def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, found(request, pk))


@login_required
@require_POST
def case_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    case, code = found(request, pk), act.upper()
    if code not in moves.load().moves and code not in _ACTS:
        raise Http404(act)
    try:
        seen = posted.whole(request, "seen", "请从办件页面办理", digits=5)
        _ACTS.get(code, _move(code))(request, case, seen)
    except Invalid as refused:
        return _page(request, found(request, pk), str(refused))
    messages.success(request, f"已办理“{_named(code)}”。")
    return redirect("case_page", pk)


@login_required
@require_POST
def case_papers(request: HttpRequest, pk: int) -> HttpResponse:
    case = found(request, pk)
    try:
        if request.POST.get("what") == "upload":
            filing.upload(case.pk, request.POST.get("kind", ""), _uploaded(request), by=request.user)
        else:
            filing.received(case.pk, dict(request.POST.lists()), by=request.user)  # type: ignore[arg-type]
    except (Invalid, Unfit) as refused:
        return _page(request, found(request, pk), str(refused))
    messages.success(request, "材料已登记。")
    return redirect("case_page", pk)


@login_required
@_form
@never_cache
def case_notice(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """To be handed to the applicant, posted nowhere; full names only to a POST, which is on record."""
    case, step = _noticed(request, pk, number)
    if request.method != "POST":
        return _notice(request, step, notices.letter(case, step))
    try:
        return _notice(request, step, notices.shown(case, step, by=request.user), clear=True)
    except unmasking.TooMany as refused:
        return _notice(request, step, notices.letter(case, step), str(refused))


@login_required
@require_POST
@never_cache
def case_notice_file(request: HttpRequest, pk: int, number: int, fmt: str) -> HttpResponse:
    """By POST: each look at the names is on record, and no link, preview or reload makes one."""
    case, step = _noticed(request, pk, number)
    if fmt not in downloads.PRINTED:
        raise Http404(fmt)
    try:
        content = notices.printed(case, step, fmt, by=request.user)
    except (unmasking.TooMany, Unprintable) as refused:
        return _notice(request, step, notices.letter(case, step), str(refused))
    return downloads.printed(content, f"{clocks.NOTICES[step.move]} {case.code}", fmt)


@login_required
@require_POST
def case_told(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The day on which the applicant was told."""
    case = found(request, pk)
    try:
        day = posted.day(request, "notified_on", "告知日期")
        with changes.change(by=request.user, reason="登记告知日期", action="儿童办件告知"):
            step = get_object_or_404(CaseStep.objects.select_for_update(), case=case, number=number)
            if not duties.may(request.user, "ASK", case) and not duties.is_bureau(request.user):
                raise Invalid("告知日期由乡镇（街道）经办或县民政局经办登记")
            if not step.on <= day <= clock.today():
                raise Invalid(f"告知日期{day}不在{step.on}到今天之间；请核对")
            step.notified_on = day
            step.save(update_fields=["notified_on"])
    except Invalid as refused:
        return _page(request, found(request, pk), str(refused))
    return redirect("case_page", pk)


def require_sight(request: HttpRequest) -> None:
    """Raises Http404: to whom nothing is open, nothing is there."""
    if not duties.sees(request.user):
        raise Http404


def require_list(request: HttpRequest) -> None:
    if not duties.lists(request.user):
        raise Http404


def found(request: HttpRequest, pk: int) -> ChildCase:
    """A case within reach; to open it is a look at the child. Raises Http404."""
    rows = duties.rows(request.user).select_related("place", "unit", "child", "previous", "verified_by", "confirmed_by")
    case: ChildCase = get_object_or_404(rows, pk=pk)
    looks.record(CASES, case, by=request.user, page="儿童办件")
    return case


def _noticed(request: HttpRequest, pk: int, number: int) -> tuple[ChildCase, CaseStep]:
    """Raises Http404, also for a step that nobody is told of in writing."""
    case = found(request, pk)
    return case, get_object_or_404(CaseStep, case=case, number=number, move__in=clocks.NOTICES)


def _notice(
    request: HttpRequest, step: CaseStep, notice: Letter, error: str = "", *, clear: bool = False
) -> HttpResponse:  # fmt: skip
    context = {
        "title": notice.name, "case": step.case, "step": step, "paper": fragment(notice), "error": error,
        "clear": clear, "shows_private": clear,
    }  # fmt: skip
    return render(request, "children/case_notice.html", context)


def _page(request: HttpRequest, case: ChildCase, error: str = "") -> HttpResponse:
    context = page.context(case, request.user, request.POST) | {"error": error}
    return render(request, "children/case_page.html", context, status=422 if error else 200)


def _application(request: HttpRequest, parts: list[forms.Part], error: str = "") -> HttpResponse:
    given = set(request.POST.getlist("paper"))
    context = {
        "title": "登记申请", "form": forms.Form(parts), "error": error, "token": request.POST.get("token") or uuid4(),
        "papers": [(name, name in given) for name in papers.needed(request.POST.get("category", ""))],
    }  # fmt: skip
    return render(request, "children/case_form.html", context, status=422 if error else 200)


def _edit(request: HttpRequest, case: ChildCase, parts: list[forms.Part], error: str = "") -> HttpResponse:
    context = {
        "title": f"修改 {case.code}", "case": case, "form": forms.Form(parts), "error": error,
        "edition": request.POST.get("edition") or case.edition, "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    return render(request, "children/case_form.html", context, status=422 if error else 200)


def _fresh(parts: list[forms.Part], tried: list[forms.Part]) -> list[forms.Part]:
    """What was tried may stand half in the records; the form comes back from what was typed."""
    for part, before in zip(parts, tried, strict=True):
        part.errors = before.errors
    return parts


def _require_edition(request: HttpRequest, case: ChildCase) -> None:
    if request.POST.get("edition") != str(case.edition):
        raise Invalid("这件办件在您打开之后已被他人修改，没有保存；您填的都在下面，请对照办件页面后再保存")


def _named(code: str) -> str:
    known = moves.load().moves
    return known[code].name if code in known else _WORDS[code]


def _month(request: HttpRequest, name: str) -> date:
    return months.first_day(parameters.month(request.POST.get(name, "")))


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "")


def _uploaded(request: HttpRequest) -> Any:
    if getattr(request, "too_large", 0):
        raise Invalid("文件超过上限，请压缩或分开上传")
    return request.FILES.get("file")


def _move(code: str) -> Act:
    def act(request: HttpRequest, case: ChildCase, seen: int) -> None:
        if code in ("START", "KEEP", "REGISTER"):
            raise Invalid("这一步随确认、复核或补建档案办理")
        moving.move(case.pk, code, by=request.user, seen=seen, note=_note(request), done=posted.day_done(request))

    return act


def _confirm(request: HttpRequest, case: ChildCase, seen: int) -> None:
    confirming.confirm(case.pk, by=request.user, seen=seen, note=_note(request), done=posted.day_done(request))


def _terminate(request: HttpRequest, case: ChildCase, seen: int) -> None:
    day, reason = posted.day(request, "on", "事由发生日"), request.POST.get("reason", "")
    done = posted.day_done(request)
    changing.terminate(case.pk, reason, day, by=request.user, seen=seen, note=_note(request), done=done)


def _suspend(request: HttpRequest, case: ChildCase, seen: int) -> None:
    month, done = _month(request, "month"), posted.day_done(request)
    paying.suspend(case.pk, month, by=request.user, seen=seen, note=_note(request), done=done)


def _resume(request: HttpRequest, case: ChildCase, seen: int) -> None:
    restored = request.POST.get("restored") == "1"
    month, done = _month(request, "month"), posted.day_done(request)
    paying.resume(case.pk, month, restored, by=request.user, seen=seen, note=_note(request), done=done)


def _change(request: HttpRequest, case: ChildCase, seen: int) -> None:
    changing.change_category(case.pk, by=request.user, seen=seen)


def _follow(request: HttpRequest, case: ChildCase, seen: int) -> None:
    reviewing.follow(case.pk, by=request.user, seen=seen)


def _prove(request: HttpRequest, case: ChildCase, seen: int) -> None:
    first, last = _month(request, "first"), _month(request, "last")
    school = request.POST.get("school", "")
    reason = _note(request) or "就读证明"
    paying.prove(case.pk, first, last, school, by=request.user, seen=seen, reason=reason)


def _reviewed(request: HttpRequest, case: ChildCase, seen: int) -> None:
    day, kind = posted.day(request, "looked_on", "核查日期"), request.POST.get("kind", "")
    findings, done = request.POST.get("findings", ""), posted.day_done(request)
    reviewing.record(case.pk, kind, day, findings, by=request.user, seen=seen, done=done)


_ACTS: dict[str, Act] = {
    "CONFIRM": _confirm, "TERMINATE": _terminate, "SUSPEND": _suspend, "RESUME": _resume, "CHANGE": _change,
    "PROVE": _prove, "REVIEWED": _reviewed, "FOLLOW": _follow,
}  # fmt: skip
_WORDS = {"CHANGE": "类别变更", "PROVE": "就读证明", "REVIEWED": "复核", "FOLLOW": "转移乡镇"}
