"""Who is told what of something that happened in the closed loop: one table from the stage a matter came to."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from taizhang.county.audit import clock
from taizhang.county.matters import flow, ladder, needs
from taizhang.county.matters.ladder import Level
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Press, Request
from taizhang.county.matters.stages import Stage
from taizhang.county.people.models import Organisation, Person, Post, held_on
from taizhang.county.people.roles import Action


@dataclass(frozen=True)
class Told:
    """Something to tell some people once: `key` is the same whenever the same event is read again."""

    people: tuple[Person, ...]
    kind: str
    text: str
    key: str
    matter_id: int
    urgent: bool = False
    press_id: int | None = None
    but: tuple[int | None, ...] = ()


class Directory:
    """Who holds which post today, read once for many questions."""

    def __init__(self, today: date) -> None:
        self.units = {unit.pk: unit for unit in Organisation.objects.all()}
        self.office = next((unit.pk for unit in self.units.values() if unit.slug == MATTERS.lead), None)
        self._posts: dict[int, list[Post]] = defaultdict(list)
        self._people: dict[int, Person] = {}
        self._known: dict[tuple[int | None, frozenset[Action]], tuple[Person, ...]] = {}
        posts = Post.objects.filter(held_on(today), person__is_active=True).select_related("person").order_by("pk")
        for post in posts:
            self._posts[post.organisation_id].append(post)
            self._people[post.person_id] = post.person

    def of(self, unit_id: int | None, *actions: Action) -> tuple[Person, ...]:
        """Those of a unit who may do all of these by one post."""
        asked = (unit_id, frozenset(actions))
        if asked not in self._known:
            found = [post for post in self._posts.get(unit_id or 0, ()) if asked[1] <= post.kind.may]
            self._known[asked] = tuple(self._people[pk] for pk in dict.fromkeys(post.person_id for post in found))
        return self._known[asked]

    def dispatchers(self, unit_id: int | None) -> tuple[Person, ...]:
        """Who deals out a unit's work; where nobody does, everyone who handles it: not each grid worker each time."""
        return self.of(unit_id, Action.HANDLE, Action.ASSIGN) or self.of(unit_id, Action.HANDLE)

    def person(self, person_id: int | None) -> tuple[Person, ...]:
        return (self._people[person_id],) if person_id in self._people else ()

    def short(self, unit_id: int | None) -> str:
        return self.units[unit_id].short if unit_id in self.units else ""


def named(matter: Any) -> str:
    """A matter in a text that may leave the house: nothing of a restricted one but its code."""
    return f"限阅事项 {matter.code}" if matter.restricted else f"{matter.title[:60]}（{matter.code}）"


# What is read of the versions that are told of: a matter has seventy columns.
MATTER = (
    "id", "edition", "code", "title", "flow", "stage", "move", "moved_by", "moved_at", "note", "restricted", "urgent",
    "source", "assisting", "unit", "assigner", "handler", "registered_by", "submitted_by", "closed_by", "assigned_at",
    "due_on", "score",
)  # fmt: skip
REQUEST = ("id", "matter", "kind", "granted", "asked_by", "decided_by", "resumed_at", "due_after")
PRESS = ("id", "matter", "level", "number", "unit", "person", "why", "issued_by", "received_by", "received_at")

Teller = Callable[[Any, Directory], tuple[str, str, tuple[Person, ...]]]


def _to_assign(v: Any, book: Directory) -> tuple[str, str, tuple[Person, ...]]:
    return "assign", f"待交办：{named(v)}", book.of(v.unit_id, Action.ASSIGN) or book.of(book.office, Action.ASSIGN)


def _to_claim(v: Any, book: Directory) -> tuple[str, str, tuple[Person, ...]]:
    until = f"，{v.due_on} 前办结" if v.due_on else ""
    return "claim", f"待领办：{named(v)}，{book.short(v.assigner_id)}交办{until}", book.dispatchers(v.unit_id)


def _refused(v: Any, book: Directory) -> tuple[str, str, tuple[Person, ...]]:
    text = f"{book.short(v.unit_id)}退回待改派：{named(v)}，理由：{_said(v)}"
    return "refused", text, book.of(v.assigner_id, Action.ASSIGN)


def _to_arbitrate(v: Any, book: Directory) -> tuple[str, str, tuple[Person, ...]]:
    return "arbitrate", f"待裁定：{named(v)}", book.of(book.office, Action.SUPERVISE)


def _to_work(v: Any, book: Directory) -> tuple[str, str, tuple[Person, ...]]:
    if _came_from(v) & {Stage.CHECKING, Stage.ARBITRATION}:
        return "redo", f"退回重办：{named(v)}，{v.due_on} 前办结；理由：{_said(v)}", book.person(v.handler_id)
    return "work", f"交您办理：{named(v)}，{v.due_on} 前办结", book.person(v.handler_id)


def _to_check(v: Any, book: Directory) -> tuple[str, str, tuple[Person, ...]]:
    wanted = Action.HANDLE if v.assisting else Action.REVIEW
    people = tuple(p for p in book.of(v.assigner_id, wanted) if p.pk not in (v.handler_id, v.submitted_by_id))
    return "check", f"待核验：{named(v)}，{book.short(v.unit_id)}报结", people


def _done(v: Any, book: Directory) -> tuple[str, str, tuple[Person, ...]]:
    return "done", f"已核验办结：{named(v)}", book.person(v.handler_id)


def _visited(v: Any, book: Directory) -> tuple[str, str, tuple[Person, ...]]:
    if v.score is None or v.score > needs.LOW_SCORE.value:
        return "visited", "", ()
    people = (*book.person(v.handler_id), *book.of(v.unit_id, Action.APPROVE), *book.person(v.closed_by_id))
    return "low", f"回访满意度 {v.score} 分，重新办理：{named(v)}", people


