"""What somebody asks to take out of a ledger: which rows, which columns, in which form, hidden or in clear."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from taizhang.county.ledger import listing
from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.sheets import pages, writing
from taizhang.county.ledger.sheets.formats import Form
from taizhang.county.ledger.sheets.writing import Exported, Told
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@dataclass(frozen=True)
class Asked:
    """`filters` are the address of a list. `names` are the columns that are wanted, none meaning all."""

    ledger: Ledger
    filters: QueryDict
    form: Form = Form.XLSX
    whole: bool = False
    names: Sequence[str] = field(default=())
    clear_reason: str = ""
    reason: str = ""

    @property
    def columns(self) -> list[Column]:
        """In the order of the ledger, and never without the key: by it a row finds its record on the way back."""
        wanted = {*self.names, *self.ledger.key} if self.names else set(self.ledger.by_name)
        return [column for column in self.ledger.all_columns if column.name in wanted]


def rows(asked: Asked, person: Any) -> "tuple[QuerySet[Any], list[str]]":
    """The rows within this person's reach, and in words how they were chosen."""
    may = access.condition(person, Action.EXPORT, asked.ledger)
    if asked.whole:
        found = asked.ledger.model._default_manager.filter(access.listed(person, asked.ledger) & may, voided=False)
        return found.order_by("pk"), []
    selection = listing.select(asked.ledger, person, asked.filters)
    return selection.rows.filter(may), pages.words(asked.ledger, selection)


def made(asked: Asked, *, by: Any, told: Told = lambda done: None) -> Exported:
    """Raises Refused."""
    found, words = rows(asked, by)
    return writing.export(
        asked.ledger, found, by=by, form=asked.form, columns=asked.columns, clear_reason=asked.clear_reason,
        words=words, told=told,
    )  # fmt: skip


def names(ledger: Ledger, which: str, own: Sequence[str]) -> list[str]:
    """The columns of one of the three choices; an unknown name is passed over."""
    if which == "listed":
        return [column.name for column in listing.listed(ledger)]
    return [name for name in own if name in ledger.by_name] if which == "own" else []


def kept(asked: Asked, *, by: Any) -> dict[str, Any]:
    """As it is written down with a request, and found again after a second click."""
    return {
        "ledger": asked.ledger.slug, "by": by, "asked": asked.filters.urlencode(), "whole": asked.whole,
        "columns": list(asked.names), "form": asked.form, "clear_reason": asked.clear_reason[:200],
    }  # fmt: skip


def rights(ledger: Ledger, person: Any) -> str:
    """A digest of the rows this person may take out, and of those in clear."""
    reached = [access.condition(person, action, ledger) for action in (Action.VIEW, Action.EXPORT, Action.UNMASK)]
    reached.append(access.listed(person, ledger))
    return sha256(repr(reached).encode()).hexdigest()
