"""Numbers without gaps: taken under a row lock inside the transaction that uses them, given back if it fails."""

from collections.abc import Iterable
from datetime import date

from django.db import connection


def take(series: str) -> int:
    """The next number of a series, from 1. Whoever asks for the same series waits until this transaction ends."""
    return take_many(series, 1)


def take_many(series: str, count: int) -> int:
    """The first of so many numbers in a row."""
    if not connection.in_atomic_block:
        raise RuntimeError("a number must be taken inside the transaction that uses it, or a failure leaves a gap")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_series (name, last) VALUES (%s, %s) "
            "ON CONFLICT (name) DO UPDATE SET last = documents_series.last + excluded.last RETURNING last",
            [series, count],
        )
        (number,) = cursor.fetchone()
    return int(number) - count + 1


def start_after(series: str, number: int) -> None:
    """Sets where a series goes on when its earlier numbers were given before this system; never moves it back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_series (name, last) VALUES (%s, %s) "
            "ON CONFLICT (name) DO UPDATE SET last = greatest(documents_series.last, excluded.last)",
            [series, number],
        )


def dated(prefix: str, day: date) -> str:
    """A record's code such as JF20230829-0112: prefix, date, running number of that day."""
    stem = f"{prefix}{day:%Y%m%d}"
    return f"{stem}-{take(stem):04d}"


def keep_up(codes: Iterable[str]) -> None:
    """Lets the series go on after codes that came with the record, so that the next new one does not collide."""
    last: dict[str, int] = {}
    for code in codes:
        stem, dash, number = code.rpartition("-")
        if dash and number.isdigit():
            last[stem] = max(last.get(stem, 0), int(number))
    for stem in sorted(last):
        start_after(stem, last[stem])
