"""The page that takes a report from the spot: photo, place, kind, one sentence."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from taizhang.county.matters import reporting
from taizhang.county.matters.refusal import Refused
from taizhang.county.matters.views import answers
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        access.require(request.user, Action.REPORT)
        return _form(request)
    try:
        answers.same_person(request)
        made = reporting.once(answers.posted(request), answers.papers(request), by=request.user)
    except Refused as refused:
        return answers.refusal(request, refused) or _form(request, refused)
    onward = reverse("matter_report")
    return answers.accepted(request, reporting.receipt(made), read=reverse("matter", args=[made.pk]), onward=onward)


def _form(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    context = {
        "title": "上报",
        "kinds": reporting.kinds(),
        "places": reporting.places(request.user),
        "outcomes": reporting.outcomes(),
        "token": request.POST.get("token") or uuid4(),
    }
    return answers.page(request, "matters/phone_report.html", context, refused)
