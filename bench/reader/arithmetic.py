"""Counts the changed numbers that a checker of relations finds, and the sound texts in which it finds something."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bench.reader.pairs import Pair


class Relation(Protocol):
    """A relation as the reader's library returns it; `members` are [start, end) in the text."""

    @property
    def type(self) -> str: ...
    @property
    def members(self) -> Sequence[tuple[int, int]]: ...
    @property
    def holds(self) -> bool: ...
    @property
    def note(self) -> str: ...


Checker = Callable[[str], Sequence[Relation]]


@dataclass
class Arithmetic:
    """`missed` are the pairs whose change went unnoticed, `alarms` the sound texts with a failing relation."""

    pairs: int = 0
    texts: int = 0
    missed: list[Pair] = field(default_factory=list)
    alarms: list[tuple[str, str, Relation]] = field(default_factory=list)

    @property
    def found_share(self) -> float:
        return 1 - len(self.missed) / self.pairs if self.pairs else 1.0

    @property
    def alarmed(self) -> int:
        """Sound texts with an alarm; several in one text count once."""
        return len({id_ for id_, _, _ in self.alarms})

    @property
    def false_alarms(self) -> float:
        return self.alarmed / self.texts if self.texts else 0.0

    def lines(self) -> list[str]:
        missed = [
            f"{pair.id}\t{pair.relation} missed\t{pair.right} → {pair.wrong}\t{pair.altered}" for pair in self.missed
        ]
        return missed + [f"{id_}\tfalse {one.type}\t{one.note}\t{text}" for id_, text, one in self.alarms]


def check(pairs: Sequence[Pair], sound: Sequence[tuple[str, str]], checker: Checker) -> Arithmetic:
    """`sound` holds (id, text); the sound half of each pair counts among the sound texts."""
    result = Arithmetic(len(pairs), len(pairs) + len(sound))
    for pair in pairs:
        failing = _failing(checker, pair.sound)
        result.alarms += [(pair.id, pair.sound, one) for one in failing]
        if not found(pair, _failing(checker, pair.altered), failing):
            result.missed.append(pair)
    for id_, text in sound:
        result.alarms += [(id_, text, one) for one in _failing(checker, text)]
    return result


def found(pair: Pair, failing: Sequence[Relation], before: Sequence[Relation]) -> bool:
    """Whether a failing relation has the changed number among its members, or fails in the altered text alone."""
    known = {(one.type, tuple(map(tuple, one.members))) for one in before}
    return any(_touches(pair, one) or (one.type, _back(pair, one)) not in known for one in failing)


def _touches(pair: Pair, relation: Relation) -> bool:
    start, end = pair.changed
    return any(low < end and start < high for low, high in relation.members)


def _back(pair: Pair, relation: Relation) -> tuple[tuple[int, int], ...]:
    return tuple((pair.back(low), pair.back(high)) for low, high in relation.members)


def _failing(checker: Checker, text: str) -> list[Relation]:
    return [relation for relation in checker(text) if not relation.holds]
