"""What the pages of the run show: a batch with whose turn it is, its items masked, a plan's lists, a recovery."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Sum

from taizhang.county.audit import clock
from taizhang.county.ledger import history
from taizhang.county.places.models import Place
from taizhang.county.standards.masking import mask_account
from taizhang.lines.children.claims import papers
from taizhang.lines.children.codes import Category, PaymentStatus
from taizhang.lines.children.ledgers import mask_child
from taizhang.lines.children.models import Child, Payment, PaymentBatch, Recovery, Repayment
from taizhang.lines.children.money import cents, months
from taizhang.lines.children.money.months import Month
from taizhang.lines.children.payroll import (
    approving,
    banks,
    checking,
    drafting,
    duties,
    known,
    parameters,
    planning,
    recovering,
    results,
)
from taizhang.lines.children.payroll.codes import DUE, BatchState, Cause
from taizhang.lines.children.payroll.ledgers import BATCHES, RECOVERIES
from taizhang.lines.children.payroll.planning import LABELS, PER_PAGE, Plan, Tab

_OPEN = (BatchState.DRAFT, BatchState.CHECKED, BatchState.APPROVED)
_TONES: dict[str, str] = {PaymentStatus.PAID: "g", PaymentStatus.RETURNED: "r", PaymentStatus.SENT: "b"}
_GROUPED = (("类别", "category", Category), ("状态", "status", PaymentStatus), ("缘由", "cause", Cause))
BLOCKS_SHOWN = 50
# A larger batch is held against the register when somebody asks for it; passing it on always does.
CHECKED_AT_ONCE = 3000


class Listed(NamedTuple):
    """A line of a plan with the child's name masked."""

    row: planning.Row
    name: str
    place: str
    yuan: str


class Item(NamedTuple):
    payment: Payment
    name: str
    payee: str
    account: str
    tone: str


class Group(NamedTuple):
    """Items of a batch by a code, and the list they open onto."""

    label: str
    items: int
    amount: Any
    name: str
    value: str


def unpaid(batches: Sequence[PaymentBatch]) -> dict[int, int]:
    """By key of a batch, how many of its returned items nobody has begun to pay anew, in whatever batch."""
    came_back = Payment.objects.filter(batch__in=batches, status=PaymentStatus.RETURNED, voided=False)
    on_the_way = (PaymentStatus.PENDING, PaymentStatus.SENT, PaymentStatus.PAID)
    anew = Payment.objects.filter(
        child=OuterRef("child"), month_covered=OuterRef("month_covered"), pk__gt=OuterRef("pk"),
        status__in=on_the_way, voided=False,
    )  # fmt: skip
    return dict(came_back.filter(~Exists(anew)).values_list("batch").annotate(n=Count("pk")).order_by("batch"))


def next_hands(batches: Sequence[PaymentBatch]) -> list[str]:
    """Whose the next step of each is, what the bank returned included."""
    left = unpaid([batch for batch in batches if batch.returned_items])
    return [approving.next_hand(one) or ("民政局经办（退票重发）" if left.get(one.pk) else "") for one in batches]


def waiting(person: Any) -> int:
    """Batches whose next step is this person's."""
    rows = PaymentBatch.objects.filter(state__in=(BatchState.DRAFT, BatchState.CHECKED, BatchState.APPROVED))
    return sum(_turn_of(batch, person) for batch in rows)


def _turn_of(batch: PaymentBatch, person: Any) -> bool:
    if batch.state == BatchState.APPROVED or (batch.state == BatchState.DRAFT and batch.note):
        return duties.makes(person)
    return approving.may_decide(batch, person)


def of_batch(batch: PaymentBatch, person: Any, given: Any) -> dict[str, Any]:
    sees, makes = duties.sees_items(person), duties.makes(person)
    checked = batch.state in _OPEN and (batch.items <= CHECKED_AT_ONCE or bool(given.get("check")))
    found = list(checking.blocks(batch)) if checked else []
    context: dict[str, Any] = {
        "title": batch.code, "batch": batch, "steps": list(_steps(batch)), "turn": approving.next_hand(batch),
        "month": months.said(months.of(batch.pay_month)), "month_code": f"{batch.pay_month:%Y-%m}", "makes": makes,
        "decides": approving.may_decide(batch, person), "sees": sees, "checked": checked,
        "unchecked": batch.state in _OPEN and not checked,
        "blocking": sum(one.blocking for one in found), "found": len(found), "blocks": found[:BLOCKS_SHOWN],
        "banks": banks.banks().values(), "waiting": results.waiting(batch) if batch.state == BatchState.SENT else 0,
        "unpaid": unpaid([batch]).get(batch.pk, 0) if batch.returned_items else 0,
        "results": batch.results.select_related("by").order_by("pk"), "history": history.of(BATCHES, batch),
        "following": PaymentBatch.objects.filter(follows=batch), "may_drop": makes and batch.state in _OPEN,
        "groups": [(heading, _groups(batch, name, codes)) for heading, name, codes in _GROUPED],
    }  # fmt: skip
    return context | (_listed(batch, given) if sees else {})


