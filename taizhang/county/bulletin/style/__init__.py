"""House style of the bulletin: wording, punctuation, length and personal data, read in the printed words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from taizhang.county.bulletin.content import Content, Line
from taizhang.county.bulletin.finding import Finding, Fix, around
from taizhang.county.bulletin.style import figures, marks, names, private, words
from taizhang.county.bulletin.style.habit import Change, Habit, Place
from taizhang.county.bulletin.style.private import BEYOND as BEYOND
from taizhang.county.people.models import Organisation
from taizhang.county.places.divisions import townships


@dataclass(frozen=True)
class HouseStyle:
    """Lengths in characters; custom of the county office, no standard fixes them."""

    headline_most: int
    shortest: int
    longest: int
    valid_from: date
    source: str


CUSTOM = HouseStyle(
    headline_most=40,
    shortest=100,
    longest=400,
    valid_from=date(2023, 1, 1),
    source="县政府办公室信息编辑惯例，无国家标准",
)
HABITS: tuple[Habit, ...] = (*private.PRIVATE, *words.every(), *figures.every(), *marks.every())


def habits(content: Content) -> Iterator[Finding]:
    """Where the words of an item leave the custom, each habit once a line; and personal numbers, which stop it."""
    for name, line in content.lines:
        for habit in chain(HABITS, registered(content.item.as_of)):
            yield from _finding(content, name, line, habit)


def registered(day: date) -> Iterator[Habit]:
    """The habits that rest on the registers of places and units as they are on a day."""
    yield names.kinds([place.name for place in townships(day)])
    departments = Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT, valid_to=None)
    yield names.short_and_full(list(departments.values_list("short", "name")))


def across(contents: Sequence[Content]) -> Iterator[Finding]:
    """A unit of measure that items of one issue spell in several ways; within one item `habits` says so."""
    known: dict[str, set[str]] = {}
    for content in contents:
        for name, found in figures.spellings(content.body.text).items():
            known.setdefault(name, set()).update(found)
    for content in contents:
        own = figures.spellings(content.body.text)
        between = {name: found for name, found in known.items() if len(own.get(name, ())) == 1}
        yield from _finding(content, "body", content.body, figures.between_items(between))


def _finding(content: Content, name: str, line: Line, habit: Habit) -> Iterator[Finding]:
    places = [place for place in habit.find(line.text) if not _pinned(line, place.start, place.end)]
    if places:
        more = f"（共 {len(places)} 处）" if len(places) > 1 else ""
        quote = around(line, places[0].start, places[0].end)
        yield Finding(habit.sentence, habit.remedy + more, habit.since, content.item, name, quote, code=habit.code,
                      fixes=tuple(_fixes(line, places)))  # fmt: skip


def _pinned(line: Line, start: int, end: int) -> bool:
    """Numbers that a pin printed are in order already; only their zero is a matter of wording."""
    return any(
        number.start <= start and end <= number.end and not number.typed and not number.text.startswith("0")
        for number in line.numbers
    )


def _fixes(line: Line, places: Sequence[Place]) -> Iterator[Fix]:
    """Each way to mend the first place; and all places at one click where each has one way."""
    first = [fix for change in places[0].changes if (fix := _fix(line, change))]
    yield from first
    rest = [[fix for change in place.changes if (fix := _fix(line, change))] for place in places]
    if len(places) > 1 and all(len(fixes) == 1 for fixes in rest):
        yield _together(line, [fixes[0] for fixes in rest])


def _fix(line: Line, change: Change) -> Fix | None:
    """The change where it stands in the source; None when it would cut a pin."""
    start, end = (_in_source(line, at) for at in (change.start, change.end))
    if start is None or end is None or end - start != change.end - change.start:
        return None
    return Fix(change.label, start, end, line.source[start:end], change.text)


def _in_source(line: Line, at: int) -> int | None:
    """Where a place between two printed characters stands in the source, None inside what a pin printed."""
    moved = 0
    for number in line.numbers:
        if number.typed or at <= number.start:
            continue
        if at < number.end:
            return None
        moved = number.source_end - number.end
    return at + moved


def _together(line: Line, fixes: Sequence[Fix]) -> Fix:
    """One fix from the first place to the last; what stands between stays as it is, pins included."""
    start, end, text, at = fixes[0].start, fixes[-1].end, "", fixes[0].start
    for fix in fixes:
        text += line.source[at : fix.start] + fix.text
        at = fix.end
    return Fix(f"{len(fixes)} 处全部改", start, end, line.source[start:end], text)


def lengths(content: Content, custom: HouseStyle = CUSTOM) -> Iterator[Finding]:
    headline, body = len(content.headline.text), len(content.body.text)
    if headline > custom.headline_most:
        yield Finding(f"标题 {headline} 字，超过 {custom.headline_most} 字。", "请压缩成两个短语。",
                      item=content.item, field="headline", code="style")  # fmt: skip
    if not custom.shortest <= body <= custom.longest:
        yield Finding(f"正文 {body} 字，一般为 {custom.shortest}—{custom.longest} 字。", "请增删。",
                      item=content.item, field="body", code="style")  # fmt: skip
    if body and content.body.text.rstrip()[-1:] not in "。！？”）":
        yield _unended(content)


def _unended(content: Content) -> Finding:
    at = len(content.body.source.rstrip())
    fix = Fix("补“。”", at, at, "", "。")
    return Finding("正文没有以句号结束。", "请补句号。", item=content.item, field="body", code="style", fixes=(fix,))
