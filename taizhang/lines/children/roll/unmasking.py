"""Shows one child and the pupils beside it in clear, once, with a reason, on record."""

from typing import Any

from taizhang.county.audit import readings
from taizhang.county.ledger import seen, unmasking
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.roll.models import SchoolResult

LEDGER = "就学比对"
COLUMNS = ["学籍姓名", "学籍身份号码", "比对依据"]


def unmask(result: SchoolResult, *, by: Any, reason: str, pupils: int) -> None:
    """The child counts towards the hour's limit of its ledger; the pupils are on record beside it.

    Raises unmasking.NoReason and TooMany.
    """
    unmasking.unmask(CHILDREN, result.child, by=by, reason=reason)
    if pupils:
        readings.note(
            by=by, ledger=LEDGER, columns=COLUMNS, reason=reason.strip(), record=f"{result} {result.pk}", rows=pupils,
            subject=seen.subject(CHILDREN, result.child),
        )  # fmt: skip
