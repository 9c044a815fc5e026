"""What is wrong with a flow: what lets a matter stand still, a clock run twice or never, a write be refused."""

from collections.abc import Iterable, Iterator

from taizhang.county.matters.flow import CLOCKS, Clock, Flow, Need, Party
from taizhang.county.matters.stages import DONE, ENDED, Stage

# Lengths of the matter's columns that keep these names.
_FLOW_MAX, _NAME_MAX, _LEVEL_MAX, _OUTCOME_MAX = 20, 16, 10, 12
# What entering a stage writes down, and so has to be given; and who may bring a matter into it.
_GIVEN: dict[Stage, Need] = {Stage.ASSIGNED: "unit", Stage.VISITED: "score"}
_ONLY_BY: dict[Stage, tuple[Party, ...]] = {
    Stage.CLOSED: (Party.CHECKER, Party.ARBITER),
    Stage.VISITED: (Party.VISITOR,),
}
# What is running wherever a matter stands in a stage.
_RUNS: dict[Stage, Clock] = {Stage.ASSIGNED: "claim", Stage.WORKING: "handle", Stage.CHECKING: "handle"}


def faults(flow: Flow) -> list[str]:
    """Sentences; none for a flow that can be used. A flow that names what it does not have is not followed further."""
    return list(_names(flow)) or [
        *(f"没有动作通向“{flow.states[name].label}”" for name in _unreached(flow)),
        *(f"从“{flow.states[name].label}”走不到终点" for name in _stuck(flow)),
        *_stages(flow),
        *_clocks(flow),
    ]


def _names(flow: Flow) -> Iterator[str]:
    if len(flow.by_name) != len(flow.moves):
        yield "有两个动作同名"
    for move in flow.moves:
        for name in sorted({*move.sources, *move.targets} - set(flow.states)):
            yield f"动作“{move.label}”提到不存在的状态 {name!r}"
    for one in sorted({*flow.limits} ^ {*flow.levels}):
        yield f"等级 {one!r} 没有名称或没有时限"
    if not flow.limits:
        yield "没有办理时限"
    if flow.start not in flow.states:
        yield f"起点 {flow.start!r} 不存在"
    yield from (f"标识 {name!r} 超过 {most} 个字符" for name, most in _lengths(flow) if len(name) > most)


def _lengths(flow: Flow) -> Iterator[tuple[str, int]]:
    yield flow.slug, _FLOW_MAX
    yield from ((name, _NAME_MAX) for name in (*flow.states, *flow.by_name))
    yield from ((level, _LEVEL_MAX) for level in flow.limits)
    yield from ((value, _OUTCOME_MAX) for value, _ in flow.outcomes)


def _edges(flow: Flow) -> list[tuple[str, str]]:
    return [(source, target) for move in flow.moves for source in move.sources for target in move.targets]


def _unreached(flow: Flow) -> list[str]:
    return sorted(set(flow.states) - closure({flow.start}, _edges(flow)))


def _stuck(flow: Flow) -> list[str]:
    back = [(target, source) for source, target in _edges(flow)]
    return sorted(set(flow.states) - closure(set(flow.final), back))


def closure(found: set[str], edges: Iterable[tuple[str, str]]) -> set[str]:
    """Everything that can be reached from the found states along the edges, they included."""
    while True:
        more = {b for a, b in edges if a in found} - found
        if not more:
            return found
        found = found | more


def _stages(flow: Flow) -> Iterator[str]:
    """What the database would refuse: an assignment without a unit, an end by who handled it, a score by nobody."""
    for move in flow.moves:
        for stage in sorted({flow.states[target].stage for target in move.targets}):
            need, parties = _GIVEN.get(stage), _ONLY_BY.get(stage)
            if need and need not in move.needs:
                yield f"动作“{move.label}”进入“{stage.label}”，却不要求 {need}"
            if parties and move.who not in parties:
                yield f"动作“{move.label}”进入“{stage.label}”，须由{'、'.join(parties)}办理"


def _clocks(flow: Flow) -> list[str]:
    """Followed along every path: no clock starts while it runs, stands still where it must run, or outlives the end."""
    seen: set[tuple[str, frozenset[Clock]]] = set()
    todo: list[tuple[str, frozenset[Clock]]] = [(flow.start, frozenset())]
    told: set[str] = set()
    while todo:
        state, running = todo.pop()
        if (state, running) in seen:
            continue
        seen.add((state, running))
        told |= set(_at(flow, state, running))
        for move in (m for m in flow.moves if state in m.sources):
            left = running - set(move.stops)
            told |= {f"动作“{move.label}”使{CLOCKS[clock]}时限重复计时" for clock in left & set(move.starts)}
            todo += [(target, left | set(move.starts)) for target in move.targets]
    return sorted(told)


def _at(flow: Flow, state: str, running: frozenset[Clock]) -> Iterator[str]:
    label, stage = flow.states[state].label, flow.states[state].stage
    for clock in running:
        if (clock == "visit" and stage not in DONE) or (clock != "visit" and stage in ENDED):
            yield f"“{label}”之后{CLOCKS[clock]}时限仍在走"
    due = _RUNS.get(stage)
    if due and due not in running:
        yield f"“{label}”时没有{CLOCKS[due]}时限在走"
    if "claim" in running and stage != Stage.ASSIGNED:
        yield f"离开待领办进入“{label}”，领办时限没有停止"
