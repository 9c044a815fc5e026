"""Shows the private columns of one record once: with a reason, on record, and not more often than work needs."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from taizhang.county.audit import clock, readings
from taizhang.county.audit.models import Reading
from taizhang.county.ledger import seen
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.people.models import Person

# Practice of assessors, to be set by the county; more an hour is no longer work on single cases. GB/T 35273—2020 asks
# for display masking and limited access, and leaves the number open [recalled].
HOURLY = 20
REASON_MIN = 4
# How readings of attachments begin: opening the papers of a case one by one is no look at many cases.
PAPER = "附件："


@dataclass(frozen=True)
class TooMany(Exception):
    """More private records than an hour's work needs; the refusal itself is on record."""

    def __str__(self) -> str:
        return (
            f"您一小时内已查看 {HOURLY} 条记录的隐私内容，本次没有显示，并已留痕。请稍后再看；"
            "确需批量核对的，请由本单位审核人员办理导出审批。"
        )


class NoReason(ValueError):
    """A look at private columns without saying why."""


def unmask(ledger: Ledger, record: Any, *, by: Any, reason: str) -> None:
    """Puts the look on record; the caller shows the columns after it. Raises NoReason, TooMany."""
    reason = reason.strip()
    if len(reason) < REASON_MIN:
        raise NoReason(f"请写明查看理由（不少于 {REASON_MIN} 个字），例如“核对银行退票的账号”")
    with transaction.atomic():
        # Two looks at once are counted one after the other.
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)
        allowed = lately(by) < HOURLY
        readings.note(
            by=by,
            ledger=ledger.label,
            columns=[column.label for column in ledger.private_columns],
            reason=reason if allowed else f"（超过每小时 {HOURLY} 条，未显示）{reason}",
            record_id=record.pk,
            record=ledger.title(record),
            rows=1 if allowed else 0,
            subject=seen.subject(ledger, record),
        )
    if not allowed:
        raise TooMany


def lately(person: Any) -> int:
    """How many records a person has seen in clear within the last hour."""
    since = clock.now() - timedelta(hours=1)
    seen = Reading.objects.filter(actor_id=person.pk, at__gt=since, record_id__isnull=False, rows=1)
    return seen.exclude(columns__startswith=PAPER).count()
