"""Rules that many ledgers share, each made for the columns it is to hold for; labels come from the model."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

Problems = Iterator[tuple[str, str]]
Rule = Callable[[Any, date], Problems]


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


def code_like(column: str, example: str) -> Rule:
    """A code of two letters, a date and a running number; left empty, the system gives it."""
    return matches(column, rf"{example[:2]}\d{{8}}-\d{{4,}}", f"{example}；不填则自动编号")


def label(record: Any, column: str) -> str:
    return str(record._meta.get_field(column).verbose_name)
