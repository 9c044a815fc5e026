"""Tells how far a step of an import has come, and hears that it is to stop, beside the step's own transaction."""

from taizhang.county.ledger.aside import Aside
from taizhang.county.ledger.models import SheetImport, SheetProgress

_STOPPABLE = (SheetImport.State.READING, SheetImport.State.WRITING, SheetImport.State.LOOKING)


class Cancelled(Exception):
    """Somebody asked for the step to end; it leaves everything as it was."""


class Progress(Aside):
    """Called with the rows done so far."""

    def __init__(self, run: SheetImport) -> None:
        super().__init__("UPDATE ledger_sheet_progress SET done = %s WHERE run_id = %s RETURNING cancelled")
        self._run = run

    def __call__(self, done: int) -> None:
        """Raises Cancelled."""
        found = self.tell(done, self._run.pk)
        if found and found[0]:
            raise Cancelled


def begin(run: SheetImport) -> None:
    SheetProgress.objects.update_or_create(run=run, defaults={"done": 0, "cancelled": False})


def cancel(run: SheetImport) -> bool:
    """Asks the step to end; False where none is under way."""
    asked = SheetProgress.objects.filter(run=run, run__state__in=_STOPPABLE)
    return bool(asked.update(cancelled=True))
