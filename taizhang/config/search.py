"""One search box over ledgers, figures and issues within the reader's reach; without words, a way into each ledger."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from taizhang.county.bulletin.models import Issue
from taizhang.county.bulletin.past import PastIssue
from taizhang.county.figures import registry as figures
from taizhang.county.ledger import listing, registry, seen
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.people import access
from taizhang.county.people.roles import Action

# More than these are seen in the list itself, where they can be filtered.
_EACH = 5


@dataclass(frozen=True)
class Hit:
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Found:
    """What one ledger, the figures or the issues hold; `url` leads to all of them, "" where these are all."""

    label: str
    hits: list[Hit]
    url: str = ""


@login_required
def search(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    words = request.GET.get("q", "").strip()[:60]
    found = _everywhere(person, words) if words else []
    context = {
        "title": f"查找“{words}”" if words else "查找",
        "sought": words,
        "found": [one for one in found if one.hits],
        "lines": {} if words else _lines(person),
    }
    return render(request, "search.html", context)


def _lines(person: Any) -> dict[str, list[Ledger]]:
    seen = {
        line: [ledger for ledger in ledgers if access.can(person, Action.VIEW, ledger)]
        for line, ledgers in registry.lines().items()
    }
    return {line: ledgers for line, ledgers in seen.items() if ledgers}


def _everywhere(person: Any, words: str) -> list[Found]:
    ledgers = [_in_ledger(person, ledger, words) for line in _lines(person).values() for ledger in line]
    return [*ledgers, _figures(person, words), _issues(person, words)]


def _in_ledger(person: Any, ledger: Ledger, words: str) -> Found:
    asked = QueryDict(mutable=True)
    asked["q"] = words
    rows = listing.select(ledger, person, asked).rows.select_related("place")[: _EACH + 1]
    hits = [
        Hit(ledger.named(row), reverse("ledger_detail", args=[ledger.slug, row.pk]), row.place.name)
        for row in rows[:_EACH]
    ]
    seen.rows(ledger, len(hits), by=person, page=seen.FOUND)
    return Found(ledger.label, hits, f"{reverse('ledger_list', args=[ledger.slug])}?{asked.urlencode()}")


def _figures(person: Any, words: str) -> Found:
    fits = (
        [f for f in figures.every() if words in f.label or words in f.rule or words == f.key]
        if person.posts_now
        else []
    )
    return Found("数据", [Hit(f.label, reverse("figure_page", args=[f.key]), f.ledger.line) for f in fits[:_EACH]])


def _issues(person: Any, words: str) -> Found:
    if not access.holds(person, Action.READ):
        return Found("快报", [])
    fits = Issue.objects.filter(Q(words__contains=words), no__isnull=False).order_by("-year", "-no")[:_EACH]
    past = PastIssue.objects.filter(words__contains=words)[:_EACH]
    hits = [
        (i.date, Hit(f"第 {i.no} 期", reverse("bulletin_read", args=[i.year, i.no]), f"{i.date:%Y-%m-%d}"))
        for i in fits
    ]
    hits += [(i.date, Hit(f"{i}（补录）", reverse("past_read", args=[i.pk]), f"{i.date:%Y-%m-%d}")) for i in past]
    newest = sorted(hits, key=lambda pair: pair[0], reverse=True)
    return Found("快报", [hit for _, hit in newest[:_EACH]])
