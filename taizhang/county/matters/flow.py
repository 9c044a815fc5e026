"""A closed loop as a table of moves: who may make each, what it needs, which clocks it starts and stops."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from taizhang.county.matters.limits import Limit
from taizhang.county.matters.stages import ENDED, Stage


class Party(StrEnum):
    """Who may make a move, by what they are to the matter; the value is how refusals and pages call them."""

    REPORTER = "上报人或登记人"
    ASSIGNER = "交办单位"
    LEAD = "承办单位"
    CHECKER = "核验人"
    VISITOR = "回访人"
    ARBITER = "县督查室"


Clock = Literal["claim", "handle", "visit"]
CLOCKS: dict[Clock, str] = {"claim": "领办", "handle": "办理", "visit": "回访"}
Need = Literal["note", "photo", "paper", "unit", "handler", "outcome", "score"]


@dataclass(frozen=True)
class State:
    label: str
    stage: Stage


@dataclass(frozen=True)
class Quota:
    """How often a move may be made in one matter, and within how many counted hours from the assignment.

    `counter` is the matter's column that counts. Used up, the move leads to `beyond` instead of its target.
    """

    counter: Literal["refusals", "returns"]
    times: int
    beyond: str
    hours: int | None = None


@dataclass(frozen=True)
class Move:
    """`starts` and `stops` name clocks; an assignment starts both of its own. `ask` is what the note is asked as.

    `redo` gives work that is sent back its own time: so many percent of the limit, at least so many days.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    who: Party
    needs: tuple[Need, ...] = ()
    starts: tuple[Clock, ...] = ()
    stops: tuple[Clock, ...] = ()
    quota: Quota | None = None
    redo: tuple[int, int] | None = None
    ask: str = "说明"

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.target, self.quota.beyond) if self.quota else (self.target,)


@dataclass(frozen=True)
class Extension:
    """How a handling clock may be extended: so often, by so many days of its kind; None is up to the first limit."""

    times: int = 1
    most: int | None = None
    document: str = "县级督办规则参数"


CLAIM = Limit(1)
VISIT = Limit(15, working=False, roll_forward=False)
EXTENSION = Extension()


@dataclass(frozen=True)
class Flow:
    """One line's closed loop.

    `limits` gives the handling limit for each level of difficulty, `claim` and `visit` those of the other two clocks.
    `about` is the slug of the ledger whose records it is for, "" for none. `outcomes` are (value, label) of what a
    matter can end with; `settle` writes an outcome into its record, on a day. `report` is what grid workers choose
    when they report, "" where they do not. `kinds` are (value, label) of finer kinds of report. `draft` gives what a
    matter says of a record of `about` that is still to be entered: typed values by column, as a clerk would write them.
    `bars` says in a sentence why a record cannot be given to anybody, "" where it can.
    """

    slug: str
    label: str
    states: Mapping[str, State]
    start: str
    moves: tuple[Move, ...]
    limits: Mapping[str, Limit]
    levels: Mapping[str, str]
    claim: Limit = CLAIM
    visit: Limit = VISIT
    extension: Extension = EXTENSION
    pausable: bool = True
    outcomes: tuple[tuple[str, str], ...] = ()
    about: str = ""
    settle: Callable[[Any, str, date], None] | None = None
    describe: Callable[[Any], dict[str, Any]] | None = None
    draft: Callable[[Any], dict[str, str]] | None = None
    bars: Callable[[Any], str] | None = None
    report: str = ""
    kinds: tuple[tuple[str, str], ...] = ()
    by_name: dict[str, Move] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {move.name: move for move in self.moves})

    @property
    def final(self) -> tuple[str, ...]:
        return tuple(name for name, state in self.states.items() if state.stage in ENDED)

    def ahead(self, move: Move) -> Stage:
        """The stage a move leads to while its quota lasts."""
        return self.states[move.target].stage

    def limit(self, clock: Clock, level: str) -> Limit:
        """The limit of a clock; a level the flow does not know gets the one in its middle."""
        if clock == "handle":
            return self.limits.get(level) or self.limits[self.usual]
        return self.claim if clock == "claim" else self.visit

    @property
    def usual(self) -> str:
        levels = list(self.limits)
        return levels[len(levels) // 2]

    def line(self) -> list[str]:
        """The main line a page draws: from the start, always the first move that leads to a state not yet passed."""
        found, state = [self.start], self.start
        while state not in self.final:
            ahead = [m.target for m in self.moves if state in m.sources and m.target not in found]
            if not ahead:
                break
            state = ahead[0]
            found.append(state)
        visited = [name for name, one in self.states.items() if one.stage is Stage.VISITED]
        return found + [name for name in visited if name not in found]


_flows: dict[str, Flow] = {}


def register(*flows: Flow) -> None:
    for flow in flows:
        if flow.slug in _flows and _flows[flow.slug] is not flow:
            raise ValueError(f"two flows are called {flow.slug!r}: rename one")
        _flows[flow.slug] = flow


def get(slug: str) -> Flow:
    """Raises KeyError."""
    return _flows[slug]


def every() -> list[Flow]:
    return list(_flows.values())


def about(ledger: str) -> Flow | None:
    """The flow for the records of a ledger, None where it has none."""
    return next((flow for flow in _flows.values() if flow.about == ledger), None)
