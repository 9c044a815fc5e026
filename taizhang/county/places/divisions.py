"""Answers what the divisions were on a day, and which place a name or code means."""

from datetime import date

from taizhang.county.places.models import Place, existing
from taizhang.county.standards import regions


def townships(day: date) -> list[Place]:
    """The real townships and subdistricts of the county on a day, in the order of their codes."""
    return list(Place.objects.filter(existing(day), level=Place.Level.TOWNSHIP))


def find(text: str, *, day: date) -> Place | None:
    """The place a clerk means by a code, a full name, or a name without 乡/镇/街道; None when none or several fit."""
    text = text.strip().replace(" ", "")
    candidates = {place.code: place for place in Place.objects.filter(existing(day))}
    if text.isdigit():
        return candidates.get(regions.normalise(text))
    fits = [p for p in candidates.values() if p.name == text] or [
        p for p in candidates.values() if short(p.name) == text
    ]
    return fits[0] if len(fits) == 1 else None


def short(name: str) -> str:
    """胙城乡 → 胙城: what people write when the kind of place is clear."""
    for kind in ("街道办事处", "街道", "乡", "镇", "村", "社区"):
        if name.endswith(kind) and len(name) > len(kind) + 1:
            return name.removesuffix(kind)
    return name
