"""The checklist's rules on earlier issues: what a number said before, and how it may have moved since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from statistics import median

from taizhang.county.bulletin import earlier
from taizhang.county.bulletin.binding import Bound
from taizhang.county.bulletin.content import Content, Line, Number
from taizhang.county.bulletin.earlier import Names, Passage, Point, Series, Written
from taizhang.county.bulletin.finding import Finding, around
from taizhang.county.bulletin.flow import Clean
from taizhang.county.bulletin.recalled import names
from taizhang.county.figures.asked import is_state
from taizhang.county.figures.definition import Definition, Kind
from taizhang.county.figures.period import Period
from taizhang.county.figures.text.periods import PeriodKind, said
from taizhang.county.figures.values import Value
from taizhang.county.standards.amounts import Interval


@dataclass(frozen=True)
class Likely:
    """When a number has moved further than its own history makes likely.

    Movements a day between issues are compared with their median; `deviations` counts median absolute deviations,
    each taken as at least `floor` of the median and as the root of the expected movement, which is how far counts of
    chance events scatter. What lies less than `least` beside the expected movement is never worth a word, nor is a
    number below `few` that did not move.
    """

    points: int
    deviations: int
    floor: Decimal
    least: int
    few: int
    since: date
    source: str


# [inferred] Weekly issues give four points a month; five deviations let an ordinary campaign week pass.
LIKELY = Likely(
    4, 5, Decimal("0.5"), 5, 3, date(2024, 1, 1), "本系统约定：与本指标历次刊发的日均增量相比，取中位数和绝对中位差"
)


@dataclass(frozen=True)
class Said:
    """A number of the draft that surely speaks of a figure; `counted` where the ledger says it as well."""

    content: Content
    field: str
    number: Number
    value: Value
    counted: bool = True

    @property
    def series(self) -> Series:
        start = None if is_state(self.value.figure) else self.value.period.start
        return self.value.figure.key, self.value.place, start

    @property
    def end(self) -> date:
        return self.value.period.end

    @property
    def amount(self) -> Decimal | None:
        """What is printed: the ledger's value for a pin, the written one for a typed number."""
        return self.number.span.amount if self.number.span else self.value.amount

    @property
    def interval(self) -> Interval:
        return self.number.span.interval if self.number.span else Interval(self.value.amount, self.value.amount)

    def finding(self, sentence: str, remedy: str, since: Clean = Clean.NOTHING, *, code: str) -> Finding:
        line = dict(self.content.lines)[self.field]
        quote = around(line, self.number.start, self.number.end)
        return Finding(sentence, remedy, since, self.content.item, self.field, quote, code=code)


def against_earlier(
    contents: Sequence[Content], bound: Mapping[int, Iterable[Bound]] | None = None
) -> Iterator[Finding]:
    """Every number against what earlier issues of its year said; `bound` are the typed numbers that have a figure."""
    known = [*_pinned(contents), *_typed(contents, bound or {})]
    before = earlier.points((one.series for one in known), {one.end.year for one in known})
    for one in known:
        yield from _compared(one, before.get(one.series, []))
    taken = {(one.content.item.pk, one.field, one.number.start) for one in known}
    yield from _unbound(contents, taken)
    yield from _other_days(contents)


def _pinned(contents: Sequence[Content]) -> Iterator[Said]:
    for content in contents:
        for name, line in content.lines:
            yield from (Said(content, name, number, number.value) for number in line.numbers if number.value)


def _typed(contents: Sequence[Content], bound: Mapping[int, Iterable[Bound]]) -> Iterator[Said]:
    for content in contents:
        for one in bound.get(content.item.pk, ()):
            if one.value and one.sure and one.number.span is not None and one.number.span.amount is not None:
                yield Said(content, one.field, one.number, one.value, counted=one.agrees)


def _compared(one: Said, some: Sequence[Point]) -> Iterator[Finding]:
    before = earlier.latest(some, until=one.end)
    if before is None or one.amount is None:
        return
    grows = _grows(one.value.figure, one.value.period)
    if grows and _below(one.interval, before.interval):
        if not one.content.item.explanation.strip():
            yield one.finding(f"“{one.number.text}”比{before.issue}的“{before.text}”少，累计数不应变小。",
                              "请核对；确因更正减少的，在“给审核人的说明”中写明。", Clean.FIGURES, code="fell")  # fmt: skip
        return
    yield from _copied(one, before, some, grows=grows)
    yield from _jumped(one, some)


def _grows(figure: Definition, period: Period) -> bool:
    return figure.kind in (Kind.FLOW, Kind.SUM, Kind.PERSON_TIMES) and (period.start.month, period.start.day) == (1, 1)


def _below(one: Interval, other: Interval) -> bool:
    """Is every value of one less than every value of the other?"""
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (one.high == other.low and (one.high_open or other.low_open))


def _copied(one: Said, before: Point, some: Sequence[Point], *, grows: bool) -> Iterator[Finding]:
    """What the ledger does not say and did not move may have been copied; what it says, where it always moved."""
    same = one.amount == before.amount and one.number.text == before.text and one.end > before.end
    few = one.amount is None or one.amount < LIKELY.few or one.number.text.rstrip("%％") == "100"
    if not same or few or (one.counted and not (grows and _always_moved(some))):
        return
    days = f"数据截至日期已从 {before.end:%Y-%m-%d} 到 {one.end:%Y-%m-%d}"
    remedy = "请核对这段时间的台账是不是还没有登记。" if one.counted else "请核对是不是照抄了上次的数。"
    yield one.finding(f"“{one.number.text}”与{before.issue}的“{before.text}”相同，{days}。", remedy, code="copied")


