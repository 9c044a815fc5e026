"""How the limits of a case stand, as a page says it: light, word, working days left, pauses, notices to be given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from taizhang.county.standards.errors import CalendarNotPublished
from taizhang.lines.children.cases.models import CaseStep, ChildCase
from taizhang.lines.children.eligibility import clock, moves, parameters
from taizhang.lines.children.eligibility.clock import Clock, Light
from taizhang.lines.children.eligibility.moves import CLOCKS, Step

TONES = {Light.GREEN: "g", Light.YELLOW: "a", Light.RED: "r", Light.PAUSED: "b", Light.IN_TIME: "", Light.LATE: "r"}
# Moves that the applicant is told of in writing, and what the paper is called.
NOTICES = {"ASK": "补正告知书", "CONFIRM": "确认告知书", "REFUSE": "不予确认告知书"}


@dataclass(frozen=True)
class Told:
    """One limit in words. `left` is None where the calendar of the year is not published."""

    label: str
    light: str
    tone: str
    text: str
    left: int | None
    clock: Clock | None = None


def item(case: ChildCase) -> str:
    """Under which name the limits have it; a child with HIV goes as an orphan does."""
    return "DEFACTO" if case.category.startswith("DEFACTO") or not case.category else "ORPHAN"


def of_case(case: ChildCase, steps: Iterable[CaseStep], day: date) -> list[Told]:
    """The limits that have started, in their order. Raises Invalid where none is declared for that day."""
    made = [Step(step.on, step.move) for step in steps]
    found = ((name, clock.clock_of(name, item(case), made, moves.load(), clock.load())) for name in CLOCKS)
    told = [_told(CLOCKS[name], one, day) for name, one in found if one is not None]
    if case.elsewhere and made:
        told = [_forward(made, day)]
    return told


def running(case: ChildCase, steps: Iterable[CaseStep], day: date) -> Told | None:
    """The limit that the present state is under."""
    if not moves.load().states[case.state].clock:
        return None
    found = of_case(case, steps, day)
    return found[-1] if found else None


def _told(label: str, one: Clock, day: date) -> Told:
    try:
        due, left, light = clock.standing(one, day, parameters.load())
    except CalendarNotPublished as unknown:
        return Told(label, "待定", "", str(unknown), None, one)
    return Told(label, light, TONES[light], _text(light, left, due), left, one)


def _text(light: Light, left: int, due: date | None) -> str:
    if light is Light.PAUSED:
        return f"补正期间暂停，补正后还剩 {left} 个工作日"
    if light in (Light.IN_TIME, Light.LATE):
        return f"期限 {due}"
    if left < 0:
        return f"期限 {due}，已超 {-left} 个工作日"
    return f"期限 {due}，还剩 {left} 个工作日" if left else f"期限 {due}，今天到期"


def _forward(made: list[Step], day: date) -> Told:
    rules, label = parameters.load(), "转户籍地"
    done = next((step.on for step in made if step.move == "FORWARD"), None)
    return _told(label, Clock(made[0].on, _limit(rules.at("forward_days", made[0].on), "FORWARD"), (), done), day)


def notice(step: CaseStep, day: date) -> Told | None:
    """The notice that goes with a step, None where none does."""
    if step.move not in NOTICES:
        return None
    limit = _limit(parameters.load().at("notify_days", step.on), "NOTICE")
    return _told(NOTICES[step.move], Clock(step.on, limit, (), step.notified_on), day)


def _limit(parameter: parameters.Parameter, name: str) -> clock.Limit:
    assert isinstance(parameter.value, int)
    return clock.Limit(
        name, name, parameter.value, parameter.valid_from, parameter.valid_to, parameter.document, parameter.certain
    )
