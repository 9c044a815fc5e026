"""What people said of the columns of their sheets: for one file on its import, and for good in their organisation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from taizhang.county.audit import clock
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.models import SheetImport, SheetMapping
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@dataclass(frozen=True)
class Chosen:
    """How one sheet is to be read. Positions count from 0; "" is a column that is not read.

    `fixed` is what new rows get in columns that the sheet does not have, as it was typed.
    """

    row: int = 0
    height: int = 1
    columns: Mapping[int, str] = field(default_factory=dict)
    pads: Mapping[str, int] = field(default_factory=dict)
    skip: bool = False
    fixed: Mapping[str, str] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        columns = {str(at): name for at, name in self.columns.items()}
        return {
            "row": self.row, "height": self.height, "columns": columns, "pads": dict(self.pads), "skip": self.skip,
            "fixed": dict(self.fixed),
        }  # fmt: skip


def chosen(kept: Mapping[str, Any]) -> Chosen:
    """From what `Chosen.kept` gave."""
    columns = {int(at): name for at, name in kept["columns"].items()}
    # Written by an earlier version, some may be missing.
    known = {name: kept[name] for name in ("row", "height", "pads", "skip", "fixed") if name in kept}
    return Chosen(columns=columns, **known)


@dataclass(frozen=True)
class Told:
    """`chosen` by name of sheet; from plain title `remembered` leads to the name of a column, `pads` to digits."""

    chosen: Mapping[str, Chosen] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    pads: Mapping[str, int] = field(default_factory=dict)


NOTHING = Told()


def told(ledger: Ledger, run: SheetImport) -> Told:
    """Of the import itself, and of the organisations for which whoever uploaded it imports; the latest word counts."""
    remembered: dict[str, str] = {}
    pads: dict[str, int] = {}
    units = access.organisations(run.by, Action.IMPORT)
    for one in SheetMapping.objects.filter(unit__in=units, ledger=ledger.slug).order_by("at", "pk"):
        if one.column and one.column not in ledger.by_name:
            continue
        remembered[one.title] = one.column
        pads.pop(one.title, None)
        if one.pad:
            pads[one.title] = one.pad
    return Told({name: chosen(kept) for name, kept in run.columns.items()}, remembered, pads)


def remember(ledger: Ledger, words: Iterable[tuple[str, str, int]], *, by: Any) -> None:
    """Keeps (plain title, name of a column or "", digits) for each organisation this person imports for.

    Which of them a sheet is for, it does not say.
    """
    now = clock.now()
    made = [
        SheetMapping(unit=unit, ledger=ledger.slug, title=title, column=column, pad=pad, by=by, at=now)
        for title, column, pad in words
        for unit in access.organisations(by, Action.IMPORT)
    ]
    SheetMapping.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["unit", "ledger", "title"],
        update_fields=["column", "pad", "by", "at"],
    )  # fmt: skip
