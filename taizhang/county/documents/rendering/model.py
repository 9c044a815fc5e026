"""What one printed issue says: its parts, and the one sequence of paragraphs that every format prints."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Unprintable(ValueError):
    """The issue cannot be printed as it stands; the message says in Chinese where and what to do."""


@dataclass(frozen=True)
class Run:
    """A stretch of text set alike; `pin` names the figure it shows, `whole` keeps it on one line."""

    text: str
    pin: str = ""
    bold: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Item:
    headline: str
    body: tuple[Run, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    title: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One issue of a bulletin. `imprint` holds (label, name) pairs such as ("签发", "张三"); `notes` close the body."""

    name: str
    issue_line: str
    issuer: str
    date_line: str
    sections: tuple[Section, ...] = ()
    distribution_line: str = ""
    imprint: tuple[tuple[str, str], ...] = ()
    secrecy: str = ""
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return tidy(f"{self.name} {self.issue_line}")

    @property
    def dated(self) -> date:
        """The day in `date_line`; files carry it as their creation date, so the same sheet gives the same bytes."""
        found = re.fullmatch(r"\D*(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*", self.date_line)
        try:
            return date(*map(int, found.groups() if found else ()))
        except (TypeError, ValueError):
            raise Unprintable(f"日期“{self.date_line}”读不出年月日，请写成“2023 年 9 月 1 日”的样子。") from None


@dataclass(frozen=True)
class Letter(Sheet):
    """A notice to somebody: the addressee opens the body, organ and day close it, `notes` stand below them."""

    addressee: str = ""


class Kind(StrEnum):
    SECRECY = "secrecy"
    NAME = "name"
    ISSUE = "issue"
    ISSUER = "issuer"
    DATE = "date"
    ADDRESSEE = "addressee"
    SECTION = "section"
    ITEM = "item"
    NOTE = "note"
    DISTRIBUTION = "distribution"
    IMPRINT = "imprint"


SIGNATURE = (Kind.ISSUER, Kind.DATE)
TAIL = frozenset({Kind.DISTRIBUTION, Kind.IMPRINT})


@dataclass(frozen=True)
class Paragraph:
    kind: Kind
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def paragraphs(sheet: Sheet) -> list[Paragraph]:
    """Head, body and tail in reading order; empty parts, and sections without items, are left out."""
    written = (Paragraph(kind, _tidy_runs(runs)) for kind, runs in _parts(sheet))
    return [paragraph for paragraph in written if paragraph.text.strip()]


def words(sheet: Sheet) -> list[str]:
    """The text of every paragraph: what all formats of this issue must say."""
    return [paragraph.text for paragraph in paragraphs(sheet)]


def _parts(sheet: Sheet) -> Iterator[tuple[Kind, tuple[Run, ...]]]:
    signature = ((Kind.ISSUER, (Run(sheet.issuer),)), (Kind.DATE, (Run(sheet.date_line),)))
    yield Kind.SECRECY, (Run(sheet.secrecy),)
    yield Kind.NAME, (Run(sheet.name),)
    yield Kind.ISSUE, (Run(sheet.issue_line),)
    if isinstance(sheet, Letter):
        yield Kind.ADDRESSEE, (Run(sheet.addressee),)
    else:
        yield from signature
    for section in sheet.sections:
        yield from _section(section)
    if isinstance(sheet, Letter):
        yield from signature
    for note in sheet.notes:
        yield Kind.NOTE, (Run(note),)
    yield Kind.DISTRIBUTION, (Run(sheet.distribution_line),)
    for label, name in sheet.imprint:
        yield Kind.IMPRINT, (Run(f"{label}：{name}"),)


def _section(section: Section) -> Iterator[tuple[Kind, tuple[Run, ...]]]:
    if section.items and section.title:
        yield Kind.SECTION, (Run(f"【{section.title}】"),)
    for item in section.items:
        headline = (Run(item.headline, bold=True), Run("　")) if item.headline else ()
        yield Kind.ITEM, (*headline, *item.body, *_sources(item.sources))


def _sources(names: tuple[str, ...]) -> Iterator[Run]:
    for place, name in enumerate(names):
        opening = "（" if place == 0 else ""
        closing = "）" if place == len(names) - 1 else ""
        if place:
            yield Run(" ")
        yield Run(f"{opening}{name}{closing}", whole=True)


# Marks without width or shape arrive with text pasted from web pages; PDF/A refuses some of them, readers see none.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# A bidirectional override would let a signed text read differently from the characters it holds.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def tidy(text: str) -> str:
    """Text as it is printed: line breaks become a space, characters that no page can show are refused."""
    printed = _LINE_BREAKS.sub(" ", text.translate(_INVISIBLE))
    for character in printed:
        if _unprintable(character):
            raise Unprintable(
                f"“{_around(printed, character)}”中有不能打印的控制字符 U+{ord(character):04X}，请删去后重新录入。"
            )
    return printed


def _unprintable(character: str) -> bool:
    if character in _REORDERING:
        return True
    return unicodedata.category(character) in {"Cc", "Cs"} or ord(character) & 0xFFFE == 0xFFFE


def _around(text: str, character: str) -> str:
    at = text.index(character)
    return text[max(0, at - 8) : at] + "□" + text[at + 1 : at + 9]


def _tidy_runs(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(replace(run, text=tidy(run.text)) for run in runs if run.text)
