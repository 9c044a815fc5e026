"""A made-up register of children and a made-up school roll with the truth about who is who; seeded, made of nobody."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from bench.schoolcheck.damage import USUAL, Mix, damaged
from bench.schoolcheck.names import Names
from taizhang.county.standards import citizen_id

# Birth dates a century ahead belong to nobody, so that every sequence may be used and twins can be neighbours.
_FIRST, _DAYS = date(2105, 9, 1), 12 * 365
_HOME = "410726"
_NEAR = ("410702", "410703", "410704", "410711", "410721", "410724", "410725", "410727", "410728", "410781", "410782")
_FAR = ("411425", "371725", "340122", "320583", "440306", "330106", "130423", "610112", "500101", "420106")
# A police station hands out its own stretch of sequences, which is why neighbours of one day have numbers alike.
_STATIONS, _STRETCH = 13, 70


class Row(NamedTuple):
    key: str
    name: str
    id_no: str


@dataclass
class Someone:
    name: str
    number: str
    family: int
    twin: "Someone | None" = None


@dataclass
class Population:
    """`truth` maps a child to its row of the roll; `hard` names sets of children, `kinds` the damage of a row."""

    children: list[Row] = field(default_factory=list)
    pupils: list[Row] = field(default_factory=list)
    truth: dict[str, str] = field(default_factory=dict)
    hard: dict[str, set[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


class _Registry:
    """Gives out numbers, none twice."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.used: set[str] = set()

    def born(self, region: str, station: int, day: date, male: int, after: int = 0) -> tuple[str, int]:
        """A number, and its sequence; of a twin the next free one of its sex."""
        while True:
            first = after + 1 if after else 1 + station * _STRETCH + self.chance.randrange(_STRETCH)
            sequence = first if first % 2 == male else first + 1
            number = citizen_id.synthetic(region, day, min(sequence, 999 - (1 - male)))
            if number not in self.used:
                self.used.add(number)
                return number, sequence
            after, station = (after + 1 if after else 0), self.chance.randrange(_STATIONS)


