"""The supervisor's daily list, and the documents of supervision: issued, printed, signed for by the unit."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from taizhang.county.audit import clock
from taizhang.county.documents import downloads
from taizhang.county.documents.rendering import Unprintable, fragment
from taizhang.county.documents.rendering import render as printed
from taizhang.county.matters import daily, jobs, ladder, presses, pressing
from taizhang.county.matters.models import Matter, Press, Run
from taizhang.county.matters.refusal import Refused
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action

View = Callable[..., HttpResponse]
# What one click on the whole list issues at most; the night's run does the rest.
AT_ONCE = 500


def supervisors(view: View) -> View:
    """For others the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.holds(request.user, Action.SUPERVISE):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


@supervisors
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    unit = request.GET.get("unit", "")
    chosen = int(unit) if unit.isascii() and unit.isdigit() else None
    entries = daily.entries(at, unit=chosen)
    due = pressing.count(at)
    context = {
        "title": "今天该督办谁",
        "entries": entries,
        "most": daily.MOST,
        "due": sum(due.values()),
        "due_words": "、".join(f"{level.label} {number} 份" for level, number in due.items()),
        "rules": ladder.rules(clock.local(at).date()),
        "units": Organisation.objects.filter(valid_to=None),
        "chosen": chosen,
        "run": Run.objects.first(),
        "waiting": pressing.unsigned().count(),
    }
    return render(request, "matters/pressing.html", context)


@supervisors
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    context = {"title": "待签收的督办文书", "presses": daily.waiting(), "count": pressing.unsigned().count()}
    return render(request, "matters/press_waiting.html", context)


@supervisors
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """One matter's document, a reminder of silence, or all that is due."""
    post = request.POST
    try:
        if "silent" in post:
            done = [pressing.remind(get_object_or_404(Matter, pk=_key(post["silent"])), by=request.user)]
        elif "pk" in post:
            done = pressing.issue([_key(post["pk"])], by=request.user, at=clock.now())
        else:
            portions = pressing.run(clock.now(), by=request.user, most=AT_ONCE)
            done = [press for _, portion in portions for press in portion]
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        _say(request, done)
    return redirect("pressing")


def _key(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Http404
    return int(text)


def _say(request: HttpRequest, done: list[Press]) -> None:
    if not done:
        messages.warning(request, "没有要发的：刚才已经发出，或事项已有进展。")
    elif len(done) == 1:
        one = done[0]
        messages.success(request, f"已发{one.get_level_display()} {one.number}，送{one.unit.short}。")
    else:
        messages.success(request, f"已发 {len(done)} 份督办文书。")


@supervisors
@require_POST
def night(request: HttpRequest) -> HttpResponse:
    """The same as the night's run, by the worker: it may take a minute in a large county."""
    if jobs.ask_for_night():
        messages.success(request, "已交后台运行，稍后刷新本页看结果。")
    else:
        messages.warning(request, "后台已有一次等待运行，不必重复。")
    return redirect("pressing")


@login_required
def press(request: HttpRequest, pk: int) -> HttpResponse:
    """One document as printed, with the receipt for whoever may sign it."""
    found = _visible(request, pk)
    refused = None
    if request.method == "POST":
        try:
            pressing.receive(found, by=request.user, reply=request.POST.get("reply", ""))
        except Refused as error:
            refused = error
        else:
            messages.success(request, f"已签收 {found.number}。")
            return redirect("press", pk=pk)
    context = {
        "title": f"{found.get_level_display()} {found.number}",
        "press": found,
        "paper": fragment(presses.sheet(found)),
        "may_sign": found.received_at is None and pressing.may_receive(found, request.user),
        "needs_reply": found.level > ladder.Level.REMINDER,
        "refused": refused,
        "typed": request.POST.get("reply", ""),
    }
    return render(request, "matters/press.html", context, status=422 if refused else 200)


@login_required
@require_GET
def press_file(request: HttpRequest, pk: int, fmt: str) -> HttpResponse:
    if fmt not in downloads.PRINTED:
        raise Http404
    found = _visible(request, pk)
    try:
        content = printed(presses.sheet(found), fmt)
    except Unprintable as error:
        messages.error(request, str(error))
        return redirect("press", pk=pk)
    return downloads.printed(content, f"{found.get_level_display()} {found.number}", fmt)


def _visible(request: HttpRequest, pk: int) -> Press:
    rows = pressing.visible(request.user)
    return get_object_or_404(rows.select_related("matter__place", "unit", "person", "issued_by", "received_by"), pk=pk)
