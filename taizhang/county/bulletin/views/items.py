"""The units' pages: their items, the form with its live check, the head's confirmation."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from taizhang.county.audit import clock
from taizhang.county.bulletin import binding, compose, content, drafts, forms, instructions, items, marking, release
from taizhang.county.bulletin.models import Item
from taizhang.county.bulletin.refusal import Overtaken, Refused
from taizhang.county.bulletin.views.shared import me, needs, whole
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action

WORKS = (Action.DRAFT, Action.CONFIRM, Action.EDIT, Action.CHECK, Action.SIGN)


@needs(*WORKS)
def index(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    found = items.visible(request.user).order_by("-pk")
    counts = {code: found.filter(state=code).count() for code in Item.State.values}
    page = Paginator(found.filter(state=state) if state in counts else found, 30).get_page(request.GET.get("page"))
    context = {
        "title": "报送稿件",
        "page": page,
        "state": state,
        "tabs": [(code, Item.State(code).label, counts[code]) for code in Item.State.values],
        "drafts": _offered(request),
        "may_draft": access.holds(request.user, Action.DRAFT),
    }
    return render(request, "bulletin/item_list.html", context)


@needs(Action.DRAFT)
def new(request: HttpRequest) -> HttpResponse:
    """The empty form; or one click on a draft that a line of work offers."""
    if request.method != "POST":
        return _form(request, None, forms.starting(request.user))
    if request.POST.get("draft"):
        return _from_draft(request)
    post: QueryDict = request.POST
    if _only_checks(request):
        return _checked(request, None, forms.typed(post))
    try:
        post = _pinned(request)
        item = items.draft(by=me(request), **forms.values(post))
    except Refused as refused:
        return _form(request, None, forms.typed(post), refused)
    messages.success(request, "稿件已保存。请看下面的检查结果，改好后报送。")
    return redirect("item_edit", pk=item.pk)


def _offered(request: HttpRequest) -> list[tuple[Organisation, drafts.Draft]]:
    """What lines of work offer from their ledgers, and what leaders' instructions came to."""
    return [*instructions.results(request.user), *drafts.offered(request.user)]


def _from_draft(request: HttpRequest) -> HttpResponse:
    wanted = request.POST["draft"]
    for unit, draft in _offered(request):
        if forms.draft_key(unit, draft) == wanted:
            item = items.draft(
                by=me(request), units=[unit], section=draft.section, headline=draft.headline, body=draft.body,
                source_note=draft.source_note,
            )  # fmt: skip
            return redirect("item_edit", pk=item.pk)
    messages.error(request, "这个样例已不在，请刷新页面后重新选择。")
    return redirect("item_list")


