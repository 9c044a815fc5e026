"""Says which lines are worth comparing: those that agree in a part of the number, alone or together with the name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from taizhang.lines.children.schoolcheck.characters import shape_key, sound_key


class Line(NamedTuple):
    """One line of a list, cleaned; `at` is its place in the list."""

    at: int
    number: str
    name: str


class Blocks:
    """The lines of one list by their keys, and by their names alone."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._by_key: dict[str, list[Line]] = defaultdict(list)
        self._by_name: dict[str, list[Line]] = defaultdict(list)
        self._unnumbered: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            for key in _keys(line):
                self._by_key[key].append(line)
            self._by_name[line.name].append(line)
            if not line.number:
                self._unnumbered[line.name].append(line)

    def near(self, line: Line) -> set[Line]:
        found: set[Line] = set()
        for key in _keys(line):
            if key in self._by_key:
                found.update(self._by_key[key])
        if line.name in self._unnumbered:
            found.update(self._unnumbered[line.name])
        return found

    def named(self, name: str) -> list[Line]:
        return self._by_name.get(name, [])


def _keys(line: Line) -> Iterator[str]:
    """Three of region, year, day and sequence, so that one slip always leaves a key; the name with one of them."""
    number = line.number
    if len(number) < 15:
        return
    start = 6 if len(number) == 15 else 8
    region, year, day = number[:6], number[start : start + 2], number[start + 2 : start + 6]
    sequence = number[-3:] if start == 6 else number[-4:-1]
    yield f"a{year}{day}{sequence}"
    yield f"b{region}{day}{sequence}"
    yield f"c{region}{year}{sequence}"
    yield f"d{region}{year}{day}"
    # Neighbours exchanged across the bounds of these parts would damage two of them.
    yield f"e{number[: start + 1]}{number[start + 3 :]}"
    yield f"f{number[: start + 5]}{number[start + 7 :]}"
    for name in (sound_key(line.name), shape_key(line.name)):
        yield f"y{year}{name}"
        yield f"m{day}{name}"
        yield f"s{sequence}{name}"
