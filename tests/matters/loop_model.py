"""A plain model of the closed loop, written from the rules and not from the code: what every attempt should come to."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from taizhang.county.audit import clock
from tests.matters import reckoned

# (unit, actions, whole county) of everybody who tries something.
CLERK = {"report", "assign", "handle", "review", "visit"}
HEAD = {"assign", "handle", "review", "visit", "approve"}
DESK = {"assign", "review", "visit", "approve", "supervise"}
STAFF: dict[str, tuple[str, set[str], bool]] = {
    "clerk": ("zuocheng", CLERK, False),
    "clerk2": ("zuocheng", CLERK, False),
    "grid": ("zuocheng", {"report", "handle"}, False),
    "head": ("zuocheng", HEAD, False),
    "stranger": ("yulin", CLERK, False),
    "yulin_head": ("yulin", HEAD, False),
    "civil": ("civil-affairs", CLERK, False),
    "supervisor": ("government-office", DESK, True),
    "supervisor2": ("government-office", DESK, True),
    "leader": ("government-office", set(), True),
}
UNITS = ("zuocheng", "yulin", "civil-affairs")
LIMITS = {"simple": 3, "general": 10, "complex": 30}
# name: (from, to, who, what has to come with it)
MOVES: dict[str, tuple[tuple[str, ...], str, str, tuple[str, ...]]] = {
    "assign": (("registered", "refused"), "assigned", "assigner", ("unit",)),
    "claim": (("assigned", "ordered"), "working", "lead", ("handler",)),
    "refuse": (("assigned",), "refused", "lead", ("note",)),
    "decide": (("arbitration",), "ordered", "arbiter", ("unit", "note")),
    "progress": (("working",), "working", "lead", ("note",)),
    "submit": (("working",), "submitted", "lead", ("note", "outcome", "paper")),
    "close": (("submitted",), "closed", "checker", ()),
    "send_back": (("submitted",), "working", "checker", ("note",)),
    "order_redo": (("escalated",), "working", "arbiter", ("note",)),
    "accept": (("escalated",), "closed", "arbiter", ("note",)),
    "transfer": (("working",), "assigned", "assigner", ("unit", "note")),
    "visit": (("closed",), "visited", "visitor", ("score",)),
    "reopen": (("closed", "visited"), "reopened", "assigner", ("note",)),
    "cancel": (("registered", "refused", "arbitration"), "cancelled", "assigner", ("note",)),
    "recall": (("assigned", "ordered"), "cancelled", "assigner", ("note",)),
    "halt": (("working",), "cancelled", "assigner", ("note",)),
    "on_the_spot": (("registered",), "submitted", "reporter", ("note", "outcome", "paper")),
}
ACTION = {
    "assigner": "assign", "lead": "handle", "checker": "review", "visitor": "visit", "arbiter": "supervise",
    "reporter": "report",
}  # fmt: skip
RUNNING = {
    "assigned": {"claim", "handle"}, "ordered": {"claim", "handle"}, "working": {"handle"}, "submitted": {"handle"},
    "escalated": {"handle"}, "closed": {"visit"},
}  # fmt: skip
ENDED = ("closed", "visited", "reopened", "cancelled")


@dataclass
class Expected:
    """One matter of 胙城乡 registered by its clerk, as it should stand."""

    level: str = "general"
    state: str = "registered"
    unit: str = "zuocheng"
    assigner: str = ""
    units: set[str] = field(default_factory=lambda: {"zuocheng"})
    assigned_at: datetime | None = None
    claim_due: date | None = None
    due: date | None = None
    limit: int = 0
    paused: date | None = None
    visit_due: date | None = None
    closed_at: datetime | None = None
    handler: str = ""
    submitter: str = ""
    closer: str = ""
    refusals: int = 0
    returns: int = 0
    evidence: bool = False
    extended: bool = False
    asked: tuple[str, int | None, str] | None = None
    helping: set[str] = field(default_factory=set)
    log: list[str] = field(default_factory=lambda: ["register"])

    # Who may

    def sees(self, who: str) -> bool:
        unit, _, county = STAFF[who]
        return county or unit == "zuocheng" or unit in self.units

    def stands(self, who: str, party: str) -> bool:
        unit, may, county = STAFF[who]
        if not self.sees(who) or ACTION[party] not in may:
            return False
        if party == "lead":
            return unit == self.unit
        if party in ("assigner", "checker") and self.assigner:
            return county or unit == self.assigner
        return True

    def may(self, who: str, party: str) -> bool:
        judged = party in ("checker", "visitor", "arbiter") and who in (self.handler, self.submitter)
        return self.stands(who, party) and not judged and not (party == "visitor" and who == self.closer)

    # What a move should come to

    def target(self, name: str, who: str, now: datetime, given: dict[str, Any]) -> str:
        """The state it should lead to, "" where it should be refused."""
        sources, target, party, needs = MOVES[name]
        allowed = self.state in sources and self.may(who, party) and all(self._has(need, who, given) for need in needs)
        if not allowed or self._too_late(name, now) or (self.paused and name not in ("progress", "halt")):
            return ""
        if given.get("level") and given["level"] != self.level and name not in ("assign", "decide"):
            return ""
        if name in ("submit", "on_the_spot") and self.helping:
            return ""
        if name == "refuse" and self.refusals >= 1:
            return "arbitration"
        return "escalated" if name == "send_back" and self.returns >= 2 else target

    def _has(self, need: str, who: str, given: dict[str, Any]) -> bool:
        if need == "unit":
            unit, _, county = STAFF[who]
            same = self.state in ("working", "refused") and given["unit"] == self.unit
            return given["unit"] is not None and (county or given["unit"] == unit) and not same
        if need == "handler":
            unit, may, _ = STAFF[given["handler"] or who]
            return unit == self.unit and "handle" in may
        if need == "paper":
            return given["paper"] or self.evidence
        return given["score"] in (1, 2, 3, 4, 5) if need == "score" else bool(given[need].strip())

    def _too_late(self, name: str, now: datetime) -> bool:
        if name == "refuse":
            return now > reckoned.hours_on(self.assigned_at, 24)
        if name == "reopen":
            return clock.local(now).date() > clock.local(self.closed_at).date() + timedelta(days=183)
        return False

    def moved(self, name: str, who: str, now: datetime, given: dict[str, Any], target: str) -> None:
        day = clock.local(now).date()
        left, self.state = self.state, target
        self.log.append(name)
        self.level = given["level"] or self.level
        if left == "working" != target:
            self.asked = self.paused = None
        if name in ("assign", "decide", "transfer"):
            self._assigned(name, who, now, given["unit"])
        elif name in ("submit", "on_the_spot", "progress"):
            self._shown(name, who, now)
        elif name in ("send_back", "order_redo"):
            self.returns += name == "send_back"
            self._redo(day, target)
        else:
            self._other(name, who, now, given)
        # What is shown once somebody has it in hand is evidence.
        self.evidence |= bool(self.handler) and given["paper"]

    def _other(self, name: str, who: str, now: datetime, given: dict[str, Any]) -> None:
        if name == "refuse":
            self.refusals, self.due, self.limit = self.refusals + 1, None, 0
        elif name == "claim":
            self.handler = given["handler"] or who
        elif name in ("close", "accept"):
            self.closer, self.closed_at = who, now
            self.visit_due = clock.local(now).date() + timedelta(days=15)
        elif name == "visit" and given["score"] <= 2:
            self.state = "reopened"
            self.log.append("reopen")

    def _shown(self, name: str, who: str, now: datetime) -> None:
        if name == "on_the_spot":
            self.assigner, self.handler, self.assigned_at = STAFF[who][0], who, now
            self.units.add(self.assigner)
            self._handle_from(clock.local(now).date())
        if name != "progress":
            self.submitter = who

    def _assigned(self, name: str, who: str, now: datetime, unit: str) -> None:
        day = clock.local(now).date()
        self.assigner, self.unit, self.assigned_at = STAFF[who][0], unit, now
        self.units |= {self.assigner, unit}
        self.handler, self.evidence, self.claim_due = "", False, reckoned.after(day, 1)
        if name != "transfer":
            self._handle_from(day)

    def _handle_from(self, day: date) -> None:
        self.limit = LIMITS[self.level]
        self.due = reckoned.after(day, self.limit)

    def _redo(self, day: date, target: str) -> None:
        days = max(2, (LIMITS[self.level] + 1) // 2)
        later = reckoned.after(day, days)
        if target == "working" and later > self.due:
            self.due, self.limit = later, days

    # Requests

    def may_ask(self, kind: str, who: str, now: datetime, days: int | None) -> bool:
        runs = self.state == "working" and not self.paused and clock.local(now).date() <= self.due
        fits = kind == "pause" or (not self.extended and days is not None and 1 <= days <= LIMITS[self.level])
        return self.stands(who, "lead") and runs and fits and self.asked is None

    def may_decide(self, who: str) -> bool:
        unit, may, county = STAFF[who]
        another = self.asked is not None and who not in (self.asked[2], self.handler)
        return another and self.sees(who) and "approve" in may and (county or unit == self.assigner)

    def decided(self, granted: bool, day: date) -> None:
        kind, days, _ = self.asked
        self.asked = None
        self.log.append("request")
        if granted and kind == "pause":
            self.paused = day
        elif granted:
            self.extended = True
            self.limit += days
            self.due = reckoned.after(self.due, days)

    def resumed(self, day: date) -> None:
        self.log.append("request")
        self.due = reckoned.after(day, reckoned.between(self.paused, self.due))
        self.paused = None

    # Lights

    def light(self, now: datetime) -> str:
        day = clock.local(now).date()
        if self.state in ("closed", "visited", "reopened"):
            return "LATE" if clock.local(self.closed_at).date() > self.due else "IN_TIME"
        if self.state == "cancelled":
            return "NONE"
        if self.paused:
            return "PAUSED"
        running = [(self.due, self.limit)] if self.due else []
        if "claim" in RUNNING.get(self.state, ()):
            running.append((self.claim_due, 1))
        if any(day > due for due, _ in running):
            return "RED"
        if any(day >= reckoned.yellow_on(due, limit) for due, limit in running):
            return "YELLOW"
        return "GREEN" if running else "NONE"
