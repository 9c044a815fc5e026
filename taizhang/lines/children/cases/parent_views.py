"""The pages of a case's parents: who they are, what keeps them from the child, what a conference said; the reviews."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from taizhang.county.audit import clock
from taizhang.county.ledger import seen
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.cases import duties, forms, review_list, reviewing
from taizhang.lines.children.cases.codes import Role
from taizhang.lines.children.cases.ledgers import PARENTS, STATES
from taizhang.lines.children.cases.models import ChildCase, Parent, ParentState
from taizhang.lines.children.cases.review_list import Chosen
from taizhang.lines.children.cases.views import found, require_list, require_sight
from taizhang.lines.children.ledgers import CHILDREN

_form = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@_form
@never_cache
def case_parent(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    """Who a parent is, or that nobody knows, with what a conference said of it."""
    case = _amended(request, pk)
    if role not in Role.values:
        raise Http404(role)
    row = case.parents.filter(role=role, voided=False).first() or Parent(
        case=case, role=role, unit_id=case.unit_id, place_id=case.place_id, registered_on=clock.today()
    )
    names = (*forms.OF_A_PARENT, *forms.CONFERENCE)
    return _part(request, case, forms.Part(PARENTS, row, Role(role).label, names), Role(role).label)


@login_required
@_form
@never_cache
def case_state(request: HttpRequest, pk: int, role: str, state: int | None = None) -> HttpResponse:
    """A circumstance of a parent: a new one, or one that ended or was entered wrongly."""
    case = _amended(request, pk)
    parent = get_object_or_404(Parent, case=case, role=role, voided=False)
    row = ParentState(parent=parent, unit_id=case.unit_id, place_id=case.place_id)
    if state is not None:
        row = get_object_or_404(ParentState, parent=parent, pk=state, voided=False)
    names = forms.OF_A_STATE if state is None else (*forms.OF_A_STATE, "ended_on")
    part = forms.Part(STATES, row, f"{parent.get_role_display()}的情形", names)
    return _part(request, case, part, part.heading)


@login_required
@require_GET
@never_cache
def review_page(request: HttpRequest) -> HttpResponse:
    require_list(request)
    chosen, day = Chosen.of(request.GET), clock.today()
    everything = review_list.lines(request.user, day)
    there = [line for line in everything if chosen.there(line)]
    fitting = [line for line in there if chosen.kind in ("", line.due.code)]
    page = Paginator(fitting, review_list.PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "儿童复核", "day": day, "chosen": chosen, "tabs": review_list.tabs(there, chosen), "page": page,
        "lines": review_list.named(list(page.object_list)), "places": review_list.townships(everything),
        "all": len(everything), "without": reviewing.without_file(request.user).count(),
        "at_once": reviewing.AT_ONCE, "opens": duties.opens_cases(request.user) or duties.is_bureau(request.user),
    }  # fmt: skip
    seen.rows(CHILDREN, len(context["lines"]), by=request.user, page="儿童复核")
    return render(request, "children/review_list.html", context)


@login_required
@require_POST
def review_open(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a child that came with an older register."""
    require_sight(request)
    child = get_object_or_404(access.rows(request.user, Action.VIEW, CHILDREN), pk=pk)
    try:
        case = reviewing.open_file(child.pk, by=request.user)
    except Invalid as refused:
        messages.error(request, str(refused))
        return redirect("review_list")
    return redirect("case_page", case.pk)


@login_required
@require_POST
def review_open_all(request: HttpRequest) -> HttpResponse:
    """As many as one click opens."""
    require_sight(request)
    try:
        messages.success(request, f"已补建 {reviewing.open_files(by=request.user)} 件档案。")
    except Invalid as refused:
        messages.error(request, str(refused))
    return redirect("review_list")


def _amended(request: HttpRequest, pk: int) -> ChildCase:
    case = found(request, pk)
    if not duties.amends(request.user, case):
        raise Http404(pk)
    return case


def _part(request: HttpRequest, case: ChildCase, part: forms.Part, what: str) -> HttpResponse:
    error, edition = "", part.record.edition
    part.posted = request.POST.dict()
    if request.method == "POST":
        try:
            _require_edition(request, part)
            forms.save_part(part, by=request.user, reason=request.POST.get("reason", ""))
        except Invalid as refused:
            error = str(refused)
        else:
            messages.success(request, f"已登记{what}。")
            return redirect("case_page", case.pk)
    context: dict[str, Any] = {
        "title": what, "case": case, "form": forms.Form([part]), "error": error, "again": part.record.pk is not None,
        "edition": request.POST.get("edition") or edition, "reason": request.POST.get("reason", ""), "part": True,
    }  # fmt: skip
    return render(request, "children/case_form.html", context, status=422 if error else 200)


def _require_edition(request: HttpRequest, part: forms.Part) -> None:
    """A new one that is sent twice meets the first."""
    if part.record.pk is not None and request.POST.get("edition") != str(part.record.edition):
        raise Invalid("这一条在您打开之后已被他人修改，没有保存；您填的都在下面，请对照办件页面后再保存")
    typed = part.typed()
    if part.record.pk is None and part.ledger is STATES:
        same = ParentState.objects.filter(parent=part.record.parent, state=typed.get("state", ""), voided=False)
        if same.filter(ended_on=None).exists():
            raise Invalid("这一情形已经登记且没有结束；有变动的请在办件页面点“更正或结束”")
