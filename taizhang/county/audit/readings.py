"""Writes down who saw which private columns, and why."""

from typing import Any

from taizhang.county.audit import changes, clock
from taizhang.county.audit.models import Reading


def note(
    *,
    by: Any,
    ledger: str,
    columns: list[str],
    reason: str,
    record_id: int | None = None,
    record: str = "",
    rows: int = 1,
    subject: str = "",
) -> Reading:
    """One reading by a person. `columns` are labels; `rows` is how many records were shown in clear."""
    return Reading.objects.create(
        at=clock.now(),
        actor_id=by.pk,
        actor=by.name,
        post=getattr(by, "title", ""),
        ledger=ledger,
        record_id=record_id,
        record=record[:120],
        columns="、".join(columns)[:300],
        rows=rows,
        reason=reason[:300],
        request=changes.request_id.get(),
        subject=subject,
    )
