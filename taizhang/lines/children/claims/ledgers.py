"""The declaration of the book of claims; it is written by the acts on recoveries alone."""

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.registry import register
from taizhang.lines.children.claims.models import ClaimEntry
from taizhang.lines.children.ledgers import SHARED

ENTRIES = Ledger(
    **SHARED,
    slug="claim-entries", label="追缴往来", unit="笔", model=ClaimEntry, narrow=True, sealed=True,
    note="追缴的每一次提出、退款、撤回和免除；由追缴的办理产生，不直接填写。",
    columns=("code", "recovery", "sort", "on", "amount", "change", "place", "unit"),
    card=("code", "recovery", "sort", "amount"),
    filters=("place", "sort", "on"),
    search=("code",), sort="-on", code=("code", "WL", "on"),
)  # fmt: skip

register(ENTRIES)
