"""The same named quantity in two items of one issue: 全县…N起 twice, or a township's above the county's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from taizhang.county.bulletin.content import Content, Line
from taizhang.county.figures.text import Span, numbers
from taizhang.county.figures.text.periods import PeriodKind, Said, said
from taizhang.county.standards.amounts import Interval

_MARKS = re.compile(r"[，。；：、！？（）《》“”\s]")
_FILLERS = re.compile(
    r"^(?:截至目前|今年以来|其中|目前|同时|共计|累计|先后|已经|共有|共|已|现有|有)+|(?:共计|累计|达到|共有|共|已|达|为|有)+$"
)
_COUNTY = ("全县", "我县", "延津县")
_TOWNSHIP = re.compile(r"^[^各全]{1,4}?(?:乡|镇|街道)(?![镇村])")
# What is done anew in each campaign: two items may well count different ones.
_DEED = re.compile(r"出动|走访|检查|开展|组织|宣传|举办|召开|参加|发放")
_NAMED = 4
_WHOLE = ""


@dataclass(frozen=True)
class Named:
    """A quantity that says whose it is: `place` is a township as written, "" for the whole county."""

    content: Content
    field: str
    start: int
    end: int
    clause: str
    place: str
    what: str
    period: tuple[object, ...]
    span: Span

    def speaks_of(self, other: "Named") -> bool:
        mine, theirs = (one.what for one in (self, other))
        return (mine, self.span.unit, self.period) == (theirs, other.span.unit, other.period)


@dataclass(frozen=True)
class Clash:
    """Two quantities that cannot both be right; `kind` is same or part_of, the part first."""

    kind: str
    first: Named
    second: Named


def clashes(contents: Sequence[Content]) -> Iterator[Clash]:
    found = [list(_named(content)) for content in contents]
    for some, others in combinations(found, 2):
        for one in some:
            for other in others:
                if one.speaks_of(other):
                    yield from _compared(one, other)


def _compared(one: Named, other: Named) -> Iterator[Clash]:
    here, there = one.span.interval, other.span.interval
    if one.place == other.place and (_below(here, there) or _below(there, here)):
        yield Clash("same", one, other)
    elif other.place == _WHOLE != one.place and _below(there, here):
        yield Clash("part_of", one, other)
    elif one.place == _WHOLE != other.place and _below(here, there):
        yield Clash("part_of", other, one)


def _below(one: Interval, other: Interval) -> bool:
    """Is every value of one less than every value of the other?"""
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (one.high == other.low and (one.high_open or other.low_open))


def _named(content: Content) -> Iterator[Named]:
    for name, line in content.lines:
        periods = said(line.text, today=content.item.as_of)
        for span in numbers(line.text):
            if span.is_figure and span.value is not None:
                yield from _owned(content, name, line, span, _in_force(line, span, periods))


def _owned(content: Content, name: str, line: Line, span: Span, period: tuple[object, ...]) -> Iterator[Named]:
    clause = _MARKS.split(line.text[: span.start])[-1]
    stem = _FILLERS.sub("", clause)
    county = next((word for word in _COUNTY if stem.startswith(word)), "")
    township = _TOWNSHIP.match(stem)
    owner = county or (township[0] if township else "")
    what = _FILLERS.sub("", stem.removeprefix(owner))
    if owner and len(what) >= _NAMED and not _DEED.search(what):
        place = _WHOLE if county else owner
        yield Named(content, name, span.start, span.end, clause + span.text, place, what, period, span)


def _in_force(line: Line, span: Span, periods: Sequence[Said]) -> tuple[object, ...]:
    """The days a number speaks of: those named last before it in its sentence; 截至目前 and no word are the same."""
    start = max(line.text.rfind(mark, 0, span.start) for mark in "。！？") + 1
    named = [one for one in periods if start <= one.start and one.end <= span.start]
    if not named or named[-1].kind in (PeriodKind.AS_OF, PeriodKind.NOW):
        return ()
    return named[-1].first, named[-1].last, named[-1].kind
