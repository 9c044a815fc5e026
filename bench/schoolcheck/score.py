"""Counts how many of the pairs that a linker settled are right, and what became of the hard cases."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench.schoolcheck.population import Population
from taizhang.lines.children.schoolcheck import Result


@dataclass(frozen=True)
class Score:
    """`recall` is of all true pairs, also of those whose row of the roll has no number or a sibling's."""

    name: str
    seconds: float
    precision: float
    recall: float


def score(name: str, population: Population, pairs: Iterable[tuple[str, str]], seconds: float) -> Score:
    found = list(pairs)
    right = sum(population.truth.get(child) == pupil for child, pupil in found)
    return Score(name, seconds, right / max(len(found), 1), right / len(population.truth))


def of_result(population: Population, result: Result, seconds: float) -> Score:
    return score("ours", population, ((pair.child, pair.pupil) for pair in result.pairs), seconds)


def shown(population: Population, result: Result) -> float:
    """The share of true pairs that are settled, or among the candidates that a clerk is shown."""
    seen = {(pair.child, pair.pupil) for pair in result.pairs}
    seen |= {(one.child, pair.pupil) for one in result.to_decide for pair in one.candidates}
    return sum(true in seen for true in population.truth.items()) / len(population.truth)


def hard_cases(population: Population, result: Result) -> dict[str, Counter[str]]:
    """Of each hard case: matched rightly, matched wrongly, to be decided, rightly or wrongly left without a pupil."""
    said = _verdicts(population, result)
    return {name: Counter(said(child) for child in children) for name, children in population.hard.items()}


def left(population: Population, result: Result) -> Counter[str]:
    """The kinds of damage of those true pairs that were not settled."""
    settled = {pair.child: pair.pupil for pair in result.pairs}
    return Counter(
        population.kinds[pupil] or "none" for child, pupil in population.truth.items() if settled.get(child) != pupil
    )


def _verdicts(population: Population, result: Result) -> Callable[[str], str]:
    settled = {pair.child: pair.pupil for pair in result.pairs}
    undecided = {one.child for one in result.to_decide}

    def said(child: str) -> str:
        true = population.truth.get(child)
        if child in settled:
            return "right" if settled[child] == true else "WRONG"
        if child in undecided:
            return "to decide"
        return "lost" if true else "rightly none"

    return said
