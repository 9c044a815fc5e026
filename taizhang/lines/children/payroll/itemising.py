"""Makes payments of the numbered lines of a batch; what was known of each child is sealed here, all else in SQL.

Lines lie in the database already. Only a snapshot must pass through here, in clear and back; it goes to a stage, and
one statement for a portion joins it to its line. The rules look at what a line holds and at the unit and place, nowhere
at what differs from child to child: so they judge one item of each line and one of each place.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from taizhang.county.audit import clock
from taizhang.county.ledger import bulk
from taizhang.county.ledger.fields import encrypt
from taizhang.county.ledger.validation import Refused
from taizhang.lines.children.codes import PaymentKind, PaymentStatus
from taizhang.lines.children.ledgers import PAYMENTS
from taizhang.lines.children.models import Payment, PaymentBatch
from taizhang.lines.children.money.causes import CORRECTING
from taizhang.lines.children.money.planning import REGULAR
from taizhang.lines.children.payroll import known, laying
from taizhang.lines.children.payroll.known import Whose
from taizhang.lines.children.payroll.laying import WHOLE, Item

_PORTION = 8000
_SEALED = "CREATE TEMP TABLE children_run_sealed (seq int, snapshot text, tail text) ON COMMIT DROP"
_KIND = """CASE WHEN l.kind = %(regular)s THEN %(as_regular)s WHEN cause = ANY(%(correcting)s) THEN %(as_correction)s
                ELSE %(as_backpay)s END"""
# What an item holds besides its snapshot, by column; `i` is the numbered line, `l` what it says.
_VALUES = {
    "code": "%(code)s || lpad(seq::text, greatest(5, length(seq::text)), '0')",
    "batch_id": "%(batch)s::bigint", "seq": "seq", "child_id": "i.child", "person": "i.person", "category": "category",
    "month_covered": "to_date(month, 'YYYYMM')", "amount": "(l.cents / 100.0)::numeric(12, 2)", "kind": _KIND,
    "cause": "cause", "sentence": "sentence", "standard": "standard", "unit_id": "unit_id", "place_id": "place_id",
    "status": "%(status)s", "edition": "1", "voided": "false", "void_reason": "''", "return_reason": "''",
}  # fmt: skip
_WRITE = f"""
INSERT INTO children_payment ({", ".join(_VALUES)}, snapshot, account_tail)
SELECT {", ".join(_VALUES.values())}, s.snapshot, s.tail
FROM {WHOLE} JOIN children_run_sealed s USING (seq) ORDER BY seq
"""
_SAMPLES = f"""
SELECT {", ".join(f"{value} AS {column}" for column, value in _VALUES.items())} FROM {WHOLE}
WHERE seq IN (SELECT min(seq) FROM children_run_item GROUP BY n
              UNION SELECT min(seq) FROM children_run_item GROUP BY unit_id, place_id)
"""


def write(batch: PaymentBatch, by: Any, told: Callable[[int], None]) -> None:
    """Inside `laying.items`. Sealing goes on while the database takes over the portion before. Raises Refused."""
    asked, today, done = _asked(batch), clock.today(), 0
    stage = bulk.Stage("children_run_sealed", "seq, snapshot, tail", _WRITE, asked)
    with bulk.door(PAYMENTS, by=by, reason=batch.code) as door:
        like = _samples(asked)
        judge(door, like)
        with connection.cursor() as cursor:
            cursor.execute(_SEALED)
        while portion := laying.fetch(done, _PORTION):
            in_clear = known.of([Whose(one.now, tuple(one.rows)) for one in portion], today)
            door.go_on()
            door.pour(like, stage, [_sealed(one, in_clear[one.now]) for one in portion])
            done += len(portion)
            told(done)
        door.done(done)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE children_run_sealed")
        # The check that follows would be planned for a table without this batch.
        cursor.execute("ANALYZE children_payment")


def judge(door: bulk.Door, portion: Sequence[Payment]) -> None:
    """Raises Refused for the first item that does not pass."""
    for item in portion:
        errors = door.judged(None if item.pk is None else item, item)
        if errors:
            raise Refused({"": [f"第{item.seq}笔：{text}" for texts in errors.values() for text in texts]}, PAYMENTS)


def _asked(batch: PaymentBatch) -> dict[str, Any]:
    return {
        "code": f"{batch.code}-", "batch": batch.pk, "regular": REGULAR, "as_regular": PaymentKind.REGULAR.value,
        "correcting": sorted(CORRECTING), "as_correction": PaymentKind.CORRECTION.value,
        "as_backpay": PaymentKind.BACKPAY.value, "status": PaymentStatus.PENDING.value,
    }  # fmt: skip


def _samples(asked: dict[str, Any]) -> list[Payment]:
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLES, asked)
        return [Payment(**dict(zip(_VALUES, row, strict=True))) for row in cursor.fetchall()]


def _sealed(one: Item, about: known.Known) -> tuple[int, str, str]:
    return one.seq, encrypt(known.snapshot(about, one.category, one.proofs)), about.account.number[-4:]
