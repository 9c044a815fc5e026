"""Steps of a large run: asked for, done as one act with the word that they are done, or told why not.

Killed in the middle a step has done nothing, and begins anew; what it finds ended it leaves alone.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction

from taizhang.county.audit import clock
from taizhang.county.audit.held import held
from taizhang.county.documents.sealing import seal, unseal
from taizhang.county.ledger.aside import Aside
from taizhang.county.ledger.validation import Refused
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.models import PaymentBatch, RunWork
from taizhang.lines.children.money import months
from taizhang.lines.children.payroll import approving, drafting, explaining, results, sending
from taizhang.lines.children.payroll.codes import BatchKind, WorkAct

State = RunWork.State
BROKEN = "系统出错，没有做任何改动；请重试，仍不行请联系系统管理员。"
Outcome = tuple[str, PaymentBatch | None]


def begin(
    act: str, asked: dict[str, Any], *, by: Any, batch: PaymentBatch | None = None, content: bytes | None = None
) -> tuple[RunWork, bool]:  # fmt: skip
    """False with the work that waits already: of two clicks the second finds what the first has asked for."""
    told = "-".join(str(value) for value in asked.values()) if batch is None else ""
    key = f"{act}-{batch.pk if batch is not None else told}"[:160]
    sealed = seal(content) if content is not None else None
    try:
        with transaction.atomic():
            return RunWork.objects.create(
                act=act, key=key, batch=batch, asked=asked, content=sealed, by=by, at=clock.now()
            ), True
    except IntegrityError:
        return RunWork.objects.get(key=key, state=State.WAITING), False


def waiting(batch: PaymentBatch) -> RunWork | None:
    return RunWork.objects.filter(batch=batch, state=State.WAITING).first()


def take(work: RunWork) -> None:
    """What stands against a step is kept with it; what nobody foresaw is raised after it was put back."""
    try:
        with Progress(work) as told, transaction.atomic():
            sentence, batch = _ACTS[work.act](work, told)
            _end(work, State.DONE, sentence, batch)
    except (Invalid, Refused) as refused:
        fail(work, str(refused))
    except Exception:
        fail(work, BROKEN)
        raise


def fail(work: RunWork, sentence: str) -> None:
    with transaction.atomic():
        _end(work, State.FAILED, sentence, work.batch)


def _end(work: RunWork, state: str, sentence: str, batch: PaymentBatch | None) -> None:
    stored = held(RunWork.objects.all(), work.pk)
    if stored.state != State.WAITING:
        raise Invalid("这项任务已经办过，没有重复办理")
    stored.state, stored.told, stored.batch, stored.content = state, sentence[:500], batch, None
    stored.answer, stored.finished_at = work.answer, clock.now()
    stored.save()


class Progress(Aside):
    """Called with the items done so far."""

    def __init__(self, work: RunWork) -> None:
        super().__init__("UPDATE children_run_work SET done = %s WHERE id = %s")
        self._work = work

    def __call__(self, done: int) -> None:
        self.tell(done, self._work.pk)


def _draft(work: RunWork, told: drafting.Told) -> Outcome:
    asked = work.asked
    seen = drafting.Seen(asked["items"], asked["cents"])
    batch = drafting.draft(asked["month"], asked["kind"], by=work.by, seen=seen, told=told)
    return f"已生成批次 {batch.code}：{batch.items} 笔，{batch.amount} 元；请复核人员核对。", batch


def _follow(work: RunWork, told: drafting.Told) -> Outcome:
    old = _of(work)
    batch = drafting.draft(months.of(old.pay_month), BatchKind.REISSUE, by=work.by, follows=old, told=told)
    return f"已生成退票重发批次 {batch.code}：{batch.items} 笔，{batch.amount} 元。", batch


def _check(work: RunWork, told: drafting.Told) -> Outcome:
    batch = _of(work)
    approving.check(batch, by=work.by, note=work.asked["reason"])
    return f"批次 {batch.code} 已复核，请财政局审批。", batch


def _drop(work: RunWork, told: drafting.Told) -> Outcome:
    batch = _of(work)
    drafting.drop(batch, by=work.by, reason=work.asked["reason"])
    return f"批次 {batch.code} 已撤销，其中的月份重新列入计划。", batch


def _send(work: RunWork, told: drafting.Told) -> Outcome:
    batch = _of(work)
    sending.send(batch, work.asked["layout"], by=work.by)
    return f"批次 {batch.code} 的指令文件已生成，请下载后交银行；再次下载是同一个文件。", batch


def _result(work: RunWork, told: drafting.Told) -> Outcome:
    batch = _of(work)
    taken = results.take(batch, work.asked["name"], unseal(bytes(work.content or b"")), by=work.by)
    return taken.words, batch


def _explain(work: RunWork, told: drafting.Told) -> Outcome:
    asked = work.asked
    found = explaining.explain(asked["first"], asked["last"], reported=asked["reported"], step=asked["step"])
    work.answer = asdict(found)
    return found.sentence, None


def _of(work: RunWork) -> PaymentBatch:
    assert work.batch is not None
    return work.batch


_ACTS: dict[str, Callable[[RunWork, Progress], Outcome]] = {
    WorkAct.DRAFT: _draft, WorkAct.FOLLOW: _follow, WorkAct.CHECK: _check, WorkAct.DROP: _drop, WorkAct.SEND: _send,
    WorkAct.RESULT: _result, WorkAct.EXPLAIN: _explain,
}  # fmt: skip
