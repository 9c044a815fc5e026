"""What pages print of a matter at a moment: its light with days, the line of its steps, whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from taizhang.county.audit import clock
from taizhang.county.matters import clocks, flow, parties
from taizhang.county.matters.clocks import Light, Running
from taizhang.county.matters.flow import Flow, Party
from taizhang.county.matters.log import Line
from taizhang.county.matters.stages import DONE, ENDED, Stage

# A shape beside each colour: who cannot tell red from green, or prints in black, reads the shape.
SIGNS = {Light.RED: "▲", Light.YELLOW: "◆", Light.GREEN: "●", Light.PAUSED: "‖"}

_ENDS = {"handle": "办结"}


@dataclass(frozen=True)
class Lamp:
    """A light as sign, word and tone, such as ▲ 超期 2 天; `due_on` is the day of the clock that is worst."""

    light: Light
    words: str
    tone: str
    due_on: date | None


@dataclass(frozen=True)
class Step:
    """One step of the line as ui/steps.html draws it."""

    label: str
    state: str
    lines: tuple[str, ...]


def lamp(matter: Any, at: datetime) -> Lamp:
    light = clocks.light(matter, at)
    running = clocks.running(matter, flow.get(matter.flow), at)
    worst = next((one for one in running if one.light is light), None) or next(iter(running), None)
    words = left(worst) if worst else state(matter) if _withdrawn(matter) else light.value
    # A matter that is done counts for nothing but its call-back: without that word it would look unfinished.
    words = f"回访{words}" if worst and worst.name == "visit" else words
    sign = SIGNS.get(worst.light if worst else light, "")
    tone = clocks.TONES[worst.light if worst else light]
    return Lamp(light, f"{sign} {words}".strip(), tone, worst.due_on if worst else None)


def _withdrawn(matter: Any) -> bool:
    return matter.stage in ENDED and matter.stage not in DONE


def verdict(matter: Any, at: datetime) -> tuple[str, str]:
    """Of what has ended whether in time, as word and tone; of what is open nothing."""
    light = clocks.light(matter, at)
    return (light.value, clocks.TONES[light]) if light in (Light.IN_TIME, Light.LATE) else ("", "")


def left(one: Running) -> str:
    """How long a clock still runs, or since when it is over, in days of its own kind."""
    if one.light is Light.PAUSED:
        return f"暂停，余 {max(one.days_left, 0)} 天"
    if one.light is Light.RED:
        return f"超期 {-one.days_left} 天" if one.days_left < 0 else "已超期"
    return "今天到期" if one.days_left == 0 else f"剩 {one.days_left} 天"


def days(one: Running, found: Flow, level: str) -> str:
    """The same for a sentence, with the kind of days."""
    return left(one).replace(" 天", f" {kind(found, one.name, level)}")


def kind(found: Flow, name: flow.Clock, level: str) -> str:
    return "个工作日" if found.limit(name, level).working else "日"


def state(matter: Any) -> str:
    """What a matter's state is called in its own flow."""
    return flow.get(matter.flow).states[matter.state].label


def outcome(matter: Any) -> str:
    return dict(flow.get(matter.flow).outcomes).get(matter.outcome, "")


def turn(matter: Any) -> str:
    """Whom the matter waits for, in a sentence; empty when it is over."""
    party = parties.WAITS_FOR.get(Stage(matter.stage))
    if party is None or (matter.stage in ENDED and matter.stage != Stage.CLOSED):
        return ""
    next_one = next((m for m in flow.get(matter.flow).moves if matter.state in m.sources and m.who is party), None)
    return f"等待{_who(matter, party)}{next_one.label}" if next_one else ""


def ahead(matter: Any, at: datetime) -> str:
    """Whom the matter waits for now and until when, such as 等待胙城乡领办，2023-09-05 到期。"""
    if matter.stage == Stage.REOPENED:
        return "这件事项已另立一件，重新交办。"
    waits = turn(matter)
    due = next((one.due_on for one in clocks.running(matter, flow.get(matter.flow), at)), None)
    return f"{waits}，{due} 到期。" if waits and due else f"{waits}。" if waits else ""


def _who(matter: Any, party: Party) -> str:
    if party is Party.LEAD:
        handler = f" {matter.handler.name} " if matter.handler_id and matter.stage == Stage.WORKING else ""
        return f"{matter.unit.short}{handler}"
    unit = matter.assigner if party in (Party.ASSIGNER, Party.CHECKER) else None
    # What was only registered waits for the unit that registered it.
    unit = matter.unit if matter.stage == Stage.REGISTERED else unit
    return f"{unit.short}" if unit else party.value


# The line of steps


def steps(matter: Any, lines: list[Line], at: datetime) -> list[Step]:
    """The main line of the flow with who did each step last and when; off the line, where it left it."""
    found = flow.get(matter.flow)
    line = found.line()
    # The last time it came into each state: what was only noted there is no step.
    entered = {one.state: one for before, one in zip([None, *lines], lines, strict=False) if one.state != _of(before)}
    here = _here(matter, found, line, entered)
    drawn = [_step(matter, found, line, index, here, entered) for index in range(len(line))]
    if matter.state not in line and matter.stage in ENDED:
        drawn = [*drawn[: here + 1], _last(matter, found, entered)]
    elif matter.stage not in ENDED:
        # Off the line, such as sent back, it stands where it left it, since it came into that state.
        since = _since(entered.get(matter.state)) or drawn[here].lines
        drawn[here] = _now(matter, found, since, at)
    return drawn


def _of(line: Line | None) -> str:
    return line.state if line else ""


def _here(matter: Any, found: Flow, line: list[str], entered: Mapping[str, Line]) -> int:
    """The step at which the matter stands, or at which it left the line: that of its stage, or the last it reached."""
    if matter.state in line:
        return line.index(matter.state)
    alike = [index for index, name in enumerate(line) if found.states[name].stage == matter.stage]
    reached = [index for index, name in enumerate(line) if name in entered]
    return (alike or reached[-1:] or [0])[0]


def _step(
    matter: Any, found: Flow, line: list[str], index: int, here: int, entered: Mapping[str, Line]
) -> Step:  # fmt: skip
    name = line[index]
    done = entered.get(name) if index <= here else None
    over = index < here or (matter.stage in ENDED and index == here)
    return Step(found.states[name].label, "done" if over else "", _since(done))


def _since(line: Line | None) -> tuple[str, ...]:
    return (f"{clock.local(line.at):%m-%d %H:%M}", line.who) if line else ()


def _now(matter: Any, found: Flow, since: tuple[str, ...], at: datetime) -> Step:
    """The step it stands at, named as its state, with the days its clocks have left."""
    label = found.states[matter.state].label
    back = matter.stage in (Stage.REFUSED, Stage.ARBITRATION)
    due = tuple(
        f"{one.due_on:%m-%d} 前{_ENDS.get(one.name, one.label)}" if one.due_on else left(one)
        for one in clocks.running(matter, found, at)
    )
    return Step(label, "back" if back else "now", (*since, *due))


def _last(matter: Any, found: Flow, entered: Mapping[str, Line]) -> Step:
    return Step(found.states[matter.state].label, "done", _since(entered.get(matter.state)))
