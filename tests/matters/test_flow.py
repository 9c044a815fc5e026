"""A flow that would let a matter stand still, or a clock run twice or never, is found before it starts."""

from dataclasses import replace

import pytest

from taizhang.county.matters import checks, flow
from taizhang.county.matters.faults import faults
from taizhang.county.matters.flow import Flow, Move, Party, Quota, State
from taizhang.county.matters.flows import TASK
from taizhang.county.matters.limits import Limit
from taizhang.county.matters.stages import Stage

STATES = {
    "new": State("登记", Stage.REGISTERED), "given": State("交办", Stage.ASSIGNED), "work": State("办理", Stage.WORKING),
    "done": State("报结", Stage.CHECKING), "closed": State("办结", Stage.CLOSED), "seen": State("回访", Stage.VISITED),
}  # fmt: skip
GIVE = Move("give", "交办", ("new",), "given", Party.ASSIGNER, ("unit",), ("claim", "handle"))
TAKE = Move("take", "领办", ("given",), "work", Party.LEAD, ("handler",), stops=("claim",))
END = Move("end", "报结", ("work",), "done", Party.LEAD)
CLOSE = Move("close", "核验办结", ("done",), "closed", Party.CHECKER, (), ("visit",), ("handle",))
VISIT = Move("visit", "回访", ("closed",), "seen", Party.VISITOR, ("score",), stops=("visit",))
SMALL = Flow(
    slug="small", label="小流程", states=STATES, start="new", moves=(GIVE, TAKE, END, CLOSE, VISIT),
    limits={"general": Limit(7)}, levels={"general": "一般"},
)  # fmt: skip


def with_moves(*moves: Move) -> Flow:
    """The small flow with these moves instead of those of the same name, or besides."""
    own = {move.name: move for move in SMALL.moves} | {move.name: move for move in moves}
    return replace(SMALL, moves=tuple(own.values()))


def test_a_small_flow_can_close():
    assert faults(SMALL) == []


@pytest.mark.parametrize("found", flow.every(), ids=lambda found: found.slug)
def test_every_flow_in_use_can_close(found):
    assert faults(found) == []


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (with_moves(replace(VISIT, sources=())), "没有动作通向“回访”"),
        (with_moves(replace(END, sources=()), replace(CLOSE, sources=("new",))), "从“办理”走不到终点"),
        (with_moves(replace(END, target="gone")), "动作“报结”提到不存在的状态 'gone'"),
        (with_moves(replace(END, quota=Quota("returns", 1, "gone"))), "动作“报结”提到不存在的状态 'gone'"),
        (replace(SMALL, start="gone"), "起点 'gone' 不存在"),
        (replace(SMALL, moves=(*SMALL.moves, replace(END, label="再报"))), "有两个动作同名"),
        (replace(SMALL, levels={"general": "一般", "hard": "疑难"}), "等级 'hard' 没有名称或没有时限"),
        (replace(SMALL, levels={}, limits={}), "没有办理时限"),
        (with_moves(replace(TAKE, starts=("handle",))), "动作“领办”使办理时限重复计时"),
        (with_moves(replace(CLOSE, stops=())), "“办结”之后办理时限仍在走"),
        (with_moves(replace(TAKE, stops=())), "离开待领办进入“办理”，领办时限没有停止"),
        (with_moves(replace(GIVE, starts=("claim",))), "“办理”时没有办理时限在走"),
        (with_moves(replace(GIVE, starts=("handle",))), "“交办”时没有领办时限在走"),
        (with_moves(replace(GIVE, needs=())), "动作“交办”进入“待领办”，却不要求 unit"),
        (with_moves(replace(VISIT, needs=())), "动作“回访”进入“已回访”，却不要求 score"),
        (with_moves(replace(CLOSE, who=Party.LEAD)), "动作“核验办结”进入“已办结”，须由核验人、县督查室办理"),
        (replace(SMALL, slug="a-name-of-more-than-20"), "标识 'a-name-of-more-than-20' 超过 20 个字符"),
        (with_moves(replace(END, name="a-name-of-more-than")), "标识 'a-name-of-more-than' 超过 16 个字符"),
    ],
)
def test_each_fault_has_its_sentence(broken, sentence):
    assert sentence in faults(broken)


def test_a_clock_is_followed_along_every_way_round():
    again = Move("again", "重办", ("done",), "given", Party.CHECKER, ("unit",), ("claim",))
    assert faults(with_moves(again)) == []
    assert "动作“重办”使办理时限重复计时" in faults(with_moves(replace(again, starts=("claim", "handle"))))


def test_the_system_does_not_start_with_a_broken_flow(monkeypatch):
    monkeypatch.setitem(flow._flows, "small", replace(SMALL, start="gone", about="no-such-ledger"))
    found = [(one.id, one.obj, one.msg) for one in checks.flows_can_close()]
    assert found == [
        ("matters.E001", "small", "流程“小流程”：起点 'gone' 不存在"),
        ("matters.E001", "small", "流程“小流程”：台账 'no-such-ledger' 不存在"),
    ]


def test_two_flows_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two flows are called 'task'"):
        flow.register(replace(TASK, label="另一个"))
