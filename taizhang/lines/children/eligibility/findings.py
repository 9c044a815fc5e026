"""Finds how one parent stands on a day: which state holds, since when, what it lacks, and when it would hold."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from taizhang.county.standards.dates import prose_date
from taizhang.county.standards.errors import Invalid
from taizhang.county.standards.working_days import add_months
from taizhang.lines.children.eligibility.facts import Held, Parent
from taizhang.lines.children.eligibility.parameters import Rules
from taizhang.lines.children.eligibility.states import Group, State, States

RECEIPT_DAY, GRADE = "接警回执日期", "残疾等级"


class Standing(StrEnum):
    """How a parent stands; ABLE is one who can raise the child, because no state that counts holds."""

    DEAD = "dead"
    MISSING = "missing"
    LIVING = "living"
    INCOMPLETE = "incomplete"
    UNKNOWN = "unknown"
    ABLE = "able"


# Of several states the strongest speaks for the parent: what is proved before what is not, death before all.
_STRENGTH = (
    Standing.DEAD, Standing.MISSING, Standing.LIVING, Standing.INCOMPLETE, Standing.UNKNOWN, Standing.ABLE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` and `name` are of the state that speaks for the parent, blank without one; `missing` in Chinese.

    `holds_from` is the first day on which the state counts, past or to come, and `holds_until` the day on which it
    does no more; neither asks for papers.
    """

    role: str
    standing: Standing
    sentence: str
    code: str = ""
    name: str = ""
    since: date | None = None
    missing: tuple[str, ...] = ()
    holds_from: date | None = None
    holds_until: date | None = None

    @property
    def lost(self) -> bool:
        return self.standing in (Standing.DEAD, Standing.MISSING)

    @property
    def qualifies(self) -> bool:
        return self.lost or self.standing is Standing.LIVING


class Window(NamedTuple):
    """The days on which a state counts: from `start`, before `end`; `failure` says why there are none."""

    start: date
    end: date | None
    failure: str = ""

    def holds(self, day: date) -> bool:
        return not self.failure and self.start <= day and (self.end is None or day < self.end)


def window(held: Held, state: State) -> Window:
    """Papers aside, when a state counts by one row of the table.

    A term must be long enough as a whole and counts from its first day; while its end is not known, custody must have
    lasted so long (民发〔2019〕62号). Lost contact counts from the police receipt, not from the last sign of life.
    """
    end = ending(held, state)
    start = held.since
    if state.counts == "receipt":
        start = add_months(held.receipt or held.since, state.months, roll_forward=False)
    elif state.counts == "term":
        enough = add_months(held.since, state.months, roll_forward=False)
        if held.until is not None and held.until < enough:
            return Window(start, end, f"期限不足{state.months}个月")
        start = held.since if held.until is not None else enough
    if held.grade is not None and not state.accepts(held.kind, held.grade):
        return Window(start, end, f"残疾等级为{held.grade}级，该类别不在所列等级之内")
    return Window(start, end)


def ending(held: Held, state: State) -> date | None:
    """The day on which a state is over; only a term ends by itself when nothing was reported."""
    return held.ended or (held.until if state.term else None)


def find(role: str, parent: Parent, day: date, rules: Rules) -> Finding:
    """Raises Invalid for a state that the table does not have, or a conclusion of a conference that is no group."""
    if not parent.known:
        return _unknown(role, parent, day)
    found = sorted((_found(role, held, day, rules.states) for held in parent.states), key=_order)
    if not found:
        return Finding(role, Standing.ABLE, f"{role}：没有登记符合条件的情形")
    return _with_others(found)


def _order(one: Finding) -> tuple[int, bool, date, date, str]:
    """The last keys only make the answer the same whatever the order of the facts."""
    return (
        _STRENGTH.index(one.standing), one.holds_from is None, one.holds_from or date.max, one.since or date.max,
        one.sentence,
    )  # fmt: skip


def _with_others(found: list[Finding]) -> Finding:
    """A parent lost from sight and later declared missing keeps both dates in the file."""
    best = found[0]
    others = [one for one in found[1:] if one.qualifies]
    if not others:
        return best
    also = "、".join(f"{one.name}（自{prose_date(one.since)}）" for one in others if one.since)
    return replace(best, sentence=f"{best.sentence}；另有{also}")


