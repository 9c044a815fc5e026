"""Scores units over a period from their matters, now or as known at a moment, and opens each score onto its matters."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet

from taizhang.county.figures.asked import Asked
from taizhang.county.figures.known import as_known
from taizhang.county.figures.territory import territory
from taizhang.county.matters import measures
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.measures import Measure, Table
from taizhang.county.matters.models import Matter
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action

_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Part:
    """One measure of one unit: `points` of its weight, None where the unit had nothing to measure."""

    measure: Measure
    above: int
    below: int

    @property
    def points(self) -> Decimal | None:
        return Decimal(self.above * self.measure.weight) / self.below if self.below else None

    @property
    def shown(self) -> str:
        points = self.points
        return "—" if points is None else f"{points.quantize(_TENTH, ROUND_HALF_UP)}"


@dataclass(frozen=True)
class Score:
    """`points` of a hundred: what was measured, in proportion to the weights that could be. `place` is the rank."""

    unit: Organisation
    parts: tuple[Part, ...]
    place: int | None = None

    @property
    def points(self) -> Decimal:
        measured = [part for part in self.parts if part.points is not None]
        weights = sum(part.measure.weight for part in measured)
        found = sum((part.points for part in measured if part.points is not None), Decimal(0))
        return (found / weights * 100).quantize(_TENTH, ROUND_HALF_UP) if weights else Decimal(0)

    @property
    def matters(self) -> int:
        """How many matters stand behind the score at most: the largest base of its measures."""
        return max((part.below for part in self.parts), default=0)


def scores(asked: Asked) -> tuple[Table, list[Score]]:
    """Units in the order of their points, those with too few matters last and without a rank."""
    table = measures.on(asked.period.end)
    counts = _counts(table, asked)
    units = Organisation.objects.in_bulk(list(counts))
    found = [Score(units[pk], _parts(table, row)) for pk, row in counts.items() if any(row)]
    ranked = [one for one in found if one.matters >= table.least.value]
    rest = [one for one in found if one.matters < table.least.value]
    ranked.sort(key=lambda one: (-one.points, one.unit.order, one.unit.slug))
    rest.sort(key=lambda one: (one.unit.order, one.unit.slug))
    return table, [*_placed(ranked), *rest]


def _placed(ranked: Iterable[Score]) -> list[Score]:
    """Equal points share a rank, and the ranks after them are left out."""
    found: list[Score] = []
    for number, one in enumerate(ranked, 1):
        same = found[-1].place if found and found[-1].points == one.points else number
        found.append(Score(one.unit, one.parts, same))
    return found


def _counts(table: Table, asked: Asked) -> dict[int, list[int]]:
    """Numerators and denominators in turn for each unit, in one statement."""
    conditions = [
        part.condition(asked.period) for one in table.measures for part in (one.rate.numerator, one.rate.denominator)
    ]
    counting = {f"count_{index}": Count("pk", filter=condition) for index, condition in enumerate(conditions)}
    rows = _known(asked).filter(reduce(or_, conditions[1::2])).order_by().values("unit_id").annotate(**counting)
    return {row["unit_id"]: [row[name] for name in counting] for row in rows}


def _parts(table: Table, row: list[int]) -> tuple[Part, ...]:
    pairs = zip(row[::2], row[1::2], strict=True)
    return tuple(Part(one, above, below) for one, (above, below) in zip(table.measures, pairs, strict=True))


def _known(asked: Asked) -> QuerySet[Any]:
    rows = as_known(Matter, asked.known_at)
    return rows.filter(territory(asked.period.end, known_at=asked.known_at).area(asked.code)) if asked.code else rows


@dataclass(frozen=True)
class Opened:
    """The matters behind one part of a score: those in reach with whether they earned it, the others only counted."""

    rows: list[tuple[Any, bool]]
    hidden: int


def opened(unit: Organisation, measure: Measure, asked: Asked, *, person: Any) -> Opened:
    counted = _known(asked).filter(measure.rate.denominator.condition(asked.period), unit_id=unit.pk)
    shown = counted.filter(_reach(person, asked.known_at)).order_by("-id")
    earned = set(counted.filter(measure.rate.numerator.condition(asked.period)).values_list("id", flat=True))
    rows = [(row, row.id in earned) for row in shown]
    return Opened(rows, counted.count() - len(rows))


def _reach(person: Any, known_at: Any) -> Q:
    """A matter that is restricted now is closed in its old versions as well."""
    reach = access.condition(person, Action.VIEW, MATTERS)
    if known_at is None:
        return reach
    closed = Matter.objects.filter(restricted=True).exclude(reach)
    return reach & ~Q(id__in=closed.values("id"))


__all__ = ["Opened", "Part", "Score", "opened", "scores"]
