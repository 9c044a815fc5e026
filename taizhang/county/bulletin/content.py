"""Reads items as they would print: pins become numbers, typed numbers are found, all values fetched together."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import Q

from taizhang.county.bulletin import pins
from taizhang.county.bulletin.models import Item, ItemUnit
from taizhang.county.bulletin.pins import Fault, Parsed, Piece, Pin
from taizhang.county.figures import campaigns, registry, values
from taizhang.county.figures.definition import Definition
from taizhang.county.figures.period import Period
from taizhang.county.figures.privacy import SMALL_COUNT, withheld
from taizhang.county.figures.text import Span, numbers
from taizhang.county.figures.values import Value
from taizhang.county.people.models import Organisation
from taizhang.county.places.models import Place, existing
from taizhang.county.standards.errors import Invalid

_TOWNSHIP_DIGITS = 9
SMALL = f"涉及未成年人，分乡镇不足 {SMALL_COUNT.below} 的数不公布。请改写为全县数，或删去。"


@dataclass(frozen=True)
class Wanted:
    """A value that some pin asks for; `place` None is the whole county."""

    key: str
    period: Period
    place: str | None

    @property
    def figure(self) -> Definition:
        return registry.get(self.key)


@dataclass(frozen=True)
class Number:
    """A number in a line, of a pin or typed (`span`): where it stands as printed, and where in the source."""

    text: str
    start: int
    end: int
    source_start: int
    source_end: int
    pin: Pin | None = None
    value: Value | None = None
    span: Span | None = None

    @property
    def typed(self) -> bool:
        return self.pin is None


@dataclass(frozen=True)
class Line:
    """A headline or a body: the source with pins, and what is printed of it."""

    source: str
    text: str
    numbers: tuple[Number, ...]
    faults: tuple[Fault, ...]

    @property
    def parts(self) -> Iterator[tuple[str, Number | None]]:
        """The printed text in order, cut at its numbers."""
        at = 0
        for number in self.numbers:
            if number.start > at:
                yield self.text[at : number.start], None
            yield number.text, number
            at = number.end
        if at < len(self.text):
            yield self.text[at:], None

    def before(self, number: Number) -> str:
        """The clause that leads to a number."""
        clause = self.text[: number.start]
        return clause[max(clause.rfind(mark) for mark in "。；！？") + 1 :]


@dataclass(frozen=True)
class Content:
    item: Item
    units: tuple[ItemUnit, ...]
    headline: Line
    body: Line

    @property
    def lines(self) -> tuple[tuple[str, Line], ...]:
        return ("headline", self.headline), ("body", self.body)

    @property
    def numbers(self) -> tuple[Number, ...]:
        return self.headline.numbers + self.body.numbers

    @property
    def faults(self) -> tuple[Fault, ...]:
        return self.headline.faults + self.body.faults

    @property
    def typed(self) -> list[Number]:
        return [number for number in self.numbers if number.typed]

    def own(self, unit: Organisation) -> list[Number]:
        """The numbers a unit answers for: a township's are those of its territory, a department's all the others."""
        if len(self.units) == 1:
            return list(self.numbers)
        townships = {u.organisation.place_id for u in self.units if u.organisation.kind == Organisation.Kind.TOWNSHIP}
        mine = {unit.place_id} if unit.kind == Organisation.Kind.TOWNSHIP else {""}
        return [number for number in self.numbers if _territory(number, townships) in mine]

    def digest(self, unit: Organisation | None = None) -> str:
        """SHA-256 over the words, the source note and the values; for a unit, only the values it answers for."""
        values = [_stated(number) for number in (self.own(unit) if unit else self.numbers) if not number.typed]
        said = [self.headline.source, self.body.source, self.item.source_note, values]
        return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    def confirmed(self, unit: ItemUnit) -> bool:
        return bool(unit.confirmed_digest) and unit.confirmed_digest == self.digest(unit.organisation)


def _territory(number: Number, townships: set[str]) -> str:
    place = (number.value.place if number.value else None) or ""
    return place[:_TOWNSHIP_DIGITS] if place[:_TOWNSHIP_DIGITS] in townships else ""


def _stated(number: Number) -> list[str]:
    value = number.value
    if value is None:
        return [number.text]
    return [number.text, str(value.amount), str(value.period.start), str(value.period.end), value.place or ""]


def digest(contents: Iterable[Content]) -> str:
    """SHA-256 over the words and values of all items in their order."""
    return sha256("".join(content.digest() for content in contents).encode()).hexdigest()


def of_item(item: Item, *, known_at: datetime | None = None) -> Content:
    return read([item], known_at=known_at)[0]


def of_issue(issue: Any, *, known_at: datetime | None = None) -> list[Content]:
    """The items of an issue in the order they print: by section as the county has fixed it, then as composed."""
    sections = list(settings.BULLETIN_SECTIONS)
    items = list(issue.items.select_related("issue", "drafter").prefetch_related("units__organisation"))
    items.sort(key=lambda item: (_rank(sections, item.section), item.order, item.pk))
    return read(items, known_at=known_at)


def _rank(sections: Sequence[str], code: str) -> int:
    return sections.index(code) if code in sections else len(sections)


def read(items: Sequence[Item], *, known_at: datetime | None = None) -> list[Content]:
    """Each item's lines with their values; `known_at` None is the present. Costs one board for each period."""
    parsed = {item.pk or id(item): (pins.parse(item.headline), pins.parse(item.body)) for item in items}
    printer = _Printer(
        {item.as_of for item in items}, [pin for both in parsed.values() for one in both for pin in one.pins], known_at
    )
    asked = [(pin, item.as_of) for item in items for one in parsed[item.pk or id(item)] for pin in one.pins]
    printer.fetch(asked)
    return [
        Content(
            item,
            tuple(item.units.all()) if item.pk else (),
            *(
                printer.line(source, one, item.as_of)
                for source, one in zip((item.headline, item.body), parsed[item.pk or id(item)], strict=True)
            ),
        )
        for item in items
    ]


