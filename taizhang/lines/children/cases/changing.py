"""What the facts ask of a child that is supported: another category, or the end; and the acts that do it.

Months follow the event and not the report of it, so that the next run stops by itself and finds what went out too much.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from taizhang.county.audit import clock
from taizhang.county.standards.dates import prose_date
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.cases import known, moving, reviewing
from taizhang.lines.children.cases.codes import Conclusion, Reviewed
from taizhang.lines.children.cases.models import ChildCase
from taizhang.lines.children.codes import Category, StopReason
from taizhang.lines.children.eligibility import ages, changes, engine, parameters
from taizhang.lines.children.eligibility.changes import CHANGED, History, Stretch
from taizhang.lines.children.eligibility.engine import Outcome, Verdict
from taizhang.lines.children.models import Child
from taizhang.lines.children.money import months
from taizhang.lines.children.money.months import Month

_DAY = timedelta(days=1)
# Ends that come about by themselves: somebody reports them, no state of a parent tells them.
BY_HAND = (
    StopReason.DEATH, StopReason.ADOPTED, StopReason.MOVED, StopReason.VOLUNTARY, StopReason.EMPLOYED, StopReason.FRAUD,
    StopReason.PARENT_RELEASED, StopReason.PARENT_FOUND, StopReason.PARENT_RECOVERED, StopReason.GUARDIANSHIP_RESTORED,
    StopReason.PARENT_RETURNED, StopReason.AGE_18, StopReason.GRADUATED, StopReason.AGE_16,
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """What the recorded facts lead to: another `category` from `first` on, or with none the end, for `reason`."""

    event: date
    reason: str
    category: str = ""
    first: Month | None = None

    @property
    def sentence(self) -> str:
        if self.category and self.first is not None:
            label = Category(self.category).label
            return f"{prose_date(self.event)}起应为“{label}”，自{months.said(self.first)}起按新类别发放"
        return f"{prose_date(self.event)}起不再符合条件（{StopReason(self.reason).label}），当月发完后停发"


def chain(case: ChildCase) -> list[Child]:
    """The rows of the register that one confirmation led to, the first before the others."""
    rows: list[Child] = [case.child] if case.child is not None else []
    while rows and (before := rows[0].previous) is not None and before.stop_reason == CHANGED:
        rows.insert(0, before)
    return rows


def proposal(case: ChildCase, parents: known.Both, day: date) -> Proposal | None:
    """The first thing in which the register lags behind the facts; nothing where they do not suffice to judge.

    Raises Invalid where a table has no row for a day.
    """
    rows = chain(case)
    if not rows or rows[-1].stopped_on is not None or not parents.whole or rows[-1].category == Category.HIV:
        return None
    walk = _Walk(case, parents, rows, day)
    found = walk.spans()
    return walk.next(found) if len(found) >= len(rows) else None


class _Walk:
    """The stretches that follow from the facts, held against the rows of the register."""

    def __init__(self, case: ChildCase, parents: known.Both, rows: list[Child], day: date) -> None:
        self.rules, self.rows, self.day = parameters.load(), rows, day
        self.backfilled = case.backfilled
        self.child = known.child(case, known.proofs(case, day))
        self.father, self.mother = parents.facts

    def spans(self) -> list[Stretch]:
        """From the confirmation; of an older file whose papers do not reach back so far, from where they do."""
        found = self._from(self.rows[0].enrolled_on)
        if found or not self.backfilled:
            return found
        firsts = map(months.first_day, months.span(months.of(self.rows[0].enrolled_on) + 1, months.of(self.day)))
        start = next((day for day in firsts if self._judged(day).eligible), None)
        return self._from(start) if start is not None else []

    def _from(self, confirmed: date) -> list[Stretch]:
        history = History(self.child, self.father, self.mother, (confirmed,))
        return changes.spans(history, self.rules, self.day)

    def next(self, found: list[Stretch]) -> Proposal | None:
        now = found[len(self.rows) - 1]
        if now.ended == CHANGED:
            return self._changed(now.last, found[len(self.rows)])
        if now.last is not None:
            return Proposal(self._end(now), now.ended)
        if now.category != self.rows[-1].category:
            # Changed before the first month was paid: the new category holds from the start.
            return self._changed(None, now)
        return None

    def _changed(self, last: Month | None, to: Stretch) -> Proposal:
        event = self._first_day(self._month(last), lambda verdict: verdict.category == to.category)
        return Proposal(event, CHANGED, to.category, to.first)

    def _end(self, stretch: Stretch) -> date:
        for one in ages.spells(self.child, self.day, self.rules):
            if one.reason == stretch.ended and months.of(one.event) == self._month(stretch.last):
                return one.event
        return self._first_day(self._month(stretch.last), lambda verdict: verdict.outcome is Outcome.REFUSED)

    def _month(self, last: Month | None) -> Month:
        """The month of an event after which that month is the last; of one before the first pay, the confirmation's."""
        enrolled = self.rows[-1].enrolled_on
        if last is None:
            return months.of(enrolled)
        return max(last - self.rules.number("ends_after", enrolled), months.of(enrolled))

    def _first_day(self, month: Month, fits: Callable[[Verdict], bool]) -> date:
        start = max(months.first_day(month), self.rows[-1].enrolled_on)
        end = months.first_day(month + 1)
        days = (start + n * _DAY for n in range((end - start).days))
        return next((day for day in days if fits(self._judged(day))), start)

    def _judged(self, day: date) -> Verdict:
        return engine.judge(self.child, self.father, self.mother, day, self.rules, enrolling=False)


