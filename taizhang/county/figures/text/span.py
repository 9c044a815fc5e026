"""What the reader returns for each number it meets."""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from taizhang.county.standards.amounts import Interval, interval


class Kind(StrEnum):
    QUANTITY = "quantity"
    MONEY = "money"
    PERCENT = "percent"
    RANGE = "range"
    DATE = "date"
    ORDINAL = "ordinal"
    IDENTIFIER = "identifier"
    OTHER = "other"


FIGURES = frozenset({Kind.QUANTITY, Kind.MONEY, Kind.PERCENT, Kind.RANGE})


class Span(NamedTuple):
    """`start` and `end` count characters of the text as given, spaces inside the number included.

    `value` is a decimal string in base units (170余万元 → 1700000), of a range `lo~hi`, None for what is no figure.
    `unit` is a base unit, "" where the text has none; `qualifier` is exact, over, near, about or under and `word` the
    rounding word as written. `step` is the place of the last written digit in base units: 3.47亿元 → 1000000.
    """

    start: int
    end: int
    text: str
    value: str | None
    unit: str
    qualifier: str
    kind: Kind
    word: str = ""
    step: Decimal = Decimal(1)

    @property
    def is_figure(self) -> bool:
        return self.kind in FIGURES

    @property
    def amount(self) -> Decimal | None:
        """The value as a number, None for a range and for what is no figure."""
        return None if self.value is None or self.kind is Kind.RANGE else Decimal(self.value)

    @property
    def interval(self) -> Interval:
        """The values that may stand behind what is written; a whole number without a scale stands for itself.

        Raises ValueError for what is no figure.
        """
        if self.value is None:
            raise ValueError("what is no figure has no values")
        low, _, high = self.value.partition("~")
        if high:
            return Interval(Decimal(low), Decimal(high))
        rounded = self.step != 1 or self.kind is Kind.PERCENT
        # Nobody rounds nothing: 0余人 is a slip of the pen, and says nought.
        word = self.word if Decimal(low) > 0 else ""
        return interval(word, Decimal(low), step=self.step if rounded else None)