def _cancelled(v: Any, book: Directory) -> tuple[str, str, tuple[Person, ...]]:
    people = book.person(v.handler_id) or (book.dispatchers(v.unit_id) if v.assigned_at else ())
    return "cancelled", f"已撤销：{named(v)}，理由：{_said(v)}", people


_BY_STAGE: dict[str, Teller] = {
    Stage.REGISTERED: _to_assign,
    Stage.ASSIGNED: _to_claim,
    Stage.REFUSED: _refused,
    Stage.ARBITRATION: _to_arbitrate,
    Stage.WORKING: _to_work,
    Stage.CHECKING: _to_check,
    Stage.CLOSED: _done,
    Stage.VISITED: _visited,
    Stage.CANCELLED: _cancelled,
}


# Stages in which somebody is asked to act: once the matter has moved on, there is nothing to ask for.
_ASKING = frozenset({Stage.REGISTERED, Stage.ASSIGNED, Stage.REFUSED, Stage.ARBITRATION, Stage.CHECKING})


def of_matter(v: Any, stage: str, book: Directory) -> Iterator[Told]:
    """What one version of a matter brings to be told, where the matter is in that stage by now.

    Moves that change no stage bring nothing.
    """
    teller = _BY_STAGE.get(v.stage)
    if teller is None or not _changed_stage(v):
        return
    kind, text, people = teller(v, book)
    if stage == v.stage or v.stage not in _ASKING:
        yield Told(people, kind, text, f"m{v.id}.{v.edition}.{kind}", v.id, v.urgent, but=(v.moved_by_id,))
    if kind == "claim":
        yield from _taken_up(v, book)
    if v.urgent and v.move == "register":
        yield from _urgent(v, book)


def _taken_up(v: Any, book: Directory) -> Iterator[Told]:
    """Who reported it from the grid learns which unit has it now."""
    if v.registered_by_id and v.source == "report":
        text = f"您上报的事项已交{book.short(v.unit_id)}办理：{named(v)}"
        people = book.person(v.registered_by_id)
        yield Told(people, "taken", text, f"m{v.id}.{v.edition}.taken", v.id, but=(v.moved_by_id,))


def _urgent(v: Any, book: Directory) -> Iterator[Told]:
    """An urgent matter goes to the head of its unit and to the county at once, each with the hour it is due by."""
    held = ladder.rules(clock.local(v.moved_at).date())
    heads = book.of(v.unit_id, Action.APPROVE)
    county = book.of(book.office, Action.SUPERVISE)
    for kind, people, hours in (("head", heads, held.head_hours), ("county", county, held.county_hours)):
        due = clock.local(v.moved_at + timedelta(hours=hours))
        text = f"紧急事项，须于 {due:%m-%d %H:%M} 前报告到您：{named(v)}"
        yield Told(people, f"urgent_{kind}", text, f"m{v.id}.urgent.{kind}", v.id, True, but=(v.moved_by_id,))


def _changed_stage(v: Any) -> bool:
    if v.move in ("register", "reopen"):
        return True
    taken = _move(v)
    return taken is not None and any(target not in taken.sources for target in taken.targets)


def _move(v: Any) -> Any:
    return flow.get(v.flow).by_name.get(v.move)


def _came_from(v: Any) -> set[Stage]:
    taken = _move(v)
    return {flow.get(v.flow).states[name].stage for name in taken.sources} if taken else set()


def _said(v: Any) -> str:
    return "详见事项页面" if v.restricted else v.note[:60]


def of_request(v: Any, matter: Any, book: Directory) -> Iterator[Told]:
    """A request to those who may decide it; its decision to who asked."""
    label = Request.Kind(v.kind).label
    key = f"r{v.id}"
    if v.granted is None:
        people = book.of(matter.assigner_id, Action.APPROVE) or book.of(book.office, Action.APPROVE)
        text = f"待审批：{book.short(matter.unit_id)}申请{label}：{named(matter)}"
        yield Told(people, "ask", text, f"{key}.ask", matter.pk, matter.urgent, but=(v.asked_by_id, matter.handler_id))
    elif v.resumed_at is None:
        answer = f"已同意{label}" if v.granted else f"未同意{label}"
        due = f"，办理期限 {v.due_after}" if v.granted and v.due_after else ""
        text = f"{answer}：{named(matter)}{due}"
        yield Told(book.person(v.asked_by_id), "decided", text, f"{key}.decided", matter.pk, but=(v.decided_by_id,))


def of_press(v: Any, matter: Any, book: Directory) -> Iterator[Told]:
    """A reminder to who has the matter in hand, everything above it to those who check for the unit as well."""
    label = Press.Level(v.level).label
    if v.received_at is not None:
        text = f"{book.short(v.unit_id)}已签收 {v.number}：{named(matter)}"
        people = book.person(v.issued_by_id)
        yield Told(people, "received", text, f"p{v.id}.received", matter.pk, press_id=v.id, but=(v.received_by_id,))
        return
    people = (*book.person(v.person_id), *_pressed(v, book))
    text = f"{label} {v.number}：{named(matter)}，{v.why}"
    yield Told(people, "press", text, f"p{v.id}", matter.pk, matter.urgent, press_id=v.id, but=(v.issued_by_id,))


def _pressed(v: Any, book: Directory) -> tuple[Person, ...]:
    if v.level >= Level.NOTE:
        return book.of(v.unit_id, Action.REVIEW)
    return () if v.person_id else book.dispatchers(v.unit_id) or book.of(v.unit_id, Action.REVIEW)
