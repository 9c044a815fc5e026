"""Tells how far a step of an import has come, and hears that it is to stop, beside the step's own transaction."""

from time import monotonic
from typing import Any, Self

from django.db import connections

from taizhang.county.ledger.models import SheetImport, SheetProgress

_EVERY_SECONDS = 0.5
_STOPPABLE = (SheetImport.State.READING, SheetImport.State.WRITING, SheetImport.State.LOOKING)


class Cancelled(Exception):
    """Somebody asked for the step to end; it leaves everything as it was."""


class Progress:
    """Called with the rows done so far. It has a connection of its own: what the step writes shows only at its end."""

    def __init__(self, run: SheetImport) -> None:
        self._run, self._told = run, 0.0

    def __enter__(self) -> Self:
        self._side: Any = connections.create_connection("default")
        return self

    def __exit__(self, *_: object) -> None:
        self._side.close()

    def __call__(self, done: int) -> None:
        """Raises Cancelled."""
        if monotonic() - self._told < _EVERY_SECONDS:
            return
        self._told = monotonic()
        with self._side.cursor() as cursor:
            cursor.execute(
                "UPDATE ledger_sheet_progress SET done = %s WHERE run_id = %s RETURNING cancelled", [done, self._run.pk]
            )
            found = cursor.fetchone()
        if found and found[0]:
            raise Cancelled


def begin(run: SheetImport) -> None:
    SheetProgress.objects.update_or_create(run=run, defaults={"done": 0, "cancelled": False})


def cancel(run: SheetImport) -> bool:
    """Asks the step to end; False where none is under way."""
    asked = SheetProgress.objects.filter(run=run, run__state__in=_STOPPABLE)
    return bool(asked.update(cancelled=True))
