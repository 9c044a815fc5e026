"""How many messages what waits for one person becomes: one each, one for all, or none yet; quiet hours hold back."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.conf import settings

from taizhang.county.audit import clock
from taizhang.county.standards import working_days

MOST_LINES = 10


class BadHours(ValueError):
    """The setting of quiet hours cannot be read; the message says how to write it."""


def messages(waiting: Sequence[Any], *, sent: int, now: datetime) -> list[list[Any]]:
    """Deliveries grouped into messages to send now; `sent` is how many went to the person within the window.

    What is urgent goes at once, each by itself, at any hour. Of the rest no more messages go out within a window than
    settings.NOTICE_DIGEST_AFTER: more become one, and once the window is full they wait for its end.
    """
    urgent = [[one] for one in waiting if one.notice.urgent]
    rest = [one for one in waiting if not one.notice.urgent]
    room = settings.NOTICE_DIGEST_AFTER - sent
    if not rest or room < 1 or quiet(now):
        return urgent
    return urgent + ([[one] for one in rest] if len(rest) <= room else [rest])


def quiet(now: datetime) -> bool:
    """At night, and on days off, nobody is disturbed for what can wait."""
    local = clock.local(now)
    if not settings.QUIET_HOURS:
        return False
    if not working_days.is_working_day(local.date(), provisional=True):
        return True
    begins, ends = _hours(settings.QUIET_HOURS)
    clock_time = local.time()
    return begins <= clock_time < ends if begins <= ends else clock_time >= begins or clock_time < ends


def _hours(written: str) -> tuple[time, time]:
    try:
        first, last = (time.fromisoformat(part.strip()) for part in written.split("-"))
    except ValueError:
        raise BadHours(f"TAIZHANG_QUIET_HOURS={written!r}: 应形如 21:00-07:30，不设则留空") from None
    return first, last


def text(notices: Sequence[Any], address: str) -> str:
    """One message: the notice itself with its address, or the first lines of many and where to read the rest."""
    if len(notices) == 1:
        return "\n".join(filter(None, [notices[0].text, address]))
    lines = [f"{number}. {one.text}" for number, one in enumerate(notices[:MOST_LINES], 1)]
    rest = [f"……另有 {len(notices) - MOST_LINES} 条"] if len(notices) > MOST_LINES else []
    return "\n".join(filter(None, [f"您有 {len(notices)} 条新通知：", *lines, *rest, address]))
