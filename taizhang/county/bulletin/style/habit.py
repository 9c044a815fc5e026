"""What a habit of the house is made of: where it is left in a text, and what could be written instead."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from taizhang.county.bulletin.flow import Clean

_LABEL = 16


@dataclass(frozen=True)
class Change:
    """`text` in the place of what is printed from `start` to `end`."""

    label: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Place:
    """Where a habit is left, and each way to mend it."""

    start: int
    end: int
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Habit:
    """`find` gives the places of a printed text that are written differently here."""

    sentence: str
    remedy: str
    find: Callable[[str], Iterable[Place]]
    since: Clean = Clean.NOTHING
    code: str = "style"


Mend = Callable[[re.Match[str]], Iterator[Change]]


def habit(pattern: str, sentence: str, remedy: str, *mends: Mend, unless: str = "", since: Clean = Clean.NOTHING,
          code: str = "style") -> Habit:  # fmt: skip
    """A habit left wherever a pattern is found, except in matches that hold `unless`."""
    compiled, excepted = re.compile(pattern), re.compile(unless) if unless else None

    def find(text: str) -> Iterator[Place]:
        for match in compiled.finditer(text):
            if excepted is None or not excepted.search(match[0]):
                yield Place(*match.span(), tuple(change for mend in mends for change in mend(match)))

    return Habit(sentence, remedy, find, since, code)


def swap(text: str | Callable[[re.Match[str]], str]) -> Mend:
    """The whole match rewritten: by a template as re expands it, or by a function of the match."""

    def mend(match: re.Match[str]) -> Iterator[Change]:
        written = match.expand(text) if isinstance(text, str) else text(match)
        if written != match[0]:
            yield changed(match[0], match.start(), written)

    return mend


def drop(*groups: str) -> Mend:
    """One offer for each named group that was found: the text without it."""

    def mend(match: re.Match[str]) -> Iterator[Change]:
        for group in groups:
            if match[group]:
                yield changed(match[group], match.start(group), "")

    return mend


def changed(stands: str, start: int, text: str) -> Change:
    """A change that says what it does: 改为“截至”, 删去“约”."""
    if text.strip():
        label = f"改为{text}" if text[0] in "“《" else f"改为“{_short(text)}”"
    elif stands.strip():
        label = f"删去“{_short(stands)}”"
    else:
        label = "删去换行" if "\n" in stands else "删去空格"
    return Change(label, start, start + len(stands), text)


def _short(text: str) -> str:
    return text if len(text) <= _LABEL else f"{text[: _LABEL - 6]}…{text[-5:]}"


def quoted(text: str, at: int) -> bool:
    """Does a place stand inside “ ”?"""
    return text.count("“", 0, at) > text.count("”", 0, at)
