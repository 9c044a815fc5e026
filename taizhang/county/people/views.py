"""Pages on which the administrator keeps people and posts, and everybody reads what each role may do."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from taizhang.county.audit import clock
from taizhang.county.people import access, services
from taizhang.county.people.models import Organisation, Person, Post
from taizhang.county.people.roles import CHOICES, ROLES, Action


@login_required
def people_list(request: HttpRequest) -> HttpResponse:
    access.require(request.user, Action.ADMINISTER)
    wanted = request.GET.get("q", "").strip()
    posts = Prefetch("posts", Post.objects.select_related("organisation").order_by("-since"))
    people = Person.objects.prefetch_related(posts).order_by("pk")
    if wanted:
        fits = Q(name__icontains=wanted) | Q(username__icontains=wanted) | Q(posts__organisation__short=wanted)
        people = people.filter(fits).distinct()
    page = Paginator(people, 50).get_page(request.GET.get("page"))
    return render(request, "people/list.html", {"title": "人员和岗位", "page": page, "q": wanted})


@login_required
def person_new(request: HttpRequest) -> HttpResponse:
    access.require(request.user, Action.ADMINISTER)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            person, password = services.add_person(
                request.POST.get("username", ""), request.POST.get("name", ""), by=_me(request)
            )
        except ValidationError as refused:
            errors = refused.message_dict
        else:
            messages.success(request, f"已新增 {person.name}，初始密码 {password} 只显示这一次，请当面告知本人。")
            return redirect("person_detail", pk=person.pk)
    return render(request, "people/new.html", {"title": "新增人员", "errors": errors, "typed": request.POST})


@login_required
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    access.require(request.user, Action.ADMINISTER)
    person = get_object_or_404(Person, pk=pk)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            messages.success(request, _act(request, person))
            return redirect("person_detail", pk=pk)
        except ValidationError as refused:
            errors = refused.message_dict
    context = {
        "title": person.name,
        "person": person,
        "posts": person.posts.select_related("organisation").order_by("-since"),
        "organisations": Organisation.objects.filter(valid_to=None),
        "roles": CHOICES,
        "errors": errors,
        "typed": request.POST,
        "day": clock.today(),
    }
    return render(request, "people/detail.html", context, status=422 if errors else 200)


def _act(request: HttpRequest, person: Person) -> str:
    posted, me = request.POST, _me(request)
    if "leave" in posted:
        post = get_object_or_404(Post, pk=posted["leave"], person=person)
        services.leave(post, until=_day(posted.get("until", ""), "until"), by=me, reason=posted.get("reason", ""))
        return f"{post.title} 已记离任"
    if "password" in posted:
        return f"新密码 {services.new_password(person, by=me)} 只显示这一次，请当面告知本人。"
    organisation = get_object_or_404(Organisation, slug=posted.get("organisation", ""))
    reason = posted.get("reason", "").strip()
    if not reason:
        raise ValidationError({"reason": "请写明任职依据，例如文件号"})
    since = _day(posted.get("since", ""), "since")
    post = services.appoint(person, organisation, posted.get("role", ""), since=since, by=me, reason=reason)
    return f"已任 {post.title}"


def _day(typed: str, name: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise ValidationError({name: f"应为日期，如 2023-09-01，现为“{typed}”"}) from None


def _me(request: HttpRequest) -> Any:
    return request.user


@login_required
def roles_page(request: HttpRequest) -> HttpResponse:
    """What each role may do and who may hold it, for everybody."""
    roles = [(role, sorted(action.value for action in role.may)) for role in ROLES.values()]
    return render(request, "people/roles.html", {"title": "岗位说明", "roles": roles})