def _steps(batch: PaymentBatch) -> Iterator[dict[str, Any]]:
    done = [("制单", batch.maker, batch.made_at), ("复核", batch.checker, batch.checked_at),
            ("财政审批", batch.finance, batch.finance_at)]  # fmt: skip
    if batch.needs_county:
        done.append(("县领导审批", batch.county, batch.county_at))
    acts = [*done, ("送银行", None, batch.sent_at), ("结清", None, batch.settled_at)]
    now = next((label for label, _, at in acts if at is None), "") if batch.state != BatchState.DROPPED else ""
    for label, who, at in acts:
        lines = [who.name] if who is not None else []
        state = "done" if at is not None else "back" if label == now and batch.note else "now" if label == now else ""
        yield {"label": label, "state": state, "lines": lines + ([f"{clock.local(at):%m-%d %H:%M}"] if at else [])}


def _groups(batch: PaymentBatch, name: str, codes: Any) -> list[Group]:
    rows = Payment.objects.filter(batch=batch).values_list(name).annotate(n=Count("pk"), total=Sum("amount"))
    return [Group(codes(code).label, n, total, name, code) for code, n, total in rows.order_by(name)]


def _listed(batch: PaymentBatch, given: Any) -> dict[str, Any]:
    rows = drafting.items(batch).select_related("child", "place")
    chosen = {name: given[name] for name in ("status", "cause", "category") if given.get(name)}
    shown = Paginator(rows.filter(**chosen), PER_PAGE).get_page(given.get("page"))
    return {"page": shown, "items": [_item(one) for one in shown.object_list], "chosen": chosen}


def _item(payment: Payment) -> Item:
    (one,) = known.read([payment.snapshot or "{}"])
    payee = one["payee"] if one["holder"] == "INSTITUTION" else mask_child(one["payee"])
    tone = _TONES.get(payment.status, "")
    return Item(payment, mask_child(one["name"]), payee, mask_account(one["account"]), tone)


def of_plan(plan: Plan, batches: Sequence[PaymentBatch], chosen: PaymentBatch | None) -> dict[str, Any]:
    part = plan.parts[Tab(plan.tab)]
    stands = planning.regular(plan.month)
    return {
        "title": f"{months.said(plan.month)}发放计划", "plan": plan, "month": f"{months.first_day(plan.month):%Y-%m}",
        "tabs": list(_tabs(plan, chosen)), "listed": listed(plan.shown), "sum": cents.yuan(part.cents),
        "total": cents.yuan(plan.cents), "page": page_of(part.rows, plan.page), "stands": stands,
        "kind": "BACKPAY" if stands else "REGULAR", "batches": batches, "chosen": chosen,
        "before": f"{months.first_day(plan.month - 1):%Y-%m}", "after": f"{months.first_day(plan.month + 1):%Y-%m}",
        "label": LABELS[Tab(plan.tab)], "latest": _latest_before(plan.month),
    }  # fmt: skip


def _latest_before(month: Month) -> str:
    """In words the last month that may be drafted now, where this one may not be yet: it would pay all up to it."""
    last = months.of(clock.today()) + parameters.declared().ahead
    return months.said(last) if month > last else ""


def _tabs(plan: Plan, chosen: PaymentBatch | None) -> Iterator[dict[str, Any]]:
    for tab in Tab:
        if tab != Tab.AGAINST or chosen is not None:
            yield {"value": tab.value, "label": LABELS[tab], "count": plan.parts[tab].rows, "current": tab == plan.tab}


def listed(rows: Sequence[planning.Row]) -> list[Listed]:
    names = {child.pk: mask_child(child.name) for child in Child.objects.filter(pk__in={row.child for row in rows})}
    places = Place.objects.in_bulk({row.place for row in rows}, field_name="code")
    return [Listed(row, names[row.child], str(places[row.place]), cents.yuan(row.cents)) for row in rows]


def page_of(count: int, number: int) -> "Page[int]":
    return Paginator(range(count), PER_PAGE).get_page(number)


def of_recovery(recovery: Recovery, person: Any, today: date) -> dict[str, Any]:
    makes = duties.makes(person)
    still = recovery.state in DUE
    return {
        "title": recovery.code, "recovery": recovery, "name": mask_child(recovery.child.name),
        "parts": [(part, cents.yuan(part.cents), cents.yuan(part.came)) for part in recovering.schedule(recovery)],
        "overdue": recovering.overdue(recovery, today), "overdue_yuan": cents.yuan(recovering.overdue(recovery, today)),
        "outstanding": cents.yuan(recovering.outstanding(recovery)), "today": today,
        "months": [(months.said(_month(one)), cents.yuan(one["cents"]), cents.yuan(one.get("withdrawn", 0)))
                   for one in recovery.months],
        "repayments": Repayment.objects.filter(recovery=recovery, voided=False).order_by("paid_on", "pk"),
        "repays": makes and (still or recovery.state == "REFERRED"), "arranges": makes and still,
        "closes": duties.checks(person) and still, "history": history.of(RECOVERIES, recovery),
        "papers": papers.of(recovery), "offers": papers.offered(recovery) if makes else [], "makes": makes,
    }  # fmt: skip


def _month(entry: dict[str, int]) -> int:
    return months.at(entry["month"] // 100, entry["month"] % 100)
