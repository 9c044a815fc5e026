"""The states of a case and the moves between them as a table that is proved at load to have no dead end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from taizhang.county.standards.dates import prose_date
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.eligibility.reading import BadTable, Entry, entries

OWN_FILE = Path(__file__).with_name("case.toml")
CLOCKS = {"verify": "乡镇（街道）查验", "confirm": "县级确认"}


@dataclass(frozen=True, slots=True)
class State:
    """`clock` names the limit that runs in it, blank for none; `pauses` stops that clock."""

    code: str
    name: str
    clock: str
    pauses: bool
    start: bool
    final: bool


@dataclass(frozen=True, slots=True)
class Move:
    code: str
    name: str
    sources: tuple[str, ...]
    to: str


Row = TypeVar("Row", State, Move)


class Step(NamedTuple):
    """A move as it was made, on its day."""

    on: date
    move: str


class Cases:
    """The table; raises BadTable when a state cannot be reached, has no way to an end, or a move leads nowhere."""

    __slots__ = ("moves", "start", "states")

    def __init__(self, states: Iterable[State], moves: Iterable[Move]) -> None:
        self.states, self.moves = _unique(states), _unique(moves)
        starts = [one.code for one in self.states.values() if one.start]
        if len(starts) != 1:
            raise BadTable(f"办件流程应恰有一个起始状态（start = true），现有 {len(starts)} 个；请改正")
        self.start = starts[0]
        faults = [*self._dangling(), *self._leaving_final()] or [*self._unreachable(), *self._stuck()]
        if faults:
            raise BadTable("；".join(faults))

    def after(self, state: str, move: str) -> str:
        """The state that a move leads to; raises Invalid, naming what may be done instead."""
        known, made = self._known(state), self.moves.get(move)
        if made is not None and state in made.sources:
            return made.to
        name = made.name if made else move
        if known.final:
            raise Invalid(f"“{known.name}”的办件已办结，不能“{name}”；如需再办，请新建办件并注明原办件编号")
        allowed = "、".join(one.name for one in self.allowed(state))
        raise Invalid(f"“{known.name}”的办件不能“{name}”；现在可以办理：{allowed}")

    def allowed(self, state: str) -> tuple[Move, ...]:
        self._known(state)
        return tuple(one for one in self.moves.values() if state in one.sources)

    def walked(self, steps: Iterable[Step]) -> Iterator[tuple[date, State]]:
        """Each state with the day it was entered; raises Invalid for a move not allowed or days out of order."""
        state, before = self.start, date.min
        for step in steps:
            if step.on < before:
                raise Invalid(f"办理记录的日期{prose_date(step.on)}早于前一步的{prose_date(before)}；请核对日期")
            state, before = self.after(state, step.move), step.on
            yield step.on, self.states[state]

    def _known(self, state: str) -> State:
        if state not in self.states:
            raise Invalid(f"没有办件状态“{state}”；现有{'、'.join(self.states)}")
        return self.states[state]

    def _next(self, state: str) -> set[str]:
        return {one.to for one in self.moves.values() if state in one.sources}

    def _dangling(self) -> Iterator[str]:
        for move in self.moves.values():
            for code in (*move.sources, move.to):
                if code not in self.states:
                    yield f"操作“{move.name}”提到没有的状态 {code}；请核对拼写"

    def _leaving_final(self) -> Iterator[str]:
        for state in self.states.values():
            if state.final and self._next(state.code):
                yield f"“{state.name}”是终态，却还有可办的操作；请删去操作或取消 final"

    def _unreachable(self) -> Iterator[str]:
        reached = self._reached(self.start)
        for state in self.states.values():
            if state.code not in reached:
                yield f"状态“{state.name}”无论怎样都到不了；请补一个操作或删去它"

    def _stuck(self) -> Iterator[str]:
        finals = {one.code for one in self.states.values() if one.final}
        for state in self.states.values():
            if not finals & self._reached(state.code):
                yield f"状态“{state.name}”没有通向办结的路；请补一个操作"

    def _reached(self, start: str) -> set[str]:
        reached, waiting = {start}, [start]
        while waiting:
            fresh = self._next(waiting.pop()) - reached
            reached |= fresh
            waiting.extend(fresh)
        return reached


@cache
def load(path: Path = OWN_FILE) -> Cases:
    """Raises BadTable with every fault found."""
    found = entries(path, "state", "move")
    return Cases([_state(one) for one in found["state"]], [_move(one) for one in found["move"]])


def _unique(rows: Iterable[Row]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        if row.code in found:
            raise BadTable(f"办件流程中 {row.code} 出现两次；请改用不同的 code")
        found[row.code] = row
    return found


def _state(entry: Entry) -> State:
    state = State(
        entry.code(), entry.text("name"), entry.choice("clock", CLOCKS, ""), entry.flag("pauses", False),
        entry.flag("start", False), entry.flag("final", False),
    )  # fmt: skip
    entry.done()
    if state.pauses and not state.clock:
        raise BadTable(f"{entry.where}写了 pauses 却没有 clock；请写明暂停哪个时限")
    return state


def _move(entry: Entry) -> Move:
    move = Move(entry.code(), entry.text("name"), entry.texts("from"), entry.code("to"))
    entry.done()
    if not move.sources:
        raise BadTable(f"{entry.where}的 from 是空的；请写明从哪些状态可以办理")
    return move
