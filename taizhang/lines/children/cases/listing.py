"""The list of cases: what waits for whoever looks, what is under way, whom it supports, what is closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from taizhang.county.people import access
from taizhang.county.places.models import Place
from taizhang.county.standards.masking import NameStyle, mask_name
from taizhang.lines.children.care.keepers import TOWNSHIP
from taizhang.lines.children.cases import clocks, duties
from taizhang.lines.children.cases.clocks import Told
from taizhang.lines.children.cases.codes import OPEN, STANDING, CaseState
from taizhang.lines.children.cases.ledgers import CASES
from taizhang.lines.children.cases.models import ChildCase

PER_PAGE = 30
MINE, UNDER_WAY, SUPPORTED, CLOSED = "mine", "open", "active", "closed"
LABELS = {MINE: "等我办理", UNDER_WAY: "在办", SUPPORTED: "在保", CLOSED: "已办结"}
_CLOSED = (CaseState.REFUSED, CaseState.TERMINATED, CaseState.FORWARDED)
EMPTY = {
    MINE: "受理、查验、确认到期前会列在这里；新的申请请点“登记申请”。",
    UNDER_WAY: "乡镇（街道）受理的申请会列在这里，带办理时限。",
    SUPPORTED: "确认后的儿童会列在这里；早年入册的儿童请在“儿童复核”页面补建档案。",
    CLOSED: "不予确认、终止、转户籍地的办件会列在这里，可以查看经过。",
}


@dataclass(frozen=True)
class Line:
    """A case as the list prints it, its name masked whoever looks."""

    case: ChildCase
    name: str
    tone: str
    told: Told | None
    late: bool


@dataclass(frozen=True)
class Chosen:
    """What the address asks for; what it says wrongly is left out."""

    tab: str
    place: str
    state: str

    @classmethod
    def of(cls, asked: Mapping[str, Any], person: Any) -> "Chosen":
        tab, place, state = (str(asked.get(name, "")) for name in ("tab", "place", "state"))
        usual = MINE if duties.turn(person) else UNDER_WAY
        return cls(
            tab if tab in LABELS else usual, place if place.isdecimal() else "",
            state if state in CaseState.values else "",
        )  # fmt: skip

    @property
    def narrowed(self) -> bool:
        return bool(self.place or self.state)

    def among(self, rows: "QuerySet[ChildCase]") -> "QuerySet[ChildCase]":
        if self.place:
            rows = rows.filter(access.within(self.place))
        return rows.filter(state=self.state) if self.state else rows


def states_of(tab: str, person: Any) -> list[str]:
    return {MINE: duties.turn(person), UNDER_WAY: list(OPEN), SUPPORTED: list(STANDING), CLOSED: list(_CLOSED)}[tab]


def tabs(person: Any, chosen: Chosen) -> list[tuple[str, str, int, bool]]:
    """Value, label, count and whether it is the one that is open; one question for all."""
    counts = dict(_there(person, chosen).values_list("state").annotate(Count("pk")).order_by())
    found = []
    for value, label in LABELS.items():
        if value != MINE or duties.turn(person):
            count = sum(counts.get(state, 0) for state in set(states_of(value, person)))
            found.append((value, label, count, value == chosen.tab))
    return found


def waiting(person: Any) -> int:
    turn = duties.turn(person)
    return duties.listed(person).filter(state__in=turn).count() if turn else 0


def page(person: Any, chosen: Chosen, number: Any, day: date) -> "tuple[Page[Any], list[Line]]":
    """What runs out first comes first, where a limit runs; else the newest."""
    rows = _there(person, chosen).filter(state__in=states_of(chosen.tab, person))
    rows = rows.select_related("place", "child").prefetch_related("steps").order_by("-applied_on", "-pk")
    if chosen.tab in (MINE, UNDER_WAY):
        made = sorted(_lines(rows, day), key=_urgency)
        shown: Page[Any] = Paginator(made, PER_PAGE).get_page(number)
        return shown, list(shown.object_list)
    shown = Paginator(rows, PER_PAGE).get_page(number)
    return shown, _lines(shown.object_list, day)


def townships(person: Any) -> list[tuple[str, str]]:
    codes = {place[:TOWNSHIP] for place in duties.listed(person).values_list("place_id", flat=True).distinct()}
    return list(Place.objects.filter(code__in=codes).order_by("code").values_list("code", "name"))


def _there(person: Any, chosen: Chosen) -> "QuerySet[ChildCase]":
    return chosen.among(duties.listed(person))


def _lines(cases: Iterable[ChildCase], day: date) -> list[Line]:
    return [_line(case, clocks.running(case, case.steps.all(), day)) for case in cases]


def _line(case: ChildCase, told: Told | None) -> Line:
    late = told is not None and told.left is not None and told.left < 0
    name = mask_name(case.name, NameStyle.CHILD) if case.name else "（未填姓名）"
    return Line(case, name, CASES.tone("state", case.state), told, late)


def _urgency(line: Line) -> tuple[bool, int, str]:
    left = line.told.left if line.told else None
    return left is None, left or 0, line.case.code