@dataclass
class _Printer:
    """Holds the places, campaigns and values that the pins of one reading speak of."""

    days: set[date]
    pins: Sequence[Pin]
    known_at: datetime | None
    windows: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    values: dict[Wanted, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(pin.place for pin in self.pins):
            self.places = _places(max(self.days), {pin.place for pin in self.pins})

    def fetch(self, asked: Iterable[tuple[Pin, date]]) -> None:
        wanted = set()
        for pin, cutoff in asked:
            # What a pin lacks is told by `line`, in its place.
            with suppress(pins.BadPin, Invalid):
                wanted.add(self.wanted(pin, cutoff))
        self.values = fetch(wanted, known_at=self.known_at)

    def wanted(self, pin: Pin, cutoff: date) -> Wanted:
        """Raises BadPin or Invalid for a place or campaign that does not exist."""
        figure, campaign = registry.get(pin.key), self._campaign(pin)
        place = pins.place_code(pin.place, self.places) if pin.place else campaign and campaign.territory
        period = pin.period(figure, cutoff, campaign)
        return Wanted(pin.key, period, None if place == settings.COUNTY_CODE else place)

    def _campaign(self, pin: Pin) -> Any:
        """Each one asked for once; as known at the moment of the reading."""
        if pin.campaign and pin.campaign not in self.windows:
            self.windows[pin.campaign] = campaigns.find(pin.campaign, known_at=self.known_at)
        return self.windows.get(pin.campaign)

    def line(self, source: str, parsed: Parsed, cutoff: date) -> Line:
        text, shown, faults = "", [], list(parsed.faults)
        for piece in parsed.pieces:
            printed, number, fault = self._piece(piece, len(text), cutoff)
            text += printed
            shown += [number] if number else []
            faults += [fault] if fault else []
        typed = _typed(text, list(_plain_pieces(parsed, shown)))
        every = sorted([*shown, *typed], key=lambda number: number.start)
        return Line(source, text, tuple(every), tuple(sorted(faults, key=lambda fault: fault.start)))

    def _piece(self, piece: Piece, at: int, cutoff: date) -> tuple[str, Number | None, Fault | None]:
        if piece.pin is None:
            return piece.text, None, None
        try:
            value, displayed = self._shown(piece.pin, cutoff)
        except (pins.BadPin, Invalid) as bad:
            sentence = f"第 {piece.start + 1} 字处“{piece.text[:40]}”：{bad}"
            return piece.text, None, Fault(piece.start, piece.end, piece.text, sentence)
        return displayed, Number(displayed, at, at + len(displayed), piece.start, piece.end, piece.pin, value), None

    def _shown(self, pin: Pin, cutoff: date) -> tuple[Value, str]:
        value = self.values[self.wanted(pin, cutoff)]
        if value.amount is None:
            raise pins.BadPin("分母为零，算不出比率。请改写这句话，不写比率。")
        if withheld(value):
            raise pins.BadPin(SMALL)
        return value, str(values.shown(value, pin.style or None))


def fetch(wanted: Iterable[Wanted], *, known_at: datetime | None = None) -> dict[Wanted, Value]:
    """One board for each period, for all townships at once; one more for each smaller place."""
    found: dict[Wanted, Value] = {}
    groups: dict[tuple[Period, str | None], list[Wanted]] = {}
    for want in wanted:
        small = want.place if want.place and len(want.place) != _TOWNSHIP_DIGITS else None
        groups.setdefault((want.period, small), []).append(want)
    for (period, small), some in groups.items():
        figures = {want.key: want.figure for want in some}.values()
        by: Any = "township" if any(want.place and not small for want in some) else None
        board = values.board(figures, period, by=by, known_at=known_at, place=small)
        for want in some:
            found[want] = board.get((want.key, None if small else want.place)) or values.value(
                want.figure, period, place=want.place, known_at=known_at
            )
    return found


def _places(day: date, written: set[str]) -> dict[str, str]:
    """What names and codes mean on a day; a name that two places share means neither."""
    near = Q(level__in=[Place.Level.COUNTY, Place.Level.TOWNSHIP]) | Q(name__in=written) | Q(code__in=written)
    rows = list(Place.objects.filter(existing(day)).filter(near).values_list("code", "name"))
    counts: dict[str, int] = {}
    for _, name in rows:
        counts[name] = counts.get(name, 0) + 1
    return {code: code for code, _ in rows} | {name: code for code, name in rows if counts[name] == 1}


def _plain_pieces(parsed: Parsed, shown: Sequence[Number]) -> Iterator[tuple[Piece, int]]:
    """Each piece that is not printed as a pin's number, with the place in the printed text where it begins."""
    at, pinned = 0, {number.source_start: number for number in shown}
    for piece in parsed.pieces:
        number = pinned.get(piece.start)
        if number is None or piece.pin is None:
            yield piece, at
            at += len(piece.text)
        else:
            at += len(number.text)


def _typed(text: str, plain: Sequence[tuple[Piece, int]]) -> Iterator[Number]:
    """The amounts that were typed: read in the printed text, so that the words around them are complete."""
    for span in numbers(text):
        if not span.is_figure:
            continue
        home = next(
            ((p, at) for p, at in plain if not p.pin and at <= span.start and span.end <= at + len(p.text)), None
        )
        if home:
            piece, at = home
            source = piece.start + span.start - at
            length = span.end - span.start
            yield Number(text[span.start : span.end], span.start, span.end, source, source + length, span=span)
