"""The results of a check as lists: by result, township and whether anybody has been given them, with their counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from taizhang.county.audit import clock
from taizhang.county.matters import shown as matters
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.stages import Stage
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.places.models import Place
from taizhang.county.standards.masking import NameStyle, mask_name
from taizhang.lines.children.roll import kept, rights
from taizhang.lines.children.roll.codes import TO_ACT, Decision, Result
from taizhang.lines.children.roll.flows import UNRESOLVED
from taizhang.lines.children.roll.models import RollCheck, SchoolResult

PER_PAGE = 30
TODO = "todo"
WAITING = Q(result=Result.UNDECIDED, decision="")
ASKED = Q(result=Result.UNDECIDED, decision=Decision.ASK)
UNGIVEN = (Q(result__in=TO_ACT) | ASKED) & Q(matter=None)


@dataclass(frozen=True)
class Tab:
    value: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class Chosen:
    """What the address asks for; what it says wrongly is left out."""

    result: str
    place: str

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Chosen":
        result = str(asked.get("result", ""))
        place = str(asked.get("place", ""))
        return cls(result if result in (*Result.values, TODO) else "", place if place.isdecimal() else "")

    def rows(self, found: "QuerySet[SchoolResult]") -> "QuerySet[SchoolResult]":
        found = found.filter(UNGIVEN) if self.result == TODO else found
        found = found.filter(result=self.result) if self.result in Result.values else found
        return here(found, self.place)


def here(found: "QuerySet[SchoolResult]", place: str) -> "QuerySet[SchoolResult]":
    return found.filter(access_to(place)) if place else found


def access_to(place: str) -> Q:
    return Q(child__place_id__gte=place, child__place_id__lt=str(int(place) + 1).zfill(len(place)))


def of(run: RollCheck, person: Any) -> "QuerySet[SchoolResult]":
    return rights.results(person).filter(run=run)


def tabs(found: "QuerySet[SchoolResult]", chosen: Chosen) -> list[Tab]:
    """Counted in the township that is chosen: every number opens onto as many rows."""
    found = here(found, chosen.place)
    counts = dict(found.values_list("result").annotate(Count("pk")))
    tab = Tab("", "全部", sum(counts.values()), not chosen.result)
    todo = Tab(TODO, "待交办", found.filter(UNGIVEN).count(), chosen.result == TODO)
    named = [Tab(one.value, one.label, counts.get(one.value, 0), chosen.result == one.value) for one in Result]
    return [tab, *named, todo]


def is_thin(found: "QuerySet[SchoolResult]") -> bool:
    """Most children are missing: likelier than that they are not at school is that the register is not whole."""
    return found.filter(result=Result.NOT_FOUND).count() * 2 > found.count()


def places(found: "QuerySet[SchoolResult]") -> list[tuple[str, str]]:
    """The townships that the results are of."""
    codes = {str(code)[:9] for code in found.values_list("child__place_id", flat=True).distinct()}
    return list(Place.objects.filter(code__in=codes).order_by("code").values_list("code", "name"))


@dataclass(frozen=True)
class Standing:
    """What a result comes to: what the closed matter ended with; else what the register said. `found` is the latter."""

    label: str
    tone: str
    found: str = ""


def standing(result: SchoolResult) -> Standing:
    matter = result.matter
    if matter is None or matter.stage not in (Stage.CLOSED, Stage.VISITED):
        return Standing(result.get_result_display(), result.tone)
    tone = "a" if matter.outcome == UNRESOLVED else "g"
    return Standing(matters.outcome(matter), tone, result.get_result_display())


@dataclass(frozen=True)
class Line:
    """One result as the list prints it: masked, whoever looks."""

    result: SchoolResult
    standing: Standing
    name: str
    pupil: kept.Shown | None
    matter: tuple[str, str] | None


def lines(results: list[SchoolResult], person: Any) -> list[Line]:
    return [
        Line(
            one, standing(one), mask_name(one.child.name, NameStyle.CHILD),
            kept.shown(one.pupil, one.evidence, clear=False), given(one.matter, person),
        )
        for one in results
    ]  # fmt: skip


def given(matter: Any, person: Any) -> tuple[str, str] | None:
    """State and lamp of the matter, for whoever may see it."""
    if matter is None or not access.can(person, Action.VIEW, MATTERS, matter):
        return None
    lamp = matters.lamp(matter, clock.now())
    return f"{matters.state(matter)} {lamp.words}", lamp.tone


def counted(runs: list[RollCheck], person: Any) -> list[tuple[RollCheck, dict[str, int]]]:
    """Each check with how many of its results, within reach, still wait to be decided or to be given."""
    found = rights.results(person).filter(run__in=runs).values("run").annotate(
        all=Count("pk"), waiting=Count("pk", filter=WAITING), todo=Count("pk", filter=UNGIVEN)
    )  # fmt: skip
    by_run: dict[int, Any] = {row["run"]: row for row in found}
    return [(run, by_run.get(run.pk, {})) for run in runs]


def next_to_decide(run: RollCheck, person: Any, *, after: int = 0) -> SchoolResult | None:
    """The next child that waits; behind the last one those that were passed over."""
    waiting = of(run, person).filter(WAITING).order_by("pk")
    return waiting.filter(pk__gt=after).first() or waiting.first()


__all__ = ["Chosen", "counted", "given", "is_thin", "lines", "next_to_decide", "of", "places", "standing", "tabs"]
