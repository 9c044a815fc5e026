"""The figures of what is demanded back: raised, come in, given up, outstanding at a day."""

from datetime import date
from typing import Any

from django.db.models import Q

from taizhang.county.figures import balances
from taizhang.county.figures.balances import Balance
from taizhang.county.figures.definition import Booked, During, Figure, Kind, Total
from taizhang.county.figures.registry import register
from taizhang.lines.children.claims.ledgers import ENTRIES
from taizhang.lines.children.claims.models import Entry
from taizhang.lines.children.ledgers import PAYMENTS

_SUM: dict[str, Any] = {"since": date(2023, 1, 1), "ledger": ENTRIES, "unit": "元", "kind": Kind.SUM}
_MOVED: dict[str, Any] = _SUM | {"total": Total("amount"), "when": During("on")}

DEMANDED = Figure(
    "children.demanded", "提出追缴", **_MOVED, where=Q(sort=Entry.DEMANDED),
    rule="本期内提出追缴的多发基本生活费合计，按通知日期归属；之后撤回、免除的不冲减，另有指标。",
    words=("提出追缴金额", "提出追缴"),
)  # fmt: skip
RECOVERED = Figure(
    "children.recovered", "追缴退款", **_MOVED, where=Q(sort=Entry.REPAID),
    rule="本期内收到的追缴退款合计，按退款凭证日期归属，不论何时提出；不冲减发放额。",
    words=("追缴到账金额", "追缴退款", "追回基本生活费"),
)  # fmt: skip
CLAIMS_OFF = Figure(
    "children.claims_off", "追缴撤回和免除", **_MOVED, where=Q(sort__in=(Entry.WITHDRAWN, Entry.WAIVED)),
    rule="本期内经复核撤回的和经批准免除的追缴合计，按办理日期归属。",
    words=("追缴撤回和免除",),
)  # fmt: skip
OUTSTANDING = Figure(
    "children.outstanding", "追缴未退", **_SUM | {"kind": Kind.STOCK}, total=Total("change"), when=Booked("on"),
    rule="截止日已提出追缴、尚未退款也未撤回或免除的合计；移送处理的仍计在内。",
    words=("追缴未退金额", "追缴未退"),
)  # fmt: skip

REFUNDED = Figure(
    "children.refunded", "退还多退款", since=date(2023, 1, 1), ledger=PAYMENTS, unit="元", kind=Kind.SUM,
    total=Total("amount"), when=During("bank_date"), where=Q(status="PAID", cause="REFUND"),
    rule="本期内银行已入账的退还款：追缴时多收、退还给监护人的部分，按银行日期归属；同时计入发放基本生活费。",
    words=("退还多退款",),
)  # fmt: skip

register(REFUNDED, DEMANDED, RECOVERED, CLAIMS_OFF, OUTSTANDING)
balances.register(Balance("children.outstanding", "children.demanded", ("children.recovered", "children.claims_off")))
