"""The three questions of access: may this person, which rows, who may; refused unless a post allows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from taizhang.county.audit import clock
from taizhang.county.people.models import Organisation, Person, Post, held_on
from taizhang.county.people.roles import ROLES, Action

NOBODY = Q(pk__in=[])
Writers = Literal["reach", "unit", "lead"]


class Kept(Protocol):
    """What access needs to know of a ledger.

    `lead` is the slug of the organisation that leads it and sees all its rows. `narrow` ledgers (data of minors) open
    to the lead and to the territory only. `restricted` names a boolean column whose rows only their own unit and the
    lead may see. `search_first` names what singles out one row in a ledger whose rows are listed only to whose daily
    work they are, and not to all who may see each of them (county/ledger/narrowing). `writers` narrows who writes:
    "reach" is whoever reaches the row, "unit" its own unit, "lead" the organisation that leads the ledger.
    """

    @property
    def model(self) -> Any: ...
    @property
    def label(self) -> str: ...
    @property
    def lead(self) -> str: ...
    @property
    def narrow(self) -> bool: ...
    @property
    def search_first(self) -> tuple[str, ...]: ...
    @property
    def restricted(self) -> str: ...
    @property
    def parties(self) -> str: ...
    @property
    def sealed(self) -> bool: ...
    @property
    def writers(self) -> Writers: ...


_WRITING = frozenset({Action.ADD, Action.CHANGE, Action.VOID, Action.IMPORT})


@dataclass(frozen=True)
class Reach:
    """The rows one post opens: of its unit, of its territory, or all; as a condition and as a test of a row.

    `place` is "" for a post whose organisation has no territory of its own in the ledger.
    """

    unit: int
    place: str
    everywhere: bool
    restricted: str
    parties: str

    def q(self) -> Q:
        own = Q(unit_id=self.unit)
        if self.parties:
            own |= Q(**{f"{self.parties}__contains": [self.unit]})
        reach = Q() if self.everywhere else own | within(self.place) if self.place else own
        return reach & (own | Q(**{self.restricted: False})) if self.restricted else reach

    def holds(self, record: Any) -> bool:
        own = record.unit_id == self.unit or (bool(self.parties) and self.unit in getattr(record, self.parties))
        inside = bool(self.place) and str(record.place_id).startswith(self.place)
        reached = self.everywhere or own or inside
        hidden = bool(self.restricted) and getattr(record, self.restricted)
        return reached and (own or not hidden)


def within(place: str) -> Q:
    """Rows of a place and of all places inside it, by the order of codes: digits sort the same in every collation."""
    return Q(place_id__gte=place, place_id__lt=str(int(place) + 1).zfill(len(place)))


def _reaches(person: Any, action: Action, ledger: Kept) -> Iterator[Reach]:
    writing = action in _WRITING
    if ledger.sealed and writing:
        return
    for post in getattr(person, "posts_now", ()):
        if action not in post.kind.may:
            continue
        leads = post.organisation.slug == ledger.lead
        if writing and ledger.writers == "lead" and not leads:
            continue
        if writing and ledger.writers == "unit":
            yield Reach(post.organisation_id, "", False, "", "")
            continue
        if post.kind.county_wide and not leads and ledger.narrow:
            continue
        everywhere = post.kind.county_wide or leads
        territory = post.organisation.kind == Organisation.Kind.TOWNSHIP
        if everywhere or territory or ledger.parties or ledger.writers == "unit":
            place = post.organisation.place_id if territory else ""
            restricted = "" if leads else ledger.restricted
            yield Reach(post.organisation_id, place, everywhere, restricted, ledger.parties)


def can(person: Any, action: Action, ledger: Kept, record: Any = None) -> bool:
    """May this person do this in this ledger at all, or to this very row as it stands in memory?"""
    reaches = _reaches(person, action, ledger)
    return any(record is None or reach.holds(record) for reach in reaches)


def condition(person: Any, action: Action, ledger: Kept) -> Q:
    """The rows this person may do this on, as a condition that the live table and its versions both answer."""
    reach = NOBODY
    for opened in _reaches(person, action, ledger):
        if not opened.q():
            return Q()
        reach |= opened.q()
    return reach


def rows(person: Any, action: Action, ledger: Kept) -> QuerySet[Any]:
    """The rows of the ledger on which this person may do this: none unless a post opens them."""
    return ledger.model._default_manager.filter(condition(person, action, ledger))  # type: ignore[no-any-return]


def listed(person: Any, ledger: Kept) -> Q:
    """The rows this person may have in a list without naming any: all within reach, but where search comes first."""
    return condition(person, Action.LIST if ledger.search_first else Action.VIEW, ledger)


def in_one_place(person: Any, ledger: Kept) -> bool:
    """Whether all that this person reaches lies in one township."""
    places = {"" if reach.everywhere else reach.place for reach in _reaches(person, Action.VIEW, ledger)}
    return len(places) == 1 and "" not in places


def answers(person: Any, ledger: Kept) -> bool:
    """A responsible person of the organisation that leads the ledger (未成年人网络保护条例第三十六条: 相关负责人)."""
    return any(
        Action.RELEASE in post.kind.may and post.organisation.slug == ledger.lead
        for post in getattr(person, "posts_now", ())
    )


def answering(ledger: Kept) -> list[Person]:
    """The responsible persons of the organisation that leads the ledger, by their present posts."""
    able = [slug for slug, role in ROLES.items() if Action.RELEASE in role.may]
    posts = Post.objects.filter(
        held_on(clock.today()), role__in=able, organisation__slug=ledger.lead, person__is_active=True
    )
    return list({post.person_id: post.person for post in posts.select_related("person").order_by("pk")}.values())


def opens(person: Any, action: Action, ledger: Kept, place: str) -> bool:
    """Does a post open this whole place to the person, rather than some rows of it or none?"""
    return any(
        reach.everywhere or (reach.place and place.startswith(reach.place))
        for reach in _reaches(person, action, ledger)
    )


def who(action: Action, ledger: Kept, record: Any) -> list[Person]:
    """Everybody whose present post allows this on this row: for inboxes and for refusals that say whom to ask."""
    able = [slug for slug, role in ROLES.items() if action in role.may]
    posts = Post.objects.filter(held_on(clock.today()), role__in=able, person__is_active=True)
    people: dict[int, Person] = {}
    for post in posts.select_related("person", "organisation").order_by("pk"):
        # The posts that matter here come with the query: asking each person for them would cost a query each.
        people.setdefault(post.person_id, post.person).__dict__.setdefault("posts_now", []).append(post)
    return [person for person in people.values() if can(person, action, ledger, record)]


def holds(person: Any, action: Action, organisation: Organisation | None = None) -> bool:
    """May this person do this by any present post, or by one in this very organisation?"""
    return any(
        action in post.kind.may and (organisation is None or post.organisation_id == organisation.pk)
        for post in getattr(person, "posts_now", ())
    )


def require(person: Any, action: Action, organisation: Organisation | None = None) -> None:
    """Raises PermissionDenied with a sentence that says which post is missing."""
    if not holds(person, action, organisation):
        unit = f"{organisation.short}的" if organisation else ""
        raise PermissionDenied(f"{action.value}需要{unit}{_roles_with(action)}岗位，请联系系统管理员核对您的岗位。")


def _roles_with(action: Action) -> str:
    return "或".join(f"“{role.label}”" for role in ROLES.values() if action in role.may)


def organisations(person: Any, action: Action) -> list[Organisation]:
    """The organisations in which this person holds a post that allows this."""
    return list({p.organisation_id: p.organisation for p in person.posts_now if action in p.kind.may}.values())


__all__ = [
    "NOBODY",
    "Action",
    "Kept",
    "Reach",
    "Writers",
    "answering",
    "answers",
    "can",
    "condition",
    "holds",
    "in_one_place",
    "listed",
    "opens",
    "organisations",
    "require",
    "rows",
    "who",
    "within",
]
