"""What waits for a person in the closed loop: one box for each kind of act, as conditions on the matters' table.

The conditions say in SQL what parties and services.open_to say of one matter; tests hold the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, DateTimeField, F, Q, QuerySet, When
from django.db.models.functions import Least

from taizhang.county.matters import clocks, flow, parties
from taizhang.county.matters.flow import Party
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter, Request
from taizhang.county.matters.stages import OPEN, Stage
from taizhang.county.people import access
from taizhang.county.people.roles import Action

Condition = Callable[[Any, datetime], Q]


@dataclass(frozen=True)
class Box:
    """One list: `narrow` is what it asks beyond stage and party; `click` a move made from the row, `batch` of several.

    `urges` says that rows can be pressed with a note. `due` orders the rows: the deadline that this act has.
    """

    slug: str
    label: str
    empty: str
    stages: tuple[Stage, ...]
    party: Party
    due: str = "due_at"
    narrow: Condition | None = None
    everybody: bool = False
    click: str = ""
    batch: str = ""
    urges: bool = False
    waiting: bool = True


def units(person: Any, action: Action) -> list[int]:
    """The organisations in which a post of the person allows this."""
    return [unit.pk for unit in access.organisations(person, action)]


def _mine(person: Any, at: datetime) -> Q:
    return Q(handler=person)


def _returned(person: Any, at: datetime) -> Q:
    return Q(returns__gt=0)


def _red(person: Any, at: datetime) -> Q:
    return clocks.is_red(at)


def _elsewhere(person: Any, at: datetime) -> Q:
    """Given by the own unit to another: the county's office reaches all others in the board."""
    return Q(assigner__in=units(person, Action.ASSIGN)) & ~Q(unit__in=units(person, Action.HANDLE))


S, P = Stage, Party
BOXES = (
    Box("claim", "待领办", "没有等待领办的事项。", (S.ASSIGNED,), P.LEAD, "claim_due_at", click="claim", batch="claim"),
    Box("mine", "待办", "您手上没有在办的事项。", (S.WORKING,), P.LEAD, narrow=_mine),
    Box("unit", "本单位在办", "本单位没有在办的事项。", (S.WORKING,), P.LEAD, waiting=False),
    Box("check", "待核验", "没有等待核验的事项。", (S.CHECKING,), P.CHECKER),
    Box("approve", "待审批", "没有等待审批的延期、暂停申请。", (S.WORKING,), P.ASSIGNER),
    Box("arbitrate", "待裁定", "没有等待裁定的事项。", (S.ARBITRATION,), P.ARBITER),
    Box("reassign", "待改派", "没有被退回、等待改派的事项。", (S.REFUSED,), P.ASSIGNER, batch="assign"),
    Box("assign", "待交办", "没有登记后等待交办的事项。", (S.REGISTERED,), P.ASSIGNER, "registered_on", batch="assign"),
    Box("visit", "待回访", "没有等待回访的事项。", (S.CLOSED,), P.VISITOR, "visit_due_at"),
    Box("returned", "被退回", "没有被退回重办的事项。", (S.WORKING,), P.LEAD, narrow=_returned, waiting=False),
    Box("late", "超期", "没有超期的事项。", OPEN, P.LEAD, narrow=_red, everybody=True, urges=True, waiting=False),
    Box("sent", "我交办的", "没有交给其他单位、还未办结的事项。", OPEN, P.ASSIGNER, narrow=_elsewhere, urges=True,
        waiting=False),
)  # fmt: skip
BY_SLUG = {box.slug: box for box in BOXES}


def boxes(person: Any) -> list[Box]:
    """The boxes in which something could ever lie for this person."""
    return [box for box in BOXES if access.holds(person, _action(box)) or (box.everybody and _supervises(person))]


def _action(box: Box) -> Action:
    return Action.APPROVE if box.slug == "approve" else parties.ACTIONS[box.party]


def _supervises(person: Any) -> bool:
    return access.holds(person, Action.SUPERVISE)


# Who is which party, as conditions


def party(one: Party, person: Any) -> Q:
    """The matters to which the person is this party, as parties.stands says of each one."""
    action = parties.ACTIONS[one]
    if one is Party.ARBITER:
        return _everything(person) if access.holds(person, action) else access.NOBODY
    if one is Party.LEAD:
        return Q(unit__in=units(person, action))
    unassigned = access.condition(person, action, MATTERS)
    if one in (Party.ASSIGNER, Party.CHECKER):
        return Q(assigner=None) & unassigned | _assigned(person, action)
    return unassigned


def _assigned(person: Any, action: Action) -> Q:
    """Those the own units assigned, or all for the county's office; helpers are checked by the unit that asked them."""
    own = Q(assisting=False, assigner__in=units(person, action))
    helpers = Q(assisting=True, assigner__in=units(person, Action.HANDLE))
    if any(post.kind.county_wide and action in post.kind.may for post in person.posts_now):
        own |= Q(assisting=False, assigner__isnull=False) & _everything(person)
    return own | helpers


def _everything(person: Any) -> Q:
    return access.condition(person, Action.VIEW, MATTERS)


