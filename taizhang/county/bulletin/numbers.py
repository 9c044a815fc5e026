"""The checklist's rules on numbers: pins, typed numbers against the ledgers, headline against body, rates, periods."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from taizhang.county.bulletin import pins
from taizhang.county.bulletin.content import SMALL, Content, Line, Number, Wanted, fetch
from taizhang.county.bulletin.finding import FIELDS, Finding, around
from taizhang.county.bulletin.flow import Clean
from taizhang.county.bulletin.pins import Pin
from taizhang.county.figures import registry, values
from taizhang.county.figures.asked import is_state
from taizhang.county.figures.claims import Candidate, claims
from taizhang.county.figures.definition import Kind, Ratio
from taizhang.county.figures.period import Period
from taizhang.county.figures.privacy import withheld
from taizhang.county.places.divisions import short, townships
from taizhang.county.standards import amounts

# Periods that prose speaks of and pins cannot: such a number is no statement on the year to date.
_OTHER_PERIOD = re.compile(
    r"本周|上周|本月|上月|当[天日月]|昨[天日]|去年|上年|同期|近[\d一二三四五六七八九十两]+[年月天]|\d+月份|年均|月均|专项行动期间"
)
# A figure's word of this many characters speaks for itself wherever it stands in the clause.
_TELLING, _FAR = 4, 1000
_MONTHS = re.compile(r"(\d{1,2})\s*[—\-~至－]\s*(\d{1,2})\s*月")


def faults(content: Content) -> Iterator[Finding]:
    for name, line in content.lines:
        for fault in line.faults:
            yield Finding(
                f"{FIELDS[name]}{fault.sentence}", "", Clean.TEXT, content.item, name, fault.quote,
                fault.start, fault.end, code="pin",
            )  # fmt: skip
        yield from _touching(content, name, line)


def _touching(content: Content, name: str, line: Line) -> Iterator[Finding]:
    """A digit typed next to a pin would print as part of its number."""
    for number in line.numbers:
        near = line.text[max(0, number.start - 1) : number.start] + line.text[number.end : number.end + 1]
        if not number.typed and re.search(r"[\d.％%万亿余]", near):
            yield Finding(
                "引用紧挨着手写的数字或“万”“余”，印出来会连成另一个数。", "请删去，数字和单位都由引用给出。", Clean.TEXT,
                content.item, name, around(line, number.start, number.end), code="pin",
            )  # fmt: skip


@dataclass(frozen=True)
class Matched:
    """A typed number that speaks of a figure, with what the ledger says; `agrees` within its rounding word.

    `sure` when the figure's words leave no doubt: four characters of them, or right before the number. 排查 alone, with
    other words between, may speak of anything.
    """

    number: Number
    field: str
    pin: Pin
    value: values.Value
    sure: bool

    @property
    def shown(self) -> str:
        return str(values.shown(self.value, self.pin.style or None))

    @property
    def agrees(self) -> bool:
        return stated(self.number, self.value)


def stated(number: Number, value: values.Value) -> bool:
    """Does what was typed hold for the value? 170余万元 holds for 1,737,200 and not for 1,837,200."""
    span = number.span
    if span is None or value.amount is None:
        return False
    if not re.fullmatch(r"\d+(\.\d+)?", str(span.value)):
        return True
    written = Decimal(str(span.value))
    word = next(
        (word for word, kind in amounts.QUALIFIERS.items() if kind == span.qualifier and word in number.text), ""
    )
    return value.amount in amounts.interval(word, written, step=_step(number.text, written))


def _step(text: str, written: Decimal) -> Decimal:
    """The place of the last written digit, in base units: 3.47亿 → 1,000,000."""
    digits = re.search(r"\d[\d,]*(?:[.·](\d+))?", text)
    decimals = len(digits[1] or "") if digits else 0
    scale = next((size for size, name in ((10**8, "亿"), (10**4, "万")) if name in text), 1)
    return Decimal(scale).scaleb(-decimals) if decimals or scale > 1 else Decimal(0)


@dataclass(frozen=True)
class _Claimed:
    """A typed number with the values it may speak of, likeliest first."""

    content: Content
    field: str
    number: Number
    wanted: tuple[Wanted, ...]
    sure: bool


def matched(contents: Sequence[Content], *, known_at: Any = None) -> dict[int, list[Matched]]:
    """For each item, its typed numbers that speak of a figure; one board for each period.

    Where several figures' words end at the same place, a number that holds for one of them is taken for that one.
    """
    claimed = [claim for content in contents for claim in _claimed(content)]
    known = fetch({want for claim in claimed for want in claim.wanted}, known_at=known_at)
    result: dict[int, list[Matched]] = {}
    for claim in claimed:
        made = [_match(claim, want, known[want]) for want in claim.wanted]
        best = next((match for match in made if match.agrees), made[0])
        result.setdefault(claim.content.item.pk, []).append(best)
    return result


def _match(claim: _Claimed, want: Wanted, value: values.Value) -> Matched:
    return Matched(claim.number, claim.field, _pin(want, claim.content.item.as_of, claim.number), value, claim.sure)


def _claimed(content: Content) -> Iterator[_Claimed]:
    if not content.typed:
        return
    places, cutoff = _place_names(content.item.as_of), content.item.as_of
    for name, line in content.lines:
        numbers = {number.span: number for number in line.numbers if number.span}
        for claim in claims(line.text, list(numbers), registry.every(), places):
            number = numbers[claim.span]
            period = _said_period(line, number, cutoff)
            if claim.candidates and period is not Ellipsis:
                likely, sure = _likeliest(line.text[: number.start], claim.candidates)
                wanted = (_wanted(one, period, cutoff) for one in likely)
                yield _Claimed(content, name, number, tuple(dict.fromkeys(wanted)), sure)


def _likeliest(before: str, candidates: Sequence[Candidate]) -> tuple[list[Candidate], bool]:
    """The candidates whose words end nearest to the number, and whether they surely mean it."""
    clause = re.split(r"[，。；：、！？,;]", before)[-1].rstrip()
    ranks = [_rank(clause, one.figure.words) for one in candidates]
    nearest, longest = min(ranks, key=lambda rank: (rank[0], -rank[1]))
    likely = [one for one, rank in zip(candidates, ranks, strict=True) if rank[0] == nearest]
    return likely, nearest <= 1 or longest >= _TELLING


def _rank(clause: str, words: Iterable[str]) -> tuple[int, int]:
    """Characters between a figure's word and the number, and the length of the word; far away when it stands after."""
    found = [(len(clause) - at - len(word), len(word)) for word in words if (at := clause.rfind(word)) >= 0]
    return min(found, key=lambda rank: (rank[0], -rank[1]), default=(_FAR, 0))


