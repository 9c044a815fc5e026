"""Numbers without gaps: taken under a row lock inside the transaction that uses them, given back if it fails."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import count

from django.db import connection


def take(series: str) -> int:
    """The next number of a series, from 1. Whoever asks for the same series waits until this transaction ends."""
    return take_many(series, 1)


def take_many(series: str, many: int) -> int:
    """The first of so many numbers in a row."""
    if not connection.in_atomic_block:
        raise RuntimeError("a number must be taken inside the transaction that uses it, or a failure leaves a gap")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_series (name, last) VALUES (%s, %s) "
            "ON CONFLICT (name) DO UPDATE SET last = documents_series.last + excluded.last RETURNING last",
            [series, many],
        )
        (number,) = cursor.fetchone()
    return int(number) - many + 1


def start_after(series: str, number: int) -> None:
    """Sets where a series goes on when its earlier numbers were given before this system; never moves it back."""
    _start_all_after({series: number})


def dated(prefix: str, day: date) -> str:
    """A record's code such as JF20230829-0112: prefix, date, running number of that day."""
    return next(dated_many(prefix, [day]))


def dated_many(prefix: str, days: Sequence[date]) -> Iterator[str]:
    """A code for each day, in their order; one statement for each day that differs."""
    stems = [f"{prefix}{day:%Y%m%d}" for day in days]
    counts = Counter(stems)
    first = {stem: take_many(stem, counts[stem]) for stem in sorted(counts)}
    following = {stem: count(number) for stem, number in first.items()}
    return (f"{stem}-{next(following[stem]):04d}" for stem in stems)


def keep_up(codes: Iterable[str]) -> None:
    """Lets the series go on after codes that came with the record, so that the next new one does not collide."""
    last: dict[str, int] = {}
    for code in codes:
        stem, dash, number = code.rpartition("-")
        if dash and number.isdigit():
            last[stem] = max(last.get(stem, 0), int(number))
    if last:
        _start_all_after(last)


def _start_all_after(last: dict[str, int]) -> None:
    names = sorted(last)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_series (name, last) SELECT * FROM unnest(%s::text[], %s::bigint[]) "
            "ON CONFLICT (name) DO UPDATE SET last = excluded.last WHERE documents_series.last < excluded.last",
            [names, [last[name] for name in names]],
        )
