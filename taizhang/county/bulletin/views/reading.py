"""Reading: the archive, the printed issue, a tapped number with its rows as counted then, files and receipts."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from taizhang.county.bulletin import archive as archives
from taizhang.county.bulletin import distribution, explaining, instructions, opened, sheet
from taizhang.county.bulletin.files import file
from taizhang.county.bulletin.models import Issue, Printed
from taizhang.county.bulletin.views.shared import WORKS, me, needs, whole
from taizhang.county.documents.rendering import MEDIA_TYPES, fragment
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@needs(Action.READ)
def archive(request: HttpRequest) -> HttpResponse:
    asked, year = request.GET.get("q", "").strip(), whole(request.GET.get("year"))
    page = Paginator(archives.places(year, asked.split()), 30).get_page(request.GET.get("page"))
    read = set(me(request).deliveries.filter(read_at__isnull=False).values_list("issue_id", flat=True))
    unread = {delivery.issue_id for delivery in distribution.unread(request.user)}
    context: dict[str, Any] = {
        "title": "快报",
        "page": page,
        "entries": archives.entries(list(page)),
        "years": archives.years(),
    }
    context |= {"year": year, "q": asked, "read": read, "unread": unread}
    context["may_import"] = access.holds(request.user, Action.EDIT)
    return render(request, "bulletin/archive.html", context)


@needs(Action.READ)
def read(request: HttpRequest, year: int, no: int) -> HttpResponse:
    issue = _issue(year, no)
    distribution.opened(issue, by=me(request))
    return render(request, "bulletin/read.html", _reading(request, issue))


@needs(Action.READ)
def figure(request: HttpRequest, year: int, no: int, n: int) -> HttpResponse:
    """A number of the printed issue: beside the paper, or alone for htmx."""
    issue = _issue(year, no)
    distribution.opened(issue, by=me(request))
    printed = get_object_or_404(
        Printed.objects.select_related("issue", "item__source_signed_by", "place"), issue=issue, ordinal=n
    )
    context = {"issue": issue, "printed": printed, "opened": opened.number(printed, person=me(request))}
    if getattr(request, "htmx", False):
        return render(request, "bulletin/figure.html", context)
    return render(request, "bulletin/read.html", _reading(request, issue, printed) | context)


def _reading(request: HttpRequest, issue: Issue, selected: Printed | None = None) -> dict[str, Any]:
    moved = {str(one.printed.ordinal): one for one in opened.moved(issue, person=me(request))}
    ordinals = {str(n) for n in issue.printed.values_list("ordinal", flat=True)}
    chosen = str(selected.ordinal) if selected else ""

    def link(pin: str) -> str | None:
        return reverse("bulletin_figure", args=[issue.year, issue.no, pin]) if pin in ordinals else None

    def mark(pin: str) -> str:
        return " ".join(name for name, on in (("sel", pin == chosen), ("drift", pin in moved)) if on)

    return {
        "title": f"第 {issue.no} 期",
        "issue": issue,
        "paper": fragment(sheet.signed(issue), link=link, mark=mark),
        "moved": list(moved.values()),
        "formats": list(MEDIA_TYPES),
        "delivered": issue.deliveries.count(),
        "opened_by": issue.deliveries.filter(read_at__isnull=False).count(),
        "sees_receipts": access.holds(request.user, Action.EDIT),
        "explained": explaining.signed(issue) if _works(request) else [],
        "instructions": instructions.of_issue(issue, request.user),
        "to_instruct": issue.items.order_by("order", "pk") if access.holds(request.user, Action.INSTRUCT) else [],
        "neighbours": _neighbours(issue),
    }


def _works(request: HttpRequest) -> bool:
    """Explanations are for those who make the bulletin, not for its readers."""
    return any(access.holds(request.user, action) for action in WORKS)


def _neighbours(issue: Issue) -> dict[str, Issue | None]:
    others = Issue.objects.filter(year=issue.year, no__isnull=False).defer("paper", "words")
    return {
        "before": others.filter(no__lt=issue.no).order_by("-no").first(),
        "after": others.filter(no__gt=issue.no).order_by("no").first(),
    }


@needs(Action.READ)
def download(request: HttpRequest, year: int, no: int, fmt: str) -> HttpResponse:
    issue = _issue(year, no)
    if fmt not in MEDIA_TYPES:
        raise Http404(f"没有“{fmt}”这种格式，可选：{'、'.join(MEDIA_TYPES)}")
    distribution.opened(issue, by=me(request))
    name = f"{issue.paper['name']}{issue.year}年第{issue.no}期.{fmt}"
    disposition = content_disposition_header(True, name)
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(file(issue, fmt), content_type=MEDIA_TYPES[fmt], headers=headers)


@needs(Action.EDIT)
def receipts(request: HttpRequest, year: int, no: int) -> HttpResponse:
    issue = _issue(year, no)
    rows = distribution.receipts(issue)
    unread = [row for row in rows if row.read_at is None]
    context = {"title": f"第 {issue.no} 期阅读情况", "issue": issue, "rows": rows, "unread": unread}
    return render(request, "bulletin/receipts.html", context)


def _issue(year: int, no: int) -> Issue:
    return get_object_or_404(Issue.objects.select_related("editor", "checker", "signer"), year=year, no=no)
