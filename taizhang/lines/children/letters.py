"""What a family gets in writing, on the form of an official notice: addressee, body, organ, day, receipt."""

from collections.abc import Iterable
from datetime import date

from taizhang.county.documents.rendering import Item, Letter, Run, Section
from taizhang.county.standards.dates import prose_date

RECEIPT = "签收人：　　　　　　　　签收时间：　　　　年　　月　　日"


def letter(
    title: str, number: str, texts: Iterable[str], *, organ: str, day: date, notes: tuple[str, ...] = ()
) -> Letter:  # fmt: skip
    """The first text is the addressee; the receipt, where it is among them, goes below the day before the notes."""
    addressee, *body = texts
    items = tuple(Item("", (Run(text),)) for text in body if text != RECEIPT)
    receipt = (RECEIPT,) if RECEIPT in body else ()
    return Letter(
        name=title, issue_line=number, issuer=organ, date_line=prose_date(day), addressee=addressee,
        sections=(Section("", items),), notes=receipt + notes,
    )  # fmt: skip
