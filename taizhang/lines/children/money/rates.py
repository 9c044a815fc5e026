"""The dated table of standards: what a category is paid for a month, and the document that says so."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money.cents import yuan
from taizhang.lines.children.money.months import Month, said, span

# Bounds the memory of a table that is asked about decades of spans; a province of a few years needs far fewer.
_SERIES_KEPT = 20_000


class Rate(NamedTuple):
    """`monthly` in cents, for whole months from `first` to `last`; None stays in force until another is entered."""

    category: str
    first: Month
    last: Month | None
    monthly: int
    document: str


class NoRate(Invalid):
    """A month has no standard; what to pay is not guessed from its neighbours."""

    def __init__(self, category: str, month: Month) -> None:
        super().__init__(f"“{category}”{said(month)}没有发放标准；请先按文件录入该月的标准，再生成发放计划")
        self.category, self.month = category, month


class RateTable:
    """Looks standards up by category and month; an overlap is refused on construction (raises Invalid)."""

    __slots__ = ("_by_category", "_series", "words")

    def __init__(self, rates: Iterable[Rate], words: Mapping[str, str] | None = None) -> None:
        """`words` are the categories as sentences name them."""
        self.words = words or {}
        self._by_category: dict[str, list[Rate]] = {}
        self._series: dict[tuple[str, Month, Month], dict[Month, int]] = {}
        for rate in sorted(rates, key=lambda rate: (rate.category, rate.first)):
            known = self._by_category.setdefault(rate.category, [])
            self._refuse(rate, known[-1] if known else None)
            known.append(rate)

    def rate(self, category: str, month: Month) -> Rate:
        """The standard in force; raises NoRate."""
        for rate in reversed(self._by_category.get(category, ())):
            if rate.first <= month and (rate.last is None or month <= rate.last):
                return rate
        raise NoRate(self.word(category), month)

    def monthly(self, category: str, month: Month) -> int:
        """Cents for that month; raises NoRate."""
        return self.rate(category, month).monthly

    def series(self, category: str, first: Month, last: Month) -> Mapping[Month, int]:
        """Month → cents for a span; raises NoRate. It is shared and must not be changed.

        Kept once made: a province has a million children but only some thousands of different spans.
        """
        key = (category, first, last)
        found = self._series.get(key)
        if found is None:
            if len(self._series) >= _SERIES_KEPT:
                self._series.clear()
            found = self._series[key] = {month: self.monthly(category, month) for month in span(first, last)}
        return found

    def word(self, category: str) -> str:
        return self.words.get(category, category)

    def _refuse(self, rate: Rate, before: Rate | None) -> None:
        name = self.word(rate.category)
        if rate.monthly <= 0:
            raise Invalid(f"“{name}”{said(rate.first)}起的标准为 {yuan(rate.monthly)} 元；标准须大于零，请核对文件")
        if rate.last is not None and rate.last < rate.first:
            raise Invalid(f"“{name}”标准的止执行月{said(rate.last)}早于起执行月{said(rate.first)}；请核对两个月份")
        if before is not None and (before.last is None or rate.first <= before.last):
            until = "至今" if before.last is None else f"至{said(before.last)}"
            raise Invalid(
                f"“{name}”{said(rate.first)}起的标准（{rate.document}）与{said(before.first)}{until}的标准"
                f"（{before.document}）重叠；请把前一标准的止执行月改为{said(rate.first - 1)}或更早"
            )
