"""Walks a matter along the shortest way to a state, each move by somebody on the staff who may make it."""

from collections import deque
from collections.abc import Iterator
from typing import Any

from taizhang.county.matters import parties, services
from taizhang.county.matters.flow import Flow, Move
from taizhang.county.matters.models import Matter
from tests.matters.office import ZUOCHENG, paper

Counts = tuple[int, int]
_COUNTERS = ("refusals", "returns")


def ways(flow: Flow) -> dict[str, list[Move]]:
    """The shortest way from the start to each state, quotas counted."""
    found: dict[str, list[Move]] = {flow.start: []}
    todo: deque[tuple[str, Counts, list[Move]]] = deque([(flow.start, (0, 0), [])])
    seen = {(flow.start, (0, 0))}
    while todo:
        state, counts, way = todo.popleft()
        for move in (one for one in flow.moves if state in one.sources):
            target, after = _made(move, counts)
            if (target, after) not in seen:
                seen.add((target, after))
                found.setdefault(target, [*way, move])
                todo.append((target, after, [*way, move]))
    return found


def _made(move: Move, counts: Counts) -> tuple[str, Counts]:
    if move.quota is None:
        return move.target, counts
    which = _COUNTERS.index(move.quota.counter)
    target = move.target if counts[which] < move.quota.times else move.quota.beyond
    after = list(counts)
    after[which] = min(after[which] + 1, move.quota.times + 1)
    return target, (after[0], after[1])


def begun(flow: Flow, county: Any) -> Matter:
    made = Matter(flow=flow.slug, title="桥头护栏缺失", place_id=ZUOCHENG, source="own")
    return services.open_matter(made, by=county.clerk)


def along(flow: Flow, way: list[Move], county: Any) -> Iterator[Matter]:
    """The matter before each move and at the end."""
    matter = begun(flow, county)
    yield matter
    for step, move in enumerate(way):
        by = actor(matter, move, county)
        matter = services.move(matter, move.name, by=by, **given(flow, move, matter, county, step))
        yield matter


def actor(matter: Matter, move: Move, county: Any) -> Any:
    """The county's office before a township: only it gives work to any unit."""
    staff = sorted(county.people.values(), key=lambda person: "supervisor" not in person.username)
    able = [person for person in staff if parties.may(matter, move, person)]
    assert able, f"nobody may {move.name} in {matter.state}"
    return able[0]


def given(flow: Flow, move: Move, matter: Matter, county: Any, step: int) -> dict[str, Any]:
    """Everything the move asks for; work goes back and forth between two townships."""
    other = county.yulin if matter.unit_id == county.organisations["zuocheng"].pk else county.zuocheng
    gifts = {
        "note": "已到现场，情况属实", "unit": other, "handler": None, "outcome": next(iter(dict(flow.outcomes))), "score": 5,
        "paper": (paper(seed=step),), "photo": (paper(seed=step),),
    }  # fmt: skip
    names = {"paper": "papers", "photo": "papers"}
    return {"note": gifts["note"]} | {names.get(need, need): gifts[need] for need in move.needs if need != "handler"}
