"""Turns dated facts into the months of each category, so that a change leaves no gap and counts no month twice."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from taizhang.lines.children.eligibility import ages
from taizhang.lines.children.eligibility.engine import Outcome, Verdict, judge
from taizhang.lines.children.eligibility.facts import Child, Parent
from taizhang.lines.children.eligibility.findings import Finding, Standing, window
from taizhang.lines.children.eligibility.parameters import Rules
from taizhang.lines.children.money import months
from taizhang.lines.children.money.months import Month

CHANGED, FRAUD = "CATEGORY_CHANGED", "FRAUD"
_DAY = timedelta(days=1)


class Exit(NamedTuple):
    """What ends a case apart from parents and age: adoption, death, moving away, fraud; `reason` is its code."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    """`confirmations` are the days on which a case was confirmed; the second counts only where the first has ended."""

    child: Child
    father: Parent
    mother: Parent
    confirmations: tuple[date, ...]
    exits: tuple[Exit, ...] = ()


class Stretch(NamedTuple):
    """Whole months in one category, both ends included; `last` is None while it goes on.

    `last` before `first` holds no month: a case annulled for fraud, or ended in the month it was confirmed.
    """

    category: str
    first: Month
    last: Month | None = None
    ended: str = ""


def spans(history: History, rules: Rules, day: date) -> list[Stretch]:
    """By what happened through `day`, whenever it was reported, in order of time.

    A case starts with the month after confirmation and stops after the month of the event (both parameters). Papers
    that are asked for, or a conference not held yet, stop nothing: the category stays until it is judged otherwise.
    Raises Invalid for a state that the table does not have.
    """
    walk = _Walk(history, rules)
    for moment in sorted(one for one in _turns(history, rules, day) if one <= day):
        walk.to(moment)
    return walk.found


class _Walk:
    """Goes through the days on which anything turns; the last stretch is the running one while it has no end."""

    def __init__(self, history: History, rules: Rules) -> None:
        self.history, self.rules = history, rules
        self.found: list[Stretch] = []
        self.case = 0  # where in `found` the running case begins, which fraud annuls as a whole

    @property
    def running(self) -> Stretch | None:
        return self.found[-1] if self.found and self.found[-1].last is None else None

    def to(self, day: date) -> None:
        running = self.running
        if running is not None:
            self._go_on(running, day)
        if self.running is None and day in self.history.confirmations:
            self._begin(day)

    def _go_on(self, running: Stretch, day: date) -> None:
        # Of two exits on one day the graver: fraud takes back every month, the others only end.
        exits = sorted((one.reason != FRAUD, one.reason) for one in self.history.exits if one.on == day)
        verdict = self._judged(day)
        if exits:
            self._stop(running, day, exits[0][1])
        elif verdict.outcome is Outcome.REFUSED:
            self._stop(running, *self._why(verdict, day))
        elif self._graduates(day):
            self._stop(running, day, "GRADUATED")
        elif verdict.eligible and verdict.category != running.category:
            self._change(running, day, verdict.category)

    def _graduates(self, day: date) -> bool:
        """The last day of study is its event, though the age is right on it: what happens the day after comes late."""
        spell = ages.spell(self.history.child, day, self.rules)
        return spell is not None and (spell.last, spell.reason) == (day, "GRADUATED")

    def _begin(self, day: date) -> None:
        verdict = self._judged(day, enrolling=True)
        # Who dies or is adopted on the day of confirmation is not confirmed.
        if not verdict.eligible or any(one.on == day for one in self.history.exits):
            return
        first = months.of(day) + self.rules.number("starts_after", day)
        before = self.found[-1].last if self.found else None
        self.case = len(self.found)
        self.found.append(Stretch(verdict.category, first if before is None else max(first, before + 1)))

    def _stop(self, running: Stretch, day: date, reason: str) -> None:
        if reason == FRAUD:
            first = self.found[self.case]
            self.found[self.case :] = [first._replace(last=first.first - 1, ended=FRAUD)]
        else:
            self.found[-1] = running._replace(last=max(self._last(day), running.first - 1), ended=reason)

    def _change(self, running: Stretch, day: date, category: str) -> None:
        last = self._last(day)
        if last < running.first:
            self.found[-1] = running._replace(category=category)
            self._join()
            return
        self.found[-1:] = [running._replace(last=last, ended=CHANGED), Stretch(category, last + 1)]

    def _join(self) -> None:
        """Changed and changed back within a month: the category before simply goes on."""
        if len(self.found) - self.case < 2:
            return
        before, running = self.found[-2:]
        if before.category == running.category:
            self.found[-2:] = [before._replace(last=None, ended="")]

    def _last(self, event: date) -> Month:
        return months.of(event) + self.rules.number("ends_after", event)

    def _judged(self, day: date, *, enrolling: bool = False) -> Verdict:
        facts = self.history
        return judge(facts.child, facts.father, facts.mother, day, self.rules, enrolling=enrolling)

    def _why(self, verdict: Verdict, day: date) -> tuple[date, str]:
        """The day of the event and the reason; of study that ended by other rules, its last day."""
        child = self.history.child
        if ages.refusal(child, day, self.rules, enrolling=False):
            before = ages.spell(child, day - _DAY, self.rules)
            return (before.event, before.reason) if before is not None else (day, "AGE_18")
        before_day = self._judged(day - _DAY)
        pairs = ((before_day.father, verdict.father), (before_day.mother, verdict.mother))
        reasons = [self._ending(was, day) for was, now in pairs if now.standing is Standing.ABLE]
        return day, min(reasons)

    def _ending(self, was: Finding, day: date) -> str:
        """An unknown parent whom a conference finds able has no state that ended."""
        return self.rules.states.at(was.code, day - _DAY).ends if was.code else "PARENT_FOUND"


def _turns(history: History, rules: Rules, day: date) -> set[date]:
    """Every day on which a judgment may differ from that of the day before."""
    first = min(history.confirmations, default=date.max)
    found = {*history.confirmations, *rules.turns(), *(one.on for one in history.exits)}
    for parent in (history.father, history.mother):
        found |= _of_parent(parent, rules)
    for stay in history.child.stays:
        found |= {stay.since, stay.until or stay.since}
    for since in [first, *rules.turns()]:
        if first <= since <= day:
            found |= _of_age(history.child, since, rules)
    return {one for one in found if one >= first}


def _of_parent(parent: Parent, rules: Rules) -> set[date]:
    found = {parent.conference.held_on} if parent.conference else set()
    for held in parent.states:
        for row in rules.states.rows(held.code):
            counts = window(held, row)
            found |= {counts.start, counts.end or counts.start}
            if row.valid_to is not None:
                found.add(row.valid_to + _DAY)
    return found


def _of_age(child: Child, since: date, rules: Rules) -> set[date]:
    return {day for one in ages.spells(child, since, rules) for day in (one.first, one.last, one.last + _DAY)}
