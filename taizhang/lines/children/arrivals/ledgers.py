"""The declarations of samples and checks; both are written by their page alone."""

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.registry import register
from taizhang.county.ledger.rules import not_in_the_future
from taizhang.lines.children.arrivals.codes import TONES
from taizhang.lines.children.arrivals.models import ArrivalCheck, ArrivalSample
from taizhang.lines.children.ledgers import MINORS, SHARED

SAMPLES = Ledger(
    **SHARED,
    slug="arrival-samples", label="到账抽查", unit="次", model=ArrivalSample, sealed=True, page="arrivals_sample",
    aside="arrivals_list",
    note="每月从银行已入账的明细中按乡镇、类别分层随机抽取，种子留存，可以重抽核对。",
    columns=("code", "month", "size", "population", "strata", "seed", "drawn_at", "place", "unit"),
    card=("code", "month", "size", "population"),
    filters=("month",), search=("code",), sort="-month",
)  # fmt: skip

CHECKS = Ledger(
    **SHARED,
    slug="arrival-checks", label="抽查明细", unit="笔", model=ArrivalCheck, **MINORS, sealed=True,
    page="arrivals_check", aside="arrivals_list",
    note="抽中的每一笔是否收到，由乡镇或县里电话、入户核实。",
    columns=(
        "code", "sample", "payment", "child", "category", "month_covered", "amount", "result", "asked_on", "how",
        "asker", "said_amount", "note", "place", "unit",
    ),
    card=("code", "child", "amount", "result"),
    filters=("place", "result", "asked_on", "category"),
    search=("code",), sort="-code", tones={"result": TONES},
    rules=(not_in_the_future("asked_on"),),
)  # fmt: skip

register(SAMPLES, CHECKS)
