"""Opens a number onto the rows it counted: those within the reader's reach are shown, the others only counted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from taizhang.county.figures.definition import Definition
from taizhang.county.figures.known import as_record
from taizhang.county.figures.period import Period
from taizhang.county.figures.values import counted
from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.people import access

PAGE_ROWS = 25


@dataclass(frozen=True)
class Drill:
    """`shown` and `hidden` always make up `total_rows`. As known at a moment, `shown` are versions and not records."""

    ledger: Ledger
    total_rows: int
    shown: QuerySet[Any]
    hidden: int

    @property
    def sentence(self) -> str:
        if not self.hidden:
            return f"共 {self.total_rows:,} 条"
        many = "均" if self.hidden == self.total_rows else f"其中 {self.hidden:,} 条"
        why = "不逐条列出，须先查找再查看" if self.ledger.search_first else "不在您的查看范围"
        return f"共 {self.total_rows:,} 条，{many}{why}，仍计入合计"

    def page(self, number: str | int | None) -> "Page[Any]":
        """Rows of one page in the shape of records; a number that is no page gives the nearest one."""
        links = [column.name for column in self.ledger.all_columns if column.kind == "link"]
        found = Paginator(self.shown.select_related(*links), PAGE_ROWS).get_page(number)
        found.object_list = [as_record(self.ledger.model, row) for row in found.object_list]
        return found


def drill(
    figure: Definition,
    period: Period,
    *,
    person: Any,
    place: str | None = None,
    known_at: datetime | None = None,
    unit: str | None = None,
) -> Drill:
    rows = counted(figure, period, place=place, known_at=known_at, unit=unit)
    ledger = figure.ledger
    total = rows.count()
    shown = rows.filter(_reach(person, ledger, known_at)).order_by("-id")
    return Drill(ledger, total, shown, total - shown.count())


def _reach(person: Any, ledger: Ledger, known_at: datetime | None) -> Q:
    """A person's reach over old versions is by where the row was then.

    A row that has become restricted since is closed in its old versions as well: the reason for closing it (a minor
    among the parties, say) held then too, though it was not known.
    """
    reach = access.listed(person, ledger)
    if known_at is None or not ledger.restricted:
        return reach
    closed = ledger.model._default_manager.filter(**{ledger.restricted: True}).exclude(reach)
    return reach & ~Q(id__in=closed.values("id"))


def columns(ledger: Ledger) -> tuple[Column, ...]:
    """What a drill-down list prints of each row: the key and the columns of the phone card."""
    names = dict.fromkeys((*ledger.key, *ledger.card))
    return tuple(ledger.column(name) for name in names)


def cells(ledger: Ledger, record: Any) -> list[str]:
    """The printed columns of a record, private ones masked always: a drill-down is no reason to see them in clear."""
    return [column.masked(column.value(record)) for column in columns(ledger)]
