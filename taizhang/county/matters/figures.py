"""The figures over matters: taken up and closed in time, satisfaction, relapse, average days, what is late at a date.

Only leading matters count; what an assisting unit does is part of them. A figure as known at a moment counts the
versions current then, so that a later reopening lowers the rates of the closing period without touching signed ones.
"""

from datetime import date
from typing import Any

from django.db.models import F, Q

from taizhang.county.figures.definition import Days, During, Figure, Kind, Mean, Moment, Ratio, Standing
from taizhang.county.figures.period import Period
from taizhang.county.figures.registry import register
from taizhang.county.ledger.rules import Threshold
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.needs import REOPEN_DAYS
from taizhang.county.matters.stages import Stage

SATISFIED = Threshold(4, date(2022, 5, 1), "县级督办规则参数")

SINCE: dict[str, Any] = {"since": date(2023, 1, 1)}
COUNTED: dict[str, Any] = SINCE | {"ledger": MATTERS, "unit": "件", "kind": Kind.FLOW}
LEADING = Q(assisting=False)
ALIVE = LEADING & ~Q(stage=Stage.CANCELLED)
HELD = Q(reopened_on=None)
CLOSED_IN_PERIOD: dict[str, Any] = COUNTED | {"when": During("closed_on")}
DUE_IN_PERIOD: dict[str, Any] = COUNTED | {"when": During("due_on")}
TO_CLAIM_IN_PERIOD: dict[str, Any] = COUNTED | {"when": Moment("claim_due_at")}
# Sent back before it was taken up: the unit it was given to had nothing to take up.
TAKEN_UP = ALIVE & ~Q(stage__in=(Stage.REGISTERED, Stage.REFUSED, Stage.ARBITRATION))
DUE = ALIVE & Q(paused_at=None)


def overdue(period: Period) -> Q:
    """A deadline is the last moment of its day: what was due on the period's last day is not late at its end."""
    return DUE & Q(due_on__lt=period.end)


