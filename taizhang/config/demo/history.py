"""The county's year in steps by their makers: sheets, corrections, voids, a merger, and every turn of the closed loop.

It stands on the people of the demonstration and ends at the figures of issue 39.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from taizhang.config.demo import (
    children_cases,
    children_history,
    dispute_history,
    loop,
    loop_disputes,
    loop_records,
    loop_tasks,
    orders,
    petition_history,
    steps,
)

Say = Callable[[str], None]


def deliver(people: Mapping[str, Any], say: Say) -> int:
    """Takes the steps that were not taken in an earlier run; returns how many. `people` are by user name."""
    taken = 0
    for step in timeline():
        said = steps.take(step, people)
        if said is not None:
            taken += 1
            counts = f"（{said}）" if said else ""
            if step.words:
                say(f"{step.at:%Y-%m-%d %H:%M} {people[step.by].name}：{step.words}{counts}")
    return taken


def timeline() -> list[steps.Step]:
    """Everything that happened to ledgers and matters in 2023, in the order in which it happened."""
    kept = [*children_history.steps(), *dispute_history.steps(), *petition_history.steps(), *loop_records.entries()]
    kept += [*orders.steps(), *children_cases.steps()]
    moved = loop.steps([*loop_disputes.ways(), *loop_tasks.ways(), *loop_records.ways()])
    pressed = loop.nights(date(2023, 8, 1), date(2023, 9, 1))
    return sorted([*kept, *moved, *pressed], key=lambda step: step.at)
