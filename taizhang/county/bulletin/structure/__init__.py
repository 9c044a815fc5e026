"""Reads the text of a bulletin of any county into its parts; nothing of the text is lost, and doubts are told."""

from collections.abc import Iterator

from taizhang.county.bulletin.structure import body, head, lines, tail
from taizhang.county.bulletin.structure.body import Body
from taizhang.county.bulletin.structure.head import Head
from taizhang.county.bulletin.structure.lines import Line
from taizhang.county.bulletin.structure.parts import Bulletin, Item, Labelled, Section
from taizhang.county.bulletin.structure.tail import Tail

__all__ = ["Bulletin", "Item", "Labelled", "Section", "structure"]


def structure(text: str) -> Bulletin:
    """The parts of a bulletin; of a text that is none, what looks like a part, and warnings."""
    said, furniture = lines.read(text)
    top = head.read(said)
    bottom = tail.read(said, top.end)
    middle, running = _without_running_heads(said[top.end : bottom.start], top)
    sorted_body = body.sort(lines.paragraphs(middle, lines.setting(middle)))
    return _bulletin(top, sorted_body, bottom, [*furniture, *running])


def _without_running_heads(middle: list[Line], top: Head) -> tuple[list[Line], list[str]]:
    """Name and number come again at the head of each page."""
    name, issue = _squeezed(top.name), _squeezed(top.read.issue_text)
    again = {name + issue, issue + name, name, issue} - {""} if name else set()
    kept = [line for line in middle if _squeezed(line.text) not in again]
    return kept, [line.text for line in middle if _squeezed(line.text) in again]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _bulletin(top: Head, middle: Body, bottom: Tail, furniture: list[str]) -> Bulletin:
    imprint = [*top.imprint, *bottom.imprint]
    day = top.read.day or bottom.read.day
    no = top.read.no if top.read.no is not None else bottom.read.no
    year = top.read.year or bottom.read.year or (day.year if day and no is not None else None)
    return Bulletin(
        name=top.name,
        no=no,
        total_no=top.read.total_no if top.read.total_no is not None else bottom.read.total_no,
        year=year,
        extra=top.read.extra or bottom.read.extra,
        issue_text=top.read.issue_text or bottom.read.issue_text,
        issuer=top.issuer or bottom.issuer,
        date=day,
        day_text=top.read.day_text or bottom.read.day_text,
        secrecy=" ".join([*top.read.secrecy, *bottom.read.secrecy]),
        copy_no=top.read.copy_no or bottom.read.copy_no,
        contents=tuple(top.contents),
        sections=middle.sections,
        notes=tuple(middle.notes),
        distribution=tuple(bottom.distribution),
        imprint=tuple(Labelled(label, name) for label, name in imprint),
        copies=top.read.copies if top.read.copies is not None else bottom.read.copies,
        rest=tuple(_rest(top, bottom)),
        furniture=tuple(furniture),
        warnings=tuple(_warnings(top, middle, bottom, year)),
        **tail.roles(imprint),
    )


def _rest(top: Head, bottom: Tail) -> Iterator[str]:
    if top.issuer and bottom.issuer and bottom.issuer != top.issuer:
        yield bottom.issuer
    if top.read.day_text and bottom.read.day_text and bottom.read.day != top.read.day:
        yield bottom.read.day_text
    yield from (text for _, text in bottom.rest)


def _warnings(top: Head, middle: Body, bottom: Tail, year: int | None) -> Iterator[str]:
    yield from top.read.bad + bottom.read.bad
    yield from _head_lacks(top, bottom, year)
    if not middle.groups or not any(middle.groups):
        yield "没有读到任何稿件，请核对这是不是一期快报。"
    yield from (
        f"栏目“{title}”下没有读到稿件。"
        for (title, _), some in zip(middle.titles, middle.groups, strict=True)
        if not some
    )
    yield from body.lacking(middle)
    given = tail.roles([*top.imprint, *bottom.imprint])
    for role, word in (("editor", "责任编辑"), ("checker", "审核"), ("signer", "签发")):
        if not given[role]:
            yield f"报尾没有读到{word}。"
    for number, text in bottom.rest:
        yield f"第 {number} 行“{text[:20]}”没有归入任何部分，放在“其余文字”中。"


def _head_lacks(top: Head, bottom: Tail, year: int | None) -> Iterator[str]:
    if not top.name:
        yield "报头没有读到刊名。"
    if top.read.no is None and bottom.read.no is None:
        total = top.read.total_no or bottom.read.total_no
        yield f"报头只有总期数 {total}，没有当年的期号。" if total else "报头没有读到期号，应写成“第 39 期”的样子。"
    if not (top.issuer or bottom.issuer):
        yield "没有读到编发单位。"
    if not (top.read.day or bottom.read.day):
        yield "没有读到日期，应写成“2023 年 9 月 1 日”的样子。"
    elif year is None:
        yield "没有读到年份。"
