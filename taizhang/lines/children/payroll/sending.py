"""Tells the bank what to pay, exactly once: the file is written beside and renamed, then the database says it is sent.

A crash between the two repeats the same bytes, since items do not change after their approval; nobody can fetch a file
before the database says that it was sent, and afterwards everybody gets that very file.
"""

import io
import os
from collections.abc import Generator, Iterable
from contextlib import closing, suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage

from taizhang.county.audit import changes, clock, readings
from taizhang.county.documents.sealing import Unreadable, seal_stream, unseal_stream
from taizhang.county.ledger import services
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.codes import PaymentStatus
from taizhang.lines.children.models import PaymentBatch
from taizhang.lines.children.money import bankfile, cents, months
from taizhang.lines.children.money.bankfile import Fault, Instruction
from taizhang.lines.children.payroll import banks, checking, drafting, duties, known
from taizhang.lines.children.payroll.codes import BatchState
from taizhang.lines.children.payroll.running import by_the_run

FAULTS_SHOWN = 50


def send(batch: PaymentBatch, layout: str, *, by: Any) -> None:
    """Once: sent again in the same layout it does nothing. Raises Invalid with what stands against it."""
    with by_the_run(), changes.change(by=by, reason=banks.bank(layout).label, action="发放批次送银行"):
        stored = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
        if not duties.makes(by):
            raise Invalid(f"送银行由民政局经办办理，您的岗位（{by.title}）不能办理")
        if stored.state in (BatchState.SENT, BatchState.SETTLED):
            _refuse_other(stored, layout)
            return
        _refuse_unready(stored, layout)
        stored.layout, stored.file = layout, f"payroll/{stored.pay_month:%Y}/{stored.code}-{layout}.sealed"
        stored.file_digest = _written(stored, layout)
        stored.state, stored.sent_at = BatchState.SENT, clock.now()
        services.save(stored, by=by, mandate=True)
        drafting.mark(stored, PaymentStatus.SENT, by=by)


def faults(batch: PaymentBatch, layout: str) -> list[Fault]:
    """What keeps the batch out of a bank's file, such as characters that its encoding lacks; the first of them."""
    return list(islice(bankfile.faults(banks.bank(layout).instruction, instructions(batch)), FAULTS_SHOWN))


def instructions(batch: PaymentBatch) -> Generator[Instruction, None, None]:
    usage = f"基本生活费{months.code(months.of(batch.pay_month))}"
    rows = known.opened(drafting.items(batch), "seq", "amount", "snapshot", "place_id", at_once=2000)
    for seq, amount, snapshot, place in rows:
        (one,) = known.read([snapshot])
        yield Instruction(
            seq, one["account"], one["payee"], cents.of(amount), batch.code, one["cnaps"], one["id_no"], usage, place
        )


def fetch(batch: PaymentBatch, *, by: Any) -> bytes:
    """The file as it was sent, put on record as a reading of what is private. Raises Invalid."""
    if batch.state not in (BatchState.SENT, BatchState.SETTLED):
        raise Invalid(f"批次{batch.code}{batch.get_state_display()}，还没有指令文件")
    clear = io.BytesIO()
    try:
        with default_storage.open(batch.file, "rb") as sealed:
            unseal_stream(sealed, clear)
    except (OSError, Unreadable) as lost:
        raise Invalid(f"批次{batch.code}的指令文件读不出来；请从备份恢复 files/{batch.file}，不要重新生成") from lost
    content = clear.getvalue()
    if sha256(content).hexdigest() != batch.file_digest:
        raise Invalid(f"批次{batch.code}的指令文件与送出时的摘要不符；请停止使用并运行 taizhang verify")
    readings.note(by=by, ledger="发放批次", columns=["户名", "账号", "公民身份号码"], reason="下载银行指令文件",
                  record_id=batch.pk, record=batch.code, rows=batch.items)  # fmt: skip
    return content


def _refuse_other(batch: PaymentBatch, layout: str) -> None:
    if batch.layout != layout:
        told = f"批次{batch.code}已按“{banks.bank(batch.layout).label}”送出，不能换版式再送；"
        raise Invalid(told + "需要重发的请下载原文件")


def _refuse_unready(batch: PaymentBatch, layout: str) -> None:
    """What changed since the approval counts too: nobody is paid who has died meanwhile."""
    if batch.state != BatchState.APPROVED:
        raise Invalid(f"批次{batch.code}{batch.get_state_display()}，尚未批准，不能送银行")
    found = next((found for found in checking.blocks(batch) if found.blocking), None)
    if found is not None:
        raise Invalid(f"批准之后情况有变，不能送银行：{found.sentence}；请撤销批次后重新生成")


def _written(batch: PaymentBatch, layout: str) -> str:
    """In one pass; only a file that cannot be written is read again for all that stands against it."""
    try:
        return _write(batch, layout)
    except Invalid:
        wrong = faults(batch, layout)
        if not wrong:
            raise
        raise Invalid(f"有{len(wrong)}处写不进银行文件。第一处：{wrong[0].sentence}") from None


def _write(batch: PaymentBatch, layout: str) -> str:
    """Sealed under its own name in one stroke; returns the digest of the clear bytes."""
    target = Path(default_storage.path(batch.file))
    target.parent.mkdir(parents=True, exist_ok=True)
    # The batch is locked, so that nobody else writes here, and what a crash left is written over.
    beside = target.with_name(f".{target.name}.part")
    try:
        with closing(instructions(batch)) as rows, beside.open("wb") as file:
            source = _Source(bankfile.write(banks.bank(layout).instruction, rows))
            seal_stream(source, file)  # type: ignore[arg-type]
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
        _keep_name(target.parent)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
    return source.digest.hexdigest()


def _keep_name(folder: Path) -> None:
    """A name is only safe from a power failure when its folder has been written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Source:
    """Lines as a file to read from: whole pieces until the end, as sealing asks for."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines, self._rest = iter(lines), bytearray()
        self.digest = sha256()

    def read(self, size: int) -> bytes:
        while len(self._rest) < size and (line := next(self._lines, None)) is not None:
            self._rest += line
        piece = bytes(self._rest[:size])
        del self._rest[:size]
        self.digest.update(piece)
        return piece
