"""What an address fills into the form of a new record: columns a person may type, never a private one."""

from collections.abc import Mapping

from taizhang.county.ledger.columns import Column, clean
from taizhang.county.ledger.declaration import Ledger

# An address is no place for prose.
LENGTH_MAX = 60


def prefilled(ledger: Ledger, asked: Mapping[str, str]) -> dict[str, str]:
    """By column; what is none of the ledger's, private, too long or no choice of the column is left out."""
    open_ones = {column.name: column for column in ledger.editable if not column.private}
    return {
        name: text
        for name, column in open_ones.items()
        if (text := clean(asked.get(name, ""))) and len(text) <= LENGTH_MAX and _offered(column, text)
    }


def _offered(column: Column, text: str) -> bool:
    """A choice that the list would not offer is not put into it."""
    return column.kind != "choice" or text in dict(column.choices)
