"""A past issue as a printed sheet, so that it is read like the others, with its numbers marked."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from taizhang.county.bulletin.importing import Reading
from taizhang.county.bulletin.past import PastIssue, PastNumber
from taizhang.county.documents.rendering import Item, Run, Section, Sheet

Marked = tuple[int, int, str]


def of_issue(issue: PastIssue) -> Sheet:
    numbers: dict[tuple[int, str], list[Marked]] = {}
    for one in PastNumber.objects.filter(issue=issue):
        numbers.setdefault((one.item_id, one.field), []).append((one.start, one.end, str(one.ordinal)))
    items = list(issue.items.all())
    sections = tuple(
        Section(title or "未分栏目", tuple(_item(item, numbers.get((item.pk, "body"), ())) for item in some))
        for title, some in groupby(items, key=lambda item: item.section)
    )
    parts = issue.parts
    return Sheet(
        name=issue.name,
        issue_line=parts.get("issue_text") or f"第 {issue.no} 期",
        issuer=issue.issuer,
        date_line=_prose(issue.date),
        sections=sections,
        distribution_line="　".join(f"{label}：{text}" for label, text in parts.get("distribution", [])),
        imprint=tuple((label, name) for label, name in parts.get("imprint", [])),
        secrecy=issue.secrecy,
        notes=tuple(parts.get("notes", [])),
    )


def of_reading(reading: Reading) -> Sheet:
    """As it would stand in the archive; numbers are marked without leading anywhere."""
    found, numbers = reading.bulletin, iter(reading.numbers)
    sections = []
    for section in found.sections:
        items = tuple(_item(item, _marked(next(numbers))) for item in section.items)
        sections.append(Section(section.title or "未分栏目", items))
    return Sheet(
        name=found.name,
        issue_line=found.issue_text,
        issuer=found.issuer,
        date_line=_prose(found.date) if found.date else "",
        sections=tuple(sections),
        distribution_line="　".join(f"{one.label}：{one.text}" for one in found.distribution),
        imprint=tuple((one.label, one.text) for one in found.imprint),
        secrecy=found.secrecy,
        notes=found.notes,
    )


def _marked(numbers: Iterable[Any]) -> list[Marked]:
    return [(one.span.start, one.span.end, "-") for one in numbers if one.field == "body"]


def _prose(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _item(item: Any, numbers: Iterable[Marked]) -> Item:
    return Item(item.headline, tuple(_runs(item.body, numbers)), tuple(item.units))


def _runs(body: str, numbers: Iterable[Marked]) -> Iterator[Run]:
    at = 0
    for start, end, pin in numbers:
        if start > at:
            yield Run(body[at:start])
        yield Run(body[start:end], pin=pin)
        at = end
    if at < len(body):
        yield Run(body[at:])
