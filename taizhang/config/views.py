"""The first page, the pages for what went wrong, and the address of the API."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from taizhang.config.front import slow, todos
from taizhang.county.bulletin.models import Issue
from taizhang.county.figures import front
from taizhang.county.figures.api import router as figures_api
from taizhang.county.figures.read_api import router as read_api
from taizhang.county.ledger.api import build
from taizhang.county.ledger.recent import news
from taizhang.county.matters.api import router as matters_api

api = build()
api.add_router("", figures_api)
api.add_router("", read_api)
api.add_router("", matters_api)


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What must I do today, what is late, what changed, and how the county stands."""
    person: Any = request.user
    context = todos(request) | {
        "slow": slow(person),
        "news": news(person),
        "numbers": front.numbers(person, request.today),  # type: ignore[attr-defined]
        "issue": Issue.objects.filter(no__isnull=False).order_by("-year", "-no").first(),
    }
    return render(request, "home.html", context)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page that stayed open while the sign-in changed. Signing in itself starts anew, with the way back kept."""
    if request.path == (sign_in := reverse("account_login")):
        messages.warning(request, "刚才的登录页面已过期，没有登录成功。请重新输入登录名和密码。")
        return redirect(f"{sign_in}?{urlencode({'next': request.POST.get('next', '/')})}")
    return render(request, "ui/403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/400.html", status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/403.html", {"exception": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/500.html", status=500)


__all__ = ["api", "bad_request", "broken", "csrf_failure", "home", "not_found", "refused"]
