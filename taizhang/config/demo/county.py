"""Builds the demo county step by step, saying what it does; what is there already is left as it is."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from taizhang.config.demo import bulletin, history, instructed, people
from taizhang.county.audit import clock
from taizhang.county.audit.models import Change

Say = Callable[[str], None]

# The working day the demo county lives in: its clock runs on from here.
OPENS = datetime(2023, 9, 1, 9, 0, tzinfo=clock.SHANGHAI)
FOUNDED = datetime(2022, 12, 1, 9, 0, tzinfo=clock.SHANGHAI)


class AnotherCounty(Exception):
    """The database keeps real records; a demonstration has no business there."""


def run(say: Say) -> Path:
    """The whole main job; returns the folder with the printed issue. A second run adds nothing.

    Raises AnotherCounty for a database that was not begun as a demonstration.
    """
    _begin()
    with clock.at(FOUNDED):
        persons = people.settle(say)
    history.deliver(persons, say)
    printed = bulletin.publish(persons, say)
    instructed.give(persons, say)
    return printed


def _begin() -> None:
    if clock.offset():
        return
    if Change.objects.exists():
        raise AnotherCounty(
            "这个数据库里已有正式记录，不能再建演示县。请另设 TAIZHANG_VAR（或 DATABASE_URL）指向空库后重试。"
        )
    clock.shift_to(OPENS.astimezone(UTC))
