"""Who may make a move in a matter: by post and reach, and by what they did in it before."""

from collections.abc import Iterator
from typing import Any

from taizhang.county.audit import clock
from taizhang.county.ledger import registry
from taizhang.county.matters.flow import Move, Party
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.stages import Stage
from taizhang.county.people import access
from taizhang.county.people.models import Organisation, Person, Post, held_on
from taizhang.county.people.roles import Action

ACTIONS = {
    Party.REPORTER: Action.REPORT,
    Party.ASSIGNER: Action.ASSIGN,
    Party.LEAD: Action.HANDLE,
    Party.CHECKER: Action.REVIEW,
    Party.VISITOR: Action.VISIT,
    Party.ARBITER: Action.SUPERVISE,
}
# Whoever decides whether the work was done; none of them has done it.
JUDGES = (Party.CHECKER, Party.VISITOR, Party.ARBITER)


def may(matter: Any, move: Move, person: Any) -> bool:
    return not any(objections(matter, move, person))


def objections(matter: Any, move: Move, person: Any) -> Iterator[str]:
    """Why this person may not make the move, in sentences; none if they may. The stored matter decides."""
    if not stands(matter, move.who, person):
        yield f"您的岗位（{person.title}）不能{move.label}这件事项，应由{_named(matter, move.who)}办理。"
    else:
        yield from _second_person(matter, move.who, person, move.label)


def stands(matter: Any, party: Party, person: Any) -> bool:
    """Is the person this party to the matter, by a post held today?"""
    action = ACTIONS[party]
    if party is Party.ARBITER:
        return access.holds(person, action)
    if party is Party.LEAD:
        return access.holds(person, action, matter.unit)
    if party in (Party.ASSIGNER, Party.CHECKER) and matter.assigner_id:
        return _assigns(matter, action, person)
    return access.can(person, action, MATTERS, matter)


def _assigns(matter: Any, action: Action, person: Any) -> bool:
    """Of the assigning unit, or the county's office; assisting units are assigned and checked by the leading unit."""
    if matter.assisting:
        return access.holds(person, Action.HANDLE, matter.assigner)
    own = access.holds(person, action, matter.assigner)
    return own or any(post.kind.county_wide and action in post.kind.may for post in person.posts_now)


def _second_person(matter: Any, party: Party, person: Any, label: str) -> Iterator[str]:
    """Who handled it or reported it done does not judge it, and who closed it does not visit it."""
    if party in JUDGES and person.pk in (matter.handler_id, matter.submitted_by_id):
        yield f"这件事项由您办理，不能再由您{label}；请由另一人办理。"
    elif party is Party.VISITOR and person.pk == matter.closed_by_id:
        yield "这件事项由您核验办结，回访须由第三人办理。"


def may_open(matter: Any, person: Any) -> bool:
    """In the whole county, in the own territory, or for an own unit that has none: never in another township."""
    return any(
        _everywhere(post, matter)
        or (post.organisation.kind != Organisation.Kind.TOWNSHIP and post.organisation_id == matter.unit_id)
        or (
            post.organisation.kind == Organisation.Kind.TOWNSHIP
            and matter.place_id.startswith(post.organisation.place_id)
        )
        for post in person.posts_now
        if {Action.REPORT, Action.ASSIGN, Action.INSTRUCT} & post.kind.may
    )


def may_hang(matter: Any, person: Any) -> bool:
    """Tasks under a matter are opened by the unit that leads it, or by whoever assigned it."""
    return stands(matter, Party.LEAD, person) or stands(matter, Party.ASSIGNER, person)


def may_give(matter: Any, unit: Organisation, person: Any) -> bool:
    """The county's office and who leads the ledger give to every unit, others to their own; a leading unit asks all."""
    if matter.assisting:
        return True
    posts = [post for post in person.posts_now if Action.ASSIGN in post.kind.may]
    return any(_everywhere(post, matter) or post.organisation_id == unit.pk for post in posts)


def _everywhere(post: Any, matter: Any) -> bool:
    ledger = registry.get(matter.about)
    return post.kind.county_wide or (ledger is not None and post.organisation.slug == ledger.lead)


def _named(matter: Any, party: Party) -> str:
    unit: Organisation | None = {Party.LEAD: matter.unit, Party.ASSIGNER: matter.assigner}.get(party)
    if party is Party.CHECKER:
        unit = matter.assigner
    return f"{party.value}（{unit.short}）" if unit else party.value


def acting_unit(matter: Any, person: Any) -> Organisation:
    """The organisation for which this person assigns: that of the first post that allows it here."""
    posts = [post for post in person.posts_now if Action.ASSIGN in post.kind.may or Action.HANDLE in post.kind.may]
    own = [post for post in posts if post.organisation_id in (matter.unit_id, matter.assigner_id)]
    wide = [post for post in posts if _everywhere(post, matter)]
    return (own or wide or posts or person.posts_now)[0].organisation  # type: ignore[no-any-return]


def staff() -> list[Person]:
    """Everybody in a post today with their posts in memory, for a run that asks `able` of many matters."""
    people: dict[int, Person] = {}
    posts = Post.objects.filter(held_on(clock.today()), person__is_active=True)
    for post in posts.select_related("person", "organisation").order_by("pk"):
        people.setdefault(post.person_id, post.person).__dict__.setdefault("posts_now", []).append(post)
    return list(people.values())


def able(matter: Any, party: Party, among: list[Person] | None = None) -> list[Person]:
    """Everybody who could act as this party now, for notices and for whom to press."""
    return [
        person for person in (staff() if among is None else among)
        if access.can(person, Action.VIEW, MATTERS, matter)
        and stands(matter, party, person) and not any(_second_person(matter, party, person, ""))
    ]  # fmt: skip


# Whose act a matter waits for in each stage.
WAITS_FOR = {
    Stage.REGISTERED: Party.ASSIGNER,
    Stage.REFUSED: Party.ASSIGNER,
    Stage.ARBITRATION: Party.ARBITER,
    Stage.ASSIGNED: Party.LEAD,
    Stage.WORKING: Party.LEAD,
    Stage.CHECKING: Party.CHECKER,
    Stage.CLOSED: Party.VISITOR,
}
