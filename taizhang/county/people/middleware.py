"""Ends a session that was left alone; the answer says so and where to go on."""

from collections.abc import Callable
from time import time
from urllib.parse import urlencode, urlsplit

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
    told = f"超过 {settings.IDLE_MINUTES} 分钟没有操作，为安全已退出。"
    if request.method == "POST":
        told += "刚才填写的没有提交：请先按浏览器的“后退”，把内容复制下来，再登录。"
    messages.warning(request, f"{told}请重新登录，登录后回到原来的页面。")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': _page(request)})}")


def _page(request: HttpRequest) -> str:
    """What was looked at: of a form that was sent, the page it stands on, since its own address may show nothing."""
    if request.method != "POST":
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return request.get_full_path()
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