@needs(*WORKS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    if request.method != "POST":
        return _form(request, item, forms.of_item(item))
    post: QueryDict = request.POST
    if _only_checks(request):
        return _checked(request, item, forms.typed(post))
    try:
        post = _pinned(request)
        saved = items.edit(item, by=me(request), editing=whole(post.get("edition")), **forms.values(post))
    except Refused as refused:
        return _form(request, item, forms.typed(post), refused)
    if request.POST.get("then") == "submit":
        return _submitted(request, saved)
    messages.success(request, "已保存。")
    return redirect("item_edit", pk=pk)


@needs(*WORKS)
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    return _submitted(request, _item(request, pk))


def _submitted(request: HttpRequest, item: Item) -> HttpResponse:
    try:
        items.submit(item, by=me(request))
    except Refused as refused:
        return _form(request, item, forms.of_item(item), refused)
    messages.success(request, "已报送，请本单位负责人核实数字。")
    return redirect("item_list")


@needs(Action.CONFIRM)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """One page for the head of a unit: every number with its definition, value and rows, and the opinion."""
    item = _item(request, pk)
    refused = None
    if request.method == "POST":
        unit = get_object_or_404(Organisation, pk=whole(request.POST.get("organisation")) or 0)
        try:
            items.confirm(item, unit, by=me(request), opinion=request.POST.get("opinion", "").strip() or "同意",
                          seen=request.POST.get("seen", ""))  # fmt: skip
            messages.success(request, f"已代表{unit.short}核实。")
            return redirect("item_confirm", pk=pk)
        except Refused as error:
            refused = error
    return _confirming(request, item, refused)


def _confirming(request: HttpRequest, item: Item, refused: Refused | None) -> HttpResponse:
    read = content.of_item(item)
    mine = {unit.pk for unit in access.organisations(request.user, Action.CONFIRM)}
    parts = [forms.part(read, unit, request.user) for unit in read.units if unit.organisation_id in mine]
    context = {
        "title": "核实数字", "item": item, "content": read, "parts": parts, "refused": refused,
        "marked": marking.marked(read, binding.of_item(read)),
        "typed": request.POST, "steps": item.steps.select_related("who"),
    }  # fmt: skip
    return render(request, "bulletin/item_confirm.html", context, status=409 if refused else 200)


@needs(Action.CONFIRM, Action.EDIT)
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    unit = Organisation.objects.filter(pk=whole(request.POST.get("organisation")) or 0).first()
    try:
        items.send_back(item, by=me(request), reason=request.POST.get("opinion", ""), organisation=unit)
    except Refused as refused:
        if unit:
            return _confirming(request, item, refused)
        return _form(request, item, forms.of_item(item), refused)
    messages.success(request, f"已退回《{item.headline[:20]}》。")
    return redirect("item_list")


@needs(Action.DRAFT, Action.EDIT)
@require_POST
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    """One click puts a pin in the place of a typed number."""
    item, post = _item(request, pk), request.POST
    try:
        compose.pin_number(
            item, field=post.get("field", ""), start=whole(post.get("start")) or 0, end=whole(post.get("end")) or 0,
            quote=post.get("quote", ""), pin=post.get("pin", ""), by=me(request),
        )  # fmt: skip
        messages.success(request, f"“{post.get('quote', '')}”已改为引用。")
    except Overtaken:
        messages.error(request, "文字已有变动，没有替换；请按最新的检查结果再点一次。")
    except Refused as refused:
        messages.error(request, str(refused))
    issue = item.issue_id if access.holds(request.user, Action.EDIT) else None
    return redirect("issue_check", pk=issue) if issue else redirect("item_edit", pk=pk)


def _item(request: HttpRequest, pk: int) -> Item:
    return get_object_or_404(items.visible(request.user), pk=pk)


def _pinned(request: HttpRequest) -> QueryDict:
    return forms.pinned(request.POST) if request.POST.get("pin") else request.POST


def _only_checks(request: HttpRequest) -> bool:
    return request.POST.get("then") == "check" or bool(getattr(request, "htmx", False))


def _checked(request: HttpRequest, item: Item | None, typed: dict[str, Any]) -> HttpResponse:
    """The result below the text for what is in the form now; nothing is saved."""
    if not getattr(request, "htmx", False):
        return _form(request, item, typed)
    return render(request, "bulletin/item_result.html", _result(item, typed))


def _result(item: Item | None, typed: dict[str, Any]) -> dict[str, Any]:
    read = replace(content.of_item(forms.unsaved(item, typed)), units=forms.units(item, typed))
    bound = binding.of_item(read)
    findings = release.of_item(read, bound)
    marks = marking.marked(read, bound, (finding.anchor for finding in findings))
    return {"item": item, "content": read, "findings": findings, "marked": marks}


def _form(
    request: HttpRequest, item: Item | None, typed: dict[str, Any], refused: Refused | None = None
) -> HttpResponse:
    closed = list(items.may_not_edit(item, request.user)) if item else []
    context = {
        "title": "修改稿件" if item else "起草稿件", "item": item, "typed": typed, "refused": refused, "closed": closed,
        "overtaken": refused.stored if isinstance(refused, Overtaken) else None, "today": clock.today(),
        "choices": forms.choices(request.user, item), "steps": item.steps.select_related("who") if item else [],
        **(_result(item, typed) if typed.get("body") else {}),
    }  # fmt: skip
    return render(request, "bulletin/item_form.html", context, status=409 if refused else 200)
