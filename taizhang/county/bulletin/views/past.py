"""Past issues: a file from upload through preview to the archive, and the page on which it is read."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from taizhang.county.bulletin import extract, importing, past_sheet, uploads
from taizhang.county.bulletin.importing import Reading
from taizhang.county.bulletin.past import PastIssue, PastNumber, PastUpload
from taizhang.county.bulletin.refusal import Refused
from taizhang.county.bulletin.views.shared import day, me, needs, whole
from taizhang.county.documents.rendering import fragment
from taizhang.county.documents.sealing import unseal
from taizhang.county.figures import registry
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@needs(Action.EDIT)
@never_cache
def upload(request: HttpRequest) -> HttpResponse:
    error = ""
    if request.method == "POST":
        try:
            kept = uploads.keep(_file(request), by=me(request))
            return redirect("past_preview", kept.pk)
        except Refused as refused:
            error = str(refused)
    context = {
        "title": "补录往期快报",
        "error": error,
        "upload_mb": settings.UPLOAD_MAX_BYTES // 1_000_000,
        "waiting": PastUpload.objects.filter(by=me(request)).order_by("-pk")[:5],
    }
    return render(request, "bulletin/past_upload.html", context, status=422 if error else 200)


def _file(request: HttpRequest) -> Any:
    too_large = getattr(request, "too_large", 0)
    if too_large:
        raise Refused(extract.too_large(too_large, "文件"))
    found = request.FILES.get("file")
    if found is None:
        raise Refused("请先选择要补录的文件，再点“上传并预览”。")
    return found


@needs(Action.EDIT)
@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    waiting = get_object_or_404(PastUpload, pk=pk, by=me(request))
    if request.POST.get("act") == "drop":
        uploads.drop(waiting)
        messages.success(request, f"已放弃补录“{waiting.name}”，档案没有任何改动。")
        return redirect("past_upload")
    try:
        reading = importing.read(uploads.opened(waiting), waiting.name, **_told(request))
        if request.method == "POST" and request.POST.get("act") == "keep":
            return _kept(request, waiting, reading)
        sentences = list(importing.against(reading))
    except Refused as refused:
        return _previewed(request, waiting, None, refused.all())
    return _previewed(request, waiting, reading, sentences)


def _told(request: HttpRequest) -> dict[str, Any]:
    """Year, number and date as corrected by hand. Raises Refused."""
    post = request.POST
    said: dict[str, int | date | None] = {name: whole(post.get(name, "").strip()) for name in ("year", "no")}
    if post.get("day", "").strip():
        said["day"] = day(post["day"].strip(), "日期")
    return said


def _kept(request: HttpRequest, waiting: PastUpload, reading: Reading) -> HttpResponse:
    issue = importing.keep(reading, by=me(request))
    uploads.drop(waiting)
    messages.success(request, f"已补录{issue}：稿件 {len(reading.bulletin.items)} 条，数字 {reading.count} 个。")
    return redirect("past_read", issue.pk)


def _previewed(
    request: HttpRequest, waiting: PastUpload, reading: Reading | None, sentences: list[str]
) -> HttpResponse:
    context = {
        "title": f"补录：{waiting.name}",
        "waiting": waiting,
        "reading": reading,
        "paper": fragment(past_sheet.of_reading(reading)) if reading else "",
        "sentences": sentences,
        "typed": request.POST,
    }
    return render(request, "bulletin/past_preview.html", context, status=422 if sentences and request.POST else 200)


@needs(Action.READ)
def read(request: HttpRequest, pk: int) -> HttpResponse:
    return _reading(request, _issue(pk))


@needs(Action.READ)
def number(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """A number of the issue: beside the paper, or alone for htmx."""
    issue = _issue(pk)
    found = get_object_or_404(PastNumber.objects.select_related("item", "place"), issue=issue, ordinal=n)
    if getattr(request, "htmx", False):
        return render(request, "bulletin/past_number.html", {"issue": issue, **_opened(found)})
    return _reading(request, issue, found)


def _reading(request: HttpRequest, issue: PastIssue, selected: PastNumber | None = None) -> HttpResponse:
    chosen = str(selected.ordinal) if selected else ""
    context = {
        "title": str(issue),
        "issue": issue,
        "paper": fragment(
            past_sheet.of_issue(issue),
            link=lambda pin: reverse("past_number", args=[issue.pk, pin]),
            mark=lambda pin: "sel" if pin == chosen else "",
        ),
        "doubts": issue.parts.get("warnings", []) if access.holds(request.user, Action.EDIT) else [],
        "rest": issue.parts.get("rest", []),
        **(_opened(selected) if selected else {}),
    }
    return render(request, "bulletin/past_read.html", context)


def _opened(found: PastNumber) -> dict[str, Any]:
    try:
        figure = registry.get(found.key) if found.key else None
    except registry.UnknownFigure:
        figure = None
    return {"number": found, "figure": figure}


@needs(Action.READ)
def original(request: HttpRequest, pk: int) -> HttpResponse:
    issue = _issue(pk)
    with issue.file.open("rb") as sealed:
        given = unseal(sealed.read())
    disposition = content_disposition_header(True, issue.file_name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(given, content_type="application/octet-stream", headers=headers)


def _issue(pk: int) -> PastIssue:
    return get_object_or_404(PastIssue.objects.select_related("imported_by").defer("text", "words"), pk=pk)
