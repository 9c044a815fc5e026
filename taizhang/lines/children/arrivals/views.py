"""The pages of the check: samples, the payments of one within reach, and the form for what was answered."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from taizhang.county.audit import clock
from taizhang.county.ledger import history
from taizhang.county.ledger.validation import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.arrivals import checking
from taizhang.lines.children.arrivals.checking import Answer
from taizhang.lines.children.arrivals.codes import ANSWERED, Arrival, How
from taizhang.lines.children.arrivals.ledgers import CHECKS
from taizhang.lines.children.arrivals.models import ArrivalCheck, ArrivalSample
from taizhang.lines.children.arrivals.parameters import SAMPLE, SAMPLE_MAX
from taizhang.lines.children.ledgers import mask_child
from taizhang.lines.children.payroll import duties, parameters

PER_PAGE = 30


def sees(person: Any) -> bool:
    return access.can(person, Action.VIEW, CHECKS)


@login_required
@require_GET
@never_cache
def arrivals_list(request: HttpRequest) -> HttpResponse:
    return _list(request)


@login_required
@require_POST
def arrivals_draw(request: HttpRequest) -> HttpResponse:
    try:
        month, size = parameters.month(request.POST.get("month", "")), _size(request)
        sample, new = checking.draw(month, size, request.POST.get("seed", ""), by=request.user)
    except (Invalid, Refused) as refused:
        return _list(request, str(refused))
    if new:
        messages.success(request, f"已从 {sample.population} 笔中抽取 {sample.size} 笔，随机种子 {sample.seed}。")
    else:
        messages.info(request, f"这个月已经抽过（{sample.code}），每月只抽一次。")
    return redirect("arrivals_sample", sample.pk)


@login_required
@require_GET
@never_cache
def arrivals_sample(request: HttpRequest, pk: int) -> HttpResponse:
    _require_sight(request)
    sample = get_object_or_404(ArrivalSample.objects.select_related("drawn_by"), pk=pk)
    rows = access.rows(request.user, Action.VIEW, CHECKS).filter(sample=sample, voided=False)
    result = request.GET.get("result", "")
    chosen = rows.filter(result="" if result == "none" else result) if result in (*Arrival.values, "none") else rows
    page = Paginator(chosen.select_related("child", "place").order_by("code"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "title": f"{sample.month:%Y年%-m月}到账核实", "sample": sample, "page": page, "tabs": _tabs(rows, result),
        "lines": [(one, mask_child(one.child.name), CHECKS.tone("result", one.result)) for one in page.object_list],
    }  # fmt: skip
    return render(request, "children/arrivals_sample.html", context)


@login_required
@require_GET
@never_cache
def arrivals_check(request: HttpRequest, pk: int) -> HttpResponse:
    return _check_page(request, _check(request, pk))


@login_required
@require_POST
def arrivals_record(request: HttpRequest, pk: int) -> HttpResponse:
    check, edition = _check(request, pk), request.POST.get("edition", "")
    if not edition.isdecimal():
        raise Http404(pk)
    try:
        new = checking.record(pk, _answer(request), by=request.user, edition=int(edition))
    except (Invalid, Refused) as refused:
        return _check_page(request, check, str(refused))
    messages.success(request, f"{check.code} 的核实结果已登记。" if new else "与已登记的相同，没有重复登记。")
    return redirect("arrivals_check" if check.result else "arrivals_sample", pk if check.result else check.sample_id)


@login_required
@require_POST
def arrivals_give(request: HttpRequest, pk: int) -> HttpResponse:
    check, unit = _check(request, pk), request.POST.get("unit", "")
    try:
        stored, new = checking.give(pk, int(unit) if unit.isdecimal() else 0, by=request.user)
    except Invalid as refused:
        return _check_page(request, check, str(refused))
    code = stored.matter.code if stored.matter else ""
    messages.success(request, f"已交办，事项 {code}，即日起计时。" if new else f"已由 {code} 交办，没有重复交办。")
    return redirect("arrivals_check", pk)


def _list(request: HttpRequest, error: str = "") -> HttpResponse:
    _require_sight(request)
    mine = Q(checks__in=access.rows(request.user, Action.VIEW, CHECKS))
    counted = {
        "mine": Count("checks", filter=mine), "answered": Count("checks", filter=mine & Q(checks__result__in=ANSWERED)),
        "received": Count("checks", filter=mine & Q(checks__result=Arrival.RECEIVED)),
        "open": Count("checks", filter=mine & Q(checks__result="")),
    }  # fmt: skip
    rows = ArrivalSample.objects.filter(voided=False).annotate(**counted).order_by("-month")
    context = {
        "title": "到账抽查", "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")), "error": error,
        "draws": duties.makes(request.user), "given": request.POST, "size": SAMPLE, "most": SAMPLE_MAX.value,
        "month": f"{clock.today():%Y-%m}",
    }  # fmt: skip
    return render(request, "children/arrivals_list.html", context, status=422 if error else 200)


def _tabs(rows: Any, result: str) -> list[dict[str, Any]]:
    counts = dict(rows.order_by().values_list("result").annotate(n=Count("pk")))
    named = [("", "全部", sum(counts.values())), ("none", "待核实", counts.get("", 0))]
    named += [(one.value, one.label, counts.get(one.value, 0)) for one in Arrival]
    return [
        {"value": value, "label": label, "count": count, "current": value == result} for value, label, count in named
    ]


def _check_page(request: HttpRequest, check: ArrivalCheck, error: str = "") -> HttpResponse:
    given = request.POST
    makes, today = duties.makes(request.user), clock.today()
    context = {
        "title": check.code, "check": check, "name": mask_child(check.child.name), "error": error,
        "tone": CHECKS.tone("result", check.result), "records": checking.may_record(request.user, check),
        "results": Arrival.choices, "ways": How.choices, "given": given or _as_stored(check, request.user.name, today),
        "units": checking.units(check) if makes and checking.needs_action(check) else [],
        "history": history.of(CHECKS, check), "today": today,
    }  # fmt: skip
    return render(request, "children/arrivals_check.html", context, status=422 if error else 200)


def _as_stored(check: ArrivalCheck, name: str, today: date) -> dict[str, str]:
    return {
        "result": check.result, "how": check.how, "asked_on": str(check.asked_on or today),
        "asker": check.asker or name, "said_amount": str(check.said_amount or ""), "note": check.note,
    }  # fmt: skip


def _answer(request: HttpRequest) -> Answer:
    given = request.POST
    try:
        day = date.fromisoformat(given.get("asked_on", ""))
    except ValueError:
        raise Invalid("请填写核实日期，形如 2023-09-05") from None
    texts = {name: given.get(name, "") for name in ("result", "how", "asker", "said_amount", "note")}
    return Answer(asked_on=day, **texts)


def _size(request: HttpRequest) -> int:
    text = request.POST.get("size", "").strip() or str(SAMPLE.value)
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Invalid(f"抽取笔数“{text[:12]}”不是整数；请写成 {SAMPLE.value} 的样子")
    return int(text)


def _check(request: HttpRequest, pk: int) -> ArrivalCheck:
    rows = access.rows(request.user, Action.VIEW, CHECKS)
    found: ArrivalCheck = get_object_or_404(
        rows.select_related("child", "place", "sample", "payment__batch", "matter"), pk=pk
    )
    return found


def _require_sight(request: HttpRequest) -> None:
    if not sees(request.user):
        raise Http404
