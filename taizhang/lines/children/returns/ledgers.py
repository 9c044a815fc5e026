"""The declaration of the ledger of returned payments; it is written by the bank's answers and the night alone."""

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.registry import register
from taizhang.lines.children.ledgers import MINORS, SHARED
from taizhang.lines.children.returns.models import ReturnedPayment

RETURNED = Ledger(
    **SHARED,
    slug="returned-payments", label="退票", unit="笔", model=ReturnedPayment, **MINORS, sealed=True,
    note="银行退回的每一笔，从退回到重发入账或不再应发；由银行回单产生，不直接填写。",
    columns=(
        "code", "child", "payment", "month_covered", "amount", "reason", "returned_on", "outcome", "closed_on", "again",
        "place", "unit",
    ),
    card=("code", "child", "amount", "returned_on"),
    filters=("place", "returned_on", "outcome", "month_covered"),
    search=("code",), sort="-returned_on", code=("code", "TP", "returned_on"),
    tones={"outcome": {"REISSUED": "g", "AGAIN": "a"}},
)  # fmt: skip

register(RETURNED)
