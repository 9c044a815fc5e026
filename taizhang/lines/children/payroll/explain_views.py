"""The page that explains a total: at once where children are few, from the queue where they are many."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from taizhang.county.audit import clock
from taizhang.county.ledger import seen
from taizhang.county.standards.errors import Invalid
from taizhang.county.ui.posting import by_post
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.models import RunWork
from taizhang.lines.children.money import cents, months
from taizhang.lines.children.money.explaining import Row
from taizhang.lines.children.payroll import duties, explaining, jobs, pages, parameters, planning
from taizhang.lines.children.payroll.codes import WorkAct
from taizhang.lines.children.payroll.supposed import supposed


@login_required
@require_GET
@never_cache
def payroll_explain(request: HttpRequest) -> HttpResponse:
    _require(request)
    work = RunWork.objects.filter(pk=_key(request), act=WorkAct.EXPLAIN, by=request.user).first()
    given, told, error = _of_work(work, request.GET) if work else _period(request.GET), None, ""
    held: list[Row] = []
    many = jobs.are_many()
    try:
        asked = _explained(given)
        told = _answered(work, asked) if many else explaining.explain(**asked)
        held = supposed(asked["first"], asked["last"], given["written"]) if given["written"] else []
    except Invalid as refused:
        error = str(refused)
    context = {
        "title": "发放总额说明",
        "given": given,
        "error": error,
        "told": told,
        "many": many,
        "step": _heading(given, told),
    }
    context |= _told(told) | {"held": held}
    seen.rows(CHILDREN, len(context.get("listed", ())), by=request.user, page="发放总额说明")
    return render(request, "children/payroll_explain.html", context, status=422 if error else 200)


@login_required
@by_post("payroll_explain")
def payroll_explain_later(request: HttpRequest) -> HttpResponse:
    """Many children are reckoned in the queue; the answer stays with the work."""
    _require(request)
    try:
        work = jobs.later(WorkAct.EXPLAIN, _explained(_period(request.POST)), by=request.user)
    except Invalid as refused:
        messages.error(request, str(refused))
        return redirect("payroll_explain")
    return redirect("payroll_work", work.pk)


def _period(given: Any) -> dict[str, str]:
    today = clock.today()
    asked = {name: given.get(name, "").strip() for name in ("from", "to", "reported", "written", "step")}
    return asked | {"from": asked["from"] or f"{today:%Y}-01", "to": asked["to"] or f"{today:%Y-%m}"}


def _of_work(work: RunWork, given: Any) -> dict[str, str]:
    """What was asked of the queue; another step of the same total is a question of its own."""
    first, last = (f"{months.first_day(work.asked[name]):%Y-%m}" for name in ("first", "last"))
    reported = work.asked["reported"]
    return {
        "from": first, "to": last, "reported": "" if reported is None else f"{cents.amount(reported):f}",
        "written": given.get("written", "").strip(), "step": given.get("step", work.asked["step"]),
    }  # fmt: skip


def _explained(given: dict[str, str]) -> dict[str, Any]:
    reported = cents.parse(given["reported"]) if given["reported"] else None
    first, last = parameters.month(given["from"]), parameters.month(given["to"])
    return {"first": first, "last": last, "reported": reported, "step": given["step"]}


def _answered(work: RunWork | None, asked: dict[str, Any]) -> explaining.Explained | None:
    if work is None or not work.answer or asked != work.asked:
        return None
    return explaining.Explained.kept(work.answer)


def _heading(given: dict[str, str], told: explaining.Explained | None) -> str:
    """What the list of a step is called; blank where none is asked for."""
    if told is None or not given["step"]:
        return ""
    many = len(told.people) >= explaining.SHOWN
    return f"这一项中的儿童（只列前 {explaining.SHOWN} 名）" if many else "这一项中的儿童"


def _told(told: explaining.Explained | None) -> dict[str, Any]:
    if told is None:
        return {}
    rows = [planning.Row(*member, "", amount, "", "") for member, amount in told.people]
    steps = [(row, cents.yuan(row.cents), row.code not in ("RESIDUAL", "FAULT")) for row in told.rows]
    return {"steps": steps, "total": cents.yuan(told.reported), "residual": cents.yuan(told.residual),
            "base": cents.yuan(told.base), "listed": pages.listed(rows)}  # fmt: skip


def _key(request: HttpRequest) -> int:
    text = request.GET.get("work", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _require(request: HttpRequest) -> None:
    if not duties.sees_items(request.user):
        raise Http404
