"""The printed sheet of an issue: a preview from live values, or what was signed, word by word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.conf import settings

from taizhang.county.audit import clock
from taizhang.county.bulletin.content import Content, Line, Number
from taizhang.county.bulletin.distribution import printed_line
from taizhang.county.bulletin.models import Issue
from taizhang.county.documents.rendering import Item, Run, Section, Sheet, words

UNNUMBERED = "（期号签发时给出）"


@dataclass(frozen=True)
class Placed:
    """A number with its ordinal in the issue, counted from 1 in reading order."""

    ordinal: int
    content: Content
    number: Number


def place(contents: Sequence[Content]) -> list[Placed]:
    """Every number of an issue in the order readers meet them."""
    every = ((content, number) for content in contents for number in content.numbers)
    return [Placed(ordinal, content, number) for ordinal, (content, number) in enumerate(every, start=1)]


def preview(issue: Issue, contents: Sequence[Content]) -> Sheet:
    """As the issue would print today; its runs carry ordinals as pins."""
    return build(issue, contents, issue_line=UNNUMBERED, day=clock.today(), signer="")


def build(issue: Issue, contents: Sequence[Content], *, issue_line: str, day: date, signer: str) -> Sheet:
    ordinals = {id(placed.number): placed.ordinal for placed in place(contents)}
    people = (("责任编辑", issue.editor.name), ("审核", issue.checker.name if issue.checker else ""), ("签发", signer))
    return Sheet(
        name=settings.BULLETIN_NAME,
        issue_line=issue_line,
        issuer=settings.BULLETIN_ISSUER,
        date_line=f"{day.year} 年 {day.month} 月 {day.day} 日",
        sections=tuple(_sections(contents, ordinals)),
        distribution_line=printed_line(),
        imprint=people,
        secrecy=issue.secrecy,
        notes=(f"注：除文中另有说明外，本期数据截至{_prose(issue.cutoff)}。",) if contents else (),
    )


def numbered(no: int) -> str:
    return f"第 {no} 期"


def _prose(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _sections(contents: Iterable[Content], ordinals: Mapping[int, int]) -> Iterator[Section]:
    for title, some in groupby(contents, key=lambda content: content.item.section_title):
        yield Section(title, tuple(_item(content, ordinals) for content in some))


def _item(content: Content, ordinals: Mapping[int, int]) -> Item:
    sources = tuple(unit.organisation.short for unit in content.units)
    return Item(content.headline.text, tuple(_runs(content.body, ordinals)), sources)


def _runs(line: Line, ordinals: Mapping[int, int]) -> Iterator[Run]:
    for text, number in line.parts:
        yield Run(text, pin=str(ordinals[id(number)])) if number else Run(text)


def signed(issue: Issue) -> Sheet:
    """What was signed, from the issue's own frozen sheet: live ledgers, posts and settings have no part in it."""
    return thaw(issue.paper)


def printed(issue: Issue, headline: str) -> str:
    """The words of one item of a signed issue as they were printed."""
    items = (item for section in signed(issue).sections for item in section.items if item.headline == headline)
    return "\n".join("".join(run.text for run in item.body) for item in items)


def freeze(sheet: Sheet) -> dict[str, Any]:
    return asdict(sheet)


def thaw(paper: Mapping[str, Any]) -> Sheet:
    """freeze() and back gives an equal sheet."""
    sections = tuple(
        Section(section["title"], tuple(_thaw_item(item) for item in section["items"])) for section in paper["sections"]
    )
    pairs = tuple((label, name) for label, name in paper["imprint"])
    return Sheet(**{**paper, "sections": sections, "imprint": pairs, "notes": tuple(paper["notes"])})


def _thaw_item(item: Mapping[str, Any]) -> Item:
    return Item(item["headline"], tuple(Run(**run) for run in item["body"]), tuple(item["sources"]))


def text_of(sheet: Sheet) -> str:
    return "\n\n".join(words(sheet))


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()
