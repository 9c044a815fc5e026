"""The file of a child beside its row in the register: its case, its parents, its reviews."""

from typing import Any

from django.http import HttpRequest

from taizhang.county.ledger import beside
from taizhang.county.ledger.declaration import Ledger
from taizhang.lines.children.cases import duties
from taizhang.lines.children.codes import WITH_FILE
from taizhang.lines.children.ledgers import CHILDREN

SHOWN = 3


def register_panel() -> None:
    beside.register(panel)


def panel(request: HttpRequest, ledger: Ledger, record: Any) -> tuple[str, dict[str, Any]] | None:
    """By the human being: a child of two rows has one file."""
    if ledger is not CHILDREN or not duties.sees(request.user):
        return None
    person = duties.rows(request.user).filter(id_no_index=record.id_no_index)
    cases = list(person.order_by("-applied_on", "-pk")[:SHOWN])
    may_open = record.stopped_on is None and not record.voided and record.category in WITH_FILE
    writes = duties.opens_cases(request.user) or duties.is_bureau(request.user)
    opens = may_open and writes and not any(case.child_id == record.pk for case in cases)
    return ("children/case_panel.html", {"cases": cases, "child": record, "opens": opens}) if cases or opens else None
