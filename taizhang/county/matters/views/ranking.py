"""The ranking of units over a period, the matters behind each score, and why work was sent back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from taizhang.county.figures import pages
from taizhang.county.figures.asked import Asked, read
from taizhang.county.figures.views import for_posts
from taizhang.county.matters import ranking, reasons
from taizhang.county.people.models import Organisation
from taizhang.county.places.divisions import townships
from taizhang.county.standards.errors import Invalid


@for_posts
@require_GET
def matter_ranking(request: HttpRequest) -> HttpResponse:
    asked, frame = _asked(request)
    table, found = ranking.scores(asked)
    sent_back = reasons.ranked(asked, person=request.user)
    context = {"title": "单位排名", "table": table, "scores": found, "reasons": sent_back}
    return render(request, "matters/ranking.html", frame | context)


@for_posts
@require_GET
def matter_ranking_unit(request: HttpRequest, slug: str) -> HttpResponse:
    asked, frame = _asked(request)
    unit = get_object_or_404(Organisation, slug=slug)
    table, found = ranking.scores(asked)
    score = next((one for one in found if one.unit == unit), None)
    key = request.GET.get("measure", table.measures[0].key)
    measure = next((one for one in table.measures if one.key == key), None)
    if score is None or measure is None:
        raise Http404(f"{slug} {key}")
    opened = ranking.opened(unit, measure, asked, person=request.user)
    context = {"title": f"{unit.short}的得分", "table": table, "score": score, "chosen": measure, "opened": opened}
    return render(request, "matters/ranking_unit.html", frame | context)


def _asked(request: HttpRequest) -> tuple[Asked, dict[str, Any]]:
    """What is asked for, or the year to today with the sentence that says what could not be read."""
    today = request.today  # type: ignore[attr-defined]
    error = ""
    try:
        asked = read(request.GET, figure=None, today=today)
    except Invalid as refused:
        asked, error = read({}, figure=None, today=today), f"{refused}。下面是今年以来全县的。"
    frame = {"asked": asked, "error": error, "span": pages.span(asked), "given": request.GET,
             "query": pages.query(request.GET), "choices": townships(today)}  # fmt: skip
    return asked, frame
