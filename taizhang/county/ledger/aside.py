"""Tells how far a long step has come while its own transaction, whose writes show only at its end, goes on."""

from time import monotonic
from typing import Any, Self

from django.db import connections

_EVERY_SECONDS = 0.5


class Aside:
    """A connection of its own for one statement, executed twice a second at most."""

    def __init__(self, statement: str) -> None:
        self._statement, self._told = statement, 0.0

    def __enter__(self) -> Self:
        self._side: Any = connections.create_connection("default")
        return self

    def __exit__(self, *_: object) -> None:
        self._side.close()

    def tell(self, *values: Any) -> tuple[Any, ...] | None:
        """The row that the statement returns; None where it returns none, or was not executed this time."""
        if monotonic() - self._told < _EVERY_SECONDS:
            return None
        self._told = monotonic()
        with self._side.cursor() as cursor:
            cursor.execute(self._statement, values)
            return cursor.fetchone() if cursor.description else None
