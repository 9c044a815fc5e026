"""Prints what the reader found for people at a terminal: numbers by line, then what they say of each other."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from unicodedata import combining, east_asian_width

from taizhang.county.figures.text import words
from taizhang.county.figures.text.reader import spans
from taizhang.county.figures.text.relations import Relation, relations
from taizhang.county.figures.text.span import Span

_LINE_END = re.compile(r"\r\n|\r|\n")
_NO_FIGURE = "—"
_GAP = "  "
Cells = tuple[str, ...]


def lines(name: str, text: str) -> Iterator[str]:
    found = list(spans(text))
    related = relations(text, found)
    figures = sum(span.is_figure for span in found)
    yield shown(f"{name}：数字 {figures} 个，日期、序号、编号等 {len(found) - figures} 处")
    yield from _numbers(text, found)
    yield from _relations(text, related)


def _numbers(text: str, found: Sequence[Span]) -> Iterator[str]:
    ends = [end.end() for end in _LINE_END.finditer(text)]
    rows = list(zip((bisect_right(ends, span.start) + 1 for span in found), _aligned(map(_cells, found)), strict=True))
    for line, of_line in groupby(rows, key=lambda row: row[0]):
        yield f"第 {line} 行"
        yield from (f"{_GAP}{row}" for _, row in of_line)


def _cells(span: Span) -> Cells:
    return (shown(span.text), words.number(span) or _NO_FIGURE, span.unit, words.kind(span), words.rounding(span))


def _relations(text: str, related: Sequence[Relation]) -> Iterator[str]:
    broken = sum(not one.holds for one in related)
    if related:
        yield f"数字之间的关系 {len(related)} 处：一致 {len(related) - broken}，不一致 {broken}"
    rows = ((("一致" if one.holds else "不一致"), words.relation(one.type), shown(one.note)) for one in related)
    yield from (f"{_GAP}{row}" for row in _aligned(rows))


def _aligned(rows: Iterable[Cells]) -> list[str]:
    """Each column as wide as its widest cell on the screen."""
    table = list(rows)
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    return [_GAP.join(_padded(cell, to) for cell, to in zip(row, widths, strict=True)).rstrip() for row in table]


def _padded(cell: str, to: int) -> str:
    return cell + " " * (to - width(cell))


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def shown(text: str) -> str:
    """On one line, and without the control characters by which a file could steer the terminal."""
    return text if text.isprintable() else "".join(one if one.isprintable() else " " for one in text)
