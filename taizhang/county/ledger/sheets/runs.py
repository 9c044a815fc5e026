"""The imports of a ledger, newest first, as far as a person may open them, and what each of them did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from taizhang.county.audit import clock
from taizhang.county.audit.models import Entry
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.models import SheetImport
from taizhang.county.people import access
from taizhang.county.people.models import Organisation, Post, held_on
from taizhang.county.people.roles import ROLES, Action

State = SheetImport.State
_ABLE = [slug for slug, role in ROLES.items() if Action.IMPORT in role.may]
_TONES = {
    State.READING: "b", State.WRITING: "b", State.PREVIEWED: "a", State.COMMITTED: "g", State.FAILED: "r",
    State.DROPPED: "", State.UNDONE: "", State.LOOKING: "b", State.UNDOING: "b",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One import as the list shows it; `undone` counts the records that its undoing took back."""

    run: SheetImport
    undone: int

    @property
    def written(self) -> bool:
        return self.run.state in (State.COMMITTED, State.UNDOING, State.UNDONE)

    @property
    def tone(self) -> str:
        return _TONES[State(self.run.state)]


def within(ledger: Ledger, person: Any) -> "QuerySet[SheetImport]":
    """Those of this person, and of whoever could import in the same organisation on the day of the upload."""
    runs = SheetImport.objects.filter(ledger=ledger.slug)
    if not access.can(person, Action.IMPORT, ledger):
        return runs.none()
    mine = access.organisations(person, Action.IMPORT)
    return runs.filter(
        Q(by=person) | Exists(_posts(OuterRef("by"), OuterRef("at__date")).filter(organisation__in=mine))
    )


def counted(runs: "QuerySet[SheetImport]") -> "QuerySet[SheetImport]":
    """With `new`, `changed` and `left`, the rows still to come, in place of all that the preview keeps to be shown."""
    return runs.defer("counts").select_related("by").annotate(
        new=F("counts__new"), changed=F("counts__changed"), left=F("counts__refused")
    )  # fmt: skip


def units(run: SheetImport) -> list[Organisation]:
    """The organisations for which whoever uploaded it could import then."""
    posts = _posts(run.by_id, clock.local(run.at).date())
    return [post.organisation for post in posts.select_related("organisation")]


def _posts(person: Any, day: Any) -> "QuerySet[Post]":
    return Post.objects.filter(held_on(day), person=person, role__in=_ABLE)


def lines(ledger: Ledger, runs: Sequence[SheetImport]) -> Iterator[Line]:
    """How many records an undoing took back is counted in the log of what it wrote."""
    acts = [run.undone_change_id for run in runs if run.undone_change_id]
    wrote = Entry.objects.filter(change_id__in=acts, table=ledger.model.versions._meta.db_table)
    undone = dict(wrote.values_list("change_id").annotate(Sum("rows")))
    for run in runs:
        yield Line(run, undone.get(run.undone_change_id, 0))
