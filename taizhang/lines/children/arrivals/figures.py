"""The figures of the check that money arrived: asked and answered, received, and the rate of the two."""

from datetime import date
from typing import Any

from django.db.models import Q

from taizhang.county.figures.definition import During, Figure, Kind, Ratio
from taizhang.county.figures.registry import register
from taizhang.lines.children.arrivals.codes import ANSWERED, Arrival
from taizhang.lines.children.arrivals.ledgers import CHECKS

_SINCE: dict[str, Any] = {"since": date(2023, 1, 1)}
_ASKED: dict[str, Any] = _SINCE | {"ledger": CHECKS, "unit": "笔", "kind": Kind.FLOW, "when": During("asked_on")}

ANSWERS = Figure(
    "children.arrivals_answered", "到账核实", **_ASKED, where=Q(result__in=ANSWERED),
    rule="本期内核实到结果的抽查笔数（已收到、未收到、金额不符），按核实日期归属；无法联系的另计。",
    words=("到账核实",),
)  # fmt: skip
RECEIVED = Figure(
    "children.arrivals_received", "核实已到账", **_ASKED, where=Q(result=Arrival.RECEIVED),
    rule="本期内核实为足额收到的抽查笔数，按核实日期归属。",
    words=("核实已到账",),
)  # fmt: skip
UNREACHABLE = Figure(
    "children.arrivals_unreachable", "到账核实无法联系", **_ASKED, where=Q(result=Arrival.UNREACHABLE),
    rule="本期内最近一次核实仍无法联系的抽查笔数，按核实日期归属。",
    words=("到账核实无法联系",),
)  # fmt: skip
RATE = Ratio(
    "children.arrival_rate", "抽查到账率", RECEIVED, ANSWERS, **_SINCE,
    rule="核实已到账笔数占核实到结果笔数的比例；无法联系的不计入分母，只说明抽查的笔数，不推算全部。",
    words=("抽查到账率", "到账率"),
)  # fmt: skip

register(ANSWERS, RECEIVED, UNREACHABLE, RATE)
