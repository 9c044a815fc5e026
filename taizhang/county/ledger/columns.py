"""One Column serves list, card, form, sheet, history and API: it owns label, parse, format and mask."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.conf import settings

from taizhang.county.ledger import typed as as_typed
from taizhang.county.ledger.typed import Unparsable

Mask = Callable[[str], str]


@dataclass(frozen=True)
class References:
    """What names in cells may mean on the day of entry: units and places by everything clerks write for them."""

    units: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def tidy(value: Any) -> str:
    """For comparing and for numbers: all full-width signs to half-width, spaces removed at the ends (NFKC except ·)."""
    return "·".join(unicodedata.normalize("NFKC", part) for part in _written(value).split("·")).strip()


_NARROW = {ord("０") + n: ord("0") + n for n in range(10)} | {
    ord(wide) + n: ord(narrow) + n for wide, narrow in (("Ａ", "A"), ("ａ", "a")) for n in range(26)
}
_NARROW |= {0x3000: 0x20, 0xA0: 0x20}
# What has no width, and what no sheet or page can hold: left out. The joiner within an emoji has its use.
_UNSEEN = dict.fromkeys((0xFEFF, 0x200B, 0x2060, *range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
# Most text has none of what is to be turned, and a long sheet has a million cells of it.
_TO_TURN = re.compile(r"[\0-\x08\x0B-\x1F\x7F\xA0\u200B\u2060\u3000\uFEFF０-９Ａ-Ｚａ-ｚ]")


def clean(value: Any) -> str:
    """For keeping: letters, digits and spaces half-width; Chinese punctuation stays as it was written."""
    if value.__class__ is str and not _TO_TURN.search(value):
        return value.strip()  # type: ignore[no-any-return]
    return _written(value).translate(_NARROW).strip()


def _written(value: Any) -> str:
    if isinstance(value, float):
        # Excel keeps fifteen digits; what a sum of tenths leaves behind them is no part of the number.
        value = int(value) if value.is_integer() else float(f"{value:.15g}")
    # Carriage returns come from text areas and would make every text differ from itself.
    return str("" if value is None else value).replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)


@dataclass(frozen=True)
class Column:
    """`name` is the attribute on the record; `mask`, where set, hides the value from whoever may not see it."""

    name: str
    label: str
    required: bool = False
    editable: bool = True
    max_length: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    mask: Mask | None = None
    width: int = 14
    kind: ClassVar[str] = "text"
    numeric: ClassVar[bool] = False

    @property
    def private(self) -> bool:
        return self.mask is not None

    def value(self, record: Any) -> Any:
        value = getattr(record, self.name)
        return value() if callable(value) else value

    def text(self, value: Any) -> str:
        """For people: the value as list, detail and history print it."""
        return "" if value is None else str(value)

    def cell(self, value: Any) -> Any:
        """For sheets: the value with its real type."""
        return self.text(value)

    def json(self, value: Any) -> Any:
        return value if value is None or isinstance(value, int | bool) else self.text(value)

    def masked(self, value: Any) -> str:
        text = self.text(value)
        return self.mask(text) if self.mask and text else text

    def parse(self, typed: Any, refs: References) -> Any:
        """From whatever a person typed or a workbook holds; raises Unparsable."""
        text = clean(typed)
        if self.max_length and len(text) > self.max_length:
            raise Unparsable(f"最多 {self.max_length} 个字，现有 {len(text)} 个字")
        return text

    @property
    def empty(self) -> Any:
        return ""


@dataclass(frozen=True)
class LongText(Column):
    kind: ClassVar[str] = "long"


@dataclass(frozen=True)
class Nullable(Column):
    """A column whose empty value is None."""

    def parse(self, typed: Any, refs: References) -> Any:
        return None if tidy(typed) == "" else self.convert(typed, refs)

    def convert(self, typed: Any, refs: References) -> Any:
        raise NotImplementedError

    @property
    def empty(self) -> Any:
        return None


@dataclass(frozen=True)
class Whole(Nullable):
    """A whole number; `least` and `most` are what the database can hold."""

    least: int = -(2**31)
    most: int = 2**31 - 1
    width: int = 8
    kind: ClassVar[str] = "whole"
    numeric: ClassVar[bool] = True

    def convert(self, typed: Any, refs: References) -> int:
        number = as_typed.whole(tidy(typed))
        if not self.least <= number <= self.most:
            raise Unparsable(f"应在 {self.least} 到 {self.most} 之间，现为 {number}")
        return number

    def cell(self, value: Any) -> Any:
        return value


@dataclass(frozen=True)
class Amount(Nullable):
    """A decimal number with a fixed number of places, such as yuan with two; `digits` counts all of its digits."""

    places: int = 2
    digits: int = 18
    kind: ClassVar[str] = "amount"
    numeric: ClassVar[bool] = True

    def convert(self, typed: Any, refs: References) -> Decimal:
        value = as_typed.amount(tidy(typed))
        try:
            rounded = value.quantize(Decimal(1).scaleb(-self.places))
        except InvalidOperation:
            raise Unparsable(f"应为数字，现为“{tidy(typed)}”") from None
        if rounded != value:
            raise Unparsable(f"小数最多 {self.places} 位，现为“{tidy(typed)}”")
        if abs(value) >= 10 ** (self.digits - self.places):
            raise Unparsable(f"整数部分最多 {self.digits - self.places} 位，现为“{tidy(typed)}”，请核对单位")
        return rounded

    def text(self, value: Any) -> str:
        return "" if value is None else f"{value:,.{self.places}f}"

    def cell(self, value: Any) -> Any:
        return value

    def json(self, value: Any) -> Any:
        return None if value is None else str(value)


@dataclass(frozen=True)
class Day(Nullable):
    width: int = 12
    kind: ClassVar[str] = "date"

    def convert(self, typed: Any, refs: References) -> date:
        if isinstance(typed, datetime):
            return typed.date()
        if isinstance(typed, date):
            return typed
        return as_typed.day(tidy(typed))

    def text(self, value: Any) -> str:
        return value.isoformat() if value else ""

    def cell(self, value: Any) -> Any:
        return value


@dataclass(frozen=True)
class Choice(Column):
    width: int = 12
    kind: ClassVar[str] = "choice"

    def parse(self, typed: Any, refs: References) -> str:
        text = tidy(typed)
        for code, label in self.choices:
            if text in (tidy(code), tidy(label)):
                return code
        if text == "":
            return ""
        labels = "、".join(label for _, label in self.choices)
        raise Unparsable(f"“{text}”不在可选项中，应为：{labels}")

    def text(self, value: Any) -> str:
        return dict(self.choices).get(value, str(value or ""))


@dataclass(frozen=True)
class Flag(Column):
    width: int = 6
    kind: ClassVar[str] = "flag"
    _words: ClassVar[dict[str, bool]] = {
        "是": True, "有": True, "1": True, "true": True, "on": True, "√": True,
        "否": False, "无": False, "0": False, "false": False, "": False,
    }  # fmt: skip

    def parse(self, typed: Any, refs: References) -> bool:
        if isinstance(typed, bool):
            return typed
        try:
            return self._words[tidy(typed).lower()]
        except KeyError:
            raise Unparsable(f"应填“是”或“否”，现为“{tidy(typed)}”") from None

    def text(self, value: Any) -> str:
        return "是" if value else "否"

    @property
    def empty(self) -> Any:
        return False


@dataclass(frozen=True)
class Link(Nullable):
    """A reference to a unit, a place or a row of another ledger; written and read by name or key."""

    target: str = ""
    kind: ClassVar[str] = "link"

    def value(self, record: Any) -> Any:
        return None if getattr(record, f"{self.name}_id") is None else getattr(record, self.name)

    def _known(self, refs: References) -> Mapping[str, Any]:
        return {"unit": refs.units, "place": refs.places}.get(self.target) or refs.records.get(self.target, {})

    def convert(self, typed: Any, refs: References) -> Any:
        known, text = self._known(refs), clean(typed)
        for name in (text, *self._shorter(text)):
            try:
                return known[name]
            except KeyError:
                continue
        raise Unparsable(f"没有找到“{text}”，请核对{self.label}的名称或编号")

    def _shorter(self, text: str) -> Iterator[str]:
        """The same without the county before it, and without what a township's offices are called after it."""
        if self.target not in ("unit", "place"):
            return
        bare = text.removeprefix(settings.COUNTY_NAME)
        for end in ("", "人民政府", "政府", "街道办事处", "办事处"):
            if bare.endswith(end) and bare not in ("", end):
                yield bare.removesuffix(end)


@dataclass(frozen=True)
class Derived(Column):
    """Computed from the row: shown and exported, never edited or imported.

    `reads` is the path of a query to the same text, "" where only the record can tell.
    """

    editable: bool = False
    reads: str = ""
    kind: ClassVar[str] = "derived"
