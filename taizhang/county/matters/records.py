"""Joins a matter to the record it is about: opens one from the record, and writes its outcome back."""

from typing import Any

from taizhang.county.audit import clock
from taizhang.county.ledger import registry
from taizhang.county.ledger import services as ledger_services
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.validation import Refused as LedgerRefused
from taizhang.county.matters import flow
from taizhang.county.matters.flow import Flow
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Refused
from taizhang.county.people.models import Organisation


def from_record(ledger: Ledger, record: Any, found: Flow) -> Matter:
    """A matter about a record, filled with what the flow says of it; not saved yet. Raises Refused."""
    permit(ledger, record)
    title = f"{ledger.label} {ledger.title(record)}"[:120]
    said = found.describe(record) if found.describe else {"title": title}
    matter = Matter(
        flow=found.slug, source=Matter.Source.RECORD, about=ledger.slug, about_id=record.pk, unit=record.unit,
        place_id=record.place_id, origin=title, units=_leads(ledger), **said,
    )  # fmt: skip
    # What few may read in its ledger does not become known to more by being assigned.
    matter.restricted |= ledger.narrow or bool(ledger.restricted and getattr(record, ledger.restricted))
    return matter


def permit(ledger: Ledger, record: Any) -> None:
    """Raises Refused for a record that nobody can be given, whatever the flow."""
    if record.voided:
        raise Refused(f"{ledger.title(record)} 已作废，不能交办。")
    own = flow.about(ledger.slug)
    if own and own.bars and (sentence := own.bars(record)):
        raise Refused(sentence)


def _leads(ledger: Ledger) -> list[int]:
    """Who leads the ledger takes part in every matter about its records."""
    return list(Organisation.objects.filter(slug=ledger.lead).values_list("pk", flat=True))


def of(ledger: Ledger, record: Any) -> list[Matter]:
    """Every matter about a record, the newest first."""
    found = Matter.objects.filter(about=ledger.slug, about_id=record.pk, assisting=False)
    return list(found.select_related("unit", "handler").order_by("-pk"))


def about(matter: Any) -> tuple[Ledger, Any] | None:
    """The ledger and record a matter is about, None where it is about none or about something else."""
    ledger = registry.get(matter.about) if matter.about else None
    record = ledger.model.objects.filter(pk=matter.about_id).first() if ledger else None
    return (ledger, record) if ledger and record else None


def held(matter: Any) -> tuple[Ledger, Any] | None:
    """The same with the record held until the transaction ends, so that no second matter about it is opened at once."""
    ledger = registry.get(matter.about)
    record = ledger.model.objects.select_for_update().filter(pk=matter.about_id).first() if ledger else None
    return (ledger, record) if ledger and record else None


def settle(matter: Any, found: Flow, *, by: Any, undone: bool = False) -> None:
    """Writes into the record what the closed matter ended with, or that it did not hold after all. Raises Refused."""
    joined = about(matter)
    if found.settle is None or joined is None or joined[1].voided:
        return
    ledger, record = joined
    outcome = "" if undone else matter.outcome
    found.settle(record, outcome, clock.local(matter.submitted_at).date())
    try:
        ledger_services.save(record, by=by, reason=f"{matter.code} {'重新办理' if undone else '办结'}", mandate=True)
    except LedgerRefused as refused:
        sentences = "；".join(refused.sentences())
        raise Refused(
            f"{ledger.label} {ledger.title(record)} 还不能按这个结果登记：{sentences}。请先补正台账，再核验。"
        ) from refused
