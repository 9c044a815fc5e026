"""Reads every number of a Chinese text in one pass: what counts, with value and unit, and what does not."""

import re
from collections.abc import Iterator

from taizhang.county.figures.text import names, skipped
from taizhang.county.figures.text.lexicon import SILENT
from taizhang.county.figures.text.numeral import Numeral, arabic_at, chinese_at, tenths_at
from taizhang.county.figures.text.plain import arabic_figure, chinese_figure
from taizhang.county.figures.text.quantity import figure, heads, is_rounded
from taizhang.county.figures.text.script import CAPITALS, CHINESE, DIGIT, PLAIN
from taizhang.county.figures.text.span import Kind, Span
from taizhang.county.figures.text.units import unit_at

# A number can begin nowhere else. 半 counts as 半数, 一半 and 过半 only; 第, 前, 近 and the rest open what is no figure.
_TRIGGER = re.compile(
    rf"[{DIGIT}{CHINESE}半第《“‘「]|[前头](?={'[ ]?'}[{DIGIT}{CHINESE}])|(?:今后|未来|过去|最近|近|[上下])(?=[{DIGIT}{CHINESE}半])"
)
_PAST = re.compile(rf"[{DIGIT}]+|[{CAPITALS}]|[{PLAIN}][{PLAIN.replace('两', '')}]*|.", re.DOTALL)
_CLOSING = {"《": "》", "“": "”", "‘": "’", "「": "」"}
_TITLE_MOST, _QUOTED_MOST = 80, 12
_HAS_NUMBER = re.compile(f"[{DIGIT}{CHINESE}]")
_PLAIN_NAME = re.compile(rf"[^，。；：！？、\n“”]{{1,{_QUOTED_MOST}}}\Z")


def numbers(text: str) -> list[Span]:
    """The figures alone, in the order of the text."""
    return [span for span in spans(text) if span.is_figure]


def spans(text: str) -> Iterator[Span]:
    """Every number with what it is, none touching another; what is no figure has no value."""
    at = floor = 0
    search = _TRIGGER.search
    while found := search(text, at):
        start = found.start()
        span = _at(text, start, floor)
        if span is None:
            past = _PAST.match(text, start)
            assert past is not None
            at = start + 1 if text[start] in "第前头近最过今未上下半《“‘「" else past.end()
        else:
            yield span
            at = floor = span.end


def _at(text: str, at: int, floor: int) -> Span | None:
    letter = text[at]
    if letter in _CLOSING:
        return _named(text, at)
    if letter in "第前头近最过今未上下":
        found = skipped.ordinal_at(text, at)
        return _no_figure(text, *found) if found else None
    if letter.isdecimal():
        return _digits(text, at, floor)
    return _chinese(text, at, floor)


def _no_figure(text: str, start: int, end: int, kind: Kind) -> Span:
    return Span(start, end, text[start:end], None, "", "exact", kind)


def _named(text: str, at: int) -> Span | None:
    """Numbers within a title, or a short quotation that is a name: 《“十四五”规划》, “六防六促”, “3·15”, “1+3+N”."""
    title = text[at] == "《"
    close = text.find(_CLOSING[text[at]], at + 1, at + 2 + (_TITLE_MOST if title else _QUOTED_MOST))
    if close < 0:
        return None
    inside = text[at + 1 : close]
    if not _HAS_NUMBER.search(inside.replace("清零", "")) or not (title or _is_name(inside)):
        return None
    return _no_figure(text, at, close + 1, Kind.OTHER)


def _is_name(inside: str) -> bool:
    """No name: a quotation whose digits count something, such as “3个月内办结” or “100万元”."""
    if not _PLAIN_NAME.match(inside):
        return False
    return not any(
        span.is_figure and span.unit and (span.text[0].isdigit() or len(span.text) > 3) for span in spans(inside)
    )


def _digits(text: str, at: int, floor: int) -> Span | None:
    swift = arabic_figure(text, at)
    if swift is not None:
        return swift
    no_figure = skipped.digits_at(text, at, floor)
    if no_figure:
        return _no_figure(text, *no_figure)
    number = arabic_at(text, at)
    if number is None:
        return None
    return figure(text, tenths_at(text, number) or number, floor)


def _chinese(text: str, at: int, floor: int) -> Span | None:
    swift = chinese_figure(text, at)
    if swift is not None:
        return swift
    if text[at] != "半":
        found = skipped.chinese_at(text, at)
        if found:
            return _no_figure(text, *found)
    number = chinese_at(text, at)
    name = names.name_at(text, at)
    if name is not None and not (number and _outweighs(text, number, name[0], floor)):
        return None if text[at : name[0]] in SILENT else _no_figure(text, at, *name)
    code = names.code_at(text, at)
    if code is not None and (number is None or number.high is None):
        return _no_figure(text, at, code, Kind.IDENTIFIER)
    if number is None or _part_of_word(text, at, number):
        return None
    return figure(text, number, floor)


def _outweighs(text: str, number: Numeral, name: int, floor: int) -> bool:
    """百分之五 and 三成 say themselves that they count; so do numerals longer than the name, and 上 before 千名.

    So do measure words that go beyond it: 三公里 is no 三公.
    """
    if number.bare and not number.unit:
        return is_rounded(text, number, floor) or heads(text, number)
    unit = unit_at(text, number.end, strict=True)
    counted = unit is not None and (number.high is not None or (unit[0] > name and text[name - 1] != "大"))
    return number.end > name or bool(number.word or number.unit) or counted


def _part_of_word(text: str, at: int, number: Numeral) -> bool:
    short = number.end - number.start == 1
    return short and names.inside_word(text, at)