def _place_names(day: date) -> dict[str, str]:
    found = {place.name: place.code for place in townships(day)}
    return {short(name): code for name, code in found.items()} | found


def _said_period(line: Line, number: Number, cutoff: date) -> Any:
    """The months the sentence names, None for the usual period, Ellipsis for one that no figure is kept by."""
    said = line.before(number)
    months = _MONTHS.findall(said)
    if months:
        first, last = int(months[-1][0]), int(months[-1][1])
        return Period.months(cutoff.year, first, last) if 1 <= first <= last <= 12 else ...
    return ... if _OTHER_PERIOD.search(said) else None


def _wanted(candidate: Candidate, period: Period | None, cutoff: date) -> Wanted:
    figure = candidate.figure
    usual = Pin(figure.key).period(figure, cutoff)
    return Wanted(figure.key, usual if period is None or is_state(figure) else period, candidate.place)


def _pin(want: Wanted, cutoff: date, number: Number) -> Pin:
    """The pin that prints what was typed."""
    said = str(number.span.qualifier) if number.span else ""
    style = said if said in ("over", "near", "about") else "exact"
    style = "" if style == want.figure.style or isinstance(want.figure, Ratio) else style
    pin = Pin(want.key, want.place or "", style=style)
    if pin.period(want.figure, cutoff) == want.period:
        return pin
    months = (want.period.start.month, want.period.end.month)
    if want.period == Period.months(cutoff.year, *sorted(months)):
        return Pin(pin.key, pin.place, months=(months[0], months[1]), style=style)
    return Pin(pin.key, pin.place, start=want.period.start, end=want.period.end, style=style)


def typed(content: Content, found: Iterable[Matched]) -> Iterator[Finding]:
    """Typed numbers: contradicted by a ledger, offered as pins, or in need of a signed source."""
    spoken = {(one.field, one.number.start): one for one in found}
    for name, line in content.lines:
        for number in line.numbers:
            if number.typed:
                yield from _typed(content, name, line, number, spoken.get((name, number.start)))


def _typed(content: Content, name: str, line: Line, number: Number, match: Matched | None) -> Iterator[Finding]:
    quote = around(line, number.start, number.end)
    place: dict[str, Any] = {
        "item": content.item,
        "field": name,
        "quote": quote,
        "start": number.source_start,
        "end": number.source_end,
        "source": line.source[number.source_start : number.source_end],
    }
    if match and withheld(match.value):
        yield Finding(f"“{number.text}”", SMALL, Clean.TEXT, code="small", **place)
    elif match and match.agrees:
        yield Finding(f"“{number.text}”与台账一致，可以改为引用。", "改为引用后，读者点开就能看到明细。",
                      offer=pins.written(match.pin), code="offer", **place)  # fmt: skip
    elif match and match.sure:
        yield Finding(f"“{number.text}”与台账不符：{_ledger_says(match)}。", "请核对后改为引用，或更正台账。", Clean.FIGURES,
                      offer=pins.written(match.pin), code="contradiction", **place)  # fmt: skip
    else:
        yield from _unmatched(content, number, match, place)


def _ledger_says(match: Matched) -> str:
    return f"{match.value.figure.label}{match.value.period.words}台账为 {match.shown}"


