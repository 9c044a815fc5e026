"""What the pages of workbooks print: the conditions of a list in words, the classes of a preview."""

from dataclasses import dataclass
from typing import Any

from taizhang.county.ledger import shown
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.sheets.plan import Outcome

_TONES = {
    Outcome.REFUSED: "r", Outcome.CHANGED: "a", Outcome.NEW: "g", Outcome.DUPLICATE: "", Outcome.UNCHANGED: "",
}  # fmt: skip
# What needs a decision comes first.
_ORDER = (Outcome.REFUSED, Outcome.CHANGED, Outcome.NEW, Outcome.DUPLICATE, Outcome.UNCHANGED)


@dataclass(frozen=True)
class Tab:
    outcome: Outcome
    count: int
    current: bool

    @property
    def tone(self) -> str:
        return _TONES[self.outcome]


def tabs(counts: dict[str, Any], current: str) -> list[Tab]:
    return [Tab(outcome, counts.get(outcome, 0), outcome == current) for outcome in _ORDER]


def first_shown(counts: dict[str, Any]) -> str:
    return next((outcome.value for outcome in _ORDER if counts.get(outcome)), Outcome.NEW.value)


def words(ledger: Ledger, selection: Any) -> list[str]:
    """The conditions that narrowed a list, as the sheet of notes repeats them."""
    found = [f"查找“{selection.query}”"] if selection.query else []
    found += [_condition(one) for one in shown.filters(ledger, selection.filters) if one.on]
    return [*found, "含作废的记录"] if selection.voided else found


def _condition(one: shown.Filter) -> str:
    if one.kind == "span":
        ends = [value for _, value, *_ in one.bounds]
        return f"{one.label} {ends[0] or '最早'} 至 {ends[1] or '最新'}"
    return f"{one.label} {one.chosen or one.value}"
