"""What units are scored by: figures over matters with dated weights, as the county's document gives them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from taizhang.county.figures.definition import Ratio
from taizhang.county.ledger.rules import Threshold
from taizhang.county.matters import figures

_FROM, _DOCUMENT = date(2022, 5, 1), "县级督办规则参数（考核权重表）"


@dataclass(frozen=True)
class Measure:
    """A rate of the unit's own matters and the points it is worth when it is whole."""

    rate: Ratio
    weight: int

    @property
    def key(self) -> str:
        return self.rate.key


@dataclass(frozen=True)
class Table:
    """The weights in force from a day on; `least` is how many matters a unit must have had to be ranked."""

    valid_from: date
    document: str
    measures: tuple[Measure, ...]
    least: Threshold

    @property
    def whole(self) -> int:
        return sum(measure.weight for measure in self.measures)


TABLES: Sequence[Table] = (
    Table(
        _FROM, _DOCUMENT,
        (
            Measure(figures.ON_TIME_RATE, 40), Measure(figures.CLAIM_RATE, 15), Measure(figures.SATISFACTION, 20),
            Measure(figures.HOLDING_RATE, 15), Measure(figures.AT_ONCE_RATE, 10),
        ),
        Threshold(3, _FROM, _DOCUMENT),
    ),
)  # fmt: skip


def on(day: date, tables: Sequence[Table] = TABLES) -> Table:
    """The weights in force on a day; before the first, the first."""
    held = [table for table in tables if table.valid_from <= day]
    return max(held or tables[:1], key=lambda table: table.valid_from)