def _unmatched(content: Content, number: Number, match: Matched | None, place: dict[str, Any]) -> Iterator[Finding]:
    if match:
        yield Finding(f"“{number.text}”如果说的是{match.value.figure.label}，与台账不符：{_ledger_says(match)}。",
                      "请核对；说的是别的事，可以不管。", code="doubt", **place)  # fmt: skip
    if not content.item.source_note.strip():
        yield Finding(f"手写数字“{number.text}”没有对应的台账指标，也没有来源说明。",
                      "请在稿件中填写数据来源，由单位负责人核实时签字。", Clean.FIGURES, code="typed", **place)  # fmt: skip


def source(content: Content, found: Iterable[Matched]) -> Iterator[Finding]:
    """The source note of typed numbers must be signed before the check."""
    answered = {(one.field, one.number.start) for one in found if one.agrees}
    rest = [n for name, line in content.lines for n in line.numbers if n.typed and (name, n.start) not in answered]
    if rest and content.item.source_note.strip() and content.item.source_signed_at is None:
        listed = "、".join(number.text for number in rest[:5])
        yield Finding(f"手写数字 {listed} 的来源说明还没有签字。", "请单位负责人在核实页面签字。", Clean.UNITS,
                      content.item, code="source")  # fmt: skip


def headline(content: Content) -> Iterator[Finding]:
    """A number in the headline stands in the body as well."""
    said = {_bare(number) for number in content.body.numbers}
    for number in content.headline.numbers:
        if _bare(number) not in said:
            yield Finding(f"标题中的“{number.text}”在正文中没有出现。", "请核对标题和正文，写成同一个数。", Clean.FIGURES,
                          content.item, "headline", around(content.headline, number.start, number.end),
                          code="headline")  # fmt: skip


def _bare(number: Number) -> str:
    return re.sub(r"\s", "", number.text)


def rates(content: Content) -> Iterator[Finding]:
    """A rate stands beside its base; a whole rate needs a word on how it was checked."""
    printed = {(n.pin.key, n.value.place) for n in content.numbers if n.pin and n.value}
    for name, line in content.lines:
        for number in line.numbers:
            if _whole(number) and not content.item.explanation.strip():
                yield Finding(f"“{number.text}”没有说明是怎样核实的。", "请在“给审核人的说明”中写明。", item=content.item,
                              field=name, quote=around(line, number.start, number.end), code="whole")  # fmt: skip
            base = _base(number)
            if base and (base.key, number.value.place if number.value else None) not in printed:
                label = registry.get(base.key).label
                yield Finding(f"写了比率“{number.text}”，没有写基数（{label}）。", f"请写上基数，如“{pins.written(base)}”。",
                              item=content.item, field=name, quote=around(line, number.start, number.end),
                              code="rate")  # fmt: skip


def _base(number: Number) -> Pin | None:
    """The pin that prints what a pinned rate is a part of."""
    figure = number.value.figure if number.value else None
    return Pin(figure.denominator.key, number.pin.place) if isinstance(figure, Ratio) and number.pin else None


def _whole(number: Number) -> bool:
    return _bare(number) in ("100%", "百分之百")


def periods(content: Content, today: date) -> Iterator[Finding]:
    """No period ends after the day of signing, and the months named in a clause are the months of its pins."""
    for name, line in content.lines:
        for number in line.numbers:
            if number.value is None:
                continue
            quote, period = around(line, number.start, number.end), number.value.period
            if period.end > today:
                yield Finding(f"“{number.text}”的期间到 {period.end:%Y-%m-%d}，晚于签发日期。", "请把数据截至日期提前。",
                              Clean.FIGURES, content.item, name, quote, code="period")  # fmt: skip
            said = _MONTHS.findall(line.before(number))
            if said and number.value.figure.kind is not Kind.STOCK and not _same_months(said[-1], period):
                yield Finding(f"文中写“{said[-1][0]}—{said[-1][1]}月”，“{number.text}”却按“{period.words}”统计。",
                              f"请给引用加上 months={said[-1][0]}-{said[-1][1]}，或改写期间。", Clean.FIGURES,
                              content.item, name, quote, code="period")  # fmt: skip


def _same_months(said: tuple[str, str], period: Period) -> bool:
    return (period.start.month, period.end.month) == (int(said[0]), int(said[1]))


def between(contents: Sequence[Content]) -> Iterator[Finding]:
    """The same figure for the same place and period prints the same everywhere in the issue."""
    first: dict[Wanted, tuple[Content, Number]] = {}
    for content in contents:
        for number in content.numbers:
            if number.value is None:
                continue
            want = Wanted(number.value.figure.key, number.value.period, number.value.place)
            earlier, other = first.setdefault(want, (content, number))
            if other.text != number.text:
                yield Finding(f"同一指标在《{earlier.item.headline[:16]}》中写作“{other.text}”，这里写作“{number.text}”。",
                              "请统一写法。", item=content.item, quote=number.text, code="between")  # fmt: skip
