"""Remembers the keys a file has had so far, outside of memory: a file of a million rows has a million of them."""

import sqlite3
from hashlib import blake2b
from typing import Any, Self


class Seen:
    """A private temporary database that ends with the block. Only digests are in it: keys may be numbers of persons."""

    def __enter__(self) -> Self:
        self._held = sqlite3.connect("", isolation_level=None)
        self._held.executescript(
            "PRAGMA journal_mode = off; PRAGMA synchronous = off;"
            "CREATE TABLE seen (key BLOB PRIMARY KEY, place TEXT, said BLOB) WITHOUT ROWID; BEGIN"
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def before(self, key: Any, place: str, words: bytes) -> tuple[str, bool] | None:
        """Where the key stood before and whether the row said the same then; None, and remembered, at first."""
        one, told = _digest(repr(key).encode()), _digest(words)
        if self._held.execute("INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (one, place, told)).rowcount:
            return None
        earlier, said = self._held.execute("SELECT place, said FROM seen WHERE key = ?", (one,)).fetchone()
        return earlier, said == told


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
