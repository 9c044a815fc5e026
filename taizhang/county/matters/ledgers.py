"""Declares matters as a ledger nobody writes by hand: its list, filters, export and API come as for every other."""

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.registry import register
from taizhang.county.matters.models import Matter

MATTERS = Ledger(
    slug="matters", label="督办事项", line="督办", unit="件", model=Matter, lead="government-office",
    note="交办、领办、督办、办结的每一件事项；由流程办理产生，不直接填写。",
    columns=(
        "code", "title", "place", "unit", "source", "level", "urgent", "stage", "registered_on", "assigner",
        "handled_by", "due_on", "closed_on", "score", "reopened_on", "refusals", "returns", "extended_days", "detail",
    ),
    key=("code",), card=("title", "place", "unit", "stage", "due_on"),
    filters=("place", "unit", "stage", "source", "level", "registered_on", "due_on", "closed_on"),
    search=("code", "title"), sort="-pk", restricted="restricted", parties="units", sealed=True, page="matter",
    tones={"stage": {"closed": "g", "visited": "g", "refused": "r", "arbitration": "r", "checking": "a",
                     "assigned": "b", "working": "b", "registered": "b"}},
)  # fmt: skip


def register_ledgers() -> None:
    register(MATTERS)
