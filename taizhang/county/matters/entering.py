"""Enters what a matter reports into the ledger of its flow, filled with what is known, and joins the two."""

from typing import Any
from uuid import UUID

from taizhang.county.audit import changes
from taizhang.county.ledger import registry, submissions
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.matters import flow, records, services
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Refused
from taizhang.county.matters.stages import DONE, Stage
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action


def ledger_for(matter: Any) -> Ledger | None:
    """The ledger this matter is still to be entered into, None where there is none or it has a record already."""
    found = flow.get(matter.flow)
    gone = matter.about or matter.assisting or matter.stage in (Stage.CANCELLED, Stage.REOPENED)
    return registry.get(found.about) if found.draft and not gone else None


def may_enter(matter: Any, person: Any) -> bool:
    ledger = ledger_for(matter)
    return ledger is not None and access.can(person, Action.ADD, ledger, ledger.model(**_home(matter)))


def _home(matter: Any) -> dict[str, Any]:
    return {"unit_id": matter.unit_id, "place_id": matter.place_id}


def known(matter: Any) -> dict[str, str]:
    """What the matter already says, by column of the ledger, as a clerk would type it."""
    draft = flow.get(matter.flow).draft
    return draft(matter) if draft else {}


def enter(matter: Any, record: Any, *, once: UUID, by: Any) -> int:
    """Saves the record and makes the matter about it; sent again, it answers with the record it made.

    A matter that has ended before settles its record at once. Raises matters.Refused, or the ledger's own.
    """

    def make() -> int:
        with changes.change(by=by, reason=f"由 {matter.code} 登记", action="事项登记入台账"):
            stored = services.locked(matter.pk)
            ledger = ledger_for(stored)
            if ledger is None:
                raise Refused(f"{stored.code} 已经登记入台账，或不需要登记，请回到事项页面查看。")
            pk = submissions.add(record, once=once, by=by)
            _join(stored, ledger, record, by)
        return pk

    return submissions.do(make, once=once, what=f"enter/{matter.pk}", by=by)


def _join(stored: Matter, ledger: Ledger, record: Any, by: Any) -> None:
    stored.about, stored.about_id = ledger.slug, record.pk
    stored.units = sorted({*stored.units, *Organisation.objects.filter(slug=ledger.lead).values_list("pk", flat=True)})
    # What few may read in its ledger is read by few here as well.
    stored.restricted |= ledger.narrow or bool(ledger.restricted and getattr(record, ledger.restricted))
    stored.origin = f"{ledger.label} {ledger.title(record)}"[:120]
    services.note_move(stored, "entered", f"登记入{ledger.label}台账 {ledger.title(record)}", by=by)
    if stored.stage in DONE:
        records.settle(stored, flow.get(stored.flow), by=by)
