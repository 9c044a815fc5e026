"""The pages of campaigns: all of them, and one with its numbers, each one tap from its rows."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from taizhang.county.figures import campaign_pages as pages
from taizhang.county.figures import campaigns as known
from taizhang.county.figures.asked import Asked, read
from taizhang.county.figures.pages import splits_by_unit
from taizhang.county.figures.views import for_posts
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.standards.errors import Invalid


@for_posts
def campaigns(request: HttpRequest) -> HttpResponse:
    today = request.today  # type: ignore[attr-defined]
    may_add = access.can(request.user, Action.ADD, known.CAMPAIGNS)
    context = {"title": "专项行动进度", "listed": pages.listed(today), "may_add": may_add}
    return render(request, "figures/campaigns.html", context)


@for_posts
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """Numbers up to the asked day; before the first day there are none, and the page says so."""
    today, person = request.today, request.user  # type: ignore[attr-defined]
    try:
        stored = known.find(slug)
    except Invalid as unknown:
        raise Http404(str(unknown)) from None
    given = {name: request.GET.get(name, "") for name in ("to", "known_at", "by")} | {"campaign": slug}
    asked, error = _asked(given, today)
    earlier = bool(request.GET.get("before"))
    context = {
        "title": stored.name, "campaign": stored, "state": pages.state(stored, today),
        "days": pages.days(stored, today), "moves": list(known.moves(stored)), "asked": asked, "error": error,
        "given": request.GET, "by_unit": splits_by_unit(given), "earlier": earlier,
        "may_see": access.can(person, Action.VIEW, known.CAMPAIGNS, stored),
        "may_change": access.can(person, Action.CHANGE, known.CAMPAIGNS, stored),
        **(pages.about(asked, given, person, earlier=earlier) if asked else {}),
    }  # fmt: skip
    return render(request, "figures/campaign.html", context)


def _asked(given: dict[str, str], today: Any) -> tuple[Asked | None, str]:
    try:
        return read(given, figure=None, today=today), ""
    except Invalid as refused:
        try:
            usual = read({"campaign": given["campaign"]}, figure=None, today=today)
        except Invalid as early:
            return None, str(early)
        return usual, f"{refused}。下面是到今天为止的数。"
