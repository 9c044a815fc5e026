"""The closed loop of what a school check found: given to a township or to the education bureau, with a deadline."""

from taizhang.county.ledger.rules import Threshold
from taizhang.county.matters import flows
from taizhang.county.matters.flow import Flow, register
from taizhang.county.matters.limits import Limit
from taizhang.lines.children.roll.codes import Result
from taizhang.lines.children.roll.parameters import AID_DAYS, ASK_DAYS, DROPPED_OUT_DAYS, NOT_FOUND_DAYS

UNRESOLVED = "unresolved"
LEVELS = {
    Result.DROPPED_OUT: ("dropout", "辍学劝返", DROPPED_OUT_DAYS),
    Result.NOT_FOUND: ("missing", "查找去向", NOT_FOUND_DAYS),
    Result.AID_MISSING: ("aid", "落实资助", AID_DAYS),
    Result.UNDECIDED: ("ask", "核实身份", ASK_DAYS),
}


def _limit(days: Threshold) -> Limit:
    return Limit(days.value, document=days.document, valid_from=days.valid_from)


# It is about a child, but no flow for children: what can be given from a child's own page is for other flows to say.
SCHOOLING = Flow(
    slug="schooling", label="就学核查", states=flows.STATES, start="registered", moves=flows.MOVES,
    levels={level: label for level, label, _ in LEVELS.values()},
    limits={level: _limit(days) for level, _, days in LEVELS.values()},
    outcomes=(
        ("enrolled", "已确认在学"), ("returned", "已劝返复学"), ("aided", "已落实资助"), ("elsewhere", "在外地就读"),
        ("exempt", "送教上门或依法免学"), (UNRESOLVED, "暂无法落实"),
    ),
)  # fmt: skip

register(SCHOOLING)
