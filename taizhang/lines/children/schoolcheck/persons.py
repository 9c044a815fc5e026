"""What goes into a school check and what comes out of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    EXACT = "号码一致"
    COMPARED = "比对得出"


@dataclass(frozen=True, slots=True)
class Person:
    """One line of either list; `id_no` as it was typed: empty, damaged, of fifteen digits, with spaces."""

    key: Any
    name: str
    id_no: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores run from 0 to 100. A pair is settled from `settle` on, if nothing else comes within `margin` of it.

    `decide` is the least that is worth a clerk's look, `shown` how many candidates one child is shown with, and
    `by_name` how many children of one name may be proposed for a row whose number says nothing.
    """

    settle: int = 74
    decide: int = 50
    margin: int = 10
    shown: int = 5
    by_name: int = 3


USUAL = Thresholds()


@dataclass(frozen=True, slots=True)
class Pair:
    """A child and a pupil, how alike they are, and why, in sentences for a clerk."""

    child: Any
    pupil: Any
    stage: Stage
    score: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """A child whose row a clerk must choose: none of the candidates, or one of them."""

    child: Any
    candidates: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """Every child is in exactly one of the three, no pupil in two pairs; in the order in which the children came."""

    pairs: list[Pair]
    to_decide: list[Undecided]
    unmatched: list[Any]
