"""Rules that many ledgers share, each made for the columns it is to hold for; labels come from the model."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from taizhang.county.standards.errors import Invalid

Problems = Iterator[tuple[str, str]]
Rule = Callable[[Any, date], Problems]


@dataclass(frozen=True)
class Threshold:
    """A number from a document that may be changed by a later one, with the day it holds from."""

    value: int
    valid_from: date
    document: str


def not_in_the_future(*columns: str) -> Rule:
    def rule(record: Any, today: date) -> Problems:
        for column in columns:
            day = getattr(record, column)
            if day and day > today:
                yield column, f"{label(record, column)} {day} 晚于今天 {today}，请核对年份和月份"

    return rule


def in_order(first: str, *later: str) -> Rule:
    """None of the later dates lies before the first."""

    def rule(record: Any, today: date) -> Problems:
        start = getattr(record, first)
        for column in later:
            day = getattr(record, column)
            if start and day and day < start:
                yield column, f"{label(record, column)} {day} 早于{label(record, first)} {start}，请核对其一"

    return rule


def first_of_month(*columns: str) -> Rule:
    """A month is kept as its first day."""

    def rule(record: Any, today: date) -> Problems:
        for column in columns:
            day = getattr(record, column)
            if day and day.day != 1:
                yield column, f"按月填写，请用该月 1 日，如 {day.replace(day=1)}"

    return rule


def at_least(column: str, least: int) -> Rule:
    def rule(record: Any, today: date) -> Problems:
        number = getattr(record, column)
        if number is not None and number < least:
            yield column, f"{label(record, column)}不能少于 {least}，现为 {number}"

    return rule


def matches(column: str, pattern: str, example: str) -> Rule:
    """A text that is given has the form of the example."""
    form = re.compile(pattern)

    def rule(record: Any, today: date) -> Problems:
        text = getattr(record, column)
        if text and not form.fullmatch(text):
            yield column, f"{label(record, column)}“{text}”应形如 {example}"

    return rule


def sound(column: str, check: Callable[[str], Any]) -> Rule:
    """A text that is given passes a check of the standards, which raises Invalid with the sentence."""

    def rule(record: Any, today: date) -> Problems:
        text = getattr(record, column)
        try:
            if text:
                check(text)
        except Invalid as error:
            yield column, str(error)

    return rule


def together(first: str, second: str) -> Rule:
    """Both are given, or neither is."""

    def rule(record: Any, today: date) -> Problems:
        if bool(getattr(record, first)) != bool(getattr(record, second)):
            yield second, f"{label(record, first)}和{label(record, second)}要么都填，要么都不填"

    return rule


def grid_in_place(column: str) -> Rule:
    """A village's 12 digits and the grid's 3, or 2 more for a micro-grid; a place's code begins those inside it."""

    def rule(record: Any, today: date) -> Problems:
        grid = getattr(record, column)
        if grid and (not grid.isdigit() or len(grid) not in (12, 15, 17)):
            yield column, "网格编号应为 15 位数字（12 位村码加 3 位网格号），微网格 17 位"
        elif grid and not grid.startswith(record.place_id):
            yield column, f"网格 {grid} 不在所属乡镇（代码 {record.place_id}）内，请核对其一"

    return rule


def code_like(column: str, example: str) -> Rule:
    """A code of two letters, a date and a running number; left empty, the system gives it."""
    return matches(column, rf"{example[:2]}\d{{8}}-\d{{4,}}", f"{example}；不填则自动编号")


def label(record: Any, column: str) -> str:
    return str(record._meta.get_field(column).verbose_name)
