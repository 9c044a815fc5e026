"""Turns a month's plan into a batch and its items as one act, and drops one that has not gone to the bank."""

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection

from taizhang.county.audit import changes, clock
from taizhang.county.documents import numbering
from taizhang.county.ledger import bulk, services
from taizhang.county.ledger.validation import Refused
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.codes import PaymentKind, PaymentStatus
from taizhang.lines.children.ledgers import PAYMENTS
from taizhang.lines.children.models import Payment, PaymentBatch
from taizhang.lines.children.money import cents, months
from taizhang.lines.children.money.causes import CORRECTING
from taizhang.lines.children.money.months import Month, said
from taizhang.lines.children.money.planning import REGULAR, Line, Run
from taizhang.lines.children.payroll import duties, known, parameters, planning
from taizhang.lines.children.payroll.codes import BatchKind, BatchState
from taizhang.lines.children.payroll.reading import Person
from taizhang.lines.children.payroll.running import by_the_run

_PORTION = 1000
# Any number that nothing else locks by: drafting is one at a time in a county.
_LOCK = 0x7A65_0001
Lines = tuple[Person, list[Line]]


class Totals(NamedTuple):
    """What a batch will hold; the digest is of every line in its order."""

    items: int
    cents: int
    digest: str


class Seen(NamedTuple):
    """Items and cents as whoever confirms the plan saw them."""

    items: int
    cents: int


def draft(
    month: Month, kind: str, *, by: Any, follows: PaymentBatch | None = None, seen: Seen | None = None
) -> PaymentBatch:  # fmt: skip
    """Raises Invalid where there is nothing to pay, or the plan is no more what was `seen`; Refused."""
    with by_the_run(), changes.change(by=by, reason=f"{said(month)}{BatchKind(kind).label}", action="发放批次制单"):
        one_at_a_time()
        if not duties.makes(by):
            raise Invalid(f"发放批次由民政局经办制单，您的岗位（{by.title}）不能办理")
        run = Run(month, parameters.terms())
        _refuse_early(month)
        _refuse_second(month, kind)
        only = _persons(follows) if follows is not None else None
        totals = _totals(_chosen(run, kind, only))
        _refuse_unlike(totals, seen, month)
        batch = _batch(month, kind, totals, by, follows)
        services.save(batch, by=by, mandate=True)
        written = _write(batch, _chosen(run, kind, only), by)
        if written != totals:
            raise Invalid("生成批次时档案有变动，没有写入；请重新查看计划后再生成")
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
    with bulk.door(PAYMENTS, by=by, reason=batch.code) as door:
        rows = items(batch).iterator(_PORTION)
        while portion := list(islice(rows, _PORTION)):
            for item in portion:
                item.status = status
            write(door, portion)
        door.done(batch.items)


def write(door: bulk.Door, portion: Sequence[Payment]) -> None:
    """Judges and writes; raises Refused for the first item that does not pass."""
    stored = [None if item.pk is None else item for item in portion]
    for before, item in zip(stored, portion, strict=True):
        errors = door.judged(before, item)
        if errors:
            raise Refused({"": [f"第{item.seq}笔：{text}" for texts in errors.values() for text in texts]}, PAYMENTS)
    door.write(portion)
    door.go_on()
    with connection.cursor() as cursor:
        # The rows are read through cursors that stay open, and COPY lets nothing else be fetched meanwhile: a
        # statement waits for its end.
        cursor.execute("SELECT 1")


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


def _chosen(run: Run, kind: str, only: Sequence[str] | None) -> Iterator[Lines]:
    after_run = planning.regular(run.month) is not None
    for person, lines in planning.each(run, only=only):
        mine = planning.paying(lines, kind, after_run=after_run)
        if mine:
            yield person, mine


def _totals(chosen: Iterator[Lines]) -> Totals:
    count = total = 0
    digest = sha256()
    for person, lines in chosen:
        for line in lines:
            count += 1
            total += line.cents
            row = person.row(line.category, line.month)
            digest.update(_told(count, row.pk, line))
    return Totals(count, total, digest.hexdigest())


def _told(seq: int, child: int, line: Line) -> bytes:
    return f"{seq}|{child}|{months.code(line.month)}|{line.cents}|{line.cause}\n".encode()


def digest(batch: PaymentBatch) -> str:
    """Of the items as they stand: what was changed past the run no longer fits the batch."""
    made = sha256()
    rows = items(batch).values_list("seq", "child_id", "month_covered", "amount", "cause")
    for seq, child, month, amount, cause in rows.iterator(_PORTION):
        made.update(f"{seq}|{child}|{months.code(months.of(month))}|{cents.of(amount)}|{cause}\n".encode())
    return made.hexdigest()


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


def _write(batch: PaymentBatch, chosen: Iterator[Lines], by: Any) -> Totals:
    today, count, total, made = clock.today(), 0, 0, sha256()
    with bulk.door(PAYMENTS, by=by, reason=batch.code) as door:
        while portion := list(islice(chosen, _PORTION)):
            rows = list(_items(batch, portion, count, today))
            for (_, line), item in zip(_flat(portion), rows, strict=True):
                made.update(_told(item.seq or 0, item.child_id, line))
                total += line.cents
            write(door, rows)
            count += len(rows)
        door.done(count)
    return Totals(count, total, made.hexdigest())


def _flat(portion: Sequence[Lines]) -> Iterator[tuple[Person, Line]]:
    return ((person, line) for person, lines in portion for line in lines)


def _items(batch: PaymentBatch, portion: Sequence[Lines], before: int, today: date) -> Iterator[Payment]:
    in_clear = known.of([person for person, _ in portion], today)
    for seq, (person, line) in enumerate(_flat(portion), before + 1):
        yield _item(batch, seq, person, line, in_clear[person.person])


def _kind(line: Line) -> str:
    if line.kind == REGULAR:
        return PaymentKind.REGULAR
    return PaymentKind.CORRECTION if line.cause in CORRECTING else PaymentKind.BACKPAY


def _item(batch: PaymentBatch, seq: int, person: Person, line: Line, about: known.Known) -> Payment:
    row = person.row(line.category, line.month)
    return Payment(
        code=f"{batch.code}-{seq:05d}", batch=batch, seq=seq, child_id=row.pk, person=person.person,
        category=line.category, month_covered=months.first_day(line.month), amount=cents.amount(line.cents),
        kind=_kind(line), cause=line.cause,
        sentence=line.sentence[:300], standard=cents.amount(line.standard),
        snapshot=known.snapshot(about, person, line.category, line.month),
        account_tail=about.account.number[-4:], unit_id=row.unit, place_id=row.place,
    )  # fmt: skip
