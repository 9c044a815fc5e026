"""Several matters at once: each is moved, and refused, by itself; the answer says of each what became of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from taizhang.county.ledger import submissions
from taizhang.county.matters import acts, forms, services, starting
from taizhang.county.matters.inbox import Box
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action

# More than a page of rows is never ticked.
MOST = 100
LABELS = {"claim": "领办", "assign": "交办", "urge": "催办"}


@dataclass(frozen=True)
class Result:
    """`refused` is empty where the act was done."""

    matter: Matter
    refused: str


class BatchForm(forms.Asking):
    """What one batch asks for once; each act takes from it what it needs."""

    def __init__(self, box: Box, person: Any, *args: Any) -> None:
        super().__init__(*args, auto_id="batch-%s")
        if box.batch == "assign":
            self.fields["unit"] = forms.units(starting.units(person), "交办到")
        if box.batch == "assign" or box.urges:
            self.fields["note"] = forms.note("催办要求" if box.urges else "交办意见", 1)


def offered(box: Box) -> list[str]:
    return [name for name in (box.batch, "urge" if box.urges else "") if name]


def run(act: str, pks: Iterable[int], given: dict[str, Any], *, once: UUID, by: Any) -> list[Result]:
    """Each row in an act of its own; rows out of reach are as if they were not there."""
    found = access.rows(by, Action.VIEW, MATTERS).filter(pk__in=list(pks)[:MOST]).order_by("pk")
    return [_one(act, matter, given, once, by) for matter in found.select_related("unit", "assigner", "place")]


def _one(act: str, matter: Matter, given: dict[str, Any], once: UUID, by: Any) -> Result:
    def make() -> int:
        _ACTS[act](matter, by=by, **given)
        return int(matter.pk)

    try:
        submissions.do(make, once=uuid5(once, str(matter.pk)), what=f"matter {act}", by=by)
    except Refused as refused:
        return Result(matter, str(refused))
    return Result(matter, "")


_ACTS: dict[str, Callable[..., Any]] = {
    "claim": partial(services.move, name="claim"),
    "assign": partial(services.move, name="assign"),
    "urge": acts.urge,
}
