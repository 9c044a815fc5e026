"""The closed loops of the line: a dispute from its finding to the call-back, and a petition by its own regulation."""

from dataclasses import replace
from datetime import date
from typing import Any

from taizhang.county.ledger.rules import Threshold
from taizhang.county.matters import flows
from taizhang.county.matters.flow import Extension, Flow, Quota, register
from taizhang.county.matters.limits import Limit
from taizhang.lines.disputes.codes import SETTLED, Answer, Channel, Kind, Level, Outcome, Risk
from taizhang.lines.disputes.rules import PETITION_DAYS, PETITION_EXTENSION

_RULES = "县矛盾纠纷分级限时办理规则参数"
# Working days by level: settled in the village, in the township, with the county's help.
DISPUTE_DAYS = {
    Level.SIMPLE: Threshold(1, date(2022, 5, 1), _RULES),
    Level.GENERAL: Threshold(7, date(2022, 5, 1), _RULES),
    Level.COMPLEX: Threshold(20, date(2022, 5, 1), _RULES),
}


def describe_dispute(dispute: Any) -> dict[str, Any]:
    """No names: the title is read by whoever passes the matter on."""
    return {
        "title": f"{dispute.place}{dispute.get_kind_display()}纠纷 {dispute.code}",
        "detail": dispute.summary,
        "kind": dispute.kind,
        "level": dispute.level,
        "urgent": dispute.risk == Risk.RED,
        "restricted": dispute.restricted,
    }


def merged(dispute: Any) -> str:
    kept = dispute.merged_into
    return f"{dispute.code} 已并入 {kept.code}，不单独交办；请到 {kept.code} 交办。" if kept else ""


def settle_dispute(dispute: Any, outcome: str, day: date) -> None:
    dispute.outcome = outcome or Outcome.PENDING
    dispute.handled_on = day if outcome else None
    dispute.resolved_on = day if outcome in SETTLED else None


def draft_dispute(matter: Any) -> dict[str, str]:
    """What a report already says; parties and grid are asked of the clerk who enters it."""
    return {
        "place": matter.place_id,
        "unit": matter.unit.slug,
        "found_on": matter.registered_on.isoformat(),
        "kind": matter.kind if matter.kind in Kind.values else "",
        "level": matter.level,
        "risk": Risk.RED if matter.urgent else Risk.GREEN,
        "channel": Channel.GRID,
        "summary": matter.detail or matter.title,
        "restricted": "是" if matter.restricted else "否",
    }


# What grid workers report most stands first, the others in the order of their codes.
_COMMON = [
    Kind.NEIGHBOUR, Kind.MARRIAGE, Kind.HOMESTEAD, Kind.DAMAGE, Kind.DEBT, Kind.CONTRACT, Kind.LAND,
]  # fmt: skip
_KINDS = tuple((kind.value, kind.label) for kind in dict.fromkeys([*_COMMON, *Kind]))

DISPUTES = Flow(
    slug="disputes", label="矛盾纠纷化解", states=flows.STATES, start="registered", moves=flows.MOVES,
    levels=dict(Level.choices), about="disputes", settle=settle_dispute, describe=describe_dispute, draft=draft_dispute,
    bars=merged,
    limits={
        str(level): Limit(days.value, document=days.document, valid_from=days.valid_from)
        for level, days in DISPUTE_DAYS.items()
    },
    outcomes=tuple((value, label) for value, label in Outcome.choices if value != Outcome.PENDING),
    report="矛盾纠纷", kinds=_KINDS,
)  # fmt: skip

_IN_FORCE = date(2022, 5, 1)
# To tell the petitioner in writing whether the petition is accepted, and to object as the wrong addressee.
ACCEPTANCE = Threshold(15, _IN_FORCE, "信访工作条例第二十三条")
OBJECTION_HOURS = Threshold(5 * 24, _IN_FORCE, "信访工作条例第二十三条")
# 1 moves a last day that is off to the next working day; the regulation is silent on it, so days run out as counted.
ROLLS_FORWARD = Threshold(0, _IN_FORCE, "信访工作条例未规定期间末日顺延")


def _calendar_days(days: Threshold) -> Limit:
    rolls = bool(ROLLS_FORWARD.value)
    return Limit(days.value, working=False, roll_forward=rolls, document=days.document, valid_from=days.valid_from)


def describe_petition(petition: Any) -> dict[str, Any]:
    return {
        "title": f"{petition.place}{petition.get_kind_display()}信访 {petition.code}",
        "detail": petition.matter,
        "kind": petition.kind,
        "level": "difficult" if petition.difficult else "ordinary",
    }


def settle_petition(petition: Any, outcome: str, day: date) -> None:
    petition.resolved_on = day if outcome else None
    petition.result = f"{Answer(outcome).label}，已书面答复" if outcome else ""


# Whoever takes a petition in hand first tells the petitioner that it is accepted; its sixty days begin with that.
_OWN_MOVES = (
    replace(flows.ASSIGN, label="转送交办", starts=("claim",)),
    replace(flows.CLAIM, label="受理告知", needs=("handler", "note"), starts=("handle",), ask="告知情况"),
    replace(flows.REFUSE, label="提出异议", stops=("claim",), ask="异议理由",
            quota=Quota("refusals", times=1, beyond="arbitration", hours=OBJECTION_HOURS.value)),
    replace(flows.DECIDE, starts=("claim",)),
    replace(flows.TRANSFER, stops=("handle",)),
    replace(flows.RECALL, stops=("claim",)),
)  # fmt: skip
_OWN = {move.name: move for move in _OWN_MOVES}
PETITIONS = Flow(
    slug="petitions", label="信访事项办理", states=flows.STATES, start="registered",
    moves=tuple(_OWN.get(move.name, move) for move in flows.MOVES if move is not flows.ON_THE_SPOT),
    levels={"ordinary": "一般", "difficult": "疑难"},
    limits={"ordinary": _calendar_days(PETITION_DAYS), "difficult": _calendar_days(PETITION_DAYS)},
    claim=_calendar_days(ACCEPTANCE), pausable=False,
    extension=Extension(times=1, most=PETITION_EXTENSION.value, document=PETITION_EXTENSION.document),
    about="petitions", settle=settle_petition, describe=describe_petition, outcomes=tuple(Answer.choices),
)  # fmt: skip

register(DISPUTES, PETITIONS)
