"""Sentences that lines of work offer for the bulletin: one click makes an item with its pins in place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action


@dataclass(frozen=True)
class Draft:
    """`unit_slug` names the organisation that writes it; "" offers it to every township.

    `section` is a code of settings.BULLETIN_SECTIONS; headline and body may hold pins. In a draft for every township
    `@place` stands for the township's code and `@unit` for its name. `title` is what the list of drafts calls it,
    `source_note` says where typed numbers come from.
    """

    unit_slug: str
    section: str
    headline: str
    body: str
    title: str = ""
    source_note: str = ""

    @property
    def key(self) -> str:
        return f"{self.unit_slug}:{self.title or self.headline}"


_drafts: list[Draft] = []


def register(*drafts: Draft) -> None:
    for draft in drafts:
        if any(known.key == draft.key and known != draft for known in _drafts):
            raise ValueError(f"two drafts are called {draft.key!r}: give one another title")
        if draft not in _drafts:
            _drafts.append(draft)


def every() -> list[Draft]:
    return list(_drafts)


def offered(person: Any) -> Iterator[tuple[Organisation, Draft]]:
    """The drafts this person may turn into an item, filled in for each unit the person drafts for."""
    for unit in access.organisations(person, Action.DRAFT):
        yield from ((unit, _for_unit(draft, unit)) for draft in _drafts if _concerns(draft, unit))


def _concerns(draft: Draft, unit: Organisation) -> bool:
    if draft.unit_slug:
        return draft.unit_slug == unit.slug
    return unit.kind == Organisation.Kind.TOWNSHIP


def _for_unit(draft: Draft, unit: Organisation) -> Draft:
    def fill(text: str) -> str:
        return text.replace("@place", unit.place_id).replace("@unit", unit.short)

    return replace(draft, headline=fill(draft.headline), body=fill(draft.body), title=draft.title or draft.headline)
