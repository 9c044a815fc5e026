"""What the rules of arithmetic share: a number with its words around it, a sentence of them, a relation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from taizhang.county.figures.text.span import Span
from taizhang.county.standards.amounts import Interval

NOW = "至今"
_LEAD = re.compile(r"[^，,：:；;。！？!?]*$")


@dataclass(frozen=True, slots=True)
class Relation:
    """Arithmetic that a text states or implies, and whether its numbers can all be right.

    `members` are (start, end) of the spans: sum parts…, total; ratio part, whole, rate; growth old, new, rate (what is
    missing left out, the change before the rate); difference whole, parts…, rest; product price, counts, period, total;
    average total, count, average; part_of parts…, whole; same first, second.
    """

    type: str
    members: tuple[tuple[int, int], ...]
    holds: bool
    note: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure with the words before it (`head`) and after it (`tail`), up to the next number or punctuation mark.

    `gap` holds everything since the figure before it. `unit` and `bounds` are those of the base of the dimension, so
    that tonnes and kilos compare; `factor` leads back to the written unit; `middle` is the written value in the base
    unit, of a range its middle. `depth` counts open brackets. `period` is the month or quarter the number belongs to,
    NOW for 截至目前 and the like, "" where the sentence names none.
    """

    span: Span
    head: str
    tail: str
    gap: str
    clause: int
    segment: int
    depth: int
    unit: str
    factor: Decimal
    bounds: Interval
    middle: Decimal
    period: str = ""

    @property
    def where(self) -> tuple[int, int]:
        return self.span.start, self.span.end

    @property
    def lead(self) -> str:
        """The words since the last comma: 共抽取处罚、许可案卷 of what is cut to 许可案卷 in `head`."""
        return _LEAD.search(self.gap)[0]  # type: ignore[index]

    @property
    def words(self) -> str:
        return self.head + self.tail

    @property
    def is_rate(self) -> bool:
        return self.unit == "%"


def same_time(one: Mention, other: Mention) -> bool:
    """Whether two numbers may be of one period: a month is never held against a year or against 截至目前."""
    return one.period == other.period or {one.period, other.period} <= {"", NOW}


@dataclass(slots=True)
class Sentence:
    """`dates` are the periods named in it; `before` is the sentence before it in the same paragraph."""

    text: str
    start: int
    paragraph: int
    headline: bool = False
    mentions: list[Mention] = field(default_factory=list)
    dates: list[Span] = field(default_factory=list)
    before: "Sentence | None" = None


def relation(kind: str, members: Sequence[Mention | Span], holds: bool, note: str) -> Relation:
    places = tuple(member.where if isinstance(member, Mention) else (member.start, member.end) for member in members)
    return Relation(kind, places, holds, note)
