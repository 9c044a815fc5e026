"""Sorts the paragraphs of the body into sections and items, by what the bulletin itself uses to mark them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from taizhang.county.bulletin.structure import marks, units
from taizhang.county.bulletin.structure.lines import Paragraph, ended, heading_like, inline_headline
from taizhang.county.bulletin.structure.parts import Item, Section

_NOTE = re.compile(r"^(?:注|备注|说明|更正|更正启事|编者按|编者注|按语)\s*[:：]")
_SHORT, _SHORT_ALONE = 10, 6
_SENTENCE = re.compile(r"((?:[^，。；：！？]{2,8}：)?[^，。；：！？]{6,36})。(?=.{15})")
_BOLD_MIN = 6
_HEADLINE_MAX = 60


@dataclass(frozen=True, slots=True)
class Levels:
    """The families of marks that open sections, and those that open items; `bare` where sections carry none.

    `above_items` where such bare titles stand above paragraphs that are whole items.
    """

    sections: frozenset[str]
    items: frozenset[str]
    bare: bool
    above_items: bool = False


@dataclass(slots=True)
class _Draft:
    line: int
    headline: str = ""
    mark: str = ""
    body: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)

    def item(self) -> Item:
        return Item(self.headline, "\n".join(self.body), tuple(self.units), self.line, self.mark)


@dataclass(slots=True)
class Body:
    """What was sorted so far; `closed` once the present item has named its unit."""

    titles: list[tuple[str, str]] = field(default_factory=list)
    groups: list[list[_Draft]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    closed: bool = True

    @property
    def sections(self) -> tuple[Section, ...]:
        pairs = zip(self.titles, self.groups, strict=True)
        return tuple(Section(title, tuple(one.item() for one in some), mark) for (title, mark), some in pairs)

    def open_section(self, title: str, mark: str) -> None:
        if not (self.titles and self.titles[-1][0] == title and title):
            self.titles.append((title, mark))
            self.groups.append([])
        self.closed = True

    def open_item(self, line: int, headline: str = "", mark: str = "") -> None:
        if not self.groups:
            self.open_section("", "")
        self.groups[-1].append(_Draft(line, headline, mark))
        self.closed = False

    @property
    def item(self) -> _Draft | None:
        return self.groups[-1][-1] if self.groups and self.groups[-1] else None

    @property
    def awaits_body(self) -> bool:
        return not self.closed and self.item is not None and bool(self.item.headline) and not self.item.body


def sort(paragraphs: Sequence[Paragraph]) -> Body:
    levels, body = _levels(paragraphs), Body()
    for index, paragraph in enumerate(paragraphs):
        _place(body, paragraph, paragraphs[index + 1 : index + 3], levels)
    return body


def _place(body: Body, paragraph: Paragraph, following: Sequence[Paragraph], levels: Levels) -> None:
    """`following` are the next two paragraphs."""
    text, mark = paragraph.text, paragraph.mark
    named = units.alone(text)
    if named and body.item is not None and not marks.is_bracket(mark):
        body.item.units += named
        body.closed = True
    elif _NOTE.match(text) and (body.closed or not following):
        body.notes.append(text)
    elif _is_section(paragraph, following, levels, body):
        _section(body, paragraph, mark)
    elif mark and mark.family in levels.items:
        _start(body, paragraph, mark.rest, mark.raw)
    elif mark and not body.closed:
        _append(body, text)
    else:
        _words(body, paragraph, text)


def _is_section(paragraph: Paragraph, following: Sequence[Paragraph], levels: Levels, body: Body) -> bool:
    mark = paragraph.mark
    if mark:
        return mark.family in levels.sections
    if not levels.bare or body.awaits_body:
        return False
    return _bare_title(paragraph, following) or (levels.above_items and _above_an_item(paragraph, following))


def _section(body: Body, paragraph: Paragraph, mark: marks.Mark | None) -> None:
    if mark is None:
        body.open_section(paragraph.text, "")
    elif not marks.is_bracket(mark):
        body.open_section(mark.rest, mark.raw)
    elif mark.rest and units.is_unit(mark.title):
        _start(body, paragraph, mark.rest, "")
        if body.item is not None:
            body.item.units.append(mark.title)
    else:
        body.open_section(mark.title, mark.raw)
        if mark.rest:
            _start(body, paragraph, mark.rest, "")


def _start(body: Body, paragraph: Paragraph, text: str, mark: str) -> None:
    """A paragraph that is known to open an item."""
    headline, rest = _split(text, paragraph.bold)
    if not headline:
        headline, rest = _first_sentence(text)
    if not headline and heading_like(text):
        headline, rest = text, ""
    body.open_item(paragraph.line, headline, mark)
    _append(body, rest)


def _first_sentence(text: str) -> tuple[str, str]:
    """A short sentence without a comma before the others is the headline of its paragraph."""
    sentence = _SENTENCE.match(text)
    return (sentence[1], text[sentence.end() :].lstrip()) if sentence else ("", text)


def _split(text: str, bold: str) -> tuple[str, str]:
    if len(bold) >= _BOLD_MIN and text.startswith(bold) and len(bold) < len(text):
        return bold.rstrip("。：:　 "), text[len(bold) :].lstrip("。：:　 ")
    return inline_headline(text) or ("", text)


def _words(body: Body, paragraph: Paragraph, text: str) -> None:
    """A paragraph without a mark: a headline, its second line, an item with both, or words of the present item."""
    title = heading_like(text) and not units.closes(text) and not (ended(text) and not body.closed)
    if body.awaits_body:
        if title and body.item is not None and len(text) <= 40 and len(body.item.headline) <= _HEADLINE_MAX:
            body.item.headline += (" " if len(body.item.headline) + len(text) <= 60 else "") + text
        else:
            _append(body, text)
        return
    headline, rest = _split(text, paragraph.bold)
    if headline:
        body.open_item(paragraph.line, headline)
        _append(body, rest)
    elif title:
        body.open_item(paragraph.line, text)
    else:
        if body.closed:
            headline, text = _first_sentence(text) if units.closes(text) else ("", text)
            body.open_item(paragraph.line, headline)
        _append(body, text)


def _append(body: Body, text: str) -> None:
    item = body.item
    if item is None or not text:
        return
    said, named = units.split(text)
    if said:
        item.body.append(said)
    if named:
        item.units += named
        body.closed = True


def _bare_title(paragraph: Paragraph, following: Sequence[Paragraph]) -> bool:
    """A few words above a headline, or above items that carry their own or have none."""
    text = paragraph.text
    if len(text) > _SHORT or not heading_like(text) or not following or following[0].mark:
        return False
    below = following[0]
    if (heading_like(below.text) and not units.alone(below.text)) or _split(below.text, below.bold)[0]:
        return True
    return len(following) == 2 and all(units.closes(one.text) for one in following)


def _above_an_item(paragraph: Paragraph, following: Sequence[Paragraph]) -> bool:
    short = len(paragraph.text) <= _SHORT and heading_like(paragraph.text)
    return short and bool(following) and not following[0].mark and units.closes(following[0].text)


def _titles_above_items(paragraphs: Sequence[Paragraph]) -> bool:
    """Somewhere a few words stand above two paragraphs that each end with a unit: they are no headline."""
    threes = zip(paragraphs, paragraphs[1:], paragraphs[2:], strict=False)
    return any(_above_an_item(one, [two]) and units.closes(three.text) for one, two, three in threes)


def _levels(paragraphs: Sequence[Paragraph]) -> Levels:
    families: dict[str, list[int]] = {}
    for index, paragraph in enumerate(paragraphs):
        if paragraph.mark:
            families.setdefault(paragraph.mark.family, []).append(index)
    brackets = {f for f, at in families.items() if any(marks.is_bracket(paragraphs[one].mark) for one in at)}
    others = {f: at for f, at in families.items() if f not in brackets}
    sections = frozenset(brackets) or _outer(paragraphs, others)
    inner = {f: at for f, at in others.items() if f not in sections}
    items = frozenset(f for f, at in inner.items() if _opens_items(paragraphs, at, sections))
    return Levels(sections, items, bare=not sections, above_items=not sections and _titles_above_items(paragraphs))


def _outer(paragraphs: Sequence[Paragraph], families: dict[str, list[int]]) -> frozenset[str]:
    """The first family whose titles are short, or have several items below them."""
    for family, at in sorted(families.items(), key=lambda pair: pair[1][0]):
        if _inside_an_item(paragraphs[: at[0]]):
            continue
        titles = [paragraphs[index].mark.rest for index in at]  # type: ignore[union-attr]
        if sum(heading_like(title) for title in titles) < 0.8 * len(titles):
            continue
        closings = _closings(paragraphs, at)
        several = max(closings, default=0) >= 2
        inner = any(other[0] == at[0] + 1 for name, other in families.items() if name != family)
        short = _SHORT if inner or _own_headlines(paragraphs, at) else _SHORT_ALONE
        if several or median(map(len, titles)) <= short + 2 * inner:
            return frozenset({family})
    return frozenset()


def _closings(paragraphs: Sequence[Paragraph], at: Sequence[int]) -> list[int]:
    """How many items end below each mark."""
    ends = [*at[1:], len(paragraphs)]
    return [
        sum(units.closes(one.text) or bool(units.alone(one.text)) for one in paragraphs[start + 1 : end])
        for start, end in zip(at, ends, strict=True)
    ]


def _own_headlines(paragraphs: Sequence[Paragraph], at: Sequence[int]) -> bool:
    below = [paragraphs[index + 1] for index in at if index + 1 < len(paragraphs)]
    own = sum(heading_like(one.text) or _split(one.text, one.bold)[0] != "" for one in below)
    return own >= 0.5 * len(below) > 0


def _inside_an_item(before: Sequence[Paragraph]) -> bool:
    """A headline went before and its item has not ended: what follows are its own headings."""
    headed = [index for index, one in enumerate(before) if not one.mark and heading_like(one.text)]
    return bool(headed) and not any(units.closes(one.text) for one in before[headed[-1] :])


def _opens_items(paragraphs: Sequence[Paragraph], at: Sequence[int], sections: frozenset[str]) -> bool:
    """Whether most marks of a family stand where an item may begin, rather than inside one that goes on."""
    named = any(units.closes(one.text) for one in paragraphs)
    fresh, last = 0, False
    for index in at:
        begins = _begins(paragraphs, index, sections)
        last = begins or (not named and last)
        fresh += last
    return fresh >= 0.6 * len(at)


def _begins(paragraphs: Sequence[Paragraph], index: int, sections: frozenset[str]) -> bool:
    before = paragraphs[index - 1] if index else None
    if before is None or (before.mark and before.mark.family in sections):
        return True
    return units.closes(before.text) or bool(units.alone(before.text))


def lacking(body: Body) -> Iterator[str]:
    """A sentence for each item that lacks a part."""
    number = 0
    for group in body.groups:
        for draft in group:
            number += 1
            words = draft.headline or (draft.body[0] if draft.body else "")
            where = f"第 {number} 条（第 {draft.line} 行起）“{words[:16]}{'…' if len(words) > 16 else ''}”"
            if not draft.headline:
                yield f"{where}没有读到标题。"
            if not draft.body:
                yield f"{where}只有标题，没有读到正文。"
            if not draft.units:
                yield f"{where}没有读到来稿单位。"
