"""What happened in a matter: every move from its versions, with who, in which post, when and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from taizhang.county.matters import flow
from taizhang.county.matters.models import Matter

# What is entered into the log without being a move of a flow.
OTHERS = {
    "register": "登记", "assist": "请求协办", "lead": "变更主办", "child": "分解任务", "request": "审批",
    "recount": "重算期限", "urge": "催办", "press": "督办", "entered": "登记入台账",
}  # fmt: skip
_COLUMNS = (
    "move",
    "note",
    "moved_at",
    "moved_post",
    "moved_by__name",
    "state",
    "unit__short",
    "handler__name",
    "due_on",
)


@dataclass(frozen=True)
class Line:
    """One move; `state` is where it led, `more` what it settled, such as the unit it went to."""

    label: str
    who: str
    post: str
    at: datetime
    note: str
    state: str
    more: str


def of(matter: Any) -> list[Line]:
    """The earliest first. A version that only something else wrote repeats the move before it, and is left out."""
    found = flow.get(matter.flow)
    lines: list[Line] = []
    last = None
    for one in Matter.versions.objects.filter(id=matter.pk).order_by("version_id").values(*_COLUMNS):
        if (one["move"], one["moved_at"]) != last:
            lines.append(_line(found, one))
        last = one["move"], one["moved_at"]
    return lines


def _line(found: flow.Flow, one: dict[str, Any]) -> Line:
    move = found.by_name.get(one["move"])
    label = move.label if move else OTHERS.get(one["move"], one["move"])
    more = ""
    if move and "unit" in move.needs:
        more = f"{one['unit__short']}承办" + (f"，{one['due_on']:%Y-%m-%d} 前办结" if one["due_on"] else "")
    elif move and "handler" in move.needs:
        more = f"{one['handler__name']}办理"
    return Line(
        label, one["moved_by__name"] or "系统", one["moved_post"], one["moved_at"], one["note"], one["state"], more
    )


def label(matter: Any) -> str:
    """What the last thing that happened in a matter is called."""
    move = flow.get(matter.flow).by_name.get(matter.move)
    return move.label if move else OTHERS.get(matter.move, matter.move)
