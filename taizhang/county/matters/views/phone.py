"""My tasks on a phone: what I have to claim or to do, and one of them with its next move under the thumb."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from taizhang.county.audit import clock
from taizhang.county.documents import attachments
from taizhang.county.matters import flow, log, phone
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Refused
from taizhang.county.matters.stages import Stage
from taizhang.county.matters.views import answers
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    found = phone.tasks(request.user, clock.now())
    more = len(found) == phone.TASKS_MAX
    context = {
        "title": f"待办 {len(found)}" if found else "没有待办", "tasks": found, "more": more,
        "reports": access.holds(request.user, Action.REPORT),
    }  # fmt: skip
    return answers.page(request, "matters/phone_mine.html", context)


@login_required
@require_GET
def reported(request: HttpRequest) -> HttpResponse:
    found = phone.reported(request.user, clock.now())
    context = {"title": "我上报的", "reports": found, "more": len(found) == phone.TASKS_MAX, "closed": True}
    return answers.page(request, "matters/phone_reported.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    rows = access.rows(request.user, Action.VIEW, MATTERS)
    matter = get_object_or_404(rows.select_related("unit", "assigner", "place", "handler"), pk=pk)
    if request.method != "POST":
        return _task(request, matter)
    try:
        answers.same_person(request)
        moved = phone.make(matter, answers.posted(request), answers.papers(request), by=request.user)
    except Refused as refused:
        # Somebody else may have moved it: the page shows it as it stands now.
        return answers.refusal(request, refused) or _task(request, rows.get(pk=pk), refused)
    here = reverse("phone_task", args=[pk])
    onward = here if moved.stage == Stage.WORKING else reverse("phone_mine")
    return answers.accepted(request, phone.receipt(moved, request.POST.get("move", "")), read=here, onward=onward)


def _task(request: HttpRequest, matter: Matter, refused: Refused | None = None) -> HttpResponse:
    first, others, more = phone.moves(matter, request.user)
    found, lines = flow.get(matter.flow), log.of(matter)
    context: dict[str, Any] = {
        "title": matter.title, "matter": matter, "flow": found, "lefts": phone.lefts(matter, clock.now()),
        "first": first, "others": others, "more": more, "lines": lines, "asked": phone.asked(matter, lines),
        "kind": dict(found.kinds).get(matter.kind, ""), "papers": attachments.of(MATTERS, matter),
        "token": request.POST.get("token") or uuid4(), "closed": matter.restricted,
    }  # fmt: skip
    return answers.page(request, "matters/phone_task.html", context, refused)
