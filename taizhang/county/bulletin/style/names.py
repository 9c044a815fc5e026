"""Habits that rest on the registers: townships by their right kind, and units by one name in one item."""

import re
from collections.abc import Iterator, Sequence

from taizhang.county.bulletin.style.habit import Habit, Place, changed

_KINDS = ("乡", "镇", "街道")


def kinds(names: Sequence[str]) -> Habit:
    """胙城镇 where the register of places has 胙城乡 (P13). A stem that two places share is left alone."""
    stems: dict[str, list[str]] = {}
    for name in names:
        kind = next((kind for kind in _KINDS if name.endswith(kind)), "")
        if kind and len(name) > len(kind) + 1:
            stems.setdefault(name.removesuffix(kind), []).append(name)
    known = {stem: found[0] for stem, found in stems.items() if len(found) == 1}

    def find(text: str) -> Iterator[Place]:
        for stem, name in known.items():
            for match in re.finditer(rf"{re.escape(stem)}(?:乡(?!镇|村)|镇(?!区)|街道)", text):
                if match[0] != name:
                    yield Place(*match.span(), (changed(match[0], match.start(), name),))

    return Habit("乡、镇、街道写错。", "以行政区划名录为准。", find)


def short_and_full(units: Sequence[tuple[str, str]]) -> Habit:
    """One unit by two names in one item (P2); `units` are short and full names, 民政局 and 延津县民政局.

    A short name counts with 县 before it, or alone; not inside the full name, nor as the source of an item in （）.
    """

    def find(text: str) -> Iterator[Place]:
        for short, full in units:
            named = [match for match in re.finditer(rf"{re.escape(full)}|[市省]?县?{re.escape(short)}", text)
                     if not match[0].startswith(("市", "省")) and not _source(text, *match.span())]  # fmt: skip
            forms = {match[0] for match in named}
            if len(forms) > 1:
                chosen = named[0][0]
                yield from (
                    Place(*match.span(), (changed(match[0], match.start(), chosen),))
                    for match in named
                    if match[0] != chosen
                )

    return Habit("同一个单位前后名称不一致。", "同一篇里用一个名称。", find)


def _source(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "（" and text[end : end + 1] == "）"