REGISTERED = Figure(
    "matters.registered", "登记事项", **COUNTED, when=During("registered_on"), where=LEADING,
    rule="本期内登记的事项，按登记日期归属，一事计一次；协办不另计，已撤销的仍计。",
)  # fmt: skip
ASSIGNED = Figure(
    "matters.assigned", "交办事项", **COUNTED, when=Moment("assigned_at"), where=ALIVE, words=("交办督办事项",),
    rule="本期内交办的事项，按最近一次交办的时间归属；撤销的和协办不计。",
)  # fmt: skip
CLAIM_DUE = Figure(
    "matters.claim_due", "应领办事项", **TO_CLAIM_IN_PERIOD, where=TAKEN_UP,
    rule="领办期限在本期内的事项；退回待改派、待裁定和撤销的不计，协办不计。",
)  # fmt: skip
CLAIMED_IN_TIME = Figure(
    "matters.claimed_in_time", "按期领办", **TO_CLAIM_IN_PERIOD, where=TAKEN_UP & Q(claimed_at__lte=F("claim_due_at")),
    rule="领办期限在本期内、在期限当日结束前已经领办的事项。",
)  # fmt: skip
DUE_TO_CLOSE = Figure(
    "matters.due", "应办结事项", **DUE_IN_PERIOD, where=DUE,
    rule="办理期限（含批准的延期、重办时限）在本期内的事项；暂停计时中的、撤销的和协办不计。",
)  # fmt: skip
CLOSED_IN_TIME = Figure(
    "matters.closed_in_time", "按期办结", **DUE_IN_PERIOD, where=DUE & HELD & Q(closed_at__lte=F("due_at")),
    rule="办理期限在本期内、在期限当日结束前核验办结的事项；办结后反复、重新交办的不算。", words=("按期办结",),
)  # fmt: skip
CLOSED = Figure(
    "matters.closed", "办结事项", **CLOSED_IN_PERIOD, where=LEADING, words=("办结督办事项",),
    rule="本期内核验办结的事项，按办结日期归属；协办不计，后来反复的仍计。",
)  # fmt: skip
RELAPSED = Figure(
    "matters.relapsed", "办结后反复", **CLOSED_IN_PERIOD, where=LEADING & ~HELD,
    rule=f"本期内办结、后来（{REOPEN_DAYS.value} 日内）反复而重新交办的事项，归入办结的那一期。",
)  # fmt: skip
HOLDING = Figure(
    "matters.held", "办结未反复", **CLOSED_IN_PERIOD, where=LEADING & HELD,
    rule="本期内办结、到查询时没有反复的事项。",
)  # fmt: skip
AT_ONCE = Figure(
    "matters.first_pass", "一次核验通过", **CLOSED_IN_PERIOD, where=LEADING & Q(returns=0),
    rule="本期内办结、报结后没有被退回重办的事项。",
)  # fmt: skip
DAYS_TAKEN = Figure(
    "matters.days", "办结用时", **CLOSED_IN_PERIOD | {"unit": "日", "kind": Kind.SUM}, where=LEADING,
    total=Days("registered_on", "closed_on"),
    rule="本期内办结的事项从登记到办结的日历日数之和，当日办结计 0 日，含暂停计时的日子。",
)  # fmt: skip
VISITED = Figure(
    "matters.visited", "回访事项", **COUNTED, when=During("visited_on"), where=LEADING, words=("回访督办事项",),
    rule="本期内回访并打分的事项，按回访日期归属；由未办理、未核验的第三人回访。",
)  # fmt: skip
PLEASED = Figure(
    "matters.satisfied", "回访满意", **COUNTED, when=During("visited_on"), where=LEADING & Q(score__gte=SATISFIED.value),
    rule=f"本期内回访、满意度 {SATISFIED.value} 分及以上（满分 5 分）的事项。", words=("回访满意",),
)  # fmt: skip
OPEN = Figure(
    "matters.open", "在办事项", **COUNTED | {"kind": Kind.STOCK}, when=Standing("registered_on", "closed_on"), where=ALIVE,
    rule="截止日已登记、当日结束时尚未办结的事项；撤销的和协办不计。", words=("在办督办事项",),
)  # fmt: skip
OVERDUE = Figure(
    "matters.overdue", "超期未办结", **COUNTED | {"kind": Kind.STOCK}, when=Standing("due_on", "closed_on"), where=overdue,
    rule="截止日结束时办理期限已过、尚未办结的事项，期限以查询时（或所问时点）的为准；暂停计时中的、撤销的和协办不计。",
    words=("超期未办结",),
)  # fmt: skip
ON_TIME_RATE = Ratio(
    "matters.on_time_rate", "按期办结率", CLOSED_IN_TIME, DUE_TO_CLOSE, **SINCE, words=("按期办结率",),
    rule="按期办结数除以应办结数，同一批事项：办理期限在本期内的。",
)  # fmt: skip
CLAIM_RATE = Ratio(
    "matters.claim_rate", "按期领办率", CLAIMED_IN_TIME, CLAIM_DUE, **SINCE, words=("按期领办率",),
    rule="按期领办数除以应领办数，同一批事项：领办期限在本期内的。",
)  # fmt: skip
SATISFACTION = Ratio(
    "matters.satisfaction", "满意率", PLEASED, VISITED, **SINCE, words=("回访满意率", "满意率"),
    rule="回访满意数除以回访数，同一批事项：本期内回访的；没有回访的不作满意计。",
)  # fmt: skip
RELAPSE_RATE = Ratio(
    "matters.relapse_rate", "复发率", RELAPSED, CLOSED, **SINCE, words=("复发率",),
    rule="办结后反复数除以办结数，同一批事项：本期内办结的；以后的反复计入办结的那一期。",
)  # fmt: skip
HOLDING_RATE = Ratio(
    "matters.held_rate", "办结未反复率", HOLDING, CLOSED, **SINCE,
    rule="办结未反复数除以办结数，同一批事项：本期内办结的；与复发率之和为 100%。",
)  # fmt: skip
AT_ONCE_RATE = Ratio(
    "matters.first_pass_rate", "一次核验通过率", AT_ONCE, CLOSED, **SINCE,
    rule="一次核验通过数除以办结数，同一批事项：本期内办结的。",
)  # fmt: skip
AVERAGE_DAYS = Mean(
    "matters.average_days", "平均办结用时", DAYS_TAKEN, CLOSED, **SINCE, words=("平均办结用时", "平均用时"),
    rule="办结用时除以办结数，同一批事项：本期内办结的。",
)  # fmt: skip

FIGURES = (
    REGISTERED, ASSIGNED, CLAIM_DUE, CLAIMED_IN_TIME, DUE_TO_CLOSE, CLOSED_IN_TIME, CLOSED, RELAPSED, HOLDING, AT_ONCE,
    DAYS_TAKEN, VISITED, PLEASED, OPEN, OVERDUE, ON_TIME_RATE, CLAIM_RATE, SATISFACTION, RELAPSE_RATE, HOLDING_RATE,
    AT_ONCE_RATE, AVERAGE_DAYS,
)  # fmt: skip


def register_figures() -> None:
    register(*FIGURES)
