"""The automatic numbers of a docx, which its text does not hold: 一、 and （二） before headings and items."""

import re
from typing import Any

from docx.oxml.ns import qn

from taizhang.county.standards.numerals import spell

_CHINESE = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting"}
_LEVELS_MAX = 9


class Numbering:
    """Counts as the paragraphs come, level by level of each list."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[str, tuple[str, str, int]]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        part = next((p for p in document.part.package.iter_parts() if p.partname == "/word/numbering.xml"), None)
        if part is not None and hasattr(part, "element"):
            self._read(part.element)

    def _read(self, root: Any) -> None:
        abstract = {one.get(qn("w:abstractNumId")): _levels(one) for one in root.findall(qn("w:abstractNum"))}
        for number in root.findall(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            if link is not None:
                self._levels[number.get(qn("w:numId"))] = abstract.get(link.get(qn("w:val")), {})

    def before(self, paragraph: Any) -> str:
        """The number a paragraph is shown with, "" for none, for bullets, and for formats no bulletin uses."""
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if found is None:
            return ""
        number, level = (_value(found, name) for name in ("w:numId", "w:ilvl"))
        kept = self._levels.get(number, {}).get(level or "0")
        if kept is None:
            return ""
        form, words, start = kept
        depth = int(level or "0")
        self._counts[number, depth] = self._counts.get((number, depth), start - 1) + 1
        for deeper in range(depth + 1, _LEVELS_MAX):
            self._counts.pop((number, deeper), None)
        shown = _shown(form, self._counts[number, depth])
        return re.sub(r"%\d", shown, words) if shown else ""


def _levels(abstract: Any) -> dict[str, tuple[str, str, int]]:
    found = {}
    for level in abstract.findall(qn("w:lvl")):
        start = _value(level, "w:start")
        words = _value(level, "w:lvlText")
        if words.count("%") == 1:
            found[level.get(qn("w:ilvl"))] = (_value(level, "w:numFmt"), words, int(start) if start.isdigit() else 1)
    return found


def _value(parent: Any, name: str) -> str:
    child = parent.find(qn(name))
    return str(child.get(qn("w:val"), "")) if child is not None else ""


def _shown(form: str, count: int) -> str:
    if form in _CHINESE:
        return spell(count)
    if form == "decimal":
        return str(count)
    return chr(0x2460 + count - 1) if form.startswith("decimalEnclosed") and 1 <= count <= 20 else ""
