"""The page of the tour: what was announced and not held, and where nobody has been this year."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from taizhang.county.audit import clock
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.lines.children.ledgers import STOPS
from taizhang.lines.children.outreach import planned

PER_PAGE = 30


def sees(person: Any) -> bool:
    return access.can(person, Action.VIEW, STOPS)


@login_required
@require_GET
@never_cache
def outreach_list(request: HttpRequest) -> HttpResponse:
    if not sees(request.user):
        raise Http404
    day = clock.today()
    waiting, places = planned.planned(request.user, day), planned.unvisited(request.user, day)
    context = {
        "title": "宣讲安排", "day": day, "page": Paginator(waiting, PER_PAGE).get_page(request.GET.get("page")),
        "late": sum(one.late > 0 for one in waiting), "all": len(waiting), "places": places,
        "none": sum(not one.held for one in places), "may_add": access.can(request.user, Action.ADD, STOPS),
    }  # fmt: skip
    return render(request, "children/outreach_list.html", context)
