"""The pages of the run: batches, a month's plan, one batch with its next step, recoveries, the total explained."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from taizhang.county.audit import clock
from taizhang.county.ledger import seen
from taizhang.county.ledger.validation import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.standards.errors import Invalid
from taizhang.county.ui.posting import by_post
from taizhang.lines.children import posted
from taizhang.lines.children.claims import due
from taizhang.lines.children.ledgers import CHILDREN, PAYMENTS
from taizhang.lines.children.models import PaymentBatch, Recovery, RunWork
from taizhang.lines.children.money import months
from taizhang.lines.children.payroll import (
    approving,
    drafting,
    duties,
    jobs,
    pages,
    parameters,
    planning,
    recovering,
    results,
    sending,
    works,
)
from taizhang.lines.children.payroll.codes import BatchKind, WorkAct
from taizhang.lines.children.payroll.ledgers import BATCHES, RECOVERIES
from taizhang.lines.children.payroll.planning import PER_PAGE, Tab

_COMPARED = 24
# What xlsx, zip and docx files begin with.
_PACKED = b"PK\x03\x04"
_FROM_THE_PLAN = "请从计划页面点“生成批次”"
_TWICE = "这一步您已经办过，没有重复办理。"
Act = Callable[[HttpRequest, Any], str]


@login_required
@require_GET
@never_cache
def payroll_list(request: HttpRequest) -> HttpResponse:
    if not duties.sees_batches(request.user):
        raise Http404
    rows = access.rows(request.user, Action.VIEW, BATCHES).order_by("-pay_month", "-pk")
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    batches = list(shown.object_list)
    tones = [BATCHES.tone("state", batch.state) for batch in batches]
    lines = list(zip(batches, pages.next_hands(batches), tones, strict=True))
    context = {
        "title": "生活费发放", "page": shown, "lines": lines, "sees": duties.sees_items(request.user),
        "month": f"{clock.today():%Y-%m}", "overdue": due.overdue(request.user, clock.today()),
    }  # fmt: skip
    return render(request, "children/payroll_list.html", context)


@login_required
@require_GET
@never_cache
def payroll_plan(request: HttpRequest) -> HttpResponse:
    _require_items(request)
    return _plan_page(request)


@login_required
@by_post("payroll_plan")
def payroll_draft(request: HttpRequest) -> HttpResponse:
    _require_items(request)
    try:
        month, kind = parameters.month(request.POST.get("month", "")), _kind(request)
        seen = drafting.Seen(
            posted.whole(request, "items", _FROM_THE_PLAN), posted.whole(request, "cents", _FROM_THE_PLAN)
        )
        if jobs.is_long(seen.items):
            asked = {"month": month, "kind": kind, **seen._asdict()}
            return redirect("payroll_work", jobs.later(WorkAct.DRAFT, asked, by=request.user).pk)
        batch = drafting.draft(month, kind, by=request.user, seen=seen)
    except (Invalid, Refused) as refused:
        return _plan_page(request, str(refused))
    messages.success(request, f"已生成批次 {batch.code}：{batch.items:,} 笔，{batch.amount:,} 元；请复核人员核对。")
    return redirect("payroll_batch", batch.pk)


@login_required
@by_post("payroll_plan")
def payroll_raise(request: HttpRequest) -> HttpResponse:
    _require_items(request)
    try:
        raised = recovering.raise_from_plan(parameters.month(request.POST.get("month", "")), by=request.user)
    except (Invalid, Refused) as refused:
        return _plan_page(request, str(refused))
    told = f"新增追缴通知 {raised.noticed} 件，撤回 {raised.withdrawn} 笔。"
    messages.success(request, told if any(raised) else "没有需要追缴的，先前的通知都在台账中。")
    return redirect("ledger_list", RECOVERIES.slug)


@login_required
@require_GET
@never_cache
def payroll_batch(request: HttpRequest, pk: int) -> HttpResponse:
    return _batch_page(request, _batch(request, pk))


@login_required
@by_post("payroll_batch")
def payroll_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    batch = _batch(request, pk)
    if act not in _ACTS or (act in _FOR_THE_BUREAU and not duties.sees_items(request.user)):
        raise Http404(act)
    try:
        if act in _LONG and jobs.is_long(batch.items):
            asked = _asked(request, batch, act)
            return redirect("payroll_work", jobs.later(act, by=request.user, batch=batch, **asked).pk)
        messages.success(request, _ACTS[act](request, batch))
    except (Invalid, Refused) as refused:
        return _batch_page(request, _batch(request, pk), str(refused), act)
    return redirect("payroll_batch", pk)


@login_required
@require_GET
@never_cache
def payroll_work(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a step in the queue has come: for whoever asked for it, and for who sees the whole run."""
    work = get_object_or_404(RunWork.objects.select_related("by", "batch"), pk=pk)
    if not (duties.sees_batches(request.user) and (work.by_id == request.user.pk or duties.sees_items(request.user))):
        raise Http404(pk)
    context = {"title": work.get_act_display(), "work": work, "back": _back_from(work)}
    response = render(request, "children/payroll_work.html", context)
    if work.state == RunWork.State.WAITING:
        response["Refresh"] = "2"
    return response


