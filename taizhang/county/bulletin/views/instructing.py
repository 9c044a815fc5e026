"""The page on which a leader writes an instruction on an item of a signed issue."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from taizhang.county.bulletin import instructions, sheet
from taizhang.county.bulletin.models import Item
from taizhang.county.bulletin.refusal import Refused
from taizhang.county.bulletin.views.shared import me, needs
from taizhang.county.ledger import submissions
from taizhang.county.matters.models import Matter
from taizhang.county.people.roles import Action


@needs(Action.INSTRUCT)
def instruct(request: HttpRequest, year: int, no: int, pk: int) -> HttpResponse:
    item = get_object_or_404(Item.objects.select_related("issue"), pk=pk, issue__year=year, issue__no=no)
    issue: Any = item.issue
    typed = {"words": request.POST.get("words", ""), "urgent": "urgent" in request.POST}
    refused: Refused | None = None
    if request.method == "POST":
        try:
            code = _instructed(request, item)
        except Refused as error:
            refused = error
        else:
            messages.success(request, f"批示已转县政府办督查室交办（{code}），办理结果会在以后的快报中反馈")
            return redirect("bulletin_read", year, no)
    context = {"title": "批示", "item": item, "issue": issue, "typed": typed, "refused": refused,
               "text": sheet.printed(issue, item.headline),
               "token": request.POST.get("token") or uuid4()}  # fmt: skip
    return render(request, "bulletin/instruct.html", context, status=422 if refused else 200)


def _instructed(request: HttpRequest, item: Item) -> str:
    """Once, however often the form is sent; answers with the code of the matter."""

    def act() -> int:
        words, urgent = request.POST.get("words", ""), "urgent" in request.POST
        return instructions.instruct(item, words, urgent=urgent, by=me(request)).pk

    once = submissions.token(request.POST.get("token", ""))
    return Matter.objects.get(pk=submissions.do(act, once=once, what=f"instruct/{item.pk}", by=request.user)).code
