"""Mending at one click from the checklist, and the page on which a contradiction is explained and signed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from taizhang.county.bulletin import compose, explaining, forms, items
from taizhang.county.bulletin.models import Item
from taizhang.county.bulletin.refusal import Overtaken, Refused
from taizhang.county.bulletin.views.shared import me, needs
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@needs(Action.DRAFT, Action.EDIT)
@require_POST
def fix(request: HttpRequest, pk: int) -> HttpResponse:
    """One click writes a place as the house does."""
    item = _item(request, pk)
    try:
        asked = forms.put(request.POST.get("put", ""))
        compose.rewrite(item, field=asked.field, start=asked.start, end=asked.end, quote=asked.quote, text=asked.text,
                        by=me(request))  # fmt: skip
        messages.success(request, f"《{item.headline[:20]}》已改好一处。")
    except Overtaken:
        messages.error(request, forms.MOVED)
    except Refused as refused:
        messages.error(request, str(refused))
    issue = item.issue_id if access.holds(request.user, Action.EDIT) else None  # type: ignore[attr-defined]
    return redirect("issue_check", pk=issue) if issue else redirect("item_edit", pk=pk)


@needs(Action.CONFIRM, Action.CHECK, Action.SIGN)
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """The form by itself; what was typed comes back with the refusal."""
    item, refused = _item(request, pk), None
    typed = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        try:
            explaining.explain(item, typed.get("what", ""), by=me(request), words=typed.get("words", ""),
                               cause=typed.get("cause", ""))  # fmt: skip
            messages.success(request, "说明已签署，长期留存。")
            return _back(request, item)
        except Refused as error:
            refused = error
    context = {"title": "签署说明", "item": item, "refused": refused, "typed": typed}
    context |= {"finding": explaining.find(item, typed.get("what", "")), "gone": explaining.GONE}
    return render(request, "bulletin/explain.html", context, status=409 if refused else 200)


def _back(request: HttpRequest, item: Item) -> HttpResponse:
    office = access.holds(request.user, Action.CHECK) or access.holds(request.user, Action.SIGN)
    if office and item.issue_id:  # type: ignore[attr-defined]
        return redirect("issue_check", pk=item.issue_id)  # type: ignore[attr-defined]
    return redirect("item_confirm", pk=item.pk)


def _item(request: HttpRequest, pk: int) -> Item:
    return get_object_or_404(items.visible(request.user), pk=pk)
