"""Takes over what the bank answered: in one transaction, each file once; only then has anything been paid."""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum

from taizhang.county.audit import changes, clock
from taizhang.county.documents.sealing import seal
from taizhang.county.ledger import bulk, services
from taizhang.county.ledger.bulk import among
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.claims import refunds
from taizhang.lines.children.codes import PaymentStatus
from taizhang.lines.children.ledgers import PAYMENTS
from taizhang.lines.children.models import BankResult, Payment, PaymentBatch
from taizhang.lines.children.money import bankfile, cents
from taizhang.lines.children.money.bankfile import Answer, Sent
from taizhang.lines.children.payroll import banks, drafting, duties, itemising, known
from taizhang.lines.children.payroll.codes import BatchState
from taizhang.lines.children.payroll.running import by_the_run
from taizhang.lines.children.returns import settling
from taizhang.lines.children.returns.jobs import ask_to_settle

_PORTION = 4000
RETURNS_AT_ONCE = 500


class Taken(NamedTuple):
    """What a file brought: answers that were new, how many of them paid; `again` for a file that was known."""

    new: int
    paid: int
    returned: int
    again: bool = False

    @property
    def words(self) -> str:
        if self.again:
            return "这个回单文件先前已经上传过，没有重复计入。"
        return f"新增回单 {self.new} 笔：入账 {self.paid} 笔，退票 {self.returned} 笔。"


def take(batch: PaymentBatch, name: str, content: bytes, *, by: Any) -> Taken:
    """All of the file or nothing; raises Invalid with the line that cannot be taken over."""
    with by_the_run(), changes.change(by=by, reason=name[:120], action="银行回单"):
        stored = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
        _refuse_unready(stored, by)
        digest = sha256(content).hexdigest()
        known_one = BankResult.objects.filter(batch=stored, sha256=digest).first()
        if known_one is not None:
            return Taken(0, 0, 0, again=True)
        answers = _read(stored, content)
        new = _unknown(stored, answers)
        counts = Taken(len(new), sum(a.outcome.paid for a in new), sum(not a.outcome.paid for a in new))
        result = BankResult.objects.create(
            batch=stored, sha256=digest, name=name[:120], content=seal(content), answers=counts.new, paid=counts.paid,
            returned=counts.returned, by=by, at=clock.now(),
        )  # fmt: skip
        _write(stored, new, result, by)
        _settle(stored, by)
        _follow_up(result, by)
    return counts


def waiting(batch: PaymentBatch) -> int:
    """Items the bank has not spoken of."""
    return drafting.items(batch).filter(status=PaymentStatus.SENT).count()  # type: ignore[no-any-return]


def _refuse_unready(batch: PaymentBatch, by: Any) -> None:
    if not duties.makes(by):
        raise Invalid(f"银行回单由民政局经办上传，您的岗位（{by.title}）不能办理")
    if batch.state not in (BatchState.SENT, BatchState.SETTLED):
        raise Invalid(f"批次{batch.code}{batch.get_state_display()}，没有送银行，不能上传回单")


def _read(batch: PaymentBatch, content: bytes) -> list[Answer]:
    answers = list(bankfile.read(banks.bank(batch.layout).result, io.BytesIO(content), _sent(batch)))
    if not answers:
        raise Invalid("回单文件里没有任何一笔；请核对是否下载完整")
    assert batch.sent_at is not None
    sent_on, today = clock.local(batch.sent_at).date(), clock.today()
    for answer in answers:
        _refuse_day(answer, sent_on, today)
    return answers


def _refuse_day(answer: Answer, sent_on: date, today: date) -> None:
    day = answer.bank_date
    if answer.outcome.paid and day is None:
        raise Invalid(f"第{answer.seq}笔已入账但没有入账日期；请银行补全后再上传")
    if day is not None and not sent_on <= day <= today:
        told = f"第{answer.seq}笔的日期{day}不在送银行（{sent_on}）到今天（{today}）之间；请核对是否别的批次的回单"
        raise Invalid(f"回单文件第{answer.line}行：{told}")


