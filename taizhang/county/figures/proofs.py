"""Whether a nought may be printed: nothing registered is only nothing where somebody looked, lately and everywhere."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings

from taizhang.county.figures.definition import Figure, ZeroProof
from taizhang.county.figures.period import Period
from taizhang.county.people.models import Organisation


def objection(figure: Figure, period: Period, place: str | None, today: date) -> tuple[str, str] | None:
    """A sentence on what a nought of this figure lacks, and what to do; None where it is proven or needs no proof."""
    proof = figure.zero_proof
    if proof is None:
        return None
    ledger, days = proof.ledger, proof.days
    asked = _answers(proof, period, place, today).first()
    if asked is None:
        return (
            f"“{figure.label}”为零，没有{days.value}日以内、覆盖{period.start}至{period.end}的{ledger.label}记录（{days.document}）。",
            f"请{_lead(proof)}查询后登记{ledger.label}，或删去这个数。",
        )
    found = getattr(asked, proof.found)
    if found:
        return (
            f"“{figure.label}”台账为零，{ledger.title(asked)}却查得{found}{figure.unit}。",
            f"请{_lead(proof)}把查得的登记入{figure.ledger.label}台账，再写这个数。",
        )
    return None


def _answers(proof: ZeroProof, period: Period, place: str | None, today: date) -> Any:
    """Queries that bear on this place and period, the newest first."""
    code = place or settings.COUNTY_CODE
    around = [code[:length] for length in (6, 9, 12, 15) if length <= len(code)]
    return proof.ledger.model.objects.filter(
        **{
            "voided": False,
            "unit__slug": proof.ledger.lead,
            "place_id__in": around,
            f"{proof.on}__gte": today - timedelta(days=proof.days.value),
            f"{proof.on}__lte": today,
            f"{proof.since}__lte": period.start,
            f"{proof.until}__gte": period.end,
        }
    ).order_by(f"-{proof.on}", "-pk")


def _lead(proof: ZeroProof) -> str:
    found = Organisation.objects.filter(slug=proof.ledger.lead).first()
    return found.short if found else proof.ledger.lead
