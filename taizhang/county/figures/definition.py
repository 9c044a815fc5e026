"""A figure is a set of rows and a way to total them; its counting rule is written here, shown to readers, versioned."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Q, Sum
from django.db.models.aggregates import Aggregate

from taizhang.county.audit import clock
from taizhang.county.figures.period import Period
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.rules import Threshold

Where = Q | Callable[[Period], Q]
ALL = Q()


class Kind(StrEnum):
    """What the number is, in the words the figure's page uses."""

    FLOW = "期间发生"
    STOCK = "时点存量"
    SUM = "期间合计"
    DISTINCT = "去重计数"
    RATIO = "比率"
    PERSON_TIMES = "人次"
    MEAN = "平均数"


@dataclass(frozen=True)
class During:
    """Events: rows whose date lies within the period."""

    on: str

    def q(self, period: Period) -> Q:
        return Q(**{f"{self.on}__gte": period.start, f"{self.on}__lte": period.end})


@dataclass(frozen=True)
class Moment(During):
    """Events known to the moment: rows whose moment lies on one of the period's days in Shanghai."""

    def q(self, period: Period) -> Q:
        first = datetime.combine(period.start, time.min, clock.SHANGHAI)
        return Q(**{f"{self.on}__gte": first, f"{self.on}__lte": clock.end_of(period.end)})


@dataclass(frozen=True)
class Standing:
    """A state at the period's last day: begun by then, and not ended by then. The day of ending no longer counts."""

    since: str
    until: str

    def q(self, period: Period) -> Q:
        begun = Q(**{f"{self.since}__lte": period.end})
        return begun & (Q(**{self.until: None}) | Q(**{f"{self.until}__gt": period.end}))


@dataclass(frozen=True)
class Booked(Standing):
    """A balance at the period's last day: all that was booked by then, what takes off with its minus sign."""

    until: str = ""

    def q(self, period: Period) -> Q:
        return Q(**{f"{self.since}__lte": period.end})


@dataclass(frozen=True)
class Rows:
    """One for each row: each record counts once."""

    def aggregate(self, where: Q) -> Aggregate:
        return Count("pk", filter=where)


@dataclass(frozen=True)
class Distinct:
    """One for each different value of a column, such as persons among payments."""

    column: str

    def aggregate(self, where: Q) -> Aggregate:
        return Count(self.column, distinct=True, filter=where)


@dataclass(frozen=True)
class Total:
    """The sum of a column."""

    column: str

    @property
    def summed(self) -> Any:
        return self.column

    def aggregate(self, where: Q) -> Aggregate:
        return Sum(self.summed, filter=where)


@dataclass(frozen=True)
class Days:
    """The sum of the days from one date of the row to another."""

    since: str
    until: str

    @property
    def summed(self) -> Any:
        # PostgreSQL takes one date from another as a whole number; Django would make an interval of it.
        return Func(F(self.until), F(self.since), template="(%(expressions)s)", arg_joiner=" - ",
                    output_field=IntegerField())  # fmt: skip

    def aggregate(self, where: Q) -> Aggregate:
        return Sum(self.summed, filter=where)


@dataclass(frozen=True)
class ZeroProof:
    """What a nought rests on: a row of another ledger that says somebody looked, and how much they found.

    The row is kept by the organisation that leads that ledger, for the figure's place or a larger one; its days from
    `since` to `until` cover the period, and `on`, the day they looked, lies no more than `days` before the print.
    """

    ledger: Ledger
    on: str
    since: str
    until: str
    found: str
    days: Threshold


@dataclass(frozen=True)
class Figure:
    """`when` puts rows into the period, `where` chooses among them, `total` counts them.

    Both speak of the record's own columns only: a condition through a join would change with the other row, and a
    signed number could not be counted again. `where` may be a function of the period. `rule` is the 口径 in Chinese,
    `version` grows and `since` moves with every change of it. `words` are the phrases prose uses for what is counted,
    most specific first. `style` is how prose prints it: exact, or over (170余万元). A `headline` stands on the first
    page. Where nothing registered may only mean that nobody looked, a nought is printed with its `zero_proof` alone.
    """

    key: str
    label: str
    ledger: Ledger
    unit: str
    kind: Kind
    when: During | Standing
    rule: str
    since: date
    total: Rows | Distinct | Total | Days = Rows()
    where: Where = ALL
    version: int = 1
    owner: str = ""
    words: tuple[str, ...] = ()
    style: str = "exact"
    headline: bool = False
    zero_proof: ZeroProof | None = None

    def condition(self, period: Period) -> Q:
        """The rows that count, voided ones never."""
        where = self.where(period) if callable(self.where) else self.where
        return Q(voided=False) & self.when.q(period) & where

    @property
    def answers(self) -> str:
        """The slug of the organisation that answers for the definition."""
        return self.owner or self.ledger.lead


@dataclass(frozen=True)
class Ratio:
    """A rate owns its numerator and denominator; the numerator's rows lie within the denominator's."""

    key: str
    label: str
    numerator: Figure
    denominator: Figure
    rule: str
    since: date
    unit: str = "%"
    kind: Kind = Kind.RATIO
    version: int = 1
    owner: str = ""
    words: tuple[str, ...] = ()
    style: str = "exact"
    headline: bool = False

    @property
    def ledger(self) -> Ledger:
        return self.denominator.ledger

    @property
    def scale(self) -> int:
        """What the quotient is multiplied with to come out in the unit."""
        return 100

    @property
    def answers(self) -> str:
        return self.owner or self.denominator.answers


@dataclass(frozen=True)
class Mean(Ratio):
    """What one row of the denominator comes to on average, in the unit of the numerator; both count the same rows."""

    unit: str = "日"
    kind: Kind = Kind.MEAN

    @property
    def scale(self) -> int:
        return 1


Definition = Figure | Ratio


def columns_of(condition: Q) -> set[str]:
    """The column names a condition speaks of, lookups included, as written."""
    names: set[str] = set()
    for child in condition.children:
        names |= columns_of(child) if isinstance(child, Q) else {str(_left(child))}
    return names


def _left(child: Any) -> Any:
    return child[0] if isinstance(child, tuple) else child