def _sent(batch: PaymentBatch) -> Sent:
    rows = known.opened(drafting.items(batch), "seq", "amount", "snapshot", at_once=2000)
    return {seq: (cents.of(amount), _account(snapshot)) for seq, amount, snapshot in rows}


def _account(snapshot: str) -> str:
    (one,) = known.read([snapshot])
    return one["account"]


def _unknown(batch: PaymentBatch, answers: Sequence[Answer]) -> list[Answer]:
    """Answers to items that have none; one that says something else than an earlier file refuses the whole file."""
    before = {
        seq: (status, day)
        for seq, status, day in drafting.items(batch)
        .filter(answer__isnull=False)
        .values_list("seq", "status", "bank_date")
    }
    for answer in answers:
        if answer.seq in before and before[answer.seq] != (_status(answer), answer.bank_date):
            told = "与先前回单的结果或日期不一致；请与银行核对后再上传，先前的结果没有改动"
            raise Invalid(f"回单文件第{answer.line}行：第{answer.seq}笔{told}")
    return sorted((answer for answer in answers if answer.seq not in before), key=lambda answer: answer.seq)


def _status(answer: Answer) -> str:
    return PaymentStatus.PAID if answer.outcome.paid else PaymentStatus.RETURNED


_ANSWERED = ("status", "bank_date", "answer", "serial", "return_reason")


def _write(batch: PaymentBatch, answers: Sequence[Answer], result: BankResult, by: Any) -> None:
    """What the bank said and nothing else: what was known of the child stays sealed."""
    unread = ("snapshot", "sentence", "cause", "person", "standard")
    with bulk.door(PAYMENTS, by=by, reason=result.name) as door:
        for portion in _portions(answers):
            by_seq = {answer.seq: answer for answer in portion}
            items = Payment.objects.filter(batch=batch, seq__in=among(Payment._meta.get_field("seq"), by_seq))
            rows = list(items.defer(*unread).order_by("seq"))
            for item in rows:
                _answered(item, by_seq[item.seq or 0], result)
            itemising.judge(door, rows)
            door.write(rows, only=_ANSWERED)
        door.done(len(answers))


def _portions(answers: Sequence[Answer]) -> Iterator[list[Answer]]:
    rest = iter(answers)
    return iter(lambda: list(islice(rest, _PORTION)), [])


def _answered(item: Payment, answer: Answer, result: BankResult) -> None:
    item.status, item.bank_date, item.answer = _status(answer), answer.bank_date, result
    item.serial = answer.serial[:40]
    item.return_reason = "" if answer.outcome.paid else answer.outcome.words


def _follow_up(result: BankResult, by: Any) -> None:
    """Refunds and returns are noted with the answer that brings them; very many returns are left to the worker."""
    refunds.note(result, by=by)
    touched = Payment.objects.filter(Q(status=PaymentStatus.RETURNED) | Q(cause="RETURNED"), answer=result)
    persons = sorted({person for person in touched.values_list("person", flat=True) if person})
    if len(persons) > RETURNS_AT_ONCE:
        ask_to_settle()
    elif persons:
        settling.settle(persons, by=by)


def _settle(batch: PaymentBatch, by: Any) -> None:
    paid = Q(status=PaymentStatus.PAID)
    found = drafting.items(batch).order_by().aggregate(
        paid=Sum("amount", filter=paid), returned=Count("pk", filter=Q(status=PaymentStatus.RETURNED)),
        waiting=Count("pk", filter=Q(status=PaymentStatus.SENT)),
    )  # fmt: skip
    batch.paid_amount, batch.returned_items = found["paid"] or 0, found["returned"]
    if not found["waiting"] and batch.state == BatchState.SENT:
        batch.state, batch.settled_at = BatchState.SETTLED, clock.now()
    services.save(batch, by=by, mandate=True)
