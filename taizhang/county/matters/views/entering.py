"""The page on which a clerk enters a reported matter into the ledger: the ledger's form, filled with what is known."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from taizhang.county.audit import clock
from taizhang.county.ledger import forms, services, submissions
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.editing import form_page
from taizhang.county.ledger.validation import Errors
from taizhang.county.ledger.validation import Refused as LedgerRefused
from taizhang.county.matters import entering
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.refusal import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@login_required
@form_page
def matter_enter(request: HttpRequest, pk: int) -> HttpResponse:
    matter = get_object_or_404(access.rows(request.user, Action.VIEW, MATTERS), pk=pk)
    ledger = entering.ledger_for(matter)
    if ledger is None:
        messages.info(request, "这件事项已经登记入台账，或不需要登记")
        return redirect("matter", pk)
    if not entering.may_enter(matter, request.user):
        raise PermissionDenied(services.refusal(Action.ADD, ledger, None, request.user))
    if request.method != "POST":
        return _form(request, matter, ledger, entering.known(matter))
    try:
        entering.enter(matter, _filled(request, ledger), once=submissions.token(request.POST.get("token", "")),
                       by=request.user)  # fmt: skip
    except LedgerRefused as refused:
        return _form(request, matter, ledger, request.POST.dict(), errors=refused.errors)
    except Refused as refused:
        return _form(request, matter, ledger, request.POST.dict(), errors={"": [str(refused)]})
    messages.success(request, f"已登记入{ledger.label}台账")
    return redirect("matter", pk)


def _filled(request: HttpRequest, ledger: Ledger) -> Any:
    """Raises the ledger's Refused."""
    blank = forms.blank(ledger, request.user)
    filling = forms.put(
        ledger, forms.blank(ledger, request.user), request.POST.dict(), shown=blank, day=clock.today(), by=request.user
    )
    if filling.errors:
        raise LedgerRefused(filling.errors, ledger)
    return filling.record


def _form(
    request: HttpRequest, matter: Any, ledger: Ledger, typed: dict[str, str], *, errors: Errors | None = None
) -> HttpResponse:  # fmt: skip
    blank = forms.blank(ledger, request.user)
    context = {
        "title": f"登记{ledger.label}",
        "back": reverse("matter", args=[matter.pk]),
        "back_label": matter.code,
        "ledger": ledger,
        "form": forms.form(ledger, blank, day=clock.today(), posted=typed, errors=errors),
        "token": typed.get("token") or uuid4(),
    }
    return render(request, "ledger/form.html", context, status=422 if errors else 200)
