"""Reads and writes the pins in an item's text: {disputes.found | place=胙城乡 | months=1-8 | style=over}.

{disputes.found | campaign=bairi-2023} counts the days of a campaign, up to the cut-off while it runs.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from taizhang.county.figures import campaigns, registry
from taizhang.county.figures.asked import is_state
from taizhang.county.figures.definition import Definition
from taizhang.county.figures.period import Period
from taizhang.county.standards import regions
from taizhang.county.standards.errors import Invalid

STYLES = ("exact", "over", "near", "about")
OPTIONS = ("place", "months", "from", "to", "on", "campaign", "style")
_BRACE = re.compile(r"\{([^{}]*)\}|[{}]")


@dataclass(frozen=True)
class Pin:
    """`place` is as written, a code or a name, `campaign` the slug of one.

    Of `months`, `start` with `end`, `on` and `campaign`, one at most is set.
    """

    key: str
    place: str = ""
    months: tuple[int, int] | None = None
    start: date | None = None
    end: date | None = None
    on: date | None = None
    campaign: str = ""
    style: str = ""

    def period(self, figure: Definition, cutoff: date, campaign: Any = None) -> Period:
        """The whole year to the cut-off for what happens, the cut-off day for what stands, unless the pin says.

        `campaign` is the one the pin names. Raises Invalid where it has not begun by the cut-off.
        """
        if campaign:
            window = campaigns.window(campaign, cutoff)
            return Period.at(window.end) if is_state(figure) else window
        if self.months:
            return Period.months(cutoff.year, *self.months)
        if self.on:
            return Period.at(self.on)
        if self.start and self.end:
            return Period.between(self.start, self.end)
        return Period.at(cutoff) if is_state(figure) else Period.year_to(cutoff)


@dataclass(frozen=True)
class Fault:
    """What is wrong with the text from `start` to `end`."""

    start: int
    end: int
    quote: str
    sentence: str


@dataclass(frozen=True)
class Piece:
    """Plain text, or a pin with its text; `start` counts characters of the whole text from 0."""

    text: str
    start: int
    pin: Pin | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Parsed:
    pieces: tuple[Piece, ...]
    faults: tuple[Fault, ...]

    @property
    def pins(self) -> list[Pin]:
        return [piece.pin for piece in self.pieces if piece.pin]


class BadPin(ValueError):
    """The message is a Chinese sentence without the position."""


def parse(text: str) -> Parsed:
    """A faulty pin stays in the text as it was written, and its fault says where and what to do."""
    pieces: list[Piece] = []
    faults: list[Fault] = []
    at = 0
    for found in _BRACE.finditer(text):
        try:
            pin = _pin(found.group(1))
        except BadPin as bad:
            faults.append(_fault(text, found.start(), found.end(), str(bad)))
            continue
        if found.start() > at:
            pieces.append(Piece(text[at : found.start()], at))
        pieces.append(Piece(found.group(), found.start(), pin))
        at = found.end()
    if at < len(text):
        pieces.append(Piece(text[at:], at))
    return Parsed(tuple(pieces), tuple(faults))


def _fault(text: str, start: int, end: int, sentence: str) -> Fault:
    quote = text[start:end]
    return Fault(start, end, quote, f"第 {start + 1} 字处“{quote[:40]}”：{sentence}")


def written(pin: Pin) -> str:
    """The pin as text; parse() reads it back."""
    parts = [pin.key, *(f"{name}={value}" for name, value in _options(pin))]
    return "{" + " | ".join(parts) + "}"


def _options(pin: Pin) -> Iterator[tuple[str, str]]:
    if pin.place:
        yield "place", pin.place
    if pin.months:
        first, last = pin.months
        yield "months", str(first) if first == last else f"{first}-{last}"
    for name, day in (("from", pin.start), ("to", pin.end), ("on", pin.on)):
        if day:
            yield name, day.isoformat()
    for name, text in (("campaign", pin.campaign), ("style", pin.style)):
        if text:
            yield name, text


def _pin(inside: str | None) -> Pin:
    if inside is None:
        raise BadPin("花括号不成对，引用应写成“{指标 | 选项=值}”；不是引用的，请改用其他括号。")
    key, *parts = [part.strip() for part in inside.replace("｜", "|").split("|")]
    _known(key)
    options: dict[str, str] = {}
    for part in (option for written in parts for option in re.split("[,，]", written)):
        name, value = _option(part)
        if name in options:
            raise BadPin(f"选项 {name} 写了两次，请只留一个。")
        options[name] = value
    return _built(key, options)


def _known(key: str) -> None:
    if not key:
        raise BadPin("引用里没有写指标，应写成“{指标 | 选项=值}”。")
    try:
        registry.get(key)
    except registry.UnknownFigure as unknown:
        raise BadPin(f"{unknown.sentence}。请改用其中一个，或到“数据”页查找。") from None


def _option(part: str) -> tuple[str, str]:
    name, sign, value = (word.strip() for word in part.replace("＝", "=").partition("="))
    if name not in OPTIONS:
        near = get_close_matches(name, OPTIONS, n=1, cutoff=0.4)
        hint = f"是不是 {near[0]}？" if near else ""
        raise BadPin(f"不认识选项“{name}”，{hint}可用：{'、'.join(OPTIONS)}。")
    if not (sign and value):
        raise BadPin(f"选项 {name} 没有写值，应写成“{name}=…”。")
    return name, value


def _built(key: str, options: dict[str, str]) -> Pin:
    read: dict[str, Callable[[str], object]] = {
        "months": _months,
        "from": _day,
        "to": _day,
        "on": _day,
        "style": _style,
    }
    values = {name: read[name](value) if name in read else value for name, value in options.items()}
    if ("from" in values) != ("to" in values):
        raise BadPin("from 和 to 要同时写，例如“from=2023-03-01,to=2023-05-31”。")
    if len({"months", "from", "on", "campaign"} & set(values)) > 1:
        raise BadPin("期间只能用一种写法：months、from 与 to、on、campaign 选一。")
    renamed = {{"from": "start", "to": "end"}.get(name, name): value for name, value in values.items()}
    pin = Pin(key, **renamed)  # type: ignore[arg-type]
    if pin.start and pin.end and pin.end < pin.start:
        raise BadPin("起止日期颠倒，请调换 from 和 to。")
    return pin


def _months(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,2})(?:\s*[-—–~至]\s*(\d{1,2}))?月?", text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last <= 12:
        raise BadPin(f"“months={text}”不是月份，应写成“months=1-8”或“months=8”。")
    return first, last


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadPin(f"“{text}”不是日期，应写成“2023-08-31”。") from None


def _style(text: str) -> str:
    if text not in STYLES:
        raise BadPin(f"“style={text}”不对，可用：exact（确数）、over（余）、near（近）、about（约）。")
    return text


def place_code(written: str, places: dict[str, str]) -> str:
    """The code a pin's place means; `places` maps names and codes to codes. Raises BadPin with the nearest names."""
    try:
        known = places.get(written) or places.get(regions.normalise(written))
    except Invalid:
        known = None
    if known is None:
        names = [name for name in places if not name.isdigit()]
        near = get_close_matches(written, names, n=3, cutoff=0.3) or names[:3]
        raise BadPin(f"没有“{written}”这个地方，相近的有：{'、'.join(near)}。")
    return known
