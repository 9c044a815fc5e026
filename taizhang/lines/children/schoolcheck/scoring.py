"""Weighs how numbers and names are related into one score."""

from taizhang.lines.children.schoolcheck.names import NameLink
from taizhang.lines.children.schoolcheck.numbers import NumberLink

# The number says three fifths and the name two. Where twins and neighbours differ a slip is worth less: one is settled
# only by a name that is the same in sound, shape or part, two only by the very name, which twins never share.
# Somebody else's number is a rival to a pair of that number whose names differ in a character: brothers are named so.
NUMBER_POINTS = {
    NumberLink.SAME: 60, NumberLink.SHORT: 56, NumberLink.SLIP: 52, NumberLink.SLIP_IN_TAIL: 46, NumberLink.TWO: 38,
    NumberLink.TWO_IN_TAIL: 34, NumberLink.TWO_PERSONS: 20, NumberLink.SAME_DAY: 12, NumberLink.BORROWED: 33,
    NumberLink.MISSING: 10, NumberLink.FAR: 0,
}  # fmt: skip
NAME_POINTS = {
    NameLink.SAME: 40, NameLink.SOUND: 36, NameLink.SHAPE: 36, NameLink.MISSING: 28, NameLink.SURNAME: 24,
    NameLink.ONE: 22, NameLink.DIFFERENT: 0,
}  # fmt: skip
# Names that do not contradict an equal number.
ALIKE = (NameLink.SAME, NameLink.SOUND, NameLink.SHAPE)


def score(number: NumberLink, name: NameLink) -> int:
    return NUMBER_POINTS[number] + NAME_POINTS[name]
