"""Damages a pupil's row the way typing hands, spreadsheets and old registers do."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from bench.schoolcheck.names import HOMOPHONES, LOOKALIKES, VARIANTS

_LIKE_SOUND = {one: [c for c in group if c != one] for group in HOMOPHONES for one in group}
_LIKE_SHAPE = {one: [c for c in group if c != one] for group in LOOKALIKES for one in group}
Written = tuple[str, str]
Damage = Callable[[random.Random, str, str], Written]


@dataclass(frozen=True)
class Mix:
    """What share of the rows is damaged on either side, and the weight of each kind of damage."""

    pupils: float
    children: float
    weights: dict[str, float]


def digit(chance: random.Random, name: str, number: str) -> Written:
    at = chance.randrange(18)
    wrong = chance.choice([d for d in "0123456789" if d != number[at]])
    return name, number[:at] + wrong + number[at + 1 :]


def swap(chance: random.Random, name: str, number: str) -> Written:
    at = chance.choice([n for n in range(17) if number[n] != number[n + 1]])
    return name, number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def two_digits(chance: random.Random, name: str, number: str) -> Written:
    while True:
        _, wrong = digit(chance, *digit(chance, name, number))
        if sum(a != b for a, b in zip(wrong, number, strict=True)) == 2:
            return name, wrong


def missing_number(chance: random.Random, name: str, number: str) -> Written:
    return name, ""


def fifteen(chance: random.Random, name: str, number: str) -> Written:
    return name, number[:6] + number[8:17]


def homophone(chance: random.Random, name: str, number: str) -> Written:
    return _replaced(chance, name, _LIKE_SOUND), number


def lookalike(chance: random.Random, name: str, number: str) -> Written:
    return _replaced(chance, name, _LIKE_SHAPE), number


def missing_character(chance: random.Random, name: str, number: str) -> Written:
    at = chance.randrange(1, len(name))
    return (name[:at] + name[at + 1 :] if len(name) > 2 else name), number


def surname(chance: random.Random, name: str, number: str) -> Written:
    return chance.choice([s for s in "王李张刘陈杨赵郭孙马周吴" if s != name[0]]) + name[1:], number


def spelling(chance: random.Random, name: str, number: str) -> Written:
    """Spaces, full-width digits, a small x, older forms of characters: nothing is wrong, only written otherwise."""
    kind = chance.randrange(4)
    if kind == 0:
        return chance.choice((" ", "\u3000")).join(name), number
    if kind == 1:
        return name, f"{number[:6]} {number[6:14]} {number[14:]}"
    if kind == 2:
        return name, number.lower().translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    return "".join(VARIANTS.get(c, c) for c in name), "'" + number.lower()


def both(chance: random.Random, name: str, number: str) -> Written:
    """A slip in the number and one in the name of the same row."""
    name, number = chance.choice((digit, digit, swap))(chance, name, number)
    return chance.choice((homophone, homophone, lookalike, missing_character, spelling))(chance, name, number)


KINDS: dict[str, Damage] = {
    "digit": digit, "swap": swap, "two digits": two_digits, "no number": missing_number, "15 digits": fifteen,
    "homophone": homophone, "lookalike": lookalike, "missing character": missing_character, "surname": surname,
    "spelling": spelling, "both": both,
}  # fmt: skip
USUAL = Mix(
    pupils=0.12,
    children=0.0,
    weights={
        "digit": 25, "swap": 12, "two digits": 5, "no number": 2, "15 digits": 5, "homophone": 15, "lookalike": 8,
        "missing character": 5, "surname": 3, "spelling": 14, "both": 6,
    },
)  # fmt: skip
# More damage, most of it in the numbers, and the register of children is not clean either.
HARSH = Mix(
    pupils=0.20,
    children=0.02,
    weights={
        "digit": 20, "swap": 15, "two digits": 12, "no number": 1, "15 digits": 8, "homophone": 10, "lookalike": 10,
        "missing character": 6, "surname": 4, "spelling": 4, "both": 10,
    },
)  # fmt: skip


def damaged(chance: random.Random, kind: str, name: str, number: str) -> Written:
    return KINDS[kind](chance, name, number)


def _replaced(chance: random.Random, name: str, alike: dict[str, list[str]]) -> str:
    places = [n for n, character in enumerate(name) if character in alike]
    if not places:
        return name
    at = chance.choice(places)
    return name[:at] + chance.choice(alike[name[at]]) + name[at + 1 :]
