"""Data of minors leaves by two people: one asks with a reason, a responsible person of the lead, another, releases it.

未成年人网络保护条例第三十六条 (approval by the person in charge); docs/decisions/0017.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.http import QueryDict

from taizhang.county.audit import clock, readings
from taizhang.county.audit.models import Sighting
from taizhang.county.audit.sightings import within
from taizhang.county.ledger import registry, seen
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.models import SheetExport
from taizhang.county.ledger.sheets import asking, writing
from taizhang.county.ledger.sheets.asking import Asked
from taizhang.county.ledger.sheets.formats import Form
from taizhang.county.ledger.validation import Refused
from taizhang.county.people import access
from taizhang.county.people.models import Person
from taizhang.county.people.roles import Action
from taizhang.county.standards.working_days import add_working_days

State = SheetExport.State


class NotDecided(Exception):
    """A decision that does not stand; the sentence says why and what to do."""


def needed(asked: Asked, *, by: Any, rows: int) -> bool:
    """In clear always; masked when the rows this person took out today grow to more than one takes out alone."""
    if not asked.ledger.narrow or not rows:
        return False
    return bool(asked.clear_reason) or _taken_today(asked.ledger, by) + rows > settings.EXPORT_ALONE_ROWS


def _taken_today(ledger: Ledger, by: Any) -> int:
    """Many small files are one large one."""
    today = clock.today()
    taken = Sighting.objects.filter(within(today, today), actor_id=by.pk, ledger=ledger.label, page=seen.EXPORT)
    return taken.aggregate(rows=Sum("rows"))["rows"] or 0


def ask(asked: Asked, *, by: Any, rows: int) -> SheetExport:
    """A second click finds the request of the first. Raises Refused."""
    ledger = asked.ledger
    if asked.clear_reason:
        writing.require_clear(ledger, by, asked.clear_reason)
    if len(asked.reason) < writing.REASON_MIN:
        least = f"请写明导出理由（不少于 {writing.REASON_MIN} 个字）：导出未成年人信息须经牵头单位负责人审批。"
        raise Refused({"": [least]}, ledger)
    if all(person.pk == by.pk for person in access.answering(ledger)):
        raise Refused({"": ["牵头单位没有其他负责人可以审批，请联系系统管理员核对单位审核岗位。"]}, ledger)
    wanted = asking.kept(asked, by=by) | {"state": State.ASKED, "reason": asked.reason[:200]}
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)
        waiting = SheetExport.objects.filter(**wanted).first()
        lapses_on = add_working_days(clock.today(), settings.EXPORT_ASKED_DAYS, provisional=True)
        return waiting or SheetExport.objects.create(
            **wanted, at=clock.now(), rows=rows, asked_rows=rows, lapses_on=lapses_on
        )


def asked_for(export: SheetExport) -> Asked:
    """What a request asks for. Raises NotDecided where its ledger is no more."""
    ledger = registry.get(export.ledger)
    if ledger is None:
        raise NotDecided("这本台账已经停用，不能再导出。")
    filters, form = QueryDict(export.asked), Form(export.form)
    return Asked(ledger, filters, form, export.whole, export.columns, export.clear_reason, export.reason)


def rows_now(export: SheetExport) -> int:
    """How many rows the file would have if it were made now: it holds those of its release, not of the asking."""
    return asking.rows(asked_for(export), export.by)[0].count()


def release(export: SheetExport, *, by: Any, rows: int, note: str = "") -> SheetExport:
    """`rows` is how many the person saw on the page: when they moved, they are shown anew. Raises NotDecided."""
    with transaction.atomic():
        held = _held(export, by)
        if not _may_still(held):
            raise NotDecided("申请人已不在可以导出的岗位，不能批准；请写明理由不予批准。")
        now = rows_now(held)
        if now != rows:
            raise NotDecided(f"您打开页面之后，符合条件的记录由 {rows:,} 条变为 {now:,} 条，请核对后再批。")
        held.state, held.rows = State.WAITING, now
        return _decided(held, by, note)


def refuse(export: SheetExport, *, by: Any, reason: str) -> SheetExport:
    """Raises NotDecided."""
    if len(reason.strip()) < writing.REASON_MIN:
        raise NotDecided(f"请写明不予批准的理由（不少于 {writing.REASON_MIN} 个字）。")
    with transaction.atomic():
        held = _held(export, by)
        held.state = State.REFUSED
        return _decided(held, by, reason)


def _held(export: SheetExport, by: Any) -> SheetExport:
    """The request as it stands, locked: of two who decide at once the second is told of the first."""
    # Without joins: who waited for the lock would find the row anew, and beside it nobody who decided.
    held = SheetExport.objects.select_for_update().get(pk=export.pk)
    if not may_decide(held, by):
        raise NotDecided("导出申请须由牵头单位负责人审批，且不能审批自己的申请。")
    if held.decided_by is not None and held.decided_at is not None:
        raise NotDecided(f"{held.decided_by.name}已于 {clock.local(held.decided_at):%m-%d %H:%M} 审批，没有重复审批。")
    if held.state != State.ASKED or held.lapses_on is None or held.lapses_on < clock.today():
        raise NotDecided("申请已经过期或撤回，请申请人重新提出。")
    return held


def may_decide(export: SheetExport, person: Any) -> bool:
    ledger = registry.get(export.ledger)
    return ledger is not None and export.by_id != person.pk and access.answers(person, ledger)


def _may_still(export: SheetExport) -> bool:
    asked = asked_for(export)
    able = access.can(export.by, Action.EXPORT, asked.ledger)
    return able and (not asked.clear_reason or writing.may_clear(asked.ledger, export.by))


def _decided(held: SheetExport, by: Any, note: str) -> SheetExport:
    held.decided_by, held.decided_at, held.decision = by, clock.now(), note.strip()[:200]
    held.save(update_fields=["state", "rows", "decided_by", "decided_at", "decision"])
    return held


def fetched(export: SheetExport, *, by: Any) -> None:
    """Each time a released file is handed out, with the names of both."""
    if export.decided_by is None:
        return
    asked = asked_for(export)
    private = [column.label for column in asked.columns if column.private]
    readings.note(
        by=by, ledger=asked.ledger.label, columns=private if export.clear_reason else ["（遮蔽）"], rows=export.rows,
        reason=f"下载导出文件（{export.by.name}申请，{export.decided_by.name}批准）：{export.reason}",
    )  # fmt: skip


def lapse() -> int:
    """Ends the requests nobody decided in time; returns how many."""
    return SheetExport.objects.filter(state=State.ASKED, lapses_on__lt=clock.today()).update(state=State.LAPSED)


# What waits for whom


def led(person: Any) -> list[str]:
    """The slugs of the ledgers of minors for which this person answers."""
    return [one.slug for one in registry.every() if one.narrow and access.answers(person, one)]


def to_decide(person: Any) -> "QuerySet[SheetExport]":
    asked = Q(state=State.ASKED, lapses_on__gte=clock.today(), ledger__in=led(person))
    return SheetExport.objects.filter(asked).exclude(by=person).select_related("by").order_by("at")


@dataclass(frozen=True)
class Task:
    """A line of what waits for a person; `export` leads to its page."""

    label: str
    export: SheetExport
    mine: bool


def inbox(person: Any) -> Iterator[Task]:
    """To decide on for who answers; to fetch for who asked."""
    for one in to_decide(person):
        yield Task(f"审批{one.by.name}导出{label(one)}的申请", one, mine=False)
    ready = SheetExport.objects.filter(by=person, state=State.READY, decided_by__isnull=False, fetched_at=None)
    for one in ready.order_by("at"):
        yield Task(f"下载已批准的{label(one)}导出文件", one, mine=True)


def label(export: SheetExport) -> str:
    ledger = registry.get(export.ledger)
    return ledger.label if ledger else export.ledger