def population(seed: int, *, children: int = 50_000, pupils: int = 200_000, mix: Mix = USUAL) -> Population:
    chance = random.Random(seed)
    absent_count = children // 10
    people = list(_people(chance, pupils + absent_count))
    registered = _registered(chance, people, children)
    absent = set(chance.sample(registered, absent_count))
    _namesakes(chance, people, registered, absent, children // 250)
    siblings = _sibling_numbers(chance, people, registered, absent, children // 800)
    found = Population()
    _write_register(chance, found, people, registered, mix)
    _write_roll(chance, found, people, absent, siblings, mix)
    _write_truth(found, registered, absent)
    return found


def _people(chance: random.Random, count: int) -> Iterator[Someone]:
    names, registry, made, family = Names(chance), _Registry(chance), 0, 0
    while made < count:
        family += 1
        for one in _family(chance, names, registry, family):
            if made < count:
                yield one
                made += 1


def _family(chance: random.Random, names: Names, registry: _Registry, family: int) -> Iterator[Someone]:
    surname, station = names.surname(), chance.randrange(_STATIONS)
    region = chance.choices((_HOME, chance.choice(_NEAR), chance.choice(_FAR)), (85, 10, 5))[0]
    shared = names.given(1)[0] if chance.random() < 0.3 else ""
    twins = chance.random() < 0.015
    for _ in range(chance.choices((1, 2, 3), (45, 45, 10))[0]):
        day, male = _FIRST + timedelta(days=chance.randrange(_DAYS)), chance.randrange(2)
        number, sequence = registry.born(region, station, day, male)
        one = Someone(surname + names.given(male, shared), number, family)
        yield one
        if twins:
            yield _twin(chance, names, registry, one, sequence, male)
            twins = False


def _twin(chance: random.Random, names: Names, registry: _Registry, one: Someone, sequence: int, male: int) -> Someone:
    """Of the same sex two times in three, and then often with the first character in common."""
    sex = male if chance.random() < 0.67 else 1 - male
    birth = citizen_id.parse(one.number).birth_date
    number, _ = registry.born(one.number[:6], 0, birth, sex, after=sequence)
    surname = one.name[:2] if one.name[:2] in ("欧阳", "司马", "上官", "皇甫") else one.name[0]
    shared = one.name[len(surname)] if chance.random() < 0.6 else ""
    name = one.name
    while name == one.name:
        name = surname + names.given(sex, shared)
    other = Someone(name, number, one.family, twin=one)
    one.twin = other
    return other


def _registered(chance: random.Random, people: list[Someone], count: int) -> list[int]:
    """Whole families, as hardship comes to a household and not to one of its children."""
    by_family: dict[int, list[int]] = {}
    for n, one in enumerate(people):
        by_family.setdefault(one.family, []).append(n)
    families = list(by_family.values())
    chance.shuffle(families)
    return [n for family in families for n in family][:count]


def _namesakes(
    chance: random.Random, people: list[Someone], registered: list[int], absent: set[int], count: int
) -> None:
    """Gives pupils outside the register the name, day and station of children in it, of whom half are absent."""
    inside = set(registered)
    outside = chance.sample([n for n in range(len(people)) if n not in inside and not people[n].twin], count)
    chosen = chance.sample(sorted(absent), count // 2) + chance.sample(sorted(inside - absent), count - count // 2)
    used = {one.number for one in people}
    for n, other in zip(chosen, outside, strict=True):
        one = people[n]
        birth = citizen_id.parse(one.number).birth_date
        numbers = (citizen_id.synthetic(one.number[:6], birth, s) for s in _near(int(one.number[14:17])))
        people[other] = Someone(one.name, next(n for n in numbers if n not in used), -1 - n)
        used.add(people[other].number)


def _near(sequence: int) -> Iterator[int]:
    yield from (s for step in range(2, 60, 2) for s in (sequence + step, sequence - step) if 1 <= s <= 999)


def _sibling_numbers(
    chance: random.Random, people: list[Someone], registered: list[int], absent: set[int], count: int
) -> dict[int, str]:
    """Children at school whose row carries the number of the next child of the family."""
    pairs = [
        (n, people[n + 1].number)
        for n in registered
        if n not in absent and n + 1 < len(people) and people[n + 1].family == people[n].family
    ]
    return dict(chance.sample(pairs, min(count, len(pairs))))


def _write_register(
    chance: random.Random, found: Population, people: list[Someone], registered: list[int], mix: Mix
) -> None:
    # A namesake's family says whose name it was given.
    doubled = {-1 - one.family for one in people if one.family < 0}
    found.hard["namesakes"] = {f"c{n}" for n in registered if n in doubled}
    found.hard["twins"] = {f"c{n}" for n in registered if people[n].twin}
    for n in registered:
        name, number, _ = _slip(chance, people[n], mix.children, mix)
        found.children.append(Row(f"c{n}", name, number))


def _write_roll(
    chance: random.Random,
    found: Population,
    people: list[Someone],
    absent: set[int],
    siblings: dict[int, str],
    mix: Mix,
) -> None:
    for n, one in enumerate(people):
        if n in absent:
            continue
        name, number, kind = _slip(chance, one, mix.pupils, mix)
        if n in siblings:
            name, number, kind = one.name, siblings[n], "sibling's number"
        found.pupils.append(Row(f"p{n}", name, number))
        found.kinds[f"p{n}"] = kind
    chance.shuffle(found.pupils)


def _write_truth(found: Population, registered: list[int], absent: set[int]) -> None:
    found.truth = {f"c{n}": f"p{n}" for n in registered if n not in absent}
    for kind in ("sibling's number", "surname"):
        found.hard[kind] = {child for child, pupil in found.truth.items() if found.kinds[pupil] == kind}


def _slip(chance: random.Random, one: Someone, share: float, mix: Mix) -> tuple[str, str, str]:
    if chance.random() >= share:
        return one.name, one.number, ""
    kind = chance.choices(list(mix.weights), list(mix.weights.values()))[0]
    return *damaged(chance, kind, one.name, one.number), kind
