"""What is known of a child and its parents, as the judgment needs it: plain dated facts without names or numbers."""

from dataclasses import dataclass
from datetime import date

STAGES = {
    "SENIOR": "普通高中", "VOCATIONAL": "中等职业学校", "COLLEGE": "大专", "UNDERGRADUATE": "普通本科",
    "POSTGRADUATE": "研究生",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """One state of a parent (states.toml) from the day `since`.

    `until` is the day on which the decision lets a term end, `ended` the day on which the state really ended; on that
    day it holds no more, and that day is the event. `receipt` is the day on the police receipt. `papers` are those on
    file.
    """

    code: str
    since: date
    until: date | None = None
    ended: date | None = None
    receipt: date | None = None
    grade: int | None = None
    kind: str = ""
    papers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Conference:
    """What a case conference (个案会商) decided of an unknown parent.

    `counts_as` is a group of states, or blank when the parent was found able. It holds from `held_on`.
    """

    number: str
    held_on: date
    counts_as: str = ""


@dataclass(frozen=True, slots=True)
class Parent:
    """`known` is false for a parent who is not on the birth certificate; then `conference` speaks for the states.

    `away` are the spells of work elsewhere, from the first day through the last; `unable` says that the village found
    no ability to care, which makes a child left behind but entitles to no allowance.
    """

    states: tuple[Held, ...] = ()
    known: bool = True
    conference: Conference | None = None
    away: tuple[tuple[date, date | None], ...] = ()
    unable: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof of study from the first day through the last day of a term, or through the day of graduation."""

    first: date
    last: date
    stage: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A child in a welfare institution; on the day `until` it is there no more. `code` is the institution's."""

    since: date
    until: date | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """`hardships` are what poverty, illness or poor care is called on the register (困境儿童)."""

    birth: date
    proofs: tuple[Proof, ...] = ()
    stays: tuple[Stay, ...] = ()
    rural: bool = True
    migrant: bool = False
    hiv: bool = False
    hardships: tuple[str, ...] = ()

    def stay(self, day: date) -> Stay | None:
        for one in self.stays:
            if one.since <= day and (one.until is None or day < one.until):
                return one
        return None
