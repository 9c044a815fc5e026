"""Says what care a child on the register is owed on a day: a visit, a review by its age, an agreement of care."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from taizhang.county.standards.dates import prose_date
from taizhang.lines.children.care.parameters import RISKS, Parameters
from taizhang.lines.children.eligibility import ages, reviews
from taizhang.lines.children.eligibility.facts import Child, Parent, Proof
from taizhang.lines.children.eligibility.parameters import Rules
from taizhang.lines.children.eligibility.reviews import LEFT_BEHIND, Enrolment

ONE_DAY = timedelta(days=1)
# Terms of parents, the yearly review and lost parents want the parents' facts: the page of reviews has them.
_KNOWN = ("AGE_16", "AGE_18", "AGE_18_SOON", "GRADUATED", "STUDY_PROOF")


class Kind(StrEnum):
    VISIT = "visit"
    REVIEW = "review"
    ENTRUST = "entrust"


class Visit(NamedTuple):
    """The last visit to a child, and the risk that the visitor saw."""

    on: date
    risk: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What the register knows of a child in a category.

    `visit`, `proofs` and `entrusted` are of the human being, whichever of its rows they name; `entrusted` holds the
    first and the last day of each agreement that began.
    """

    category: str
    risk: str
    birth: date
    enrolled_on: date
    visit: Visit | None = None
    proofs: tuple[Proof, ...] = ()
    entrusted: tuple[tuple[date, date | None], ...] = ()


class Reminder(NamedTuple):
    """`due_on` is the last day on which it is done in time; `code` says of what sort within its kind."""

    due_on: date
    kind: Kind
    code: str
    sentence: str

    def late(self, day: date) -> int:
        """Days beyond the last one in time; zero on it, negative before."""
        return (day - self.due_on).days


def due(listed: Listed, day: date, parameters: Parameters, rules: Rules) -> list[Reminder]:
    """What is due on a day or soon, the oldest first. Raises Invalid where a parameter of that day is not declared."""
    found = [*_review(listed, day, rules)]
    if not _has_left(listed, day, rules):
        found += [*_visit(listed, day, parameters), *_entrusting(listed, day, parameters)]
    return sorted(found)


def _has_left(listed: Listed, day: date, rules: Rules) -> bool:
    """From its sixteenth birthday a left-behind child is history: the row asks to be ended and for nothing else."""
    return listed.category == LEFT_BEHIND and ages.birthday(Child(listed.birth), "left_behind_age", day, rules) <= day


def counted_risk(listed: Listed) -> str:
    """The greater of what the register says and what the last visitor saw: neither is lowered by being forgotten."""
    seen = listed.visit.risk if listed.visit else listed.risk
    return max(listed.risk, seen, key=RISKS.index)


def _visit(listed: Listed, day: date, parameters: Parameters) -> Iterator[Reminder]:
    """Counted from the last visit; from the enrolment while there was none."""
    risk, visit = counted_risk(listed), listed.visit
    interval = parameters.interval(listed.category, risk, day)
    due_on = interval.after(visit.on if visit else listed.enrolled_on)
    if due_on - timedelta(days=parameters.number("visit_ahead_days", day).value) > day:
        return
    last = f"上次走访{prose_date(visit.on)}" if visit else f"{prose_date(listed.enrolled_on)}确认后没有走访"
    raised = "，上次走访所评风险高于台账" if risk != listed.risk else ""
    yield Reminder(due_on, Kind.VISIT, "VISIT", f"{last}，应{interval.said}一次{raised}")


def _entrusting(listed: Listed, day: date, parameters: Parameters) -> Iterator[Reminder]:
    """Missing since the last agreement ended; since the enrolment where there was none."""
    if listed.category != LEFT_BEHIND or any(_holds(one, day) for one in listed.entrusted):
        return
    rule = parameters.number("entrusted_days", day)
    ended = max((until for _, until in listed.entrusted if until is not None), default=None)
    due_on = listed.enrolled_on + timedelta(days=rule.value)
    if ended is not None:
        due_on = max(due_on, ended + ONE_DAY)
    what = f"委托照护已于{prose_date(ended)}终止" if ended else "没有登记委托照护人"
    yield Reminder(due_on, Kind.ENTRUST, "ENTRUST", f"{what}（{rule.document}）")


def _holds(agreement: tuple[date, date | None], day: date) -> bool:
    since, until = agreement
    return since <= day and (until is None or day <= until)


def _review(listed: Listed, day: date, rules: Rules) -> Iterator[Reminder]:
    name = "left_behind_age" if listed.category == LEFT_BEHIND else "age_limit"
    child = Child(listed.birth, proofs=listed.proofs)
    birthday = ages.birthday(child, name, day, rules)
    if day < birthday - timedelta(days=rules.number("age_warning_days", day)):
        return
    if name == "left_behind_age" and day < birthday:
        sentence = f"{prose_date(birthday)}将满{rules.number(name, day)}周岁，届时转出农村留守儿童名册"
        yield Reminder(birthday, Kind.REVIEW, "AGE_16_SOON", f"{sentence}（{rules.at(name, day).document}）")
        return
    enrolment = Enrolment(child, Parent(), Parent(), listed.category, listed.enrolled_on)
    for one in reviews.due(enrolment, day, rules):
        if one.code in _KNOWN:
            # A warning is raised early; what it warns of is in time until the birthday itself.
            yield Reminder(birthday if one.code == "AGE_18_SOON" else one.on, Kind.REVIEW, one.code, one.sentence)