def _back_from(work: RunWork) -> str:
    if work.batch_id is not None:
        return reverse("payroll_batch", args=[work.batch_id])
    if work.act == WorkAct.EXPLAIN:
        return f"{reverse('payroll_explain')}?work={work.pk}"
    return f"{reverse('payroll_plan')}?month={months.first_day(work.asked['month']):%Y-%m}"


@login_required
@by_post("payroll_batch")
@never_cache
def payroll_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """A batch that pays anew what the bank returned."""
    batch = _batch(request, pk)
    _require_items(request)
    if jobs.is_long(batch.returned_items):
        return redirect("payroll_work", jobs.later(WorkAct.FOLLOW, {}, by=request.user, batch=batch).pk)
    try:
        made = drafting.draft(months.of(batch.pay_month), BatchKind.REISSUE, by=request.user, follows=batch)
    except (Invalid, Refused) as refused:
        return _batch_page(request, batch, str(refused))
    messages.success(request, f"已生成退票重发批次 {made.code}：{made.items:,} 笔，{made.amount:,} 元。")
    return redirect("payroll_batch", made.pk)


@login_required
@by_post("payroll_batch")
@never_cache
def payroll_file(request: HttpRequest, pk: int) -> HttpResponse:
    """By POST: a look at clear accounts is on record, and no link, preview or reload makes one."""
    batch = _batch(request, pk)
    if not duties.makes(request.user):
        raise Http404(pk)
    try:
        content = sending.fetch(batch, by=request.user)
    except Invalid as refused:
        return _batch_page(request, batch, str(refused))
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{batch.code}-{batch.layout}.txt"'
    return response


@login_required
@require_GET
@never_cache
def payroll_recovery(request: HttpRequest, pk: int) -> HttpResponse:
    return _recovery_page(request, _recovery(request, pk))


@login_required
@by_post("payroll_recovery")
def payroll_recovery_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    recovery = _recovery(request, pk)
    if act not in _RECOVERY_ACTS:
        raise Http404(act)
    try:
        messages.success(request, _RECOVERY_ACTS[act](request, recovery))
    except (Invalid, Refused) as refused:
        return _recovery_page(request, _recovery(request, pk), str(refused))
    return redirect("payroll_recovery", pk)


def _plan_page(request: HttpRequest, error: str = "") -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    batches = list(PaymentBatch.objects.exclude(state="DROPPED").order_by("-pay_month", "-pk")[:_COMPARED])
    chosen = next((batch for batch in batches if batch.code == given.get("against")), None)
    try:
        month = parameters.month(given.get("month") or f"{clock.today():%Y-%m}")
        plan = planning.plan(month, tab=_tab(given, chosen), page=_number(given.get("page")), against=chosen)
    except Invalid as refused:
        context = {"title": "发放计划", "error": str(refused), "plan": None, "month": given.get("month", ""),
                   "batches": batches, "chosen": chosen}  # fmt: skip
        return render(request, "children/payroll_plan.html", context, status=422)
    context = pages.of_plan(plan, batches, chosen) | {"error": error, "makes": duties.makes(request.user)}
    seen.rows(CHILDREN, len(context["listed"]), by=request.user, page="发放计划")
    return render(request, "children/payroll_plan.html", context, status=422 if error else 200)


def _batch_page(request: HttpRequest, batch: PaymentBatch, error: str = "", act: str = "") -> HttpResponse:
    """After a refused `act` what was typed stands in its form again, and nowhere else."""
    context = pages.of_batch(batch, request.user, request.GET) | {
        "error": error, "refused": act, "typed": {act: request.POST.get("reason", "")},
        "layout": request.POST.get("layout", ""), "upload_mb": settings.UPLOAD_MAX_BYTES // 1_000_000,
        "tone": BATCHES.tone("state", batch.state), "work": works.waiting(batch),
    }  # fmt: skip
    seen.rows(PAYMENTS, len(context.get("items", ())), by=request.user, page="发放批次")
    return render(request, "children/payroll_batch.html", context, status=422 if error else 200)


def _recovery_page(request: HttpRequest, recovery: Recovery, error: str = "") -> HttpResponse:
    context = pages.of_recovery(recovery, request.user, clock.today()) | {
        "error": error, "given": request.POST, "tone": RECOVERIES.tone("state", recovery.state)
    }  # fmt: skip
    return render(request, "children/payroll_recovery.html", context, status=422 if error else 200)


def _batch(request: HttpRequest, pk: int) -> PaymentBatch:
    rows = access.rows(request.user, Action.VIEW, BATCHES)
    found: PaymentBatch = get_object_or_404(
        rows.select_related("maker", "checker", "finance", "county", "follows"), pk=pk
    )
    return found


def _recovery(request: HttpRequest, pk: int) -> Recovery:
    rows = access.rows(request.user, Action.VIEW, RECOVERIES)
    found: Recovery = get_object_or_404(rows.select_related("child", "place"), pk=pk)
    seen.record(RECOVERIES, found, by=request.user)
    return found


