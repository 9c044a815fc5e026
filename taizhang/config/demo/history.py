"""The county's year in steps by their makers: sheets, corrections, voids, a merger, returns, a change of category.

It stands on the people of the demonstration and ends at the figures of issue 39.
"""

from collections.abc import Callable, Mapping
from typing import Any

from taizhang.config.demo import children_history, dispute_history, petition_history, steps

Say = Callable[[str], None]


def deliver(people: Mapping[str, Any], say: Say) -> int:
    """Takes the steps that were not taken in an earlier run; returns how many. `people` are by user name."""
    taken = 0
    for step in timeline():
        said = steps.take(step, people)
        if said is not None:
            taken += 1
            counts = f"（{said}）" if said else ""
            say(f"{step.at:%Y-%m-%d %H:%M} {people[step.by].name}：{step.words}{counts}")
    return taken


def timeline() -> list[steps.Step]:
    """Everything that happened to the ledgers in 2023, in the order in which it happened."""
    every = [*children_history.steps(), *dispute_history.steps(), *petition_history.steps()]
    return sorted(every, key=lambda step: step.at)
