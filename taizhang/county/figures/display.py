"""How values stand on screens: large digits, small unit, and the word that stands for what is not shown."""

from dataclasses import dataclass
from decimal import Decimal

from taizhang.county.figures.charts import Point
from taizhang.county.figures.values import Value, shown
from taizhang.county.standards.amounts import grouped

NOTHING = "—"


@dataclass(frozen=True)
class Shown:
    """`lead` and `rest` are set small before and after the large `digits`; `text` is all three."""

    lead: str
    digits: str
    rest: str

    @property
    def text(self) -> str:
        return f"{self.lead}{self.digits}{self.rest}"


def show(value: Value, *, veil: str | None = None) -> Shown:
    """Exact whatever the figure's style in prose, digits grouped by three; `veil` stands instead of the number."""
    printed = shown(value, "exact")
    if veil is not None or printed is None:
        return Shown("", veil or NOTHING, "")
    lead, digits, rest = printed.text.partition(printed.digits)
    return Shown(lead, grouped(Decimal(digits)), rest)


def note(value: Value) -> str:
    """What a rate was made of, and how many rows any other number."""
    if value.numerator is not None and value.denominator is not None:
        return f"{grouped(value.numerator)} / {grouped(value.denominator)}"
    return f"{value.rows:,} 条"


def point(label: str, value: Value, *, veil: str | None = None, marked: bool = False) -> Point:
    amount = None if veil is not None or value.amount is None else float(value.amount)
    return Point(label, amount, show(value, veil=veil).text, marked)
