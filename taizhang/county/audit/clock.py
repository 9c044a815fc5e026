"""The one clock: every moment the system writes or compares comes from here, Asia/Shanghai for dates."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

from django.db import connection

SHANGHAI = ZoneInfo("Asia/Shanghai")
_ticks: ContextVar[Iterator[datetime] | None] = ContextVar("ticks", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; shifted when this database keeps a demonstration's time."""
    return fixed() or datetime.now(UTC) + offset()


def today() -> date:
    """The date in Asia/Shanghai: 00:30 on 1 September there is still 31 August in UTC."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI)


def end_of(day: date) -> datetime:
    """The last microsecond of a day in Asia/Shanghai, as an aware moment."""
    return datetime.combine(day, datetime.max.time(), SHANGHAI)


def fixed() -> datetime | None:
    """The next microsecond of the moment set by `at`, if one is set here."""
    ticks = _ticks.get()
    return next(ticks) if ticks else None


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Holds the clock at an aware moment in this thread of control, for tests and demonstration history.

    Each look at it is a microsecond later, so that what is written after a signing is never as old as the signing.
    """
    if moment.tzinfo is None:
        raise ValueError("the clock needs an aware moment")
    token = _ticks.set(moment.astimezone(UTC) + timedelta(microseconds=step) for step in count())
    try:
        yield
    finally:
        _ticks.reset(token)


@cache
def offset() -> timedelta:
    """How far this database's time lies from the real one: zero, except in a demonstration county."""
    with connection.cursor() as cursor:
        # A new database is asked for the time by the system checks before it has any table.
        cursor.execute("SELECT to_regclass('audit_clock') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return timedelta()
        cursor.execute("SELECT coalesce((SELECT shift FROM audit_clock), interval '0')")
        (shift,) = cursor.fetchone()
    return shift if isinstance(shift, timedelta) else timedelta()


def shift_to(moment: datetime) -> None:
    """Lets this database's time run on from `moment`; for a demonstration county, once, before anything is recorded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_clock (id, shift) VALUES (1, %s) ON CONFLICT (id) DO NOTHING",
            [moment - datetime.now(UTC)],  # type: ignore[list-item]
        )
    offset.cache_clear()
