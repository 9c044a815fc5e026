"""Reads the log of changes and makes notices of what is new, so that a move costs nothing and nobody is told twice."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from taizhang.county.audit import clock
from taizhang.county.audit.models import Change, Entry
from taizhang.county.ledger.bulk import among
from taizhang.county.matters import outbox, telling
from taizhang.county.matters.models import Cursor, Matter, Notice, Press, Request
from taizhang.county.matters.telling import Directory, Told

NAME = "notices"
# What happened longer ago is history and told to nobody: after an import, or when jobs did not run for weeks.
RECENT = timedelta(days=7)
_CHANGES = 50
_ROWS = 1000


def collect() -> int:
    """Tells everybody what happened since the last call; returns how many notices were made."""
    book, made = Directory(clock.today()), 0
    while (portion := _portion(book)) is not None:
        made += portion
    return made


def _portion(book: Directory) -> int | None:
    """Some changes further, None at the end. The place is kept together with the notices, or neither is."""
    with transaction.atomic():
        cursor = _cursor()
        # Changes get their place in the chain at commit: one that was begun earlier and committed later comes later.
        after = Change.objects.filter(seq__gt=cursor.seq).order_by("seq").values_list("pk", "seq")
        changes: list[tuple[int, Any]] = list(after[:_CHANGES])
        if not changes:
            return None
        made = sum(_make(portion) for portion in _portions(_events([pk for pk, _ in changes], book)))
        cursor.seq = changes[-1][1]
        cursor.save()
    return made


def _cursor() -> Cursor:
    """Held until the transaction ends, so that of two readers the second goes on where the first stopped."""
    if not Cursor.objects.filter(name=NAME).exists():
        start = Change.objects.filter(at__lt=clock.now() - RECENT).aggregate(last=Max("seq"))["last"]
        Cursor.objects.get_or_create(name=NAME, defaults={"seq": start or 0})
    return Cursor.objects.select_for_update().get(name=NAME)


def _events(changes: list[int], book: Directory) -> Iterator[Told]:
    since = clock.now() - RECENT
    for model, new, read, tell in _READERS:
        table = f"{model._meta.db_table}_version"
        entries = Entry.objects.filter(change_id__in=changes, table=table).values_list("pk", flat=True)
        versions = model.versions.objects.filter(new(since), entry_id__in=list(entries)).order_by("version_id")
        for portion in _portions(versions.only(*read).iterator(chunk_size=_ROWS)):
            yield from tell(portion, book)


def _matters(rows: list[Any], book: Directory) -> Iterator[Told]:
    stages = dict(_of(row.id for row in rows).values_list("pk", "stage"))
    for row in rows:
        yield from telling.of_matter(row, stages[row.id], book)


def _requests(rows: list[Any], book: Directory) -> Iterator[Told]:
    matters = Matter.objects.in_bulk([row.matter_id for row in rows])
    for row in rows:
        yield from telling.of_request(row, matters[row.matter_id], book)


def _presses(rows: list[Any], book: Directory) -> Iterator[Told]:
    matters = {m.pk: m for m in _of(row.matter_id for row in rows).only("code", "title", "restricted", "urgent")}
    for row in rows:
        yield from telling.of_press(row, matters[row.matter_id], book)


def _of(keys: Iterable[int]) -> QuerySet[Matter]:
    return Matter.objects.filter(pk__in=among(Matter._meta.pk, set(keys)))


# For each table of versions: which are new since a moment, what of them is read, and who is told what of it.
_READERS: tuple[tuple[Any, Callable[[datetime], Q], tuple[str, ...], Any], ...] = (
    (Matter, lambda since: Q(moved_at__gte=since), telling.MATTER, _matters),
    (
        Request,
        lambda since: Q(decided_at__gte=since) | Q(decided_at=None, asked_at__gte=since),
        telling.REQUEST,
        _requests,
    ),
    (
        Press,
        lambda since: Q(received_at__gte=since) | Q(received_at=None, issued_at__gte=since),
        telling.PRESS,
        _presses,
    ),
)


def _portions(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while portion := list(islice(left, _ROWS)):
        yield portion


def _make(told: list[Told]) -> int:
    """Notices for everybody concerned but who did it, and what is to leave the page by other ways."""
    moment = clock.now()
    wanted = {
        (person.pk, one.key): _notice(person, one, moment)
        for one in told for person in one.people if person.pk not in one.but
    }  # fmt: skip
    known = Notice.objects.filter(key__in={key for _, key in wanted}).values_list("person_id", "key")
    for pair in known:
        wanted.pop(pair, None)
    outbox.keep(wanted.values())
    return len(wanted)


def _notice(person: Any, one: Told, moment: datetime) -> Notice:
    text = " ".join(one.text.split())[:300]
    return Notice(
        person=person, matter_id=one.matter_id, press_id=one.press_id, kind=one.kind, text=text,
        key=one.key, urgent=one.urgent, at=moment,
    )  # fmt: skip


def of(person: Any) -> QuerySet[Notice]:
    """A person's notices, the newest first."""
    return Notice.objects.filter(person=person).order_by("-pk")


def unread(person: Any) -> int:
    return of(person).filter(read_at=None).count()


def read(person: Any, pk: int | None = None) -> int:
    """Marks one notice, or all of a person's, as read; returns how many were not before."""
    mine = of(person).filter(read_at=None)
    return mine.filter(**({"pk": pk} if pk else {})).update(read_at=clock.now())


def link(notice: Notice) -> str:
    """The page a notice leads to."""
    if notice.press_id:
        return reverse("press", args=[notice.press_id])
    return reverse("matter", args=[notice.matter_id]) if notice.matter_id else reverse("notices")
