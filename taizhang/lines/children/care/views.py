"""The page of what care is due: visits, reviews by age, agreements of care that are missing."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from taizhang.county.audit import clock
from taizhang.county.ledger import seen
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.lines.children.care import listing, parameters
from taizhang.lines.children.care.listing import Chosen, Line
from taizhang.lines.children.codes import Category, Risk
from taizhang.lines.children.ledgers import CHILDREN, VISITS


def sees(person: Any) -> bool:
    return access.can(person, Action.VIEW, CHILDREN)


@login_required
@require_GET
@never_cache
def care_list(request: HttpRequest) -> HttpResponse:
    if not sees(request.user):
        raise Http404
    context = _context(request, listing.lines(request.user, clock.today()))
    seen.rows(CHILDREN, len(context["lines"]), by=request.user, page="关爱提醒")
    return render(request, "children/care_list.html", context)


def _context(request: HttpRequest, found: list[Line]) -> dict[str, Any]:
    day, chosen = clock.today(), Chosen.of(request.GET).among(found)
    # Who looks after nobody gets the numbers: by the names the register is searched.
    visits = access.can(request.user, Action.ADD, VISITS)
    there = [line for line in found if chosen.there(line)]
    page = Paginator([line for line in there if chosen.fits(line)], listing.PER_PAGE).get_page(request.GET.get("page"))
    return {
        "title": "关爱提醒",
        "day": day,
        "chosen": chosen,
        "tabs": listing.tabs(there, chosen),
        "places": listing.townships(found),
        "villages": listing.villages(found, chosen),
        "late": sum(line.late > 0 for line in found),
        "all": len(found),
        "page": page,
        "lines": listing.named(list(page.object_list), request.user, day) if visits else [],
        "may_visit": visits,
        "intervals": _intervals(),
    }


def _intervals() -> list[dict[str, Any]]:
    """Those of today, so that who is called late can see by what."""
    return [
        {"category": Category(one.category).label, "risk": Risk(one.risk).label, "interval": one}
        for one in parameters.load().intervals(clock.today())
    ]
