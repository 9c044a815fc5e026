"""The page of one matter: the loop as a line of steps, the clocks, the documents, one obvious next action."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from taizhang.county.matters import services
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@login_required
@require_GET
def matter_page(request: HttpRequest, pk: int) -> HttpResponse:
    matter = get_object_or_404(access.rows(request.user, Action.VIEW, MATTERS), pk=pk)
    context = {"title": matter.title, "matter": matter, "moves": services.open_to(matter, request.user)}
    return render(request, "matters/matter.html", context)
