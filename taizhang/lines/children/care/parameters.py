"""The dated parameters of care as declared in parameters.toml: intervals of visits by category and risk, and days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from taizhang.county.standards.dates import prose_date
from taizhang.county.standards.errors import Invalid
from taizhang.county.standards.working_days import add_months
from taizhang.lines.children.eligibility.reading import BadTable, Entry, entries, in_order, on

OWN_FILE = Path(__file__).with_name("parameters.toml")
# From the least to the greatest.
RISKS = ("low", "medium", "high")
NUMBERS = {"visit_ahead_days": "到期前几天提醒走访", "entrusted_days": "确认后几天内应有委托照护协议"}


@dataclass(frozen=True, slots=True)
class Interval:
    """One of `months` and `days` is zero."""

    category: str
    risk: str
    months: int
    days: int
    valid_from: date
    valid_to: date | None
    document: str
    certain: bool

    def after(self, day: date) -> date:
        """The last day on which the next visit is in time; the 31st becomes the last day of a shorter month."""
        return add_months(day, self.months, roll_forward=False) + timedelta(days=self.days)

    @property
    def said(self) -> str:
        return f"每{self.months}个月" if self.months else f"每{self.days}天"


@dataclass(frozen=True, slots=True)
class Number:
    name: str
    value: int
    valid_from: date
    valid_to: date | None
    document: str
    certain: bool


class Parameters:
    """Intervals by category and risk, and numbers by name, each by the day it holds."""

    __slots__ = ("_intervals", "_numbers")

    def __init__(self, intervals: Iterable[Interval], numbers: Iterable[Number]) -> None:
        """Raises BadTable for an absent name or risk, and for two values of one day."""
        by_child: dict[tuple[str, str], list[Interval]] = {}
        for one in intervals:
            by_child.setdefault((one.category, one.risk), []).append(one)
        by_name: dict[str, list[Number]] = {}
        for number in numbers:
            by_name.setdefault(number.name, []).append(number)
        _refuse_absent(by_child, by_name)
        self._intervals = {key: in_order(f"走访间隔 {'、'.join(key)} ", rows) for key, rows in by_child.items()}
        self._numbers = {name: in_order(f"参数 {name} ", rows) for name, rows in by_name.items()}

    def interval(self, category: str, risk: str, day: date) -> Interval:
        """Raises Invalid where none holds, which is not guessed."""
        found = on(self._intervals.get((category, risk), ()), day)
        if found is None:
            raise Invalid(f"{prose_date(day)}没有 {category}、风险 {risk} 的走访间隔；请在关爱参数表补录及其文号")
        return found

    def number(self, name: str, day: date) -> Number:
        """Raises Invalid where none holds."""
        found = on(self._numbers[name], day)
        if found is None:
            raise Invalid(f"{prose_date(day)}没有参数“{NUMBERS[name]}”；请按当时的文件补录（{name}）")
        return found

    def intervals(self, day: date) -> list[Interval]:
        """All that hold on a day, as the table has them."""
        return [found for rows in self._intervals.values() if (found := on(rows, day))]


def _refuse_absent(by_child: dict[tuple[str, str], list[Interval]], by_name: dict[str, list[Number]]) -> None:
    lacking = [f"{NUMBERS[name]}（{name}）" for name in NUMBERS if name not in by_name]
    for category in dict.fromkeys(category for category, _ in by_child):
        lacking += [f"{category} 风险 {risk} 的走访间隔" for risk in RISKS if (category, risk) not in by_child]
    if lacking:
        raise BadTable(f"关爱参数表缺少{'、'.join(lacking)}；请补填数值和文号")


@cache
def load(path: Path = OWN_FILE) -> Parameters:
    """Raises BadTable, whose sentence names the row; what was loaded once is kept for the life of the process."""
    written = entries(path, "interval", "number")
    intervals = [one for entry in written["interval"] for one in _intervals(entry)]
    return Parameters(intervals, [_number(entry) for entry in written["number"]])


def _intervals(entry: Entry) -> list[Interval]:
    validity, categories, risks = entry.validity(), entry.texts("categories"), entry.texts("risks")
    months, days = entry.number("months", 0, 0), entry.number("days", 0, 0)
    entry.done()
    if bool(months) == bool(days):
        raise BadTable(f"{entry.where}的 months 和 days 应只填一个，且大于零；请改正")
    if unknown := sorted(set(risks) - set(RISKS)):
        raise BadTable(f"{entry.where}的 risks 有不认识的 {'、'.join(unknown)}；这里只有{'、'.join(RISKS)}")
    return [Interval(category, risk, months, days, *validity) for category in categories for risk in risks]


def _number(entry: Entry) -> Number:
    validity, name, value = entry.validity(), entry.choice("name", NUMBERS), entry.number("value", 0)
    entry.done()
    return Number(name, value, *validity)
