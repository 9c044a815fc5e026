"""What care is due within somebody's reach as a list: by township, village, kind and lateness, with the counts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from taizhang.county.places.models import Place
from taizhang.county.standards.masking import NameStyle, mask_name
from taizhang.lines.children.care import due, parameters, register
from taizhang.lines.children.care.due import Kind, Reminder
from taizhang.lines.children.care.keepers import TOWNSHIP, Keepers
from taizhang.lines.children.care.register import Row
from taizhang.lines.children.codes import Category, Risk
from taizhang.lines.children.eligibility import parameters as eligibility
from taizhang.lines.children.models import Child

PER_PAGE = 30
LABELS = {Kind.VISIT: "走访", Kind.REVIEW: "年龄和就读", Kind.ENTRUST: "委托照护"}
_KINDS = [kind.value for kind in Kind]
_TONES = {Risk.HIGH: "r", Risk.MEDIUM: "a", Risk.LOW: "g"}


@dataclass(frozen=True)
class Line:
    """One reminder as the list prints it, without the name, which only the lines of one page ask for."""

    row: Row
    reminder: Reminder
    late: int
    risk: str

    @property
    def township(self) -> str:
        return self.row.place[:TOWNSHIP]

    @property
    def kind(self) -> str:
        return LABELS[self.reminder.kind]

    @property
    def visits(self) -> bool:
        return self.reminder.kind == Kind.VISIT

    @property
    def category(self) -> str:
        return Category(self.row.category).label

    @property
    def risk_label(self) -> str:
        return Risk(self.risk).label

    @property
    def risk_tone(self) -> str:
        return _TONES[Risk(self.risk)]

    @property
    def lamp(self) -> tuple[str, str]:
        """How late, in words and in the colour of it."""
        if self.late > 0:
            return f"超期 {self.late} 天", "r"
        return (f"还有 {-self.late} 天", "b") if self.late else ("今天到期", "a")


def lines(person: Any, day: date) -> list[Line]:
    """All that is due within reach, the latest first. Raises Invalid where a parameter of the day is not declared."""
    given, rules = parameters.load(), eligibility.load()
    found: dict[tuple[str, str], Line] = {}
    for row, listed in register.children(person, day):
        risk = due.counted_risk(listed)
        for reminder in due.due(listed, day, given, rules):
            line = Line(row, reminder, reminder.late(day), risk)
            # A child in two categories is one child: it is visited once, by the stricter of the two.
            key = (row.person, reminder.code)
            found[key] = max(found.get(key, line), line, key=lambda one: one.late)
    return sorted(found.values(), key=lambda line: (-line.late, line.row.place, line.row.code))


@dataclass(frozen=True)
class Chosen:
    """What the address asks for; what it says wrongly is left out."""

    kind: str
    place: str
    village: str
    overdue: bool

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Chosen":
        kind, place = str(asked.get("kind", "")), str(asked.get("place", ""))
        kind, place = kind if kind in _KINDS else "", place if place.isdecimal() else ""
        return cls(kind, place, str(asked.get("village", "")), asked.get("overdue") == "1")

    @property
    def narrowed(self) -> bool:
        return bool(self.place or self.village or self.overdue)

    def among(self, found: list[Line]) -> "Chosen":
        """Without a village that has nothing due in the township: it was chosen in another one."""
        return self if self.village in dict(villages(found, self)) else replace(self, village="")

    def there(self, line: Line) -> bool:
        """Whatever its kind: the tabs count these."""
        where = line.row.place.startswith(self.place) and self.village in ("", line.row.village)
        return where and (line.late > 0 or not self.overdue)

    def fits(self, line: Line) -> bool:
        return self.kind in ("", line.reminder.kind)


@dataclass(frozen=True)
class Tab:
    value: str
    label: str
    count: int
    current: bool


def tabs(found: list[Line], chosen: Chosen) -> list[Tab]:
    counts = Counter(line.reminder.kind for line in found)
    named = [Tab(kind.value, LABELS[kind], counts[kind], chosen.kind == kind) for kind in Kind]
    return [Tab("", "全部", len(found), not chosen.kind), *named]


def townships(found: list[Line]) -> list[tuple[str, str, int]]:
    """Code, name and how many reminders, for the townships that have any."""
    counts = Counter(line.township for line in found)
    named = Place.objects.filter(code__in=counts).order_by("code").values_list("code", "name")
    return [(code, name, counts[code]) for code, name in named]


def villages(found: list[Line], chosen: Chosen) -> list[tuple[str, int]]:
    """Of the township that is chosen; villages of two townships may bear one name."""
    if not chosen.place:
        return []
    inside = (line.row.village for line in found if line.row.village and line.row.place.startswith(chosen.place))
    return sorted(Counter(inside).items())


def named(shown: list[Line], person: Any, day: date) -> list[tuple[Line, str, str]]:
    """With the masked names, whoever looks, and who looks after the child."""
    keys = {line.row.pk for line in shown}
    names = dict(Child.objects.filter(pk__in=keys).values_list("pk", "name"))
    keepers = Keepers(person, day)
    return [
        (line, mask_name(names[line.row.pk], NameStyle.CHILD), keepers.of(line.row.place, line.row.village))
        for line in shown
    ]
