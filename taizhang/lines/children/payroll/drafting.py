"""Turns a month's plan into a batch and its items as one act, and drops one that has not gone to the bank."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection

from taizhang.county.audit import changes, clock
from taizhang.county.documents import numbering
from taizhang.county.ledger import bulk, services
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.codes import PaymentStatus
from taizhang.lines.children.ledgers import PAYMENTS
from taizhang.lines.children.models import Payment, PaymentBatch
from taizhang.lines.children.money import cents, months
from taizhang.lines.children.money.months import Month, said
from taizhang.lines.children.money.planning import Run
from taizhang.lines.children.payroll import alike, duties, itemising, laying, parameters, planning, reading
from taizhang.lines.children.payroll.alike import Alike
from taizhang.lines.children.payroll.codes import BatchKind, BatchState
from taizhang.lines.children.payroll.laying import Laid, Totals
from taizhang.lines.children.payroll.running import by_the_run

_PORTION = 4000
# Any number that nothing else locks by: drafting is one at a time in a county.
_LOCK = 0x7A65_0001


class Seen(NamedTuple):
    """Items and cents as whoever confirms the plan saw them."""

    items: int
    cents: int


Told = Callable[[int], None]


def quiet(done: int) -> None:
    """Nobody asked how far it has come."""


def draft(
    month: Month,
    kind: str,
    *,
    by: Any,
    follows: PaymentBatch | None = None,
    seen: Seen | None = None,
    told: Told = quiet,
) -> PaymentBatch:
    """`told` hears how many items are made. Raises Invalid where there is nothing to pay, or the plan is no more what
    was `seen`; Refused."""
    with by_the_run(), changes.change(by=by, reason=f"{said(month)}{BatchKind(kind).label}", action="发放批次制单"):
        one_at_a_time()
        if not duties.makes(by):
            raise Invalid(f"发放批次由民政局经办制单，您的岗位（{by.title}）不能办理")
        run = Run(month, parameters.terms())
        _refuse_early(month)
        _refuse_second(month, kind)
        only = _persons(follows) if follows is not None else None
        with laying.items(_chosen(run, kind, only)) as totals:
            _refuse_unlike(totals, seen, month)
            batch = _batch(month, kind, totals, by, follows)
            services.save(batch, by=by, mandate=True)
            itemising.write(batch, by, told)
    return batch


def drop(batch: PaymentBatch, *, by: Any, reason: str) -> None:
    """Takes a batch back before it went to the bank; its items are cancelled and planned anew. Raises Invalid."""
    if not reason.strip():
        raise Invalid("请写明撤销理由，例如“名单有变，重新生成”")
    with by_the_run(), changes.change(by=by, reason=reason.strip(), action="发放批次撤销"):
        one_at_a_time()
        stored = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
        if stored.state not in (BatchState.DRAFT, BatchState.CHECKED, BatchState.APPROVED):
            raise Invalid(f"批次{stored.code}{stored.get_state_display()}，不能撤销；已送银行的只能等银行回单")
        if not duties.makes(by):
            raise Invalid(f"撤销批次由民政局经办办理，您的岗位（{by.title}）不能撤销")
        stored.state, stored.note = BatchState.DROPPED, reason.strip()[:200]
        services.save(stored, by=by, mandate=True)
        mark(stored, PaymentStatus.CANCELLED, by=by)


def mark(batch: PaymentBatch, status: str, *, by: Any) -> None:
    """Gives all items of a batch a state."""
    bulk.assign(PAYMENTS, items(batch), by=by, reason=batch.code, status=status)


def items(batch: PaymentBatch) -> Any:
    return Payment.objects.filter(batch=batch).order_by("seq")


def one_at_a_time() -> None:
    """Two drafts at once would each pay what the other has not written yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _refuse_early(month: Month) -> None:
    """A plan of a later month pays all the months up to it."""
    last = months.of(clock.today()) + parameters.declared().ahead
    if month > last:
        raise Invalid(f"{said(month)}还没有到，现在最多生成到{said(last)}；请改选月份")


def _refuse_second(month: Month, kind: str) -> None:
    known_one = planning.regular(month) if kind == BatchKind.REGULAR else None
    if known_one is not None:
        told = f"{said(month)}已有月度批次{known_one.code}（{known_one.get_state_display()}）；"
        raise Invalid(told + "之后的变动请生成补发批次，或先撤销该批次")


def _refuse_unlike(totals: Totals, seen: Seen | None, month: Month) -> None:
    if not totals.items:
        raise Invalid(f"{said(month)}没有可以发放的明细；请查看计划中的“有误”和各人情况")
    if seen is not None and (totals.items, totals.cents) != tuple(seen):
        told = f"您查看的计划是{seen.items}笔{cents.yuan(seen.cents)}元，现在是{totals.items}笔"
        raise Invalid(f"{told}{cents.yuan(totals.cents)}元；档案或发放刚有变动，请重新查看后再生成")


def _persons(follows: PaymentBatch) -> list[str]:
    returned = Payment.objects.filter(batch=follows, status=PaymentStatus.RETURNED)
    return sorted({person for person in returned.values_list("person", flat=True) if person})


def _chosen(run: Run, kind: str, only: Sequence[str] | None) -> Iterator[Laid]:
    after_run = planning.regular(run.month) is not None
    policies = run.terms.policies
    singly = (Alike("", 1, person) for person in reading.people(policies, only=only)) if only is not None else None
    for one in singly or alike.everybody(policies):
        for line in planning.paying(planning.lines_of(run, one), kind, after_run=after_run):
            yield laying.to_pay(one, line)


def digest(batch: PaymentBatch) -> Totals:
    """Of the items as they stand: what was changed past the run no longer fits the batch."""
    month, amount = "to_char(month_covered, 'YYYYMM')", "(amount * 100)::bigint"
    with connection.cursor() as cursor:
        cursor.execute(laying.digest_of("children_payment WHERE batch_id = %s", "child_id", month, amount), [batch.pk])
        return Totals(*cursor.fetchone())


def _batch(month: Month, kind: str, totals: Totals, by: Any, follows: PaymentBatch | None) -> PaymentBatch:
    bureau, finance = duties.bureau(), duties.finance()
    band = parameters.declared().band(month, totals.cents)
    return PaymentBatch(
        code=_number(month), pay_month=months.first_day(month), kind=kind, items=totals.items,
        amount=cents.amount(totals.cents), items_digest=totals.digest, follows=follows, band=band.document,
        needs_county="county" in band.approves, units=[finance.pk] if finance is not None else [],
        maker=by, made_at=clock.now(), unit=bureau, place_id=bureau.place_id,
    )  # fmt: skip


def _number(month: Month) -> str:
    stem = f"FP{months.code(month)}"
    return f"{stem}-{numbering.take(stem):02d}"
