"""Guesses which figure of which place each number in a text speaks of, from the words around it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from taizhang.county.figures.definition import Definition
from taizhang.county.figures.text import Kind, Span

_CLAUSE = re.compile(r"[，。；！？：,;!?\n]")
_SENTENCE = re.compile(r"[。！？!?\n]")
_WHOLE = ("全县", "我县", "县域")


@dataclass(frozen=True)
class Candidate:
    """A figure a number may be, and the code of the place it is said of, None for the county."""

    figure: Definition
    place: str | None


@dataclass(frozen=True)
class Claim:
    """A number with what it may be, best first; no candidate where no figure's words stand near."""

    span: Span
    candidates: tuple[Candidate, ...]


def claims(text: str, spans: Sequence[Span], figures: Iterable[Definition], places: Mapping[str, str]) -> list[Claim]:
    """`places` maps the names of the townships in force to their codes; short names may be among them.

    A word counts for the first number after it in its clause, and for the number right before it when none stands in
    front; a place holds until another is named or the sentence ends.
    """
    figures = list(figures)
    named = _places_in_order(text, places)
    found = []
    for index, span in enumerate(spans):
        if span.is_figure and span.kind is not Kind.RANGE:
            before = text[max(_start(_CLAUSE, text, span.start), spans[index - 1].end if index else 0) : span.start]
            after = text[span.end : _end(text, span, spans[index + 1 :])]
            place = _place_in_force(text, span, named)
            found.append(Claim(span, _candidates(span, before, after, figures, place)))
    return found


def _candidates(
    span: Span, before: str, after: str, figures: Iterable[Definition], place: str | None
) -> tuple[Candidate, ...]:
    """Nearest word first, then the longer word; words after the number only when none stands before it."""
    fitting = [figure for figure in figures if _unit_fits(span, figure)]
    for stretch, distance in ((before, _distance_back), (after, _distance_forward)):
        ranked = sorted(
            (
                (*rank, figure.key, figure)
                for figure in fitting
                if (rank := distance(stretch, figure.words)) is not None
            ),
            key=lambda row: row[:3],
        )
        if ranked:
            return tuple(Candidate(row[-1], place) for row in ranked)
    return ()


def _unit_fits(span: Span, figure: Definition) -> bool:
    return span.unit in ("", figure.unit)


def _distance_back(stretch: str, words: Iterable[str]) -> tuple[int, int] | None:
    """(characters from the end of the word to the number, minus its length) for the best word."""
    return min(((len(stretch) - at - len(w), -len(w)) for w in words if (at := stretch.rfind(w)) >= 0), default=None)


def _distance_forward(stretch: str, words: Iterable[str]) -> tuple[int, int] | None:
    return min(((at, -len(w)) for w in words if (at := stretch.find(w)) >= 0), default=None)


def _places_in_order(text: str, places: Mapping[str, str]) -> list[tuple[int, str | None]]:
    """Where each place is named, longest names first so that a short name inside a longer one is no second place."""
    names = {**dict.fromkeys(_WHOLE), **places}
    if not names:
        return []
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    return [(found.start(), names[found[0]]) for found in pattern.finditer(text)]


def _place_in_force(text: str, span: Span, named: Sequence[tuple[int, str | None]]) -> str | None:
    last = bisect_left(named, (span.start,)) - 1
    inside = last >= 0 and named[last][0] >= _start(_SENTENCE, text, span.start)
    return named[last][1] if inside else None


def _start(stop: re.Pattern[str], text: str, before: int) -> int:
    """Where the clause or sentence around a position begins; nobody writes one longer than 400 characters."""
    floor = max(0, before - 400)
    ends = [found.end() for found in stop.finditer(text, floor, before)]
    return ends[-1] if ends else floor


def _end(text: str, span: Span, rest: Sequence[Span]) -> int:
    stop = _CLAUSE.search(text, span.end)
    limits = [len(text), *([stop.start()] if stop else []), *([rest[0].start] if rest else [])]
    return min(limits)


__all__ = ["Candidate", "Claim", "claims"]