def _require_items(request: HttpRequest) -> None:
    if not duties.sees_items(request.user):
        raise Http404


def _tab(given: Any, chosen: PaymentBatch | None) -> Tab:
    asked = given.get("tab", "")
    known = [tab for tab in Tab if tab != Tab.AGAINST or chosen is not None]
    return Tab(asked) if asked in known else Tab.AGAINST if chosen is not None and not asked else Tab.ENTER


def _kind(request: HttpRequest) -> str:
    kind = request.POST.get("kind", "")
    if kind not in (BatchKind.REGULAR, BatchKind.BACKPAY):
        raise Invalid("请选择月度发放或补发")
    return kind


def _number(text: Any) -> int:
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 7 else 1


def _check(request: HttpRequest, batch: PaymentBatch) -> str:
    new = approving.check(batch, by=request.user, note=request.POST.get("reason", ""))
    return f"批次 {batch.code} 已复核，请财政局审批。" if new else _TWICE


def _approve(request: HttpRequest, batch: PaymentBatch) -> str:
    new = approving.approve(batch, by=request.user, note=request.POST.get("reason", ""))
    return f"批次 {batch.code} 已审批。" if new else _TWICE


def _back(request: HttpRequest, batch: PaymentBatch) -> str:
    approving.send_back(batch, by=request.user, reason=request.POST.get("reason", ""))
    return f"批次 {batch.code} 已退回制单人。"


def _again(request: HttpRequest, batch: PaymentBatch) -> str:
    approving.resubmit(batch, by=request.user, note=request.POST.get("reason", ""))
    return f"批次 {batch.code} 已重新提交复核。"


def _drop(request: HttpRequest, batch: PaymentBatch) -> str:
    drafting.drop(batch, by=request.user, reason=request.POST.get("reason", ""))
    return f"批次 {batch.code} 已撤销，其中的月份重新列入计划。"


def _send(request: HttpRequest, batch: PaymentBatch) -> str:
    sending.send(batch, request.POST.get("layout", ""), by=request.user)
    return f"批次 {batch.code} 的指令文件已生成，请下载后交银行；再次下载是同一个文件。"


def _result(request: HttpRequest, batch: PaymentBatch) -> str:
    name, content = _bank_file(request, batch)
    return results.take(batch, name, content, by=request.user).words


def _bank_file(request: HttpRequest, batch: PaymentBatch) -> tuple[str, bytes]:
    """Raises Invalid for what is plainly no answer of a bank, in words of the file rather than of its lines."""
    upload = request.FILES.get("file")
    if getattr(request, "too_large", 0):
        raise Invalid(f"文件超过 {settings.UPLOAD_MAX_BYTES // 1_000_000} MB，没有上传；请银行分成几个文件提供")
    if upload is None:
        raise Invalid("请先选择银行回单文件，再点“上传回单”")
    name, content = upload.name or "回单", upload.read()
    if not content:
        raise Invalid(f"“{name}”是空的文件，没有上传；请重新从银行下载")
    if b"\0" in content or content.startswith(_PACKED):
        raise Invalid(f"“{name}”不是文本文件（可能是表格、图片或压缩包），没有上传；请上传银行给的原文件，不要打开另存")
    if sha256(content).hexdigest() == batch.file_digest:
        raise Invalid(f"“{name}”是送银行的指令文件，不是回单，没有上传；请从银行下载处理结果后再上传")
    return name, content


def _asked(request: HttpRequest, batch: PaymentBatch, act: str) -> dict[str, Any]:
    """What a step needs to know later."""
    if act == WorkAct.RESULT:
        name, content = _bank_file(request, batch)
        return {"asked": {"name": name}, "content": content}
    return {"asked": {name: request.POST.get(name, "") for name in ("reason", "layout")}}


_ACTS: dict[str, Act] = {
    "check": _check, "approve": _approve, "back": _back, "again": _again, "drop": _drop, "send": _send,
    "result": _result,
}  # fmt: skip
_LONG = frozenset({WorkAct.CHECK, WorkAct.DROP, WorkAct.SEND, WorkAct.RESULT})
_FOR_THE_BUREAU = frozenset({"check", "again", "drop", "send", "result"})


def _repay(request: HttpRequest, recovery: Recovery) -> str:
    given = request.POST
    new = recovering.repay(
        recovery, given.get("amount", ""), posted.day(request, "paid_on", "退款日期"), given.get("voucher", ""),
        by=request.user,
    )  # fmt: skip
    return "退款已登记。" if new else "这张凭证先前已经登记，没有重复计入。"


def _parts(request: HttpRequest, recovery: Recovery) -> str:
    parts = _number(request.POST.get("parts"))
    recovering.pay_in_parts(recovery, parts, posted.day(request, "first_due", "首期应退日期"), by=request.user)
    return f"已改为分 {parts} 期退还。"


def _close(request: HttpRequest, recovery: Recovery) -> str:
    recovering.close(recovery, request.POST.get("state", ""), request.POST.get("closing", ""), by=request.user)
    return "追缴已了结。"


_RECOVERY_ACTS: dict[str, Act] = {"repay": _repay, "parts": _parts, "close": _close}
