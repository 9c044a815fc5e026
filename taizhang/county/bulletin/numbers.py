"""The checklist's rules on numbers: pins, typed numbers against the ledgers, headline against body, rates, periods."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from taizhang.county.bulletin import binding, pins, verdicts
from taizhang.county.bulletin.binding import Bound
from taizhang.county.bulletin.content import SMALL, Content, Line, Number, Wanted
from taizhang.county.bulletin.finding import FIELDS, Finding, around, contradiction
from taizhang.county.bulletin.flow import Clean
from taizhang.county.bulletin.pins import Pin
from taizhang.county.figures import registry
from taizhang.county.figures.definition import Kind, Ratio
from taizhang.county.figures.period import Period
from taizhang.county.figures.privacy import withheld

EXPLAIN = "口径不同、确实无误的，由单位负责人或本期审核人签署说明。"
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


def typed(content: Content, found: Iterable[Bound]) -> Iterator[Finding]:
    """Typed numbers: contradicted by a ledger, offered as pins, or in need of a signed source."""
    known = {(one.field, one.number.start): one for one in found}
    for name, line in content.lines:
        for number in line.numbers:
            if number.typed and (name, number.start) in known:
                yield from _typed(content, line, known[name, number.start])


def _typed(content: Content, line: Line, one: Bound) -> Iterator[Finding]:
    number = one.number
    place: dict[str, Any] = {
        "item": content.item,
        "field": one.field,
        "quote": around(line, number.start, number.end),
        "start": number.source_start,
        "end": number.source_end,
        "source": line.source[number.source_start : number.source_end],
        "verdict": str(one.verdict),
    }
    if one.value and withheld(one.value):
        yield Finding(f"“{number.text}”", SMALL, Clean.TEXT, code="small", **place)
        return
    if one.want:
        place["offer"] = pins.written(binding.pin(one.want, content.item.as_of, number))
        yield _against_ledger(one, line, place)
    if not one.holds and not (one.sure and one.want) and not content.item.source_note.strip():
        yield from _sourceless(one, place)


def _against_ledger(one: Bound, line: Line, place: dict[str, Any]) -> Finding:
    """A sure failure may be explained; the explanation falls with the words, and with the ledger's number."""
    sentence, remedy = verdicts.told(one)
    code = _code(one)
    if code != "contradiction":
        return Finding(sentence, remedy, code=code, **place)
    said = _clause(line, one.number)
    digest = contradiction("ledger", [said, *_stated_by_ledger(one)])
    return Finding(sentence, f"{remedy}{EXPLAIN}", Clean.FIGURES, code=code, claims=(said,), digest=digest, **place)


def _stated_by_ledger(one: Bound) -> Iterator[str]:
    if one.want and one.value and one.value.amount is not None:
        period = one.want.period
        yield from (one.want.key, one.want.place or "", f"{period.start} {period.end}", f"{one.value.amount:.6f}")


def _clause(line: Line, number: Number) -> str:
    """The number with the words that lead to it, from the last mark on."""
    before = line.text[: number.start]
    return before[max(before.rfind(mark) for mark in "，。；：、！？（）《》“”\n") + 1 :] + number.text


def _code(one: Bound) -> str:
    if one.agrees:
        return "offer" if one.holds else "chance"
    return "contradiction" if one.sure else "doubt"


def _sourceless(one: Bound, place: dict[str, Any]) -> Iterator[Finding]:
    why = f"（{one.why}）" if one.why else ""
    yield Finding(f"手写数字“{one.number.text}”没有对应的台账指标{why}，也没有来源说明。",
                  "请在稿件中填写数据来源，由单位负责人核实时签字。", Clean.FIGURES, code="typed",
                  **{name: value for name, value in place.items() if name != "offer"})  # fmt: skip


def source(content: Content, found: Iterable[Bound]) -> Iterator[Finding]:
    """The source note of typed numbers must be signed before the check."""
    answered = {(one.field, one.number.start) for one in found if one.holds}
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
    if not isinstance(figure, Ratio) or number.pin is None:
        return None
    return replace(number.pin, key=figure.denominator.key, style="")


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
