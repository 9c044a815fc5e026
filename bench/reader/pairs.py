"""Reads the texts whose arithmetic is right, and the same texts with one number changed.

A sound text is `id TAB field TAB text`. A pair is `id TAB field TAB relation TAB text`, where `[[109→119]]` inside the
text is what the sound one says and what the altered one says in its place; `relation` names the type that it breaks.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from bench.reader.labels import BadLabel, rows

TYPES = frozenset({"sum", "ratio", "growth", "difference", "product", "average", "part_of", "same"})
_CHANGE = re.compile(r"\[\[([^\[\]→]+)→([^\[\]→]+)\]\]")


@dataclass(frozen=True, slots=True)
class Sound:
    id: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """`start` is where both texts part; `right` stands there in `sound`, `wrong` in `altered`."""

    id: str
    field: str
    relation: str
    sound: str
    altered: str
    start: int
    right: str
    wrong: str

    @property
    def changed(self) -> tuple[int, int]:
        """Where the altered number stands in the altered text."""
        return self.start, self.start + len(self.wrong)

    def back(self, at: int) -> int:
        """A position in the altered text, in the sound one."""
        return at if at <= self.start else max(self.start, at - len(self.wrong) + len(self.right))


def sound(path: Path) -> list[Sound]:
    return [Sound(*fields) for _, fields in rows(path, 3)]


def altered(path: Path) -> list[Pair]:
    """Raises BadLabel where a line has not exactly one change, or a relation that is not known."""
    pairs = []
    for number, (id_, field, relation, text) in rows(path, 4):
        changes = list(_CHANGE.finditer(text))
        if len(changes) != 1 or changes[0][1] == changes[0][2] or text.count("[[") != 1:
            raise BadLabel(f"{path.name}:{number}: exactly one change [[right→wrong]] expected")
        if relation not in TYPES:
            raise BadLabel(f"{path.name}:{number}: relation {relation} is none of {', '.join(sorted(TYPES))}")
        change = changes[0]
        before, after = text[: change.start()], text[change.end() :]
        ends = (before + change[1] + after, before + change[2] + after)
        pairs.append(Pair(id_, field, relation, *ends, change.start(), change[1], change[2]))
    return pairs
