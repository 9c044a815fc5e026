"""The pages that open matters: a new one, one about a record of a ledger, and those of a decision of a meeting."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.county.ledger import submissions
from taizhang.county.ledger.here import ledger_of, record_of
from taizhang.county.matters import flow, records, starting
from taizhang.county.matters.flows import TASK
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Refused
from taizhang.county.matters.starting import DecisionForm, NewForm, PartForm
from taizhang.county.matters.views.shared import whole

form_page = require_http_methods(["GET", "HEAD", "POST"])
ROWS, MOST_ROWS = 3, 20


@login_required
@form_page
def matter_new(request: HttpRequest) -> HttpResponse:
    if not starting.may(request.user):
        raise PermissionDenied("登记事项需要“经办”“单位审核”“网格员”或“督办”岗位，请联系系统管理员核对您的岗位。")
    matter, about = _blank(request)
    if request.method != "POST":
        return _new(request, NewForm(request.user, matter), about)
    form = NewForm(request.user, matter, request.POST, request.FILES)
    try:
        pk = _opened(request, matter, form)
    except Refused as refused:
        form.refuse(refused)
        return _new(request, form, about)
    unit = form.cleaned_data["unit"]
    messages.success(request, f"已登记并交办，等待{unit.short}领办。" if unit else "已登记，等待交办。")
    return redirect("matter", pk)


def _blank(request: HttpRequest) -> tuple[Matter, dict[str, Any]]:
    """An empty task, or a matter filled from the record that the address names. Raises Http404."""
    slug, pk = request.GET.get("ledger", ""), whole(request.GET.get("record"))
    if not slug or pk is None:
        return Matter(flow=TASK.slug, source=Matter.Source.OWN), {}
    ledger = ledger_of(request, slug)
    record = record_of(request, ledger, pk)
    try:
        matter = records.from_record(ledger, record, flow.about(slug) or TASK)
    except Refused as refused:
        raise PermissionDenied(str(refused)) from refused
    return matter, {"ledger": ledger, "record": record, "name": ledger.title(record)}


def _opened(request: HttpRequest, matter: Matter, form: NewForm) -> int:
    """Raises Refused."""
    if not form.is_valid():
        raise Refused
    given = form.cleaned_data
    for name in ("title", "detail", "level", "urgent"):
        setattr(matter, name, given[name])
    # What the record keeps narrow stays narrow.
    matter.restricted = matter.restricted or given["restricted"]
    matter.place_id = given["place"] or matter.place_id
    if matter.about and given["unit"] is None:
        raise Refused(fields={"unit": ["请选择承办单位"]})

    def make() -> int:
        made = starting.begin(matter, by=request.user, unit=given["unit"], note=given["note"], papers=given["papers"])
        return int(made.pk)

    return submissions.do(make, once=submissions.token(given["token"]), what="matter new", by=request.user)


def _new(request: HttpRequest, form: NewForm, about: dict[str, Any]) -> HttpResponse:
    context = {"title": "交办" if about else "登记事项", "form": form, "about": about, "token": uuid4()}
    return render(request, "matters/new.html", context, status=422 if form.is_bound else 200)


@login_required
@form_page
def matter_decision(request: HttpRequest) -> HttpResponse:
    if not starting.may_decide(request.user):
        raise PermissionDenied("会议决定由县政府办督办岗位立项；本单位的事项请用“登记事项”。")
    posted = request.POST if request.method == "POST" else None
    form, parts = DecisionForm(request.user, posted), _parts(request)
    if posted is None or "more" in posted:
        return _decision(request, form, parts)
    try:
        pk = _decided(request, form, parts)
    except Refused as refused:
        form.refuse(refused)
        return _decision(request, form, parts, status=422)
    messages.success(request, "已立项并交办牵头单位和各责任单位。")
    return redirect("matter", pk)


def _parts(request: HttpRequest) -> list[PartForm]:
    """As many rows as the form had, and one more where that was asked for."""
    posted = request.POST if request.method == "POST" else None
    count = whole(request.POST.get("rows")) or ROWS
    count = min(count + ("more" in request.POST), MOST_ROWS)
    offered = starting.units(request.user)
    return [PartForm(request.user, number, posted, offered=offered) for number in range(1, count + 1)]


def _decided(request: HttpRequest, form: DecisionForm, parts: list[PartForm]) -> int:
    """Raises Refused."""
    sound = [one.is_valid() for one in [form, *parts]]
    if not all(sound):
        raise Refused
    given = {name: form.cleaned_data[name] for name in ("meeting", "held_on", "title", "detail", "unit", "level")}
    tasks = [one.cleaned_data for one in parts if one.filled]
    if not tasks:
        raise Refused("请至少填写一项任务和它的责任单位。")

    def make() -> int:
        if given["unit"] is None:
            raise Refused(fields={"unit": ["请选择牵头单位"]})
        return int(starting.decide(by=request.user, parts=tasks, **given).pk)

    token = submissions.token(form.cleaned_data["token"])
    return submissions.do(make, once=token, what="matter decision", by=request.user)


def _decision(request: HttpRequest, form: DecisionForm, parts: list[PartForm], *, status: int = 200) -> HttpResponse:
    """Another row is no attempt to save: what is still empty is not called wrong."""
    if status == 200 and form.is_bound:
        form, parts = _quiet(request, form), [_quiet(request, one) for one in parts]
    context = {"title": "会议决定立项", "form": form, "parts": parts, "token": uuid4(), "full": len(parts) >= MOST_ROWS}
    return render(request, "matters/decision.html", context, status=status)


def _quiet(request: HttpRequest, form: Any) -> Any:
    form.initial = {name: request.POST.get(form.add_prefix(name), "") for name in form.fields}
    form.is_bound = False
    return form
