"""The page of one matter: the loop as a line of steps, the clocks, the documents, one obvious next action."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from taizhang.county.audit import clock
from taizhang.county.documents import attachments
from taizhang.county.ledger import submissions
from taizhang.county.matters import entering, flow, parties, services, shown
from taizhang.county.matters.acts import Act
from taizhang.county.matters.forms import ActForm, Choices
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from taizhang.county.matters.page import Seen
from taizhang.county.matters.refusal import Overtaken, Refused
from taizhang.county.matters.views.shared import matter_of, whole

_TEXTS = ("note", "reason", "opinion", "reply")


@login_required
@require_GET
def matter_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, matter_of(request, pk))


@login_required
@require_POST
def matter_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Does one act; refused, the page comes back with everything that was typed."""
    matter = matter_of(request, pk)
    chosen = next((one for one in Seen(matter, request.user).acts if one.name == request.POST.get("act")), None)
    if chosen is None:
        return _closed(request, matter)
    form = ActForm(chosen, matter, request.user, Choices(matter, request.user), request.POST, request.FILES)
    try:
        _once(request, matter, form)
    except Overtaken as overtaken:
        return _page(request, matter_of(request, pk), overtaken=str(overtaken), kept=_keep(request, matter, form))
    except Refused as refused:
        form.refuse(refused)
        return _page(request, matter, form, kept=_keep(request, matter, form))
    messages.success(request, f"{chosen.done(form.given())}{shown.ahead(Matter.objects.get(pk=pk), clock.now())}")
    return redirect("matter", pk)


def _once(request: HttpRequest, matter: Any, form: ActForm) -> None:
    """However often the form is sent, the act is done once. Raises Refused, Overtaken."""
    given = form.given()
    editing = whole(form.cleaned_data["edition"])

    def make() -> int:
        form.what.make(matter, request.user, given | ({"editing": editing} if form.what.guarded else {}))
        return int(matter.pk)

    once = submissions.token(form.cleaned_data["token"])
    submissions.do(make, once=once, what=f"matter {form.what.name} {matter.pk}", by=request.user)


def _keep(request: HttpRequest, matter: Any, form: ActForm) -> list[str]:
    """Files of a refused form stay with the matter, since no browser sends them a second time by itself."""
    kept = []
    for paper in form.cleaned_data.get("papers") or ():
        paper.seek(0)
        try:
            kept.append(attachments.keep(MATTERS, matter, paper, by=request.user).name)
        except attachments.Unfit as unfit:
            # Where something else was refused first, nobody has looked at the files yet.
            if not form.has_error("papers"):
                form.add_error("papers", f"{paper.name}：{unfit}")
    return kept


def _closed(request: HttpRequest, matter: Any) -> HttpResponse:
    """What was chosen is not open to this person, or no longer: because somebody was first, or by their post."""
    taken = flow.get(matter.flow).by_name.get(request.POST.get("act", ""))
    why = "这件事项的情况已有变化，没有办成；请看最新进度。"
    kept: list[str] = []
    try:
        if taken:
            services.permit(matter, taken, by=request.user, editing=whole(request.POST.get("edition")))
    except Overtaken as overtaken:
        why = str(overtaken)
        if taken and not list(parties.objections(matter, taken, request.user)):
            kept = _kept(request, matter)
    except Refused as refused:
        why = str(refused)
    return _page(request, matter, overtaken=why, kept=kept)


def _kept(request: HttpRequest, matter: Any) -> list[str]:
    """What somebody brought who was overtaken stays with the matter, as with a refused form."""
    act = Act("", "", ("papers",), (), lambda *_: None)
    form = ActForm(act, matter, request.user, Choices(matter, request.user), request.POST, request.FILES)
    return _keep(request, matter, form) if form.is_valid() else []


def _page(
    request: HttpRequest, matter: Any, form: ActForm | None = None, *, overtaken: str = "", kept: Any = ()
) -> HttpResponse:
    seen = Seen(matter, request.user)
    choices = Choices(matter, request.user)
    context = {
        "title": matter.title, "matter": matter, "overtaken": overtaken, "kept": kept, "bound": form,
        "enter": entering.may_enter(matter, request.user),
        "forms": [_form(request, act, matter, choices, form, overtaken) for act in seen.acts],
        "typed": [text for name in _TEXTS if overtaken and (text := request.POST.get(name))],
    } | seen.context()  # fmt: skip
    return render(request, "matters/matter.html", context, status=409 if overtaken else 422 if form else 200)


def _form(
    request: HttpRequest, act: Act, matter: Any, choices: Choices, refused: ActForm | None, overtaken: str
) -> ActForm:
    """The refused form as it was sent; after somebody else moved, what was typed upon the matter as it now stands."""
    if refused and refused.what.name == act.name:
        return refused
    form = ActForm(act, matter, request.user, choices)
    if overtaken and request.POST.get("act") == act.name:
        form.initial = {name: request.POST[name] for name in act.fields if name in request.POST}
    return form
