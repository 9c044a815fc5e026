"""How alike two rows are by the columns their ledger names for it: a score, and in words what agrees or not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from taizhang.county.ledger.columns import Column, tidy
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.fields import BlindIndexField

# What a column says of two rows counts by how seldom it agrees by chance.
_NUMBER, _NAMES, _DAY, _OTHER = 4, 3, 2, 1
ENOUGH = 0.7
# One that bears the same number is the same, whatever else was typed.
_SAME_NUMBER = 0.9
_TOWNSHIP = 9
_BETWEEN_NAMES = re.compile(r"[、，,;；/\n]+")
_AND_OTHERS = re.compile(r"等(\d+人|人)?$")

# A share of agreement from 0 to 1, its weight, and the words for it.
Said = tuple[float, int, str]


@dataclass(frozen=True, slots=True)
class Face:
    """What of a row is compared. `place` is a code, `marks` are the values of all other columns."""

    names: tuple[str, ...]
    number: str
    day: date | None
    place: str
    marks: tuple[Any, ...]

    @property
    def township(self) -> str:
        return self.place[:_TOWNSHIP]


class Likeness:
    """Made for a ledger. Its first text is a name or several; a number is what a blind index finds.

    With a number, rows speak of persons, and the day is one of birth; without, of events within `alike_days`.
    """

    def __init__(self, ledger: Ledger) -> None:
        columns = [ledger.column(name) for name in ledger.alike]
        self.days = ledger.alike_days
        # The last: who a row is about may have an index of its own, to be searched by.
        self.number = next((c for c in reversed(columns) if _indexed(ledger, c)), None)
        texts = [c for c in columns if c.kind == "text" and c != self.number]
        self.names = texts[0] if texts else None
        self.day = next((c for c in columns if c.kind == "date"), None)
        self.place = next((c for c in columns if getattr(c, "target", "") == "place"), None)
        self.marks = [c for c in columns if c not in (self.number, self.names, self.day, self.place)]

    def face(self, values: Mapping[str, Any]) -> Face:
        def of(column: Column | None) -> Any:
            return values.get(column.name) if column else None

        return Face(
            names(of(self.names) or ""), (of(self.number) or "").upper(), of(self.day), of(self.place) or "",
            tuple(values.get(column.name) for column in self.marks),
        )  # fmt: skip

    # Rows that could be alike share a key

    def keys(self, face: Face, around: int = 0) -> Iterator[int]:
        """A few numbers; two rows may be alike only where some are the same.

        Of events, those of the spans `around` theirs too: one side is kept by its own span, the other asks around.
        """
        if self.number and face.number:
            yield hash(face.number)
        for name in face.names:
            yield from self._of_person(face, name) if self.number else self._of_event(face, name, around)

    def _of_person(self, face: Face, name: str) -> Iterator[int]:
        day, where = face.day, face.township
        if day is None:
            yield hash((name, where))
            return
        yield hash((name, day))
        yield hash((day, where, name[:1]))
        for part in ((day.year, day.month, 0), (day.year, 0, day.day), (0, day.month, day.day)):
            yield hash((name, where, part))

    def _of_event(self, face: Face, name: str, around: int) -> Iterator[int]:
        if face.day is None:
            yield hash((name, face.township))
            return
        span = face.day.toordinal() // (self.days + 1)
        for near in range(span - around, span + around + 1):
            yield hash((name, face.township, near))

    # How alike they are

    def compare(self, one: Face, other: Face) -> tuple[float, tuple[str, ...]] | None:
        """Score from 0.7 to 1 and the evidence, None for rows that are not alike. No value is ever told."""
        said = [said for said in self._all(one, other) if said is not None]
        shares = {words: share for share, _, words in said}
        same_number = self.number is not None and shares.get(f"{self.number.label}相同") == 1
        if not same_number and (self._apart(one, other) or _share(one.names, other.names)[0] < 0.5):
            return None
        score = sum(share * weight for share, weight, _ in said) / sum(weight for _, weight, _ in said)
        score = max(score, _SAME_NUMBER) if same_number else score
        return (score, tuple(words for _, _, words in said if words)) if score >= ENOUGH else None

    def _apart(self, one: Face, other: Face) -> bool:
        events = self.number is None and one.day is not None and other.day is not None
        return events and abs((one.day - other.day).days) > self.days  # type: ignore[operator]

    def _all(self, one: Face, other: Face) -> Iterator[Said | None]:
        if self.names:
            share, words = _share(one.names, other.names)
            yield share, _NAMES, self.names.label + words
        if self.number and one.number and other.number:
            share, words = numbers(one.number, other.number)
            yield share, _NUMBER, self.number.label + words
        if self.day and one.day and other.day:
            yield self._days(self.day, one.day, other.day)
        if self.place:
            yield _places(self.place, one, other)
        for column, mine, theirs in zip(self.marks, one.marks, other.marks, strict=True):
            same = tidy(mine) == tidy(theirs)
            yield float(same), _OTHER, column.label + ("相同" if same else "不同")

    def _days(self, column: Column, one: date, other: date) -> Said:
        if one == other:
            return 1, _DAY, f"{column.label}相同"
        if self.number is None:
            gap = abs((one - other).days)
            return 1 - gap / (2 * self.days or 1), _DAY, f"{column.label}相差 {gap} 天"
        parts = zip("年月日", one.timetuple()[:3], other.timetuple()[:3], strict=True)
        differing = [part for part, mine, theirs in parts if mine != theirs]
        return (
            (0.6, _DAY, f"{column.label}只差{differing[0]}")
            if len(differing) == 1
            else (0, _DAY, f"{column.label}不同")
        )


def names(text: str) -> tuple[str, ...]:
    """The persons in a cell such as 张三、李四等5人; a space within 张 三 parts no one."""
    parts = (_AND_OTHERS.sub("", part.strip()) for part in _BETWEEN_NAMES.split(tidy(text)))
    return tuple(dict.fromkeys(name for part in parts for name in _spaced(part.split())))


def _spaced(words: list[str]) -> list[str]:
    return ["".join(words)] if any(len(word) == 1 for word in words) else words


def numbers(one: str, other: str) -> tuple[float, str]:
    """How near two numbers are. The check digit of an 18-digit one follows from the rest: it is not held against it."""
    if one == other:
        return 1, "相同"
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return (0.7, "少一位") if len(long) == len(short) + 1 and _one_more(short, long) else (0, "不同")
    body = slice(17 if len(one) == 18 else None)
    differing = [n for n, (a, b) in enumerate(zip(one[body], other[body], strict=True)) if a != b]
    if len(differing) == 2 and _swapped(one, other, *differing):
        return 0.9, "相邻两位颠倒"
    return {
        0: (0.9, "只差校验码"), 1: (0.9, "差一位"), 2: (0.7, "差两位"), 3: (0.3, "差三位"), 4: (0.3, "差四位")
    }.get(len(differing), (0, "不同"))  # fmt: skip


def _swapped(one: str, other: str, first: int, second: int) -> bool:
    return second == first + 1 and one[first] == other[second] and one[second] == other[first]


def _one_more(short: str, long: str) -> bool:
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def _share(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[float, str]:
    most = max(len(one), len(other))
    if not most:
        return 0, "没有填写"
    same = [name for name in one if name in other]
    left = [name for name in other if name not in same]
    near = sum(_taken(name, left) for name in one if name not in same)
    if len(same) == most:
        return 1, "相同"
    words = [f"有 {len(same)} 人相同"] * bool(same) + [
        "差一个字" if not same and most == 1 else f"{near} 人差一个字"
    ] * bool(near)
    return (len(same) + 0.7 * near) / most, "、".join(words) or "不同"


def _taken(name: str, left: list[str]) -> bool:
    """Whether one of those left is nearly this name; it is then taken."""
    found = next((other for other in left if nearly(name, other)), None)
    if found is not None:
        left.remove(found)
    return found is not None


def nearly(one: str, other: str) -> bool:
    """One character differs, or is missing of three or more, or two changed places."""
    if len(one) == len(other):
        differing = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        return len(one) > 1 and (len(differing) == 1 or (len(differing) == 2 and sorted(one) == sorted(other)))
    short, long = sorted((one, other), key=len)
    return len(short) > 1 and len(long) == len(short) + 1 and _one_more(short, long)


def _places(column: Column, one: Face, other: Face) -> Said:
    if one.place == other.place:
        return 1, _OTHER, f"{column.label}相同"
    if one.township == other.township:
        return 0.5, _OTHER, f"{column.label}在同一乡镇"
    return 0, _OTHER, f"{column.label}不同"


def _indexed(ledger: Ledger, column: Column) -> bool:
    fields = {field.name: field for field in ledger.model._meta.concrete_fields}
    return isinstance(fields.get(f"{column.name}_index"), BlindIndexField)
