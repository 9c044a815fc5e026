"""Reads a labelled set: one item a line, its figures and look-alikes marked inside the text.

A line is `id TAB field TAB text`. A figure is `[[surface|value|unit|qualifier|kind]]`, what only looks like one is
`[[surface|kind]]`; `?` before the kind says that good readers may differ there, so that it counts for nobody.
`\\n` stands for a line break. Empty lines and lines that begin with `#` are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

FIGURES = frozenset({"quantity", "money", "percent", "range"})
LOOKALIKES = frozenset({"date", "ordinal", "identifier", "other"})
QUALIFIERS = frozenset({"exact", "over", "near", "about", "under"})
_MARK = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


class BadLabel(ValueError):
    """A mark or line that cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Gold:
    """What a reader should return for one number; `scored` is false where readers may differ."""

    start: int
    end: int
    text: str
    kind: str
    value: str | None = None
    unit: str = ""
    qualifier: str = ""
    scored: bool = True

    @property
    def is_figure(self) -> bool:
        return self.kind in FIGURES


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    field: str
    text: str
    spans: tuple[Gold, ...]


def read(path: Path) -> list[Item]:
    """Raises BadLabel at the first line that breaks the format, and for an id used twice."""
    items, seen = [], set()
    for number, fields in rows(path, 3):
        try:
            text, spans = parse(fields[2])
        except BadLabel as fault:
            raise BadLabel(f"{path.name}:{number}: {fault}") from None
        if fields[0] in seen:
            raise BadLabel(f"{path.name}:{number}: id {fields[0]} stands twice")
        seen.add(fields[0])
        items.append(Item(fields[0], fields[1], text, tuple(spans)))
    return items


def rows(path: Path, width: int) -> Iterator[tuple[int, list[str]]]:
    """Line number and tab-separated fields of each line that says something; line breaks inside a text restored."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.replace("\\n", "\n").split("\t")
        if len(fields) != width or not all(field.strip() for field in fields):
            raise BadLabel(f"{path.name}:{number}: {width} fields between tabs expected, {len(fields)} found")
        yield number, fields


def parse(marked: str) -> tuple[str, list[Gold]]:
    """The text without its marks, and what they say with positions in that text."""
    pieces, spans, at, length = [], [], 0, 0
    for mark in _MARK.finditer(marked):
        pieces.append(marked[at : mark.start()])
        start = length + mark.start() - at
        gold = _gold(mark[1], start)
        pieces.append(gold.text)
        spans.append(gold)
        length, at = gold.end, mark.end()
    text = "".join([*pieces, marked[at:]])
    for sign in ("[[", "]]", "|"):
        if sign in text:
            raise BadLabel(f"a mark that is not closed or opened: {sign}")
    return text, spans


def _gold(inside: str, start: int) -> Gold:
    parts = inside.split("|")
    surface, kind = parts[0], parts[-1].removeprefix("?")
    if not surface or surface != surface.strip() or "[[" in surface:
        raise BadLabel(f"[[{inside}]]: the surface is empty, holds a mark, or begins or ends with a space")
    place = (start, start + len(surface), surface, kind)
    scored = not parts[-1].startswith("?")
    if len(parts) == 2 and (kind in LOOKALIKES or (kind in FIGURES and not scored)):
        return Gold(*place, scored=scored)
    if len(parts) == 5 and kind in FIGURES:
        return Gold(*place, *_figure(inside, parts), scored=scored)
    raise BadLabel(f"[[{inside}]]: neither surface|value|unit|qualifier|kind nor surface|kind with a known kind")


def _figure(inside: str, parts: list[str]) -> tuple[str, str, str]:
    value, unit, qualifier = parts[1:4]
    if qualifier not in QUALIFIERS:
        raise BadLabel(f"[[{inside}]]: qualifier {qualifier} is none of {', '.join(sorted(QUALIFIERS))}")
    try:
        ends = [Decimal(end) for end in value.split("~")]
    except InvalidOperation:
        raise BadLabel(f"[[{inside}]]: {value} is no decimal number or lo~hi") from None
    is_range = parts[4].removeprefix("?") == "range"
    if len(ends) != (2 if is_range else 1):
        raise BadLabel(f"[[{inside}]]: a range has two ends, anything else one value")
    return value, unit, qualifier
