"""Answers the ticked rows of an inbox, and the button in a row: done or refused, one by one."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from taizhang.county.audit import clock
from taizhang.county.ledger import submissions
from taizhang.county.matters import batch, inbox, shown
from taizhang.county.matters.batch import BatchForm, Result
from taizhang.county.matters.inbox import Box
from taizhang.county.matters.models import Matter
from taizhang.county.matters.views.shared import whole


@login_required
@require_POST
def matter_batch(request: HttpRequest) -> HttpResponse:
    box, only = _box(request), whole(request.POST.get("only"))
    act = box.click if only else request.POST.get("act", "")
    if act not in batch.offered(box):
        raise Http404(act)
    form = BatchForm(box, request.user, request.POST)
    form.is_valid()
    # A text that no database holds is as if it had been left empty: what lacks is then said of each row.
    empty = {"note": "", "unit": None}
    given = {} if act == "claim" else {name: form.cleaned_data.get(name, empty[name]) for name in form.fields}
    pks = [only] if only else [pk for text in request.POST.getlist("pk") if (pk := whole(text))]
    once = submissions.token(request.POST.get("token", ""))
    results = batch.run(act, pks, given, once=once, by=request.user)
    if only and results and not results[0].refused:
        moved = Matter.objects.select_related("unit", "handler").get(pk=only)
        messages.success(request, f"已{batch.LABELS[act]}：{moved.title}。{shown.ahead(moved, clock.now())}")
        return redirect(_back(box))
    return _told(request, box, act, results, form)


def _box(request: HttpRequest) -> Box:
    box = inbox.BY_SLUG.get(request.POST.get("box", ""))
    if box is None or box not in inbox.boxes(request.user):
        raise Http404("box")
    return box


def _back(box: Box) -> str:
    return f"{reverse('matter_inbox')}?box={box.slug}"


def _told(request: HttpRequest, box: Box, act: str, results: list[Result], form: BatchForm) -> HttpResponse:
    """What was refused can be sent again from here, with what was typed."""
    refused: list[Any] = [one for one in results if one.refused]
    context = {
        "title": "批量办理结果", "box": box, "label": batch.LABELS[act], "results": results, "act": act,
        "done": len(results) - len(refused), "refused": refused, "form": form, "back": _back(box), "token": uuid4(),
    }  # fmt: skip
    return render(request, "matters/batch.html", context)
