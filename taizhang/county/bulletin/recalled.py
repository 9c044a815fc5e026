"""Reads the numbers of a printed item, and which figure, place and period each was most likely said of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from taizhang.county.bulletin.structure import Item
from taizhang.county.figures import registry
from taizhang.county.figures.asked import is_state
from taizhang.county.figures.claims import Claim, claims
from taizhang.county.figures.definition import Definition
from taizhang.county.figures.period import Period
from taizhang.county.figures.text import Span, spans
from taizhang.county.figures.text.periods import PeriodKind, Said, said
from taizhang.county.places.divisions import short, townships

_VALUE_MAX = Decimal(10) ** 17


@dataclass(frozen=True)
class Sureness:
    """How well words must fit before a past number is taken for a figure's; `apart` is the lead over the next."""

    fit: float
    apart: float
    since: date
    source: str


# [inferred] A wrong key would make continuity complain of a sound number; an absent one only leaves it unchecked.
SURENESS = Sureness(0.8, 0.1, date(2024, 1, 1), "本系统约定：补录数字对应指标的把握下限")


@dataclass(frozen=True)
class Recalled:
    """A number in the headline or body of an item; `key`, `place` and `period` are set together with the figure."""

    field: str
    span: Span
    key: str | None = None
    place: str | None = None
    period: Period | None = None

    @property
    def value(self) -> Decimal | None:
        amount = self.span.amount
        return amount if amount is not None and abs(amount) < _VALUE_MAX else None


def recalled(item: Item, notes: Sequence[str], day: date) -> tuple[Recalled, ...]:
    """`day` is the date of the issue; a note may say that its numbers run to an earlier one."""
    places, until = names(day), as_of(notes, day)
    usual = next((places[unit] for unit in item.units if unit in places), None) if len(item.units) == 1 else None
    return tuple(
        one
        for field, text in (("headline", item.headline[:120]), ("body", item.body))
        for one in _of_text(field, text, places, usual, until)
    )


def names(day: date) -> dict[str, str]:
    """The townships by name and short name on a day."""
    found = {place.name: place.code for place in townships(day)}
    return {short(name): code for name, code in found.items()} | found


def as_of(notes: Sequence[str], day: date) -> date:
    told = (one.last for note in notes for one in said(note, today=day) if one.kind == PeriodKind.AS_OF and one.last)
    return next((last for last in told if last <= day), day)


def _of_text(field: str, text: str, places: dict[str, str], usual: str | None, day: date) -> Iterator[Recalled]:
    found = [span for span in spans(text) if span.is_figure]
    made = claims(text, found, registry.every(), places, said=said(text, today=day), usual=usual)
    claimed = {claim.span: claim for claim in made}
    for span in found:
        yield _bound(field, span, claimed.get(span), day)


def _bound(field: str, span: Span, claim: Claim | None, day: date) -> Recalled:
    candidates = claim.candidates if claim else ()
    if not candidates or candidates[0].fit < SURENESS.fit:
        return Recalled(field, span)
    best = candidates[0]
    if len(candidates) > 1 and best.fit - candidates[1].fit < SURENESS.apart:
        return Recalled(field, span)
    period = period_of(best.figure, best.said, day)
    return Recalled(field, span, best.figure.key, best.place, period) if period else Recalled(field, span)


def period_of(figure: Definition, told: Said | None, day: date) -> Period | None:
    """The days a number speaks of: the year to the day where no word says one, None where words fix none."""
    if told is not None and told.last is None:
        return None
    last = told.last if told and told.last else day
    if is_state(figure):
        return Period.at(last)
    first = told.first if told else None
    return Period.between(first, last) if first else Period.year_to(last)


__all__ = ["SURENESS", "Recalled", "as_of", "names", "period_of", "recalled"]
