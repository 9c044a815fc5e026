"""Says what is due for a child on the register: terms that end, the yearly review, birthdays, proofs of study."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from taizhang.county.standards.dates import prose_date
from taizhang.county.standards.working_days import add_months
from taizhang.lines.children.eligibility import ages
from taizhang.lines.children.eligibility.engine import FATHER, MOTHER
from taizhang.lines.children.eligibility.facts import Child, Held, Parent
from taizhang.lines.children.eligibility.findings import window
from taizhang.lines.children.eligibility.parameters import Rules
from taizhang.lines.children.eligibility.states import Group

LEFT_BEHIND = "LEFT_BEHIND"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A child on the register in a category; `reviewed_on` is the last review, a review of everything."""

    child: Child
    father: Parent
    mother: Parent
    category: str
    confirmed_on: date
    reviewed_on: date | None = None

    @property
    def looked_at(self) -> date:
        return max(self.confirmed_on, self.reviewed_on or self.confirmed_on)


class Due(NamedTuple):
    """`on` is the day from which it asks for work; `code` says of what kind, `sentence` what to do."""

    on: date
    code: str
    sentence: str


def due(enrolment: Enrolment, day: date, rules: Rules) -> list[Due]:
    """What asks for work on a day and is not done by the facts given, the oldest first.

    By the parameters of that day. Raises Invalid for a state that the table does not have.
    """
    found = [*_terms(enrolment, day, rules), *_annual(enrolment, day, rules), *_missing(enrolment, day, rules)]
    ageing = _sixteenth if enrolment.category == LEFT_BEHIND else _eighteenth
    return sorted([*found, *ageing(enrolment, day, rules)])


def _held(enrolment: Enrolment) -> Iterator[tuple[str, Parent, Held]]:
    for role, parent in ((FATHER, enrolment.father), (MOTHER, enrolment.mother)):
        yield from ((role, parent, held) for held in parent.states)


def _terms(enrolment: Enrolment, day: date, rules: Rules) -> Iterator[Due]:
    """A term that ends, or a card that expires; open until its end is recorded or a review has followed it."""
    ahead = rules.at("term_review_days", day)
    for role, _, held in _held(enrolment):
        if held.until is None or held.ended is not None or enrolment.looked_at >= held.until:
            continue
        raised = held.until - timedelta(days=rules.number("term_review_days", day))
        if raised <= day:
            state = rules.states.at(held.code, day)
            word = "将于" if day < held.until else "已于"
            yield Due(
                raised, "TERM_ENDS",
                f"{role}{state.name}{word}{prose_date(held.until)}届满，请核实是否如期结束、能否抚养，"
                f"结束的登记日期，延期的更新期限（提前{ahead.value}日，{ahead.document}）",
            )  # fmt: skip


def _annual(enrolment: Enrolment, day: date, rules: Rules) -> Iterator[Due]:
    every = rules.at("annual_review_months", day)
    on = add_months(enrolment.looked_at, rules.number("annual_review_months", day), roll_forward=False)
    if on <= day:
        last = prose_date(enrolment.looked_at)
        yield Due(on, "ANNUAL_REVIEW", f"上次核查为{last}，已满{every.value}个月，请入户复核（{every.document}）")


def _missing(enrolment: Enrolment, day: date, rules: Rules) -> Iterator[Due]:
    """Who stays lost may be declared missing by the court, and the child may then be an orphan."""
    years = rules.at("missing_years", day)
    for role, parent, held in _held(enrolment):
        state = rules.states.at(held.code, day)
        if state.counts != "receipt" or held.receipt is None or _is_lost(parent, day, rules):
            continue
        on = add_months(held.receipt, 12 * rules.number("missing_years", day), roll_forward=False)
        if on <= day and window(held, state).holds(day):
            yield Due(
                on, "MISSING_POSSIBLE",
                f"{role}自接警回执日{prose_date(held.receipt)}起失联已满{years.value}年，可告知利害关系人向法院申请宣告失踪"
                f"（{years.document}）；宣告后按新情形重新判定类别",
            )  # fmt: skip


def _is_lost(parent: Parent, day: date, rules: Rules) -> bool:
    lost = {*rules.states.group(Group.DEAD), *rules.states.group(Group.MISSING)}
    return any(held.code in lost and held.since <= day and held.ended is None for held in parent.states)


def _sixteenth(enrolment: Enrolment, day: date, rules: Rules) -> Iterator[Due]:
    limit = rules.at("left_behind_age", day)
    on = ages.birthday(enrolment.child, "left_behind_age", day, rules)
    if on <= day:
        yield Due(on, "AGE_16", f"{prose_date(on)}已满{limit.value}周岁，请转出农村留守儿童名册（{limit.document}）")


def _eighteenth(enrolment: Enrolment, day: date, rules: Rules) -> Iterator[Due]:
    child = enrolment.child
    limit = rules.at("age_limit", day)
    until = ages.birthday(child, "age_limit", day, rules)
    warned = until - timedelta(days=rules.number("age_warning_days", day))
    if day < warned or ages.spell(child, max(day, until), rules) is not None:
        return
    if day < until:
        yield Due(
            warned, "AGE_18_SOON",
            f"{prose_date(until)}将满{limit.value}周岁，请告知终止时间；在读的请收取就读证明（{limit.document}）",
        )  # fmt: skip
    else:
        yield from _after_age(child, day, rules)


def _after_age(child: Child, day: date, rules: Rules) -> Iterator[Due]:
    """In the holidays nothing is asked; with the new term its proof is, and after the longest holidays it is over."""
    last = [one for one in ages.spells(child, day, rules) if one.first <= day][-1]
    term = _term_after(last.last, rules.several("study_proof_months", day))
    holidays = add_months(last.last, rules.number("study_gap_months", day), roll_forward=False)
    if last.reason == "GRADUATED" and day <= holidays:
        if term is not None and term <= day:
            yield Due(
                term, "STUDY_PROOF",
                f"就读证明至{prose_date(last.last)}，新学期尚无证明，请补交；已毕业的请办理终止",
            )  # fmt: skip
        return
    yield Due(last.event, last.reason, f"{ages.refusal(child, day, rules, enrolling=False)}；不在读的请办理终止")


def _term_after(day: date, terms: tuple[int, ...]) -> date | None:
    """The first day of the next month in which proofs are collected."""
    starts = (date(year, month, 1) for year in (day.year, day.year + 1) for month in sorted(terms))
    return next((start for start in starts if start > day), None)
