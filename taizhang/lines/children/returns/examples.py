"""Believable returns for tests: their ledger is sealed, so they are made as the bank's answers would make them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from taizhang.county.audit import changes
from taizhang.lines.children.examples import child_code


def returned(county: Any) -> Any:
    """Ten months that came back; of each third one something has become already."""
    from taizhang.lines.children.models import Child, Payment
    from taizhang.lines.children.returns.models import ReturnedPayment

    child = Child.objects.get(code=child_code(county))
    with changes.change(by=changes.SYSTEM, reason="示例"):
        for n in range(10):
            month = date(2022, n + 1, 1)
            common = {
                "child": child, "month_covered": month, "amount": 1050, "unit_id": child.unit_id,
                "place_id": child.place_id,
            }  # fmt: skip
            item = Payment.objects.create(
                code=f"FF{month:%Y%m}-00001", category=child.category, status="RETURNED", return_reason="户名不符",
                bank_date=month.replace(day=18), **common,
            )  # fmt: skip
            ended = {"outcome": "NOT_OWED", "closed_on": date(2022, 12, 1)} if n % 3 == 0 else {}
            ReturnedPayment.objects.create(
                code=f"TP{month:%Y%m}18-0001", payment=item, returned_on=item.bank_date, **common, **ended
            )
    return county


MAKERS: dict[str, Callable[[Any], Any]] = {"returned-payments": returned}
