"""Two people changed one record: what stood before, what the other saved, what this one typed, column by column."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from taizhang.county.ledger import history
from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.history import Step
from taizhang.county.ledger.validation import changed, stored

# How the page sends back which of the two is to stand.
PICK = "pick-"
THEIRS = "theirs"


@dataclass(frozen=True)
class Contest:
    """A column that one of the two changed; `typed` is None where only the other did, and theirs stands."""

    column: Column
    before: str
    theirs: str
    mine: str
    typed: str | None

    @property
    def both(self) -> bool:
        """Both changed it: the one choice that cannot be made for the person."""
        return self.typed is not None and self.theirs != self.before

    @property
    def cleared(self) -> bool:
        """An emptied private column needs its tick again: left empty, it would stay as it is."""
        return self.column.private and self.typed == ""


@dataclass(frozen=True)
class Clash:
    """Everything the page of a conflict shows; `last` is what the other did."""

    contests: tuple[Contest, ...]
    edition: int
    last: Step | None


def clash(ledger: Ledger, *, before: Any, theirs: Any, mine: Any, typed: Mapping[str, str]) -> Clash:
    """Private columns are masked on all three sides; what was typed into them goes back unseen."""
    moved = {column.name for column in changed(before, theirs, history.stored_columns(ledger))}
    contests = tuple(
        Contest(column, _text(column, before), _text(column, theirs), _text(column, mine), typed.get(column.name))
        for column in history.stored_columns(ledger)
        if column.name in moved or (column.name in typed and stored(mine, column) != stored(theirs, column))
    )
    last = history.of(ledger, theirs, limit=1)
    return Clash(contests, theirs.edition, last[0] if last else None)


def kept(posted: Mapping[str, str]) -> dict[str, str]:
    """What was typed, without the columns in which the person lets the other's value stand."""
    return {name: text for name, text in posted.items() if posted.get(f"{PICK}{name.removesuffix('-clear')}") != THEIRS}


def _text(column: Column, record: Any) -> str:
    return column.masked(column.value(record))
