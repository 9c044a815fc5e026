"""Compares what a reader found with the labels: F1 of span, value and unit; look-alikes taken; relations that broke."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from bench.reader.labels import Gold, Item
from taizhang.county.figures.text.units import fold


class Found(Protocol):
    """A figure as any reader returns it: ours, or a peer's read back from JSON."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def value(self) -> str | None: ...
    @property
    def unit(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a reader and the labels differ; `wanted` or `found` is empty where there was nothing."""

    item: str
    what: str
    wanted: str
    found: str
    around: str

    def __str__(self) -> str:
        return f"{self.item}\t{self.what}\twanted {self.wanted or '-'}\tfound {self.found or '-'}\t…{self.around}…"


@dataclass
class Score:
    right: int = 0
    wanted: int = 0
    found: int = 0
    lookalikes: int = 0
    taken: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.wanted + self.found) if self.wanted + self.found else 1.0

    @property
    def taken_share(self) -> float:
        return self.taken / self.lookalikes if self.lookalikes else 0.0


def score(items: Iterable[Item], figures: Callable[[Item], Sequence[Found]]) -> Score:
    """`figures` gives what the reader takes for figures in an item, and nothing else."""
    total = Score()
    for item in items:
        _add(total, item, figures(item))
    return total


def _add(total: Score, item: Item, found: Sequence[Found]) -> None:
    open_ended = [gold for gold in item.spans if not gold.scored]
    wanted = [gold for gold in item.spans if gold.scored and gold.is_figure]
    lookalikes = [gold for gold in item.spans if gold.scored and not gold.is_figure]
    counted = [span for span in found if not any(_overlap(span, gold) for gold in open_ended)]
    missed, left = _pair(wanted, counted)
    taken = [gold for gold in lookalikes if any(_overlap(span, gold) for span in counted)]
    total.right += len(wanted) - len(missed)
    total.wanted += len(wanted)
    total.found += len(counted)
    total.lookalikes += len(lookalikes)
    total.taken += len(taken)
    total.faults += [*_missed(item, missed, left), *_extra(item, missed, left, taken)]


def _pair(wanted: list[Gold], found: list[Found]) -> tuple[list[Gold], list[Found]]:
    """The labels that no span satisfies, and the spans that satisfy no label."""
    at = {(span.start, span.end): span for span in found}
    missed, met = [], set()
    for gold in wanted:
        span = at.get((gold.start, gold.end))
        if span is not None and same_value(span.value, gold.value) and fold(span.unit) == fold(gold.unit):
            met.add((gold.start, gold.end))
        else:
            missed.append(gold)
    return missed, [span for span in found if (span.start, span.end) not in met]


def same_value(one: str | None, other: str | None) -> bool:
    """Compares as numbers, a range end by end; thirds are written to four places."""
    if one is None or other is None:
        return one is other
    try:
        ends = [[round(Decimal(end), 4) for end in value.split("~")] for value in (one, other)]
    except InvalidOperation:
        return False
    return ends[0] == ends[1]


def _missed(item: Item, missed: list[Gold], left: list[Found]) -> list[Fault]:
    faults = []
    for gold in missed:
        over = [span for span in left if _overlap(span, gold)]
        what = _difference(gold, over)
        faults.append(_fault(item, what, gold, " + ".join(_said(span) for span in over)))
    return faults


def _difference(gold: Gold, over: list[Found]) -> str:
    if not over:
        return "missed"
    if len(over) > 1 or (over[0].start, over[0].end) != (gold.start, gold.end):
        return "span"
    return "unit" if same_value(over[0].value, gold.value) else "value"


def _extra(item: Item, missed: list[Gold], left: list[Found], taken: list[Gold]) -> list[Fault]:
    faults = [_fault(item, f"{gold.kind} taken", gold, _over(gold, left)) for gold in taken]
    for span in left:
        if not any(_overlap(span, gold) for gold in (*missed, *taken)):
            faults.append(Fault(item.id, "extra", "", _said(span), _around(item.text, span)))
    return faults


def _over(gold: Gold, spans: Iterable[Found]) -> str:
    return " + ".join(_said(span) for span in spans if _overlap(span, gold))


def _fault(item: Item, what: str, gold: Gold, found: str) -> Fault:
    wanted = _said(gold) if gold.is_figure else f"{gold.text!r} {gold.kind}"
    return Fault(item.id, what, wanted, found, _around(item.text, gold))


def _said(span: Any) -> str:
    return f"{span.text!r} {span.value} {span.unit}".rstrip()


def _around(text: str, span: Any) -> str:
    return text[max(0, span.start - 12) : span.end + 8].replace("\n", "⏎")


def _overlap(one: Any, other: Any) -> bool:
    return bool(one.start < other.end and other.start < one.end)
