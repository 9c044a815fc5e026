"""How many messages a flood becomes, and when nobody is disturbed."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from taizhang.county.audit import clock
from taizhang.county.matters import digest


@dataclass
class Note:
    urgent: bool = False
    text: str = "通知"


@dataclass
class Waiting:
    notice: Note


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


def sizes(calm, urgent=0, *, sent=0, now="2023-09-01T10:00"):
    waiting = [Waiting(Note()) for _ in range(calm)] + [Waiting(Note(urgent=True)) for _ in range(urgent)]
    return [len(message) for message in digest.messages(waiting, sent=sent, now=at(now))]


@pytest.mark.parametrize(
    ("calm", "sent", "expected"),
    [(0, 0, []), (5, 0, [1, 1, 1, 1, 1]), (6, 0, [6]), (2, 3, [1, 1]), (3, 3, [3]), (1, 5, []), (40, 9, [])],
)
def test_within_a_window_no_more_messages_than_the_limit(calm, sent, expected):
    assert sizes(calm, sent=sent) == expected


def test_what_is_urgent_goes_by_itself_whatever_else_waits():
    assert sizes(9, 2) == [1, 1, 9]
    assert sizes(9, 2, sent=50) == [1, 1]
    assert sizes(9, 2, now="2023-09-01T23:00") == [1, 1]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2023-09-01T07:29", True), ("2023-09-01T07:30", False), ("2023-09-01T20:59", False),
        ("2023-09-01T21:00", True), ("2023-09-02T10:00", True), ("2023-10-07T10:00", False),
        ("2023-10-02T10:00", True),
    ],
)  # fmt: skip
def test_nights_and_days_off_are_quiet_but_make_up_days_are_not(now, expected):
    assert digest.quiet(at(now)) is expected


def test_quiet_hours_within_one_day(settings):
    settings.QUIET_HOURS = "12:00-14:00"
    assert [digest.quiet(at(f"2023-09-01T{hour}")) for hour in ("11:59", "12:00", "14:00")] == [False, True, False]


def test_no_quiet_hours_where_none_are_set(settings):
    settings.QUIET_HOURS = ""
    assert not digest.quiet(at("2023-09-02T03:00"))


def test_hours_that_cannot_be_read_are_refused(settings):
    settings.QUIET_HOURS = "晚上九点"
    with pytest.raises(digest.BadHours, match="21:00-07:30"):
        digest.quiet(at("2023-09-01T10:00"))


def test_one_notice_is_itself_with_its_address():
    assert digest.text([Note(text="待领办")], "https://a.example/1") == "待领办\nhttps://a.example/1"
    assert digest.text([Note(text="待领办")], "") == "待领办"