def _always_moved(some: Sequence[Point]) -> bool:
    rates = _rates(some)
    return len(rates) >= LIKELY.points - 1 and all(rate > 0 for rate in rates)


def _rates(some: Sequence[Point]) -> list[Decimal]:
    """Movements a day from one period's end to the next; of two issues with the same end the later counts."""
    ends = {point.end: point.amount for point in some}
    days = sorted(ends)
    return [(ends[b] - ends[a]) / (b - a).days for a, b in pairwise(days)]


def _jumped(one: Said, some: Sequence[Point]) -> Iterator[Finding]:
    past = [point for point in some if point.end < one.end]
    if one.amount is None or one.value.figure.kind is Kind.RATIO or len({point.end for point in past}) < LIKELY.points:
        return
    last = max(past, key=lambda point: (point.end, point.on))
    days, moved, rates = (one.end - last.end).days, one.amount - last.amount, _rates(past)
    usual = median(rates)
    spread = max(median([abs(rate - usual) for rate in rates]), abs(usual) * LIKELY.floor)
    beyond, scatter = abs(moved - usual * days), (abs(usual) * days).sqrt()
    if beyond > LIKELY.deviations * max(spread * days, scatter) and beyond >= LIKELY.least:
        yield one.finding(
            f"“{one.number.text}”比{last.issue}的“{last.text}”{'多' if moved > 0 else '少'} {_prose(abs(moved))}，"
            f"按历次刊发的变化，{days} 天一般在 {_prose(abs(usual) * days)} 左右。",
            "请核对；属实的不必改。", code="jump",
        )  # fmt: skip


def _prose(amount: Decimal) -> str:
    return f"{amount.quantize(Decimal(1)):f}" if amount >= 10 else f"{amount.quantize(Decimal('0.1')).normalize():f}"


def _unbound(contents: Sequence[Content], bound: set[tuple[int, str, int]]) -> Iterator[Finding]:
    """Totals that no ledger keeps: the same words of the same unit said more in an earlier issue of the year."""
    loose = [(content, [*_loose(content, bound)]) for content in contents]
    loose = [(content, some) for content, some in loose if some]
    for day in {content.item.as_of for content, _ in loose}:
        places = earlier.Places(names(day))
        some = earlier.passages(day.year, {unit for content, _ in loose for unit in _units(content)}, until=day)
        for content, numbers in loose:
            if content.item.as_of == day:
                yield from _against(content, numbers, [one for one in some if one.units & _units(content)], places)


def _units(content: Content) -> frozenset[str]:
    return frozenset(earlier.plain(unit.organisation.short) for unit in content.units)


def _loose(content: Content, bound: set[tuple[int, str, int]]) -> Iterator[tuple[str, Line, Number]]:
    for name, line in content.lines:
        for number in line.numbers if earlier.gathers(line.text) else ():
            if number.typed and number.span and (content.item.pk, name, number.start) not in bound:
                yield name, line, number


def _against(
    content: Content, numbers: Sequence[tuple[str, Line, Number]], some: Sequence[Passage], places: earlier.Places
) -> Iterator[Finding]:
    units, day = _units(content), content.item.as_of
    totals: dict[Names, tuple[Passage, Written]] = {}
    for passage in some:
        for one in earlier.written(passage.text, places, passage.units, passage.on):
            if one.gathered:
                totals[one.names] = passage, one
    for name, line, number in numbers if totals else ():
        mine = next((w for w in earlier.written(line.text, places, units, day) if w.span.start == number.start), None)
        if mine and mine.gathered and mine.names in totals:
            yield from _fewer(content, name, line, number, mine, totals[mine.names])


def _fewer(
    content: Content, name: str, line: Line, number: Number, mine: Written, told: tuple[Passage, Written]
) -> Iterator[Finding]:
    if content.item.explanation.strip() or mine.span.value is None or told[1].span.value is None:
        return
    passage, before = told
    if _below(mine.span.interval, before.span.interval):
        yield Finding(f"“{number.text}”比{passage.issue}的“{before.span.text}”少，文中写的都是累计的数。",
                      "请核对；说的不是一回事，或确因更正减少的，可以不改。", item=content.item, field=name,
                      quote=around(line, number.start, number.end), code="fewer")  # fmt: skip


def _other_days(contents: Sequence[Content]) -> Iterator[Finding]:
    """Typed numbers that say a day of their own, other than the one to which the issue's numbers run."""
    for content in contents:
        cutoff = content.item.as_of
        for name, line in content.lines:
            typed = [number for number in line.numbers if number.typed]
            for one in said(line.text, today=cutoff):
                after = next((n for n in typed if n.start >= one.end), None)
                same = after and not set("。！？") & set(line.text[one.end : after.start])
                if same and one.kind == PeriodKind.AS_OF and one.last and one.last != cutoff:
                    yield Finding(f"本期数据截至 {cutoff:%Y-%m-%d}，这里的数却是“{one.text}”的。", "请统一到同一天。",
                                  item=content.item, field=name, quote=around(line, one.start, one.end),
                                  code="as_of")  # fmt: skip


__all__ = ["LIKELY", "Likely", "Said", "against_earlier"]
