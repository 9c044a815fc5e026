"""The payment run at the size of a province: planned, drafted, checked and written, against floor and peer in one run.

`TAIZHANG_BENCH_CHILDREN=1000000` measures the full size; the register is made once, and what a run drafted is dropped
again at its end.
"""

import hashlib
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from bench.measure import verdict
from bench.payroll import population
from taizhang.county.audit import clock, verification
from taizhang.county.people.models import Person
from taizhang.lines.children.models import Child, Payment, PaymentBatch
from taizhang.lines.children.money import bankfile
from taizhang.lines.children.money.months import at
from taizhang.lines.children.payroll import banks, checking, drafting, explaining, planning, sending
from taizhang.lines.children.payroll.codes import BatchKind

CHILDREN = int(os.environ.get("TAIZHANG_BENCH_CHILDREN", "100000"))
SECONDS_OF_A_MILLION, EXPLAIN_SECONDS_OF_A_MILLION, MEGABYTES = 120, 5, 1536
SEPTEMBER, LAYOUT, PEER_ITEMS = at(2023, 9), "rcb", 2000
_SUM = "SELECT count(*), coalesce(sum(amount), 0) FROM children_payment WHERE batch_id = %s"


def run() -> bool:
    population.county(CHILDREN)
    children = Child.objects.count()
    print(f"\nThe payment run: {children:,} children, {Payment.objects.count():,} payments before it")
    with clock.at(population.NOW), transaction.atomic():
        kept = _steps(children)
        transaction.set_rollback(True)
    return all(kept)


def _steps(children: int) -> list[bool]:
    maker = Person.objects.get(username="maker")
    explained, explanation = _timed("explain two months", lambda: explaining.explain(at(2023, 7), at(2023, 8)))
    planned, plan = _timed("plan", lambda: planning.plan(SEPTEMBER))
    drafted, batch = _timed("draft", lambda: _drafted(maker))
    checked, found = _timed("check", lambda: list(checking.blocks(batch)))
    written, content = _timed("write the bank's file", lambda: _file(batch))
    whole = planned + drafted + checked + written
    print(f"  {'all four, the draft kept in the ledger':<44} {whole:8.1f} s")
    _beside(batch, content, whole)
    share = children / 1_000_000
    return [
        verdict("findings that block", sum(one.blocking for one in found), 0),
        verdict("cents between plan, batch, statement and file", _gap(plan, batch, content), 0),
        verdict("cents of the total left unexplained", abs(explanation.residual), 0),
        verdict("faults of the chain", len(verification.faults()) if children <= 100_000 else 0, 0),
        verdict("seconds to plan, check and write the file", whole - drafted, max(2, SECONDS_OF_A_MILLION * share)),
        verdict("seconds of the explanation", explained, max(2, EXPLAIN_SECONDS_OF_A_MILLION * share)),
        verdict("megabytes of the process", _peak(), MEGABYTES),
    ]


def _drafted(maker: Person) -> PaymentBatch:
    """With what a commit would still do: references checked, the act sealed into the chain."""
    batch = drafting.draft(SEPTEMBER, BatchKind.REGULAR, by=maker)
    connection.check_constraints()
    return batch


def _timed(name: str, call: Callable[[], Any]) -> tuple[float, Any]:
    start, own = time.perf_counter(), time.process_time()
    made = call()
    seconds = time.perf_counter() - start
    print(f"  {name:<44} {seconds:8.1f} s  (our process {time.process_time() - own:.1f} s, {_peak():.0f} MB)")
    return seconds, made


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _file(batch: PaymentBatch) -> bytes:
    """The lines of the instruction file as they go to the bank."""
    return b"".join(bankfile.write(banks.bank(LAYOUT).instruction, sending.instructions(batch)))


def _gap(plan: planning.Plan, batch: PaymentBatch, content: bytes) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_SUM, [batch.pk])
        _, amount = cursor.fetchone()
    last = content.rstrip().rsplit(b"\r\n", 1)[-1].decode("gbk").split("|")
    sums = [plan.cents, int(batch.amount * 100), int(amount * 100), int(last[-1].replace(".", ""))]
    return max(sums) - min(sums)


def _beside(batch: PaymentBatch, content: bytes, ours: float) -> None:
    """Floor: one statement that sums and the bare bytes. Peer: a payment saved for each child, as one would first."""
    with tempfile.TemporaryDirectory() as folder, connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute(_SUM, [batch.pk])
        cursor.fetchone()
        Path(folder, "file").write_bytes(content)
        hashlib.sha256(content).hexdigest()
        floor = time.perf_counter() - start
    peer = _peer() * batch.items / PEER_ITEMS
    print(f"  {'floor: one sum and the bytes of the file':<44} {floor:8.2f} s  {floor / ours:6.3f}× ours")
    print(f"  {'peer: a payment saved for each child*':<44} {peer:8.1f} s  {peer / ours:6.2f}× ours")
    print(f"  * {PEER_ITEMS:,} saved by Django's ORM, scaled; nothing planned, sealed, checked or written to a file")


def _peer() -> float:
    """Without what only a run may fill, and with the versions that every write keeps."""
    start = time.perf_counter()
    with transaction.atomic():
        for child in Child.objects.filter(stopped_on=None).order_by("pk")[:PEER_ITEMS]:
            Payment(
                code=f"PEER-{child.pk}", child=child, unit_id=child.unit_id, place_id=child.place_id, amount=1050,
                category=child.category, month_covered=clock.today().replace(month=12, day=1),
                account_tail=child.account[-4:],
            ).save()  # fmt: skip
        transaction.set_rollback(True)
    return time.perf_counter() - start
