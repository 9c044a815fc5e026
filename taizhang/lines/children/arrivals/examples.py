"""Believable checks for tests: their ledger is sealed, so they are made as the page would make them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from taizhang.county.audit import changes, clock
from taizhang.lines.children.examples import child_code

_ANSWERS = ("RECEIVED", "RECEIVED", "NOT_RECEIVED", "UNREACHABLE", "")


def checks(county: Any) -> Any:
    """Ten payments of one sample, with every sort of answer and some that nobody asked after yet."""
    from taizhang.lines.children.arrivals.models import ArrivalCheck, ArrivalSample
    from taizhang.lines.children.models import Child, Payment

    child = Child.objects.get(code=child_code(county))
    where = {"unit_id": child.unit_id, "place_id": child.place_id}
    with changes.change(by=changes.SYSTEM, reason="示例"):
        sample = ArrivalSample.objects.create(
            code="CY202208", month=date(2022, 8, 1), size=10, population=10, strata=1, seed="1", drawn_by=county.clerk,
            drawn_at=clock.now(), **where,
        )  # fmt: skip
        for n in range(10):
            month = date(2021, n + 1, 1)
            common = {"child": child, "category": child.category, "month_covered": month, "amount": 1050, **where}
            item = Payment.objects.create(
                code=f"FF{month:%Y%m}-00001", status="PAID", bank_date=date(2022, 8, 18), **common
            )
            asked = {"asked_on": date(2022, 9, 1) + timedelta(days=n), "how": "phone", "asker": "儿童主任"}
            result = _ANSWERS[n % len(_ANSWERS)]
            ArrivalCheck.objects.create(
                code=f"CY202208-{n:03d}", sample=sample, payment=item, result=result, **common,
                **(asked if result else {}),
            )  # fmt: skip
    return county


MAKERS: dict[str, Callable[[Any], Any]] = {"arrival-checks": checks}
