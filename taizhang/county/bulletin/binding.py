"""Binds each typed number to the ledger figure its words claim, and says whether it holds and how sure that is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from taizhang.county.bulletin.content import Content, Number, Wanted, fetch
from taizhang.county.bulletin.nearby import Around, Nearby
from taizhang.county.bulletin.pins import Pin
from taizhang.county.bulletin.recalled import names, period_of
from taizhang.county.figures import registry
from taizhang.county.figures.asked import is_state
from taizhang.county.figures.claims import Candidate, Claim, claims
from taizhang.county.figures.definition import Ratio
from taizhang.county.figures.period import Period
from taizhang.county.figures.text.periods import said
from taizhang.county.figures.values import Value
from taizhang.county.people.models import Organisation


class Verdict(StrEnum):
    """How a typed number compares with the ledgers, in the words the pages use."""

    AGREES = "与台账一致"
    PLACE = "写成了别处的数"
    PERIOD = "写成了别的期间的数"
    FIGURE = "写成了别的指标的数"
    DIFFERS = "与台账不符"
    AMBIGUOUS = "说不清是哪个指标"
    NONE = "没有对应的指标"


class Evidence(StrEnum):
    """How well the words show that this figure is meant."""

    SURE = "文字完全对得上"
    LIKELY = "从文字看多半是它"
    CHANCE = "可能只是凑巧"


@dataclass(frozen=True)
class Sureness:
    """`sure` and `likely` are fits of words from 0 to 1; `apart` is the lead over the next candidate.

    Fewer rows than `few` agree by chance with any count; `telling` digits make a coincidence unlikely.
    """

    sure: float
    likely: float
    apart: float
    few: int
    telling: int
    since: date
    source: str


_UNDATED = "文中的期间定不下起止日期，或早于台账"
# [inferred] Only a sure claim stops an issue: an editor who is shown false alarms stops looking.
SURENESS = Sureness(0.75, 0.55, 0.1, 10, 3, date(2024, 1, 1), "本系统约定：手写数字对应指标的把握")


@dataclass(frozen=True)
class Bound:
    """A typed number of a field, the figure it most likely speaks of, and the ledger's value; None where no figure.

    `others` are further figures it may speak of, `right` what it would be the right number of; `why` says in Chinese
    why nothing was compared, `where` names the place.
    """

    number: Number
    field: str
    verdict: Verdict
    evidence: Evidence = Evidence.CHANCE
    want: Wanted | None = None
    value: Value | None = None
    others: tuple[Value, ...] = ()
    right: tuple[Nearby, ...] = ()
    why: str = ""
    where: str = ""

    @property
    def agrees(self) -> bool:
        return self.verdict is Verdict.AGREES

    @property
    def sure(self) -> bool:
        return self.evidence is Evidence.SURE

    @property
    def holds(self) -> bool:
        """Whether the ledger answers for the number, so that it needs no other source."""
        return self.agrees and self.evidence is not Evidence.CHANCE


@dataclass(frozen=True)
class _Claimed:
    """A typed number with what it may speak of, likeliest first, each with the fit of its words."""

    content: Content
    field: str
    number: Number
    wanted: tuple[tuple[Wanted, float], ...]
    why: str = ""


def bound(contents: Sequence[Content], *, known_at: Any = None) -> dict[int, list[Bound]]:
    """For each item its typed numbers in the order of the text; one board for each period, one more look around."""
    places = {day: names(day) for day in {content.item.as_of for content in contents if content.typed}}
    claimed = [
        claim for content in contents if content.typed for claim in _claimed(content, places[content.item.as_of])
    ]
    known = fetch({want for claim in claimed for want, _ in claim.wanted}, known_at=known_at)
    around, result = Around(known_at), dict[int, list[Bound]]()
    for claim in claimed:
        day = claim.content.item.as_of
        found = replace(_compared(claim, known), where=_name(claim, places[day]))
        found = _looked_around(found, day, around)
        result.setdefault(claim.content.item.pk, []).append(found)
    return result


def of_item(content: Content) -> list[Bound]:
    return bound([content]).get(content.item.pk, [])


def _name(claim: _Claimed, places: Mapping[str, str]) -> str:
    """The full name of the place that is meant, which tells an editor at once when another one was."""
    code = claim.wanted[0][0].place if claim.wanted else None
    return max((name for name, known in places.items() if known == code), key=len, default="") if code else "全县"


def _claimed(content: Content, places: Mapping[str, str]) -> Iterator[_Claimed]:
    day, usual = content.item.as_of, own_place(content)
    for name, line in content.lines:
        numbers = {number.span: number for number in line.numbers if number.span}
        pinned = [(number.start, number.end) for number in line.numbers if not number.typed]
        told = said(line.text, today=day)
        for claim in claims(line.text, list(numbers), registry.every(), places, said=told, usual=usual, others=pinned):
            yield _wanting(content, name, numbers[claim.span], claim)


def own_place(content: Content) -> str | None:
    """The township whose own item this is: it need not be named in every sentence."""
    units = [unit.organisation for unit in content.units]
    alone = len(units) == 1 and units[0].kind == Organisation.Kind.TOWNSHIP
    return units[0].place_id if alone else None


def _wanting(content: Content, name: str, number: Number, claim: Claim) -> _Claimed:
    day, some = content.item.as_of, claim.candidates or tuple(_unclaimed(number, claim))
    pairs = [(_wanted(one, day), one.fit) for one in some]
    wanted = tuple((want, fit) for want, fit in pairs if want)
    unknown = _UNDATED if claim.candidates and not wanted else ""
    return _Claimed(content, name, number, wanted, claim.apart or unknown)


def _unclaimed(number: Number, claim: Claim) -> Iterator[Candidate]:
    """No words claim a figure for this number: those of its unit, in case it is the number of one of them."""
    span, place = number.span, claim.where.code
    if span is None or claim.apart or not is_telling(number):
        return
    for figure in registry.every():
        if figure.unit == span.unit and not (place and figure.ledger.narrow):
            yield Candidate(figure, place, claim.said, 0.0)


def _wanted(candidate: Candidate, day: date) -> Wanted | None:
    figure = candidate.figure
    period = period_of(figure, candidate.said, day)
    if period is None or (period.end if is_state(figure) else period.start) < figure.since:
        return None
    return Wanted(figure.key, _named(period, day), candidate.place)


def _named(period: Period, day: date) -> Period:
    """Whole months and the year to the day under the names that pins have for them."""
    months = Period.months(period.end.year, min(period.start.month, period.end.month), period.end.month)
    usual = Period.year_to(day)
    for known in (usual, months):
        if (known.start, known.end) == (period.start, period.end):
            return known
    return period


def _compared(claim: _Claimed, known: Mapping[Wanted, Value]) -> Bound:
    best = claim.wanted[0][1] if claim.wanted else 0.0
    near = [(want, fit) for want, fit in claim.wanted if best - fit < SURENESS.apart]
    # 排查化解1369起 may be said of either.
    possible = [*near, *(pair for pair in claim.wanted if pair not in near and pair[1] >= SURENESS.likely)]
    want, fit = next((pair for pair in possible if stated(claim.number, known[pair[0]])), (None, 0.0))
    if want is not None:
        others = tuple(known[other] for other, _ in near if other != want and best)
        evidence = _evidence(claim.number, fit, alone=not others)
        return Bound(claim.number, claim.field, Verdict.AGREES, evidence, want, known[want], others)
    return _failed(claim, near, known) if best else Bound(claim.number, claim.field, Verdict.NONE, why=claim.why)


def _failed(claim: _Claimed, near: Sequence[tuple[Wanted, float]], known: Mapping[Wanted, Value]) -> Bound:
    """Whichever of several is meant, the number fails."""
    want, others = near[0][0], tuple(known[other] for other, _ in near[1:])
    least = min(fit for _, fit in near)
    evidence = Evidence.LIKELY if least >= SURENESS.likely else Evidence.CHANCE
    evidence = Evidence.SURE if least >= SURENESS.sure else evidence
    verdict = Verdict.AMBIGUOUS if others else Verdict.DIFFERS
    return Bound(claim.number, claim.field, verdict, evidence, want, known[want], others)


def _evidence(number: Number, fit: float, *, alone: bool) -> Evidence:
    if fit >= SURENESS.sure and alone:
        return Evidence.SURE
    return Evidence.LIKELY if fit >= SURENESS.likely or (fit and is_telling(number)) else Evidence.CHANCE


def is_telling(number: Number) -> bool:
    """An exact number of some digits; 100% and 1起 are right of many things."""
    span = number.span
    if span is None or span.word or span.amount is None or span.amount == 100:
        return False
    return len(f"{span.amount:f}".replace(".", "").strip("0")) >= SURENESS.telling


def stated(number: Number, value: Value) -> bool:
    """Does what was typed hold for the value? 170余万元 holds for 1,737,200; 100% only when nothing is missing."""
    span = number.span
    if span is None or value.amount is None or span.value is None:
        return False
    if isinstance(value.figure, Ratio) and span.amount in (Decimal(0), Decimal(100)) and not span.word:
        return value.amount == span.amount
    return value.amount in span.interval


def _looked_around(found: Bound, day: date, around: Around) -> Bound:
    """A sure claim that fails may be right of another place, period or figure."""
    if found.agrees or not found.sure or found.want is None or not _is_exact(found.number):
        return found
    right = tuple(around.nearby(found.want, day, lambda value: stated(found.number, value)))
    return replace(found, verdict=Verdict[right[0].kind.name], right=right) if right else found


def _is_exact(number: Number) -> bool:
    span = number.span
    if span is None or span.word or span.amount is None:
        return False
    return span.amount >= SURENESS.few and span.amount != 100


def pin(want: Wanted, day: date, number: Number) -> Pin:
    """The pin that prints what was typed."""
    said = str(number.span.qualifier) if number.span else ""
    style = said if said in ("over", "near", "about") else "exact"
    style = "" if style == want.figure.style or isinstance(want.figure, Ratio) else style
    made = Pin(want.key, want.place or "", style=style)
    if made.period(want.figure, day) == want.period:
        return made
    if is_state(want.figure):
        return replace(made, on=want.period.end)
    months = (want.period.start.month, want.period.end.month)
    if want.period == Period.months(day.year, *sorted(months)):
        return replace(made, months=months)
    return replace(made, start=want.period.start, end=want.period.end)


__all__ = [
    "SURENESS",
    "Bound",
    "Evidence",
    "Sureness",
    "Verdict",
    "bound",
    "is_telling",
    "of_item",
    "own_place",
    "pin",
    "stated",
]