def _unknown(role: str, parent: Parent, day: date) -> Finding:
    met = parent.conference
    if met is None or met.held_on > day:
        return Finding(role, Standing.UNKNOWN, f"{role}：出生医学证明上没有记载，须个案会商", name="身份不明")
    said = f"{role}：身份不明，{prose_date(met.held_on)}个案会商（{met.number}）"
    if not met.counts_as:
        return Finding(role, Standing.ABLE, f"{said}认为不符合条件", name="身份不明")
    if met.counts_as not in set(Group):
        raise Invalid(f"会商结论“{met.counts_as}”不在{'、'.join(Group)}之中；请改选，认为有抚养能力的留空")
    group = Standing(Group(met.counts_as))
    word = "不能履行抚养义务" if group is Standing.LIVING else "按失去该方对待"
    return Finding(role, group, f"{said}认定{word}", "", "身份不明", met.held_on, (), met.held_on)


def _found(role: str, held: Held, day: date, states: States) -> Finding:
    state = states.at(held.code, day)
    counts = window(held, state)
    start = max(counts.start, state.valid_from)
    base = Finding(
        role, Standing.ABLE, "", held.code, state.name, held.since,
        holds_from=_reachable(counts, start, state, day), holds_until=counts.end,
    )  # fmt: skip
    fact = f"{role}：{_fact(held, state)}"
    against = _against(held, state, counts, day)
    if against:
        return replace(base, sentence=f"{fact}，{against}")
    missing = lacking(held, state, states)
    if missing:
        text = f"{fact}，缺{'、'.join(missing)}（{state.document}）；请补交"
        return replace(base, standing=Standing.INCOMPLETE, sentence=text, missing=missing)
    return replace(base, standing=Standing(state.group), sentence=f"{fact}，符合条件（{state.document}）")


def _fact(held: Held, state: State) -> str:
    """A death has a day, a term two, and lost contact that of the receipt besides."""
    if state.group is not Group.LIVING:
        return f"{prose_date(held.since)}{state.name}"
    until = f"至{prose_date(held.until)}" if held.until else ""
    receipt = f"（接警回执{prose_date(held.receipt)}）" if held.receipt and state.counts == "receipt" else ""
    return f"自{prose_date(held.since)}起{state.name}{until}{receipt}"


def _reachable(counts: Window, start: date, state: State, day: date) -> date | None:
    """The first day on which it counts, unless it is over by then or now."""
    over = counts.end is not None and counts.end <= max(start, day)
    expired = state.valid_to is not None and state.valid_to < max(start, day)
    return None if counts.failure or over or expired else start


def _against(held: Held, state: State, counts: Window, day: date) -> str:
    """The test that fails on a day, with the day from which it would hold; blank when all hold."""
    if counts.failure:
        return f"{counts.failure}，不符合条件（{state.document}）"
    if counts.end is not None and counts.end <= day:
        return f"已于{prose_date(counts.end)}结束，不再符合条件"
    if day < state.valid_from:
        return f"{prose_date(state.valid_from)}起方列入（{state.document}）"
    if state.valid_to is not None and state.valid_to < day:
        return f"{prose_date(state.valid_to)}之后不再列入（{state.document}）"
    return "" if counts.holds(day) else _not_yet(held, state, counts)


def _not_yet(held: Held, state: State, counts: Window) -> str:
    if not state.months:
        return f"自{prose_date(counts.start)}起才符合条件（{state.document}）"
    word = "接警回执日" if state.counts == "receipt" and held.receipt else "起始日"
    when = f"自{prose_date(counts.start)}起符合"
    if counts.end is not None and counts.end <= counts.start:
        when = f"但{prose_date(counts.end)}即结束，不会符合"
    return f"自{word}起须满{state.months}个月，{when}（{state.document}）"


def lacking(held: Held, state: State, states: States) -> tuple[str, ...]:
    """In Chinese, what the file of a state lacks; of several papers that would do, all are named."""
    papers = ["或".join(states.papers[code] for code in need) for need in state.evidence if not held.papers & set(need)]
    if state.counts == "receipt" and held.receipt is None:
        papers.append(RECEIPT_DAY)
    if state.grades and held.grade is None:
        papers.append(GRADE)
    return tuple(papers)
