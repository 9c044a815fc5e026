"""The declarations of the book and the papers of claims; both are written by the acts on recoveries alone."""

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.registry import register
from taizhang.lines.children.claims.models import ClaimEntry, ClaimPaper
from taizhang.lines.children.ledgers import MINORS, SHARED

OF_A_CLAIM = MINORS | {"subject": "recovery__child__id_no_index"}

ENTRIES = Ledger(
    **SHARED,
    slug="claim-entries", label="追缴往来", unit="笔", model=ClaimEntry, **OF_A_CLAIM, sealed=True, aside="claims_due",
    note="追缴的每一次提出、退款、撤回和免除；由追缴的办理产生，不直接填写。",
    columns=("code", "recovery", "sort", "on", "amount", "change", "place", "unit"),
    card=("code", "recovery", "sort", "amount"),
    filters=("place", "sort", "on"),
    search=("code",), sort="-on", code=("code", "WL", "on"),
)  # fmt: skip

PAPERS = Ledger(
    **SHARED,
    slug="claim-papers", label="追缴文书", unit="份", model=ClaimPaper, **OF_A_CLAIM, sealed=True, aside="claims_due",
    note="已出具的追缴通知书和了结证明，按年编号，内容不改；在追缴页面出具和下载。",
    columns=("code", "recovery", "sort", "issued_on", "place", "unit"),
    card=("code", "recovery", "sort", "issued_on"),
    filters=("place", "sort", "issued_on"),
    search=("code",), sort="-issued_on",
)  # fmt: skip

register(ENTRIES, PAPERS)