def _another(one: Party, person: Any) -> Q:
    """Nobody judges what they handled, nor visits what they closed."""
    if one not in parties.JUDGES:
        return Q()
    own = Q(handler=person) | Q(submitted_by=person)
    return ~(own | Q(closed_by=person)) if one is Party.VISITOR else ~own


def _offered(stages: tuple[Stage, ...], one: Party) -> Q:
    """Leaves out states in which a flow gives this party nothing to do, such as the closed one of a helping unit."""
    silent = [
        Q(flow=found.slug, state=name)
        for found in flow.every()
        for name, state in found.states.items()
        if state.stage in stages and not any(m.who is one and name in m.sources for m in found.moves)
    ]
    return ~reduce(or_, silent) if silent else Q()


# Rows and counts


def condition(box: Box, person: Any, at: datetime) -> Q:
    """The rows of a box for a person at a moment."""
    reach = party(box.party, person)
    if box.everybody and _supervises(person):
        reach = _everything(person)
    narrow = box.narrow(person, at) if box.narrow else Q()
    if len(box.stages) > 1:
        return Q(stage__in=box.stages) & narrow & reach
    return Q(stage=box.stages[0]) & reach & narrow & _another(box.party, person) & _offered(box.stages, box.party)


def rows(box: Box, person: Any, at: datetime) -> QuerySet[Any]:
    """The matters of a box, the most urgent first; of `approve`, the requests."""
    if box.slug == "approve":
        return requests(person).select_related("matter__unit", "matter__handler", "matter__place", "asked_by")
    found = Matter.objects.filter(condition(box, person, at)).defer("detail")
    return found.select_related("unit", "handler", "place").order_by(box.due, "pk")


def requests(person: Any) -> QuerySet[Request]:
    """The requests this person may decide, as requests.may_decide says of each; the nearest deadline first."""
    held = [post for post in person.posts_now if Action.APPROVE in post.kind.may]
    reach = Q(matter__assigner__in=[post.organisation_id for post in held])
    if any(post.kind.county_wide for post in held):
        everything = _everything(person)
        reach |= Q(matter__in=Matter.objects.filter(everything)) if everything else ~access.NOBODY
    waiting = Request.objects.filter(reach, granted=None, lapsed_at=None, matter__stage=Stage.WORKING)
    return waiting.exclude(asked_by=person).exclude(matter__handler=person).order_by("matter__due_at", "pk")


# No list is worked off beyond this, and no index is read further to say how long it is.
MOST = 1000
# A badge says no more than 99+.
_BADGE_MAX = 100


def counts(person: Any, at: datetime, chosen: list[Box] | None = None) -> dict[str, int]:
    """How much lies in each box, up to MOST: one statement, and each part of it ends as soon as that is known."""
    chosen = boxes(person) if chosen is None else chosen
    return _count({box.slug: _lying(box, person, at)[:MOST] for box in chosen})


def _lying(box: Box, person: Any, at: datetime) -> QuerySet[Any]:
    rows = requests(person) if box.slug == "approve" else Matter.objects.filter(condition(box, person, at))
    return rows.order_by().values("pk")


def _count(parts: dict[str, QuerySet[Any]]) -> dict[str, int]:
    """The length of each queryset, all in one statement."""
    if not parts:
        return {}
    words, given = [], []
    for name, rows in parts.items():
        try:
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        words.append(f"SELECT %s, count(*) FROM ({sql}) AS part")
        given += [name, *params]
    if not words:
        return dict.fromkeys(parts, 0)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(words), given)
        return dict.fromkeys(parts, 0) | dict(cursor.fetchall())


def words(count: int) -> str:
    """A count as it is shown: beyond MOST nobody counted."""
    return f"{count:,}+" if count >= MOST else f"{count:,}"


def badge(person: Any, at: datetime) -> int:
    """How many acts wait for this person, counted no further than a badge says."""
    found = _count({box.slug: _lying(box, person, at)[:_BADGE_MAX] for box in boxes(person) if _presses(box)})
    return sum(found.values())


def _presses(box: Box) -> bool:
    """Whether a box waits for the person's own act now; call-backs have a fortnight."""
    return box.waiting and box.slug != "visit"


def total(counts: dict[str, int]) -> int:
    """What a badge would say, from counts that a page has anyway."""
    return sum(count for slug, count in counts.items() if _presses(BY_SLUG[slug]))


# The nearest deadline of those that run: what is paused and what is not assigned yet comes last.
_NEAREST = Case(
    When(paused_at__isnull=False, then=None),
    When(stage__in=clocks.CLAIMING, then=Least("claim_due_at", "due_at")),
    default=F("due_at"),
    output_field=DateTimeField(),
)


def front(person: Any, at: datetime, *, limit: int) -> list[tuple[Box, Any]]:
    """The most urgent of what waits for this person, each with its box: the first few of each box, then of all."""
    mine = [box for box in boxes(person) if _presses(box) and box.slug != "approve"]
    firsts = [rows(box, person, at).values_list("pk", flat=True)[:limit] for box in mine]
    if not firsts:
        return []
    found = Matter.objects.filter(pk__in=firsts[0].union(*firsts[1:], all=True)).defer("detail")
    first = found.select_related("unit", "handler", "place").order_by(_NEAREST, "pk")[:limit]
    return [(next(box for box in mine if one.stage in box.stages), one) for one in first]
