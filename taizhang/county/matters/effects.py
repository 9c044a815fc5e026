"""What a move changes in its matter: state, clocks, and the facts that each stage adds."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from taizhang.county.audit import clock
from taizhang.county.matters import clocks, parties
from taizhang.county.matters.flow import Flow, Move
from taizhang.county.matters.models import Matter
from taizhang.county.matters.stages import Stage


def apply(matter: Any, found: Flow, taken: Move, target: str, given: Any, *, by: Any, moment: datetime) -> None:
    """Facts first, then the clocks: their limits depend on the level, and their beginning on the assignment."""
    before = matter.stage
    matter.state, matter.stage = target, found.states[target].stage
    if matter.stage != Stage.WORKING:
        matter.paused_at = None
    matter.level = given.level or matter.level
    fact = _FACTS.get(matter.stage)
    if fact and (before != matter.stage or "unit" in taken.needs):
        fact(matter, given, by, moment)
    if taken.quota:
        setattr(matter, taken.quota.counter, getattr(matter, taken.quota.counter) + 1)
    for name in taken.stops:
        clocks.stop(matter, name)
    for name in taken.starts:
        clocks.start(matter, found, name, moment)
    if taken.redo and matter.stage == Stage.WORKING:
        clocks.redo(matter, found, *taken.redo, moment)


def _assigned(matter: Any, given: Any, by: Any, moment: datetime) -> None:
    matter.assigner = parties.acting_unit(matter, by)
    matter.unit = given.unit
    matter.units = sorted({*matter.units, matter.unit_id, matter.assigner_id})
    matter.assigned_by, matter.assigned_at = by, moment
    matter.handler = matter.claimed_at = None


def _working(matter: Any, given: Any, by: Any, moment: datetime) -> None:
    if given.handler is not None:
        matter.handler, matter.claimed_at = given.handler, moment


def _checking(matter: Any, given: Any, by: Any, moment: datetime) -> None:
    if matter.assigned_at is None:
        # Settled where it was found: who found it handled it, and the unit's own people check it.
        matter.assigner, matter.assigned_by, matter.assigned_at = parties.acting_unit(matter, by), by, moment
        matter.handler, matter.claimed_at = by, moment
    matter.submitted_by, matter.submitted_at, matter.outcome = by, moment, given.outcome


def _closed(matter: Any, given: Any, by: Any, moment: datetime) -> None:
    matter.closed_by, matter.closed_at, matter.closed_on = by, moment, clock.local(moment).date()


def _visited(matter: Any, given: Any, by: Any, moment: datetime) -> None:
    matter.visited_by, matter.visited_at, matter.visited_on = by, moment, clock.local(moment).date()
    matter.score = given.score


def _reopened(matter: Any, given: Any, by: Any, moment: datetime) -> None:
    matter.reopened_on = clock.local(moment).date()


_FACTS: dict[str, Callable[[Any, Any, Any, datetime], None]] = {
    Stage.ASSIGNED: _assigned,
    Stage.WORKING: _working,
    Stage.CHECKING: _checking,
    Stage.CLOSED: _closed,
    Stage.VISITED: _visited,
    Stage.REOPENED: _reopened,
}


def successor(old: Any) -> Matter:
    """A new matter about the same thing, linked to the one that did not hold; not saved yet."""
    # The assigner too: it is for whoever assigned the old one to assign the new one.
    kept = ("flow", "title", "detail", "kind", "level", "urgent", "restricted", "source", "about", "about_id", "origin",
            "unit_id", "assigner_id", "place_id", "longitude", "latitude", "parent_id")  # fmt: skip
    return Matter(reopens=old, units=list(old.units), **{name: getattr(old, name) for name in kept})


def assistance(lead: Any) -> Matter:
    """What an assisting unit will have to do of a matter; not saved yet."""
    kept = ("title", "detail", "place_id", "unit", "level", "source", "urgent", "restricted")
    return Matter(
        flow="assist", parent=lead, assisting=True, assigner=lead.unit, origin=f"协办 {lead.code}",
        **{name: getattr(lead, name) for name in kept},
    )  # fmt: skip
