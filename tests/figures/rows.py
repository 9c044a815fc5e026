"""Disputes for the tests of figures, entered on a day of the county's clock, and figures of kinds the line lacks."""

from datetime import date
from typing import Any

from taizhang.county.audit import changes
from taizhang.county.figures.definition import Distinct, Figure, Kind, Standing, Total
from taizhang.county.figures.period import Period
from taizhang.lines.disputes.figures import FOUND, FOUND_IN_PERIOD
from taizhang.lines.disputes.ledgers import DISPUTES
from taizhang.lines.disputes.models import Dispute
from tests.county import County, on

ZUOCHENG, YULIN = "410726206", "410726207"
JANUARY_TO_AUGUST = Period.year_to(date(2023, 8, 31))
_RULE: dict[str, Any] = {"ledger": DISPUTES, "rule": "测试口径。", "since": date(2023, 1, 1)}
PENDING = Figure(
    "disputes.t_pending", "在办", unit="起", kind=Kind.STOCK, when=Standing("found_on", "handled_on"), **_RULE
)
PEOPLE = Figure(
    "disputes.t_people", "涉及人数", unit="人", kind=Kind.SUM, when=FOUND_IN_PERIOD, total=Total("people"), **_RULE
)
HANDLERS = Figure(
    "disputes.t_handlers",
    "调处人",
    unit="人",
    kind=Kind.DISTINCT,
    when=FOUND_IN_PERIOD,
    total=Distinct("handler"),
    **_RULE,
)
ADDITIVE = (FOUND, PENDING, PEOPLE)


def enter(county: County, *, place: str = ZUOCHENG, recorded: str = "2023-01-05", **columns: Any) -> Dispute:
    """One dispute, recorded on a day; handled and resolved together with an outcome when `handled_on` is given."""
    unit = county.zuocheng if place == ZUOCHENG else county.yulin
    row = {
        "unit": unit,
        "place_id": place,
        "code": f"JF{Dispute.objects.count():012d}",
        "found_on": date(2023, 1, 5),
        "kind": "02",
        "channel": "grid",
        "parties": "张三、李四",
    } | columns
    if row.get("handled_on"):
        row.setdefault("outcome", "agreed")
    with on(recorded), changes.change(by=county.clerk, reason="登记"):
        return Dispute.objects.create(**row)


def change(row: Dispute, *, by: Any, recorded: str, reason: str = "改正", **columns: Any) -> None:
    """Writes as the door does, past its rules: what is tested here is what counting makes of it."""
    with on(recorded), changes.change(by=by, reason=reason):
        Dispute.objects.filter(pk=row.pk).update(**columns)
