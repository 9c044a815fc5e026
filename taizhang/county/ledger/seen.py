"""Notes each look at a ledger of minors: a record on its page, or so many rows of a list."""

from typing import Any

from taizhang.county.audit import sightings
from taizhang.county.ledger.declaration import Ledger

RECORD, LIST, API, COUNTED, FOUND, EXPORT = "记录", "列表", "接口", "数据明细", "查找", "导出"


def record(ledger: Ledger, record: Any, *, by: Any, page: str = RECORD) -> None:
    if ledger.narrow:
        sightings.note(
            by=by, ledger=ledger.label, page=page, record_id=record.pk, record=ledger.title(record),
            subject=subject(ledger, record),
        )  # fmt: skip


def rows(ledger: Ledger, many: int, *, by: Any, page: str = LIST) -> None:
    """Nothing where no row was shown."""
    if ledger.narrow and many:
        sightings.note(by=by, ledger=ledger.label, page=page, rows=many)


def subject(ledger: Ledger, record: Any) -> str:
    """What tells this minor from another; "" in a ledger of anybody."""
    if not ledger.subject:
        return ""
    found = record
    for name in ledger.subject.split("__"):
        found = getattr(found, name)
    return found or ""
