"""The county office's pages: issues in hand, composing, the release checklist, and the step of each of three people."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from taizhang.county.audit import clock
from taizhang.county.bulletin import compose as composing
from taizhang.county.bulletin import content, explaining, flow, release, sheet, signing, style
from taizhang.county.bulletin.models import Issue, Item
from taizhang.county.bulletin.refusal import Refused
from taizhang.county.bulletin.views.shared import day, me, needs, whole
from taizhang.county.documents.rendering import fragment
from taizhang.county.people import access
from taizhang.county.people.roles import Action

OFFICE = (Action.EDIT, Action.CHECK, Action.SIGN)


@needs(*OFFICE)
def index(request: HttpRequest) -> HttpResponse:
    issues = Issue.objects.select_related("editor", "checker", "signer").defer("paper", "words")
    context = {
        "title": "编发快报",
        "open": issues.filter(state__in=flow.UNSIGNED).order_by("pk"),
        "done": issues.exclude(state__in=flow.UNSIGNED).order_by("-signed_at", "-pk")[:10],
        "waiting": Item.objects.filter(state=Item.State.SUBMITTED).count(),
        "may_edit": access.holds(request.user, Action.EDIT),
        "day": clock.today(),
    }
    return render(request, "bulletin/issue_list.html", context)


@needs(Action.EDIT)
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("issue_list")
    try:
        issue = composing.open_issue(by=me(request), cutoff=day(request.POST.get("cutoff"), "数据截至"))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("issue_list")
    return redirect("issue_compose", pk=issue.pk)


@needs(*OFFICE)
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    issue = _issue(pk)
    if issue.signed and issue.no:
        return redirect("bulletin_read", year=issue.year, no=issue.no)
    refused = None
    if request.method == "POST":
        try:
            _composed(request, issue)
            return redirect("issue_compose", pk=pk)
        except Refused as error:
            refused = error
    return _composer(request, _issue(pk), refused)


def _composed(request: HttpRequest, issue: Issue) -> None:
    """One of: take an item, put one out, or save order, sections and the date line."""
    post, by, editing = request.POST, me(request), whole(request.POST.get("edition"))
    if post.get("take"):
        composing.take(issue, _item(post["take"]), by=by, editing=editing)
    elif post.get("release"):
        composing.release_item(issue, _item(post["release"]), by=by, editing=editing)
    else:
        ids = [pk for pk in issue.items.values_list("pk", flat=True)]
        composing.arrange(
            issue, by=by, editing=editing,
            orders={pk: found for pk in ids if (found := whole(post.get(f"order-{pk}"))) is not None},
            sections={pk: code for pk in ids if (code := post.get(f"section-{pk}"))},
            cutoff=day(post.get("cutoff"), "数据截至"), secrecy=post.get("secrecy", "").strip()[:20],
            disclosure=post.get("disclosure") or issue.disclosure, disclosure_reason=post.get("disclosure_reason", ""),
        )  # fmt: skip
        messages.success(request, "组版已保存。")


def _composer(request: HttpRequest, issue: Issue, refused: Refused | None) -> HttpResponse:
    contents = content.of_issue(issue)
    found = release.checklist(issue, contents)
    context = _frame(request, issue, contents) | {
        "title": "组版",
        "refused": refused,
        "typed": request.POST if refused else {},
        "submitted": _submitted(),
        "editable": issue.state in flow.OPEN and access.holds(request.user, Action.EDIT),
        "errors": sum(finding.blocking for finding in found),
        "warnings": sum(not finding.blocking for finding in found),
        "choices": {"sections": settings.BULLETIN_SECTIONS, "disclosure": Issue.Disclosure, "grounds": Issue.Grounds},
    }
    return render(request, "bulletin/issue_compose.html", context, status=409 if refused else 200)


def _submitted() -> Any:
    waiting = Item.objects.filter(state=Item.State.SUBMITTED).order_by("submitted_at")
    return waiting.prefetch_related("units__organisation")


@needs(*OFFICE)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    issue = _issue(pk)
    contents = content.of_issue(issue)
    found = release.checklist(issue, contents)
    context = _frame(request, issue, contents) | {
        "title": "发稿清单",
        "errors": [finding for finding in found if finding.blocking],
        "warnings": [finding for finding in found if not finding.blocking],
        "beyond": style.BEYOND,
        "editable": issue.state in flow.OPEN and access.holds(request.user, Action.EDIT),
    }
    return render(request, "bulletin/issue_check.html", context)


@needs(*OFFICE)
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """The rendered issue, its checklist, the opinion, and the next action of whoever looks."""
    issue, refused = _issue(pk), None
    if request.method == "POST":
        try:
            return _stepped(request, issue)
        except Refused as error:
            refused, issue = error, _issue(pk)
    contents = content.of_issue(issue)
    found = release.checklist(issue, contents) if not issue.signed else []
    context = _frame(request, issue, contents) | {
        "title": flow.S(issue.state).label,
        "refused": refused,
        "typed": request.POST if refused else {},
        "errors": [finding for finding in found if finding.blocking],
        "warnings": [finding for finding in found if not finding.blocking],
        "beyond": style.BEYOND,
    }
    return render(request, "bulletin/issue_step.html", context, status=409 if refused else 200)


def _stepped(request: HttpRequest, issue: Issue) -> HttpResponse:
    name, opinion, by = request.POST.get("move", ""), request.POST.get("opinion", ""), me(request)
    editing = whole(request.POST.get("edition"))
    if name == "sign":
        signed = signing.sign(issue, by=by, opinion=opinion, editing=editing)
        messages.success(request, f"已签发，{signed}，数字已固定。")
        return redirect("bulletin_read", year=signed.year, no=signed.no)
    moved = flow.move(issue, name, by=by, opinion=opinion, editing=editing)
    messages.success(request, f"{flow.get(name).label}：已办，现为“{flow.S(moved.state).label}”。")
    return redirect("issue_list") if moved.state == flow.S.WITHDRAWN else redirect("issue_step", pk=moved.pk)


def _frame(request: HttpRequest, issue: Issue, contents: list[content.Content]) -> dict[str, Any]:
    """What all pages of an issue in hand show: its paper, its way, and the moves of whoever looks."""
    moves = flow.open_to(issue, request.user)
    paper = sheet.signed(issue) if issue.signed else sheet.preview(issue, contents)
    return {
        "issue": issue,
        "contents": contents,
        "paper": fragment(paper),
        "told": [] if issue.signed else explaining.told(contents),
        "steps": flow.line(issue),
        "history": issue.steps.select_related("who").order_by("-at", "-pk"),
        "onward": [move for move in moves if "reason" not in move.needs],
        "backward": [move for move in moves if "reason" in move.needs],
        "refusals": _refusals(issue, request.user),
    }


def _refusals(issue: Issue, person: Any) -> list[str]:
    """Why a checker or signer may not act on this very issue."""
    waiting = [
        move for move in flow.MOVES if issue.state in move.sources and move.action in (Action.CHECK, Action.SIGN)
    ]
    holding = [move for move in waiting if access.holds(person, move.action) and "reason" not in move.needs]
    return (
        [sentence for move in holding for sentence in flow.same_person(issue, move, person)] if not issue.signed else []
    )


def _issue(pk: int) -> Issue:
    return get_object_or_404(Issue.objects.select_related("editor", "checker", "signer"), pk=pk)


def _item(text: str) -> Item:
    return get_object_or_404(Item, pk=whole(text) or 0)