def change_category(pk: int, *, by: Any, seen: int) -> ChildCase:
    """Ends the row of the old category and begins that of the new one as one act: no month twice, none left out.

    Whoever sends it twice finds nothing left to change. Raises Invalid, Overtaken.
    """

    def work(case: ChildCase) -> None:
        found = proposal(case, known.both(case), clock.today())
        if found is None or not found.category or found.first is None:
            raise Invalid("按登记的父母情况，没有需要办理的类别变更；请先更正父母情形和证明材料")
        old = moving.child_of(case)
        stop(old, found.event, CHANGED, by=by)
        case.child, case.category = _successor(old, found), found.category
        moving.save(case.child, by=by)

    return moving.beside(pk, "类别变更", "TERMINATE", by=by, seen=seen, work=work)


def _successor(old: Child, found: Proposal) -> Child:
    assert found.first is not None
    copied = (
        "unit_id",
        "place_id",
        "name",
        "id_no",
        "birth_date",
        "village",
        "institution",
        "school",
        "risk",
        "account",
    )
    row = Child(**{name: getattr(old, name) for name in copied})
    row.category, row.previous, row.enrolled_on = found.category, old, found.event
    row.first_month = months.first_day(found.first)
    return row


def terminate(
    pk: int, reason: str, on: date, *, by: Any, seen: int, note: str, done: date | None = None
) -> ChildCase:  # fmt: skip
    """Ends the support from the day of the event, whenever it is reported. Raises Invalid, Overtaken."""
    day = done or clock.today()
    if reason not in StopReason.values or reason == CHANGED:
        raise Invalid("请选择终止原因；父母一方死亡等引起类别变化的，请登记情形后办理类别变更")

    def end(case: ChildCase) -> None:
        _conclude(case, note or StopReason(reason).label, day, by)
        if moving.child_of(case).stopped_on is not None:
            return
        rows = chain(case)
        _require_day(rows[-1], on, reason, day)
        stop(rows[-1], on, reason, by=by)
        if reason == StopReason.FRAUD:
            # What rested on a falsehood holds no month, whatever category it had been turned into.
            for row in rows[:-1]:
                row.stop_reason = reason
                moving.save(row, by=by)

    told = note or StopReason(reason).label
    return moving.move(pk, "TERMINATE", by=by, seen=seen, note=told, done=day, then=end)


def _conclude(case: ChildCase, note: str, day: date, by: Any) -> None:
    """The review that this end comes of, where one was under way."""
    if case.steps.filter(number=case.steps.count() - 1, move="REVIEW").exists():
        found = reviewing.review(case, Reviewed.OTHER, day, Conclusion.TERMINATE, note)
        moving.save(found, by=by)


def stop(row: Child, on: date, reason: str, *, by: Any) -> None:
    row.stopped_on, row.stop_reason = on, reason
    moving.save(row, by=by)


def _require_day(row: Child, on: date, reason: str, done: date) -> None:
    if on > clock.today():
        raise Invalid(f"事由发生日{prose_date(on)}晚于今天；请填写实际发生的日期")
    if on > done:
        raise Invalid(f"事由发生日{prose_date(on)}晚于办理日期{prose_date(done)}；请核对这两个日期")
    if on < row.enrolled_on:
        raise Invalid(
            f"事由发生日{prose_date(on)}早于确认日{prose_date(row.enrolled_on)}；确认时就不符合条件的，"
            f"终止原因请选“{StopReason.FRAUD.label}”，事由日期填查实之日，已发的全部追缴"
        )
