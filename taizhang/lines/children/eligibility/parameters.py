"""The numbers of the rules as dated parameters, and the rules as one thing that is handed to every judgment."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from taizhang.county.standards.dates import prose_date
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.eligibility import states
from taizhang.lines.children.eligibility.facts import STAGES
from taizhang.lines.children.eligibility.reading import BadTable, Entry, entries, in_order, on
from taizhang.lines.children.eligibility.states import States

OWN_FILE = Path(__file__).with_name("parameters.toml")
Value = bool | int | tuple[Any, ...]


def _number(least: int, most: int) -> Callable[[Any], str]:
    def wrong(value: Any) -> str:
        sound = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        return "" if sound else f"应为 {least} 至 {most} 的整数"

    return wrong


def _flag(value: Any) -> str:
    return "" if isinstance(value, bool) else "应为 true 或 false"


def _some(known: Iterable[Any]) -> Callable[[Any], str]:
    allowed = tuple(known)

    def wrong(value: Any) -> str:
        sound = isinstance(value, list) and all(one in allowed for one in value)
        return "" if sound else f"应为列表，每项在 {'、'.join(map(str, allowed))} 之中"

    return wrong


# Name, what it means, and what is wrong with a value of it.
NAMES: dict[str, tuple[str, Callable[[Any], str]]] = {
    "age_limit": ("孤儿和事实无人抚养儿童的年龄上限（周岁，不含）", _number(1, 30)),
    "left_behind_age": ("农村留守儿童的年龄上限（周岁，不含）", _number(1, 30)),
    "study_extends": ("已在保的成年后在读是否继续", _flag),
    "study_enrols": ("成年后在读能否新认定", _flag),
    "study_stages": ("成年后可继续的学段", _some(STAGES)),
    "study_gap_months": ("两份就读证明之间的假期最多几个月", _number(0, 6)),
    "leap_birthday_in_march": ("2月29日出生的平年是否3月1日满岁", _flag),
    "starts_after": ("确认当月之后第几个月起发", _number(0, 3)),
    "ends_after": ("事由当月之后第几个月止发", _number(-1, 2)),
    "term_review_days": ("父母刑期等届满前几天复核", _number(0, 366)),
    "annual_review_months": ("每几个月复核一次", _number(1, 36)),
    "age_warning_days": ("年满之前几天提醒", _number(0, 366)),
    "study_proof_months": ("哪几个月收就读证明", _some(range(1, 13))),
    "missing_years": ("下落不明几年可申请宣告失踪", _number(1, 10)),
    "reconsideration_days": ("不服决定的，几日内申请行政复议", _number(1, 366)),
    "suit_months": ("不服决定的，几个月内提起行政诉讼", _number(1, 24)),
    "notify_days": ("作出决定后几个工作日内告知申请人", _number(1, 30)),
    "forward_days": ("受理后几个工作日内转户籍地", _number(1, 30)),
    "entry_days": ("办理之后几天内可以补录", _number(0, 366)),
    "warn_percent": ("期限过去百分之几亮黄灯", _number(1, 100)),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    value: Value
    valid_from: date
    valid_to: date | None
    document: str
    certain: bool


class Rules:
    """The states of parents and every parameter: what a judgment needs besides the facts."""

    __slots__ = ("_by_name", "states")

    def __init__(self, known: States, parameters: Iterable[Parameter]) -> None:
        """Raises BadTable for an absent name, two values of one day, or months that would overlap."""
        self.states = known
        found: dict[str, list[Parameter]] = {}
        for one in parameters:
            found.setdefault(one.name, []).append(one)
        absent = [f"{name}（{NAMES[name][0]}）" for name in NAMES if name not in found]
        if absent:
            raise BadTable(f"参数表缺少{'、'.join(absent)}；请补填数值和文号")
        self._by_name = {name: in_order(f"参数 {name} ", rows) for name, rows in found.items()}
        self._refuse_gaps()

    def at(self, name: str, day: date) -> Parameter:
        """The parameter of that day; raises Invalid where none holds, which is not guessed."""
        found = on(self._by_name[name], day)
        if found is None:
            raise Invalid(f"{prose_date(day)}没有参数“{NAMES[name][0]}”；请按当时的文件补录（{name}）")
        return found

    def held(self, name: str, day: date) -> Parameter:
        """The parameter of that day, or the first there was: what is older than all documents is not refused."""
        return on(self._by_name[name], day) or self._by_name[name][0]

    def number(self, name: str, day: date) -> int:
        value = self.at(name, day).value
        assert isinstance(value, int)
        return value

    def flag(self, name: str, day: date) -> bool:
        return bool(self.at(name, day).value)

    def several(self, name: str, day: date) -> tuple[Any, ...]:
        value = self.at(name, day).value
        assert isinstance(value, tuple)
        return value

    def turns(self) -> list[date]:
        """The days from which some parameter or state is another one."""
        dated = [row.valid_from for rows in self._by_name.values() for row in rows]
        return dated + [row.valid_from for code in self.states for row in self.states.rows(code)]

    def _refuse_gaps(self) -> None:
        """What ends in a month and what begins by the same event must meet: no month twice, none left out."""
        for row in self._by_name["starts_after"]:
            ends = self.number("ends_after", row.valid_from)
            if row.value != ends + 1:
                raise BadTable(
                    f"{prose_date(row.valid_from)}起 starts_after 为 {row.value}、ends_after 为 {ends}，类别变更会重月或断月；"
                    "请使前者比后者大 1"
                )


@cache
def load(path: Path = OWN_FILE, states_path: Path = states.OWN_FILE) -> Rules:
    """Raises BadTable, whose sentence names the row; what was loaded once is kept for the life of the process."""
    rows = entries(path, "parameter")["parameter"]
    return Rules(states.load(states_path), [_parameter(entry) for entry in rows])


def _parameter(entry: Entry) -> Parameter:
    valid_from, valid_to, document, certain = entry.validity()
    name, value = entry.choice("name", NAMES), entry.any("value")
    entry.done()
    wrong = NAMES[name][1](value)
    if wrong:
        raise BadTable(f"{entry.where}的 value {wrong}，现为“{value}”；请改正（{NAMES[name][0]}）")
    return Parameter(name, tuple(value) if isinstance(value, list) else value, valid_from, valid_to, document, certain)
