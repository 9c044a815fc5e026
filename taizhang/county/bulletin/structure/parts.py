"""The parts of a bulletin as they were printed: head, sections of items, tail, and what could not be placed."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """`body` holds its paragraphs one a line; `units` are as printed; `line` counts the lines of the text from 1.

    `mark` is the number or sign before the headline, such as 1. or ◆.
    """

    headline: str
    body: str
    units: tuple[str, ...] = ()
    line: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """`title` is empty for items that stand under none."""

    title: str
    items: tuple[Item, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line of the tail: 本期发 with the recipients, 校对 with a name."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    """`no` counts within `year`, `total_no` over all years; `extra` marks an extra issue (增刊), numbered apart.

    `contents` are the lines of a list of contents; `notes` close the body (注、更正、编者按). `furniture` is what the
    page adds: page numbers, rules, running heads. `rest` is text that found no place; each warning is a sentence with
    the place. `issue_text` and `day_text` are the words that were read as number and date.
    """

    name: str = ""
    no: int | None = None
    total_no: int | None = None
    year: int | None = None
    extra: bool = False
    issue_text: str = ""
    issuer: str = ""
    date: datetime.date | None = None
    day_text: str = ""
    secrecy: str = ""
    copy_no: str = ""
    contents: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    distribution: tuple[Labelled, ...] = ()
    imprint: tuple[Labelled, ...] = ()
    editor: str = ""
    checker: str = ""
    signer: str = ""
    copies: int | None = None
    rest: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)
