"""The archive: signed issues and those brought in from their files, as one list by year and number."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from taizhang.county.bulletin.models import Issue
from taizhang.county.bulletin.past import PastIssue


@dataclass(frozen=True)
class Entry:
    """A line of the list: one of the two is set."""

    issue: Issue | None = None
    past: PastIssue | None = None


@dataclass(frozen=True)
class Place:
    """Where an issue stands in the list; `past` for one brought in."""

    year: int
    no: int
    past: bool
    pk: int


def years() -> list[int]:
    signed = Issue.objects.filter(no__isnull=False).values_list("year", flat=True)
    return sorted({*signed, *PastIssue.objects.values_list("year", flat=True)}, reverse=True)


def places(year: int | None, words: Sequence[str]) -> list[Place]:
    """Newest first; `words` must all stand in the issue."""
    signed: QuerySet[Issue] = Issue.objects.filter(no__isnull=False)
    past: QuerySet[PastIssue] = PastIssue.objects.all()
    if year:
        signed, past = signed.filter(year=year), past.filter(year=year)
    for word in words:
        signed, past = signed.filter(Q(words__icontains=word)), past.filter(Q(words__icontains=word))
    found = [Place(y, no or 0, False, pk) for y, no, pk in signed.values_list("year", "no", "pk")]
    found += [Place(y, no, True, pk) for y, no, pk in past.values_list("year", "no", "pk")]
    return sorted(found, key=lambda place: (place.year, place.no, place.past, place.pk), reverse=True)


def entries(some: Sequence[Place]) -> list[Entry]:
    """The issues that stand there, in the same order."""
    signed = Issue.objects.prefetch_related("items").defer("paper", "words")
    past = PastIssue.objects.prefetch_related("items").defer("text", "words")
    issues = signed.in_bulk([place.pk for place in some if not place.past])
    brought = past.in_bulk([place.pk for place in some if place.past])
    return [Entry(past=brought[one.pk]) if one.past else Entry(issue=issues[one.pk]) for one in some]


__all__ = ["Entry", "Place", "entries", "places", "years"]
