"""Ends a session that was left alone; the answer says so and where to go on."""

from collections.abc import Callable
from time import time
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

_SEEN = "seen"
# Writing the session row on every request would cost more than the page; a minute's accuracy is enough.
_FRESH_SECONDS = 60


def post_and_idle(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Signs out after settings.IDLE_MINUTES without a request (GB/T 22239—2019 8.1.4.1 b)."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            present, seen = int(time()), int(request.session.get(_SEEN, 0))
            if seen and present - seen > settings.IDLE_MINUTES * 60:
                return _expired(request)
            if present - seen > _FRESH_SECONDS:
                request.session[_SEEN] = present
        return get_response(request)

    return handle


def _expired(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.warning(
        request, f"超过 {settings.IDLE_MINUTES} 分钟没有操作，为安全已退出。请重新登录，登录后回到原来的页面。"
    )
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
