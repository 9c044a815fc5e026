"""The board of supervision: open matters by unit or township and light, now or as known at any past moment.

One grouped statement over the open matters' index counts the lights, one over the closed ones the month.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db.models import Avg, Count, DateField, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Left, TruncDate

from taizhang.county.audit import clock
from taizhang.county.figures.known import as_known
from taizhang.county.matters import clocks
from taizhang.county.matters.clocks import Light
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from taizhang.county.matters.stages import DONE, OPEN, Stage
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action
from taizhang.county.places.models import Place

By = Literal["unit", "place"]
_TOWNSHIP = 9
# Who supervises, leads, or heads a unit: for them the board is a page of its own.
_LOOKS = (Action.SUPERVISE, Action.INSTRUCT, Action.APPROVE)


@dataclass
class Line:
    """The counts of one unit or township; `days` is the mean of calendar days from assignment to closing this month."""

    key: str
    label: str
    counts: dict[str, int] = field(default_factory=dict)
    closed: int = 0
    in_time: int = 0
    days: float | None = None

    @property
    def open(self) -> int:
        return self.counts.get("open", 0)


@dataclass(frozen=True)
class Asked:
    """What the board is asked: grouped how, and as known at a past moment, None for now."""

    by: By = "unit"
    known_at: datetime | None = None

    @property
    def at(self) -> datetime:
        return self.known_at or clock.now()

    @property
    def month(self) -> tuple[date, date]:
        today = clock.local(self.at).date()
        return today.replace(day=1), today


def may(person: Any) -> bool:
    return any(access.holds(person, action) for action in _LOOKS)


def _lights(at: datetime) -> dict[str, Q]:
    """The columns of the board; red, yellow, paused and the rest are exclusive and sum to the open ones."""
    red, yellow = clocks.is_red(at), clocks.is_yellow(at)
    paused = Q(paused_at__isnull=False)
    running = Q(due_at__isnull=False) | Q(stage__in=clocks.CLAIMING)
    return {
        "red": red,
        "yellow": yellow,
        "green": running & ~red & ~yellow & ~paused,
        "paused": paused,
        "waiting": ~running & ~paused,
        "unclaimed": Q(stage__in=clocks.CLAIMING, claim_due_at__lt=at),
        "returned": Q(stage__in=(Stage.REFUSED, Stage.ARBITRATION)) | Q(returns__gt=0),
    }


COLUMNS = (
    ("open", "在办"), ("red", Light.RED.value), ("yellow", Light.YELLOW.value), ("green", Light.GREEN.value),
    ("paused", Light.PAUSED.value), ("waiting", "未计时"), ("unclaimed", "领办超时"), ("returned", "被退回"),
)  # fmt: skip


def lines(person: Any, asked: Asked) -> list[Line]:
    """The worst first: by what is overdue, then by what is open."""
    found: dict[str, Line] = {}
    for row in _open(person, asked).values("key").annotate(**_counted(asked.at)):
        key = str(row.pop("key"))
        found[key] = Line(key, key, {name.removeprefix("n_"): count for name, count in row.items()})
    for row in _closed(person, asked):
        line = found.setdefault(str(row["key"]), Line(str(row["key"]), str(row["key"])))
        line.closed, line.in_time = row["closed"], row["in_time"]
        line.days = row["took"] / timedelta(days=1) if row["took"] is not None else None
    _name(found.values(), asked.by)
    return sorted(found.values(), key=lambda one: (-one.counts.get("red", 0), -one.open, one.label))


def _counted(at: datetime) -> dict[str, Any]:
    lights = {f"n_{name}": Count("pk", filter=q) for name, q in _lights(at).items()}
    return {"n_open": Count("pk")} | lights


def _rows(person: Any, asked: Asked) -> QuerySet[Any]:
    seen = as_known(Matter, asked.known_at).filter(access.condition(person, Action.VIEW, MATTERS), voided=False)
    key = F("unit_id") if asked.by == "unit" else Left("place_id", _TOWNSHIP)
    return seen.annotate(key=key).order_by()  # type: ignore[no-any-return]


def _open(person: Any, asked: Asked) -> QuerySet[Any]:
    return _rows(person, asked).filter(stage__in=OPEN)


def _month(person: Any, asked: Asked) -> QuerySet[Any]:
    return _rows(person, asked).filter(stage__in=DONE, closed_on__range=asked.month)


def _closed(person: Any, asked: Asked) -> Iterable[dict[str, Any]]:
    began = TruncDate("assigned_at", tzinfo=clock.SHANGHAI, output_field=DateField())
    took = ExpressionWrapper(F("closed_on") - began, output_field=DurationField())
    counted = {"closed": Count("pk"), "in_time": Count("pk", filter=clocks.IN_TIME), "took": Avg(took)}
    return _month(person, asked).values("key").annotate(**counted)  # type: ignore[no-any-return]


def _name(found: Iterable[Line], by: By) -> None:
    """Names in one statement; a unit that was dissolved keeps its name."""
    if by == "unit":
        names = {str(pk): short for pk, short in Organisation.objects.values_list("pk", "short")}
    else:
        codes = [line.key for line in found]
        names = dict(Place.objects.filter(code__in=codes).values_list("code", "name"))
    for line in found:
        line.label = names.get(line.key, line.key)


def total(found: Iterable[Line]) -> Line:
    """All lines together; the mean weighs each by what it closed."""
    whole = Line("", "合计")
    weighed = 0.0
    for line in found:
        for name, count in line.counts.items():
            whole.counts[name] = whole.counts.get(name, 0) + count
        whole.closed, whole.in_time = whole.closed + line.closed, whole.in_time + line.in_time
        weighed += (line.days or 0) * line.closed
    whole.days = weighed / whole.closed if whole.closed else None
    return whole


def behind(person: Any, asked: Asked, key: str, column: str) -> QuerySet[Any]:
    """The rows that a number of the board stands for; `key` is "" for all lines together."""
    if column in ("closed", "in_time"):
        rows = _month(person, asked).filter(clocks.IN_TIME if column == "in_time" else Q())
    else:
        rows = _open(person, asked).filter(_lights(asked.at).get(column, Q()))
    rows = rows.filter(key=key) if key else rows
    return rows.select_related("unit", "handler", "place").order_by("due_at", "id")
