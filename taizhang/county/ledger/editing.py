"""The pages that write: adding, changing and voiding a record, and the choice after two people changed it at once."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.county.audit import clock
from taizhang.county.ledger import conflict, forms, history, listing, services, submissions
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.here import allow, ledger_of, record_of
from taizhang.county.ledger.prefilled import prefilled
from taizhang.county.ledger.services import Conflict
from taizhang.county.ledger.validation import Errors, Refused
from taizhang.county.people.roles import Action

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@form_page
def ledger_new(request: HttpRequest, slug: str) -> HttpResponse:
    ledger = ledger_of(request, slug)
    allow(request, Action.ADD, ledger)
    record = forms.blank(ledger, request.user)
    if request.method != "POST":
        return _form(request, ledger, record)
    posted = request.POST.dict()
    filling = forms.put(
        ledger, record, posted, shown=forms.blank(ledger, request.user), day=clock.today(), by=request.user
    )
    try:
        _refuse(filling.errors, ledger)
        pk = submissions.add(record, once=submissions.token(posted.get("token", "")), by=request.user)
    except Refused as refused:
        return _form(request, ledger, forms.blank(ledger, request.user), errors=refused.errors)
    messages.success(request, f"已登记{ledger.label}：{ledger.title(ledger.model.objects.get(pk=pk))}")
    return redirect("ledger_new", slug) if "again" in posted else redirect("ledger_detail", slug, pk)


@login_required
@form_page
def ledger_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    ledger = ledger_of(request, slug)
    record = record_of(request, ledger, pk)
    allow(request, Action.CHANGE, ledger, record)
    if request.method != "POST":
        return _form(request, ledger, record)
    posted = conflict.kept(request.POST.dict())
    before = _opened_on(ledger, record, posted)
    filling = forms.put(ledger, record, posted, shown=before, day=clock.today(), by=request.user)
    try:
        _refuse(filling.errors, ledger)
        written = services.save(record, by=request.user, reason=posted.get("reason", ""), editing=before.edition)
    except Refused as refused:
        return _form(request, ledger, before, errors=refused.errors, pk=pk)
    except Conflict as met:
        clash = conflict.clash(ledger, before=before, theirs=met.stored, mine=met.mine, typed=filling.typed)
        return _conflict(request, ledger, met.stored, clash)
    messages.success(request, "已保存修改" if written else "没有改动，未保存新的版本")
    return redirect("ledger_detail", slug, pk)


@login_required
@form_page
def ledger_void(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    ledger = ledger_of(request, slug)
    record = record_of(request, ledger, pk)
    allow(request, Action.VOID, ledger, record)
    errors: list[str] = []
    if request.method == "POST":
        try:
            services.void(record, by=request.user, reason=request.POST.get("reason", ""))
        except Refused as refused:
            errors = [text for texts in refused.errors.values() for text in texts]
        else:
            messages.success(request, f"已作废 {ledger.title(record)}；记录仍可查看，不再计入任何数字")
            return redirect("ledger_detail", slug, pk)
    context = {"title": "作废", "ledger": ledger, "record": record, "name": ledger.title(record), "errors": errors}
    return render(request, "ledger/void.html", context, status=422 if errors else 200)


def _refuse(errors: Errors, ledger: Ledger) -> None:
    if errors:
        raise Refused(errors, ledger)


def _opened_on(ledger: Ledger, record: Any, posted: Mapping[str, str]) -> Any:
    """The record as the form showed it: what stands now, or the edition it was opened on."""
    typed = posted.get("edition", "")
    number = int(typed) if typed.isdecimal() else record.edition
    old = history.edition(ledger, record.pk, number) if number != record.edition else None
    return old or ledger.model.objects.prefetch_related(*listing.links(ledger.all_columns)).get(pk=record.pk)


def _form(
    request: HttpRequest, ledger: Ledger, record: Any, *, errors: Errors | None = None, pk: int | None = None
) -> HttpResponse:
    pk = pk or record.pk
    posted = request.POST.dict() if request.method == "POST" else {} if pk else prefilled(ledger, request.GET)
    form = forms.form(ledger, record, day=clock.today(), posted=posted, errors=errors)
    context = {
        "title": f"修改 {ledger.title(record)}" if pk else f"登记{ledger.label}",
        "ledger": ledger,
        "pk": pk,
        "form": form,
        "edition": record.edition,
        "token": posted.get("token") or uuid4(),
        "reason": posted.get("reason", ""),
    }
    return render(request, "ledger/form.html", context, status=422 if errors else 200)


def _conflict(request: HttpRequest, ledger: Ledger, theirs: Any, clash: conflict.Clash) -> HttpResponse:
    context = {
        "title": "两个人同时改了这条记录",
        "ledger": ledger,
        "pk": theirs.pk,
        "name": ledger.title(theirs),
        "clash": clash,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "ledger/conflict.html", context, status=409)
