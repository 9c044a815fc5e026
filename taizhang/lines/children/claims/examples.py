"""Believable entries of the book of claims for tests: its ledger is sealed, so they are made as the acts would."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from taizhang.county.audit import changes
from taizhang.lines.children.examples import child_code


def entries(county: Any) -> Any:
    """Three claims, of which one is partly repaid and one waived."""
    from taizhang.lines.children.claims import booking
    from taizhang.lines.children.models import Child, Recovery

    child = Child.objects.get(code=child_code(county))
    with changes.change(by=changes.SYSTEM, reason="示例"):
        for n, then in enumerate(((), ("REPAID",), ("WAIVED",)), 1):
            day = date(2023, n, 5)
            claim = Recovery.objects.create(
                code=f"ZJ{day:%Y%m%d}-0001", child=child, cause="AFTER_STOP", sentence="终止后发放", amount=1050,
                notice_on=day, first_due=day, unit_id=child.unit_id, place_id=child.place_id,
            )  # fmt: skip
            for sort in ("DEMANDED", *then):
                booking.book(claim, sort, Decimal(1050 if sort == "DEMANDED" else 400), day, by=changes.SYSTEM)
    return county


MAKERS: dict[str, Callable[[Any], Any]] = {"claim-entries": entries}
