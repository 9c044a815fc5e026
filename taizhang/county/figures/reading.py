"""The page where anyone may paste a text and see what its numbers say."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from taizhang.county.figures import marked
from taizhang.county.figures.pasted import Refused, file_bytes_max, keep_pace, received
from taizhang.county.figures.text.decoding import Extract

SAMPLE = (
    "截至8月底，全县共排查矛盾纠纷435起，化解421起，化解率96.8%。其中，东乡120起、西乡150余起、南乡160起。"
    "为164名孤儿每人每月发放基本生活费1050元，1—8月共发放137.76万元。第39期快报已刊发。"
)


@sensitive_post_parameters()
def read_text(request: HttpRequest, extractors: Mapping[str, Extract]) -> HttpResponse:
    """Without sign-in: the text is the visitor's own, and what the ledgers say of it is shown to posts alone."""
    if request.method != "POST":
        sample = SAMPLE if "sample" in request.GET else ""
        return _page(request, {"text": sample, **_result(sample)}, extractors)
    try:
        keep_pace(request)
        pasted = received(request, extractors)
    except Refused as refused:
        typed = request.POST.get("text", "")
        return _page(request, {"text": typed, "refused": str(refused)}, extractors, status=refused.status)
    return _page(request, {"text": pasted.text, "pasted": pasted, **_result(pasted.text)}, extractors)


def _result(text: str) -> dict[str, Any]:
    return {"reading": marked.read(text)} if text.strip() else {}


def _page(
    request: HttpRequest, context: dict[str, Any], extractors: Mapping[str, Extract], *, status: int = 200
) -> HttpResponse:
    if getattr(request, "htmx", False):
        # The script puts no refusal on the page: what is refused comes as the result.
        return render(request, "figures/read_result.html", context)
    frame = {
        "title": "文中数字",
        "kinds": ["txt", *(suffix.removeprefix(".") for suffix in extractors)],
        "chars_max": settings.READ_MAX_CHARS,
        "mb_max": file_bytes_max() // 1_000_000,
    }
    return render(request, "figures/read.html", frame | context, status=status)
