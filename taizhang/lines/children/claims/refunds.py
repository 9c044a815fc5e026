"""Notes on the recoveries what the bank gave back of money that had been repaid beyond what was due."""

from typing import Any

from taizhang.county.ledger import services
from taizhang.lines.children.codes import PaymentStatus
from taizhang.lines.children.models import BankResult, Payment, Recovery
from taizhang.lines.children.money import months


def note(result: BankResult, *, by: Any) -> None:
    """Raises Refused."""
    for item in Payment.objects.filter(answer=result, cause="REFUND", status=PaymentStatus.PAID).order_by("pk"):
        _note(item, by)


def _note(item: Payment, by: Any) -> None:
    """On the claims on its month, the youngest first, none beyond what was repaid of it."""
    rest, month = item.amount, int(months.code(months.of(item.month_covered)))
    claims = Recovery.objects.select_for_update().filter(child__id_no_index=item.person, voided=False)
    for stored in claims.order_by("-pk"):
        part = min(rest, stored.repaid - stored.refunded)
        if part and any(entry["month"] == month for entry in stored.months):
            stored.refunded += part
            rest -= part
            services.save(stored, by=by, mandate=True)
