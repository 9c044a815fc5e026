"""The closed loop of money that did not arrive: where it is, with a deadline."""

from taizhang.county.matters import flows
from taizhang.county.matters.flow import Flow, register
from taizhang.county.matters.limits import Limit
from taizhang.lines.children.arrivals.codes import Arrival
from taizhang.lines.children.arrivals.parameters import ARRIVAL_DAYS

LEVELS = {
    Arrival.NOT_RECEIVED: ("missing", "查明未到账"), Arrival.WRONG_AMOUNT: ("amount", "查明金额不符"),
}  # fmt: skip
_LIMIT = Limit(ARRIVAL_DAYS.value, document=ARRIVAL_DAYS.document, valid_from=ARRIVAL_DAYS.valid_from)

ARRIVAL = Flow(
    slug="arrival", label="到账核实", states=flows.STATES, start="registered", moves=flows.MOVES,
    levels=dict(LEVELS.values()),
    limits={level: _LIMIT for level, _ in LEVELS.values()},
    outcomes=(
        ("arrived", "查明已到账"), ("paid_again", "已退回并重发"), ("redirected", "账户有误，已更正"),
        ("withheld", "被他人领取，已追回"), ("unresolved", "暂无法查明"),
    ),
)  # fmt: skip

register(ARRIVAL)
