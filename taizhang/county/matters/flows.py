"""The flow most matters follow (交办、领办、督办、办结), generic tasks, and the shorter way of an assisting unit."""

from taizhang.county.matters.flow import Flow, Move, Party, Quota, State, register
from taizhang.county.matters.limits import Limit
from taizhang.county.matters.stages import Stage

STATES = {
    "registered": State("登记", Stage.REGISTERED),
    "assigned": State("交办", Stage.ASSIGNED),
    "refused": State("退回待改派", Stage.REFUSED),
    "arbitration": State("待裁定", Stage.ARBITRATION),
    "ordered": State("指定承办", Stage.ASSIGNED),
    "working": State("办理", Stage.WORKING),
    "submitted": State("报结", Stage.CHECKING),
    "escalated": State("提请裁定", Stage.ARBITRATION),
    "closed": State("办结", Stage.CLOSED),
    "visited": State("回访", Stage.VISITED),
    "reopened": State("已重办", Stage.REOPENED),
    "cancelled": State("撤销", Stage.CANCELLED),
}
# A unit may send a matter back once, within a working day of its assignment; the next refusal goes to the arbiter.
REFUSAL = Quota("refusals", times=1, beyond="arbitration", hours=24)
# What was reported done may be sent back twice; the third time the arbiter decides.
SENDING_BACK = Quota("returns", times=2, beyond="escalated")
# Percent of the limit and least days that work sent back is given.
REDO = (50, 2)

ASSIGN = Move("assign", "交办", ("registered", "refused"), "assigned", Party.ASSIGNER, ("unit",), ("claim", "handle"),
              ask="交办意见")  # fmt: skip
CLAIM = Move("claim", "领办", ("assigned", "ordered"), "working", Party.LEAD, ("handler",), stops=("claim",))
REFUSE = Move("refuse", "退回", ("assigned",), "refused", Party.LEAD, ("note",), stops=("claim", "handle"),
              quota=REFUSAL, ask="退回理由")  # fmt: skip
DECIDE = Move("decide", "裁定承办单位", ("arbitration",), "ordered", Party.ARBITER, ("unit", "note"),
              ("claim", "handle"), ask="裁定意见")  # fmt: skip
PROGRESS = Move("progress", "填报进展", ("working",), "working", Party.LEAD, ("note",), ask="进展")
SUBMIT = Move("submit", "报结", ("working",), "submitted", Party.LEAD, ("note", "outcome", "paper"), ask="办理情况")
CLOSE = Move("close", "核验办结", ("submitted",), "closed", Party.CHECKER, (), ("visit",), ("handle",), ask="核验意见")
SEND_BACK = Move("send_back", "退回重办", ("submitted",), "working", Party.CHECKER, ("note",), quota=SENDING_BACK,
                 redo=REDO, ask="退回理由")  # fmt: skip
ORDER_REDO = Move(
    "order_redo", "裁定重办", ("escalated",), "working", Party.ARBITER, ("note",), redo=REDO, ask="裁定意见"
)
ACCEPT = Move("accept", "裁定办结", ("escalated",), "closed", Party.ARBITER, ("note",), ("visit",), ("handle",),
              ask="裁定意见")  # fmt: skip
TRANSFER = Move(
    "transfer", "改派", ("working",), "assigned", Party.ASSIGNER, ("unit", "note"), ("claim",), ask="改派理由"
)
VISIT = Move("visit", "回访", ("closed",), "visited", Party.VISITOR, ("score",), stops=("visit",), ask="回访情况")
REOPEN = Move("reopen", "重新交办", ("closed", "visited"), "reopened", Party.ASSIGNER, ("note",), stops=("visit",),
              ask="反复情况")  # fmt: skip
CANCEL = Move("cancel", "撤销", ("registered", "refused", "arbitration"), "cancelled", Party.ASSIGNER, ("note",),
              ask="撤销理由")  # fmt: skip
RECALL = Move("recall", "收回", ("assigned", "ordered"), "cancelled", Party.ASSIGNER, ("note",),
              stops=("claim", "handle"), ask="收回理由")  # fmt: skip
HALT = Move("halt", "终止办理", ("working",), "cancelled", Party.ASSIGNER, ("note",), stops=("handle",), ask="终止理由")
ON_THE_SPOT = Move("on_the_spot", "当场办结报验", ("registered",), "submitted", Party.REPORTER,
                   ("note", "outcome", "paper"), ("handle",), ask="处理情况")  # fmt: skip

MOVES = (
    ASSIGN, CLAIM, SUBMIT, CLOSE, VISIT, PROGRESS, REFUSE, DECIDE, SEND_BACK, ORDER_REDO, ACCEPT, TRANSFER, REOPEN,
    ON_THE_SPOT, RECALL, HALT, CANCEL,
)  # fmt: skip

LEVELS = {"simple": "简易", "general": "一般", "complex": "疑难"}
LIMITS = {"simple": Limit(1), "general": Limit(7), "complex": Limit(20)}

TASK = Flow(
    slug="task", label="工作任务", states=STATES, start="registered", moves=MOVES, levels=LEVELS,
    limits={"simple": Limit(3), "general": Limit(10), "complex": Limit(30)},
    outcomes=(("done", "已完成"), ("partly", "部分完成"), ("impossible", "无法完成")), report="其他问题",
)  # fmt: skip

_ASSIST_STATES = {
    name: STATES[name] for name in ("registered", "assigned", "working", "submitted", "closed", "cancelled")
}
ASSIST = Flow(
    slug="assist", label="协办", states=_ASSIST_STATES, start="registered", levels=LEVELS, limits=TASK.limits,
    moves=(
        Move("assign", "交办", ("registered",), "assigned", Party.ASSIGNER, ("unit", "note"), ("claim", "handle"),
             ask="协办要求"),
        Move("claim", "领办", ("assigned",), "working", Party.LEAD, ("handler",), stops=("claim",)),
        Move("submit", "报送协办结果", ("working",), "submitted", Party.LEAD, ("note",), ask="协办情况"),
        PROGRESS,
        Move("close", "确认", ("submitted",), "closed", Party.CHECKER, (), (), ("handle",), ask="确认意见"),
        Move("send_back", "退回补充", ("submitted",), "working", Party.CHECKER, ("note",), redo=REDO, ask="退回理由"),
        Move("recall", "收回", ("assigned",), "cancelled", Party.ASSIGNER, ("note",), stops=("claim", "handle"),
             ask="收回理由"),
        Move("halt", "终止协办", ("working", "submitted"), "cancelled", Party.ASSIGNER, ("note",), stops=("handle",),
             ask="终止理由"),
        Move("cancel", "撤销", ("registered",), "cancelled", Party.ASSIGNER, ("note",), ask="撤销理由"),
    ),
    outcomes=(("done", "已完成"),),
)  # fmt: skip


def register_flows() -> None:
    register(TASK, ASSIST)
