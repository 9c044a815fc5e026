"""Says how two citizen numbers as typed are related, and by the check digit which of them is the damaged one."""

from dataclasses import dataclass
from enum import Enum

from taizhang.county.standards import citizen_id
from taizhang.county.standards.entry import compact, destroyed_by_spreadsheet

# Behind the region and the birth date: where twins and neighbours of one day differ.
_TAIL, _SHORT_TAIL = 14, 12
_DIGITS = frozenset("0123456789")


class NumberLink(Enum):
    SAME = "same"
    SHORT = "the same before 1999"
    SLIP = "a slip"
    SLIP_IN_TAIL = "a slip where twins differ"
    TWO = "two slips"
    TWO_IN_TAIL = "two slips where twins differ"
    TWO_PERSONS = "close, and by nothing shown to be a slip"
    SAME_DAY = "born on one day"
    BORROWED = "another child's number"
    MISSING = "missing"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`positions` count from 1; soundness is of the check digit, None where there is none."""

    link: NumberLink
    positions: tuple[int, ...] = ()
    swapped: bool = False
    left_sound: bool | None = None
    right_sound: bool | None = None


def clean(text: str) -> str:
    """Nothing where a spreadsheet has destroyed the number, or where what was typed cannot be one with a slip."""
    if len(text) == 18 and _DIGITS.issuperset(text):
        return text
    text = compact(text)
    return "" if destroyed_by_spreadsheet(text) or not 15 <= len(text) <= 19 else text


def short(number: str) -> str:
    """The fifteen digits that a number had without century and check digit."""
    return number if len(number) == 15 else number[:6] + number[8:17]


def distance(one: str, other: str) -> int:
    """In how many places numbers of one length differ."""
    return sum(map(str.__ne__, one, other))


def compare(left: str, right: str) -> Comparison:
    if not left or not right:
        return Comparison(NumberLink.MISSING)
    if left == right:
        return Comparison(NumberLink.SAME)
    if 15 in (len(left), len(right)):
        left, right = short(left), short(right)
        if left == right:
            return Comparison(NumberLink.SHORT)
    return _differing(left, right) if len(left) == len(right) else _of_unlike_length(left, right)


def sound(number: str) -> bool | None:
    """Whether the check digit fits; None for a number that has none."""
    if len(number) == 15:
        return None
    return len(number) == 18 and _DIGITS.issuperset(number[:17]) and citizen_id.check_digit(number[:17]) == number[17]


def _differing(left: str, right: str) -> Comparison:
    at = tuple(n for n, (a, b) in enumerate(zip(left, right, strict=True)) if a != b)
    swapped = len(at) == 2 and at[1] - at[0] == 1 and left[at[0]] == right[at[1]] and left[at[1]] == right[at[0]]
    verdicts = sound(left), sound(right)
    link = _link(left, right, at, swapped, verdicts)
    return Comparison(link, tuple(n + 1 for n in at), swapped, *verdicts)


def _link(
    left: str, right: str, at: tuple[int, ...], swapped: bool, verdicts: tuple[bool | None, bool | None]
) -> NumberLink:
    slip = len(at) == 1 or swapped
    in_tail = at[0] >= _TAIL if len(left) == 18 else at[0] >= _SHORT_TAIL
    if len(at) > 2:
        return NumberLink.SAME_DAY if in_tail else NumberLink.FAR
    # Without a check digit nobody can tell a slip where twins differ, or two slips anywhere, from another person.
    if verdicts == (True, True) or (None in verdicts and (in_tail or not slip)):
        return NumberLink.TWO_PERSONS
    if slip:
        return NumberLink.SLIP if not in_tail and True in verdicts else NumberLink.SLIP_IN_TAIL
    return NumberLink.TWO_IN_TAIL if in_tail else NumberLink.TWO


def _of_unlike_length(left: str, right: str) -> Comparison:
    """A digit too few or too many is a slip; anything else tells nothing."""
    shorter, longer = sorted((left, right), key=len)
    verdicts = sound(left), sound(right)
    for n in range(len(longer) if len(longer) - len(shorter) == 1 else 0):
        if shorter == longer[:n] + longer[n + 1 :]:
            link = NumberLink.SLIP if n < _TAIL and True in verdicts else NumberLink.SLIP_IN_TAIL
            return Comparison(link, (n + 1,), False, *verdicts)
    return Comparison(NumberLink.FAR, (), False, *verdicts)
