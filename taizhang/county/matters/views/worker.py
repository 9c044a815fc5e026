"""What the script on phones asks for: the service worker, who is signed in, and the page for what was never kept."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from taizhang.county.matters.views.answers import KEEP

_SHELL = ("ui/taizhang.css", "ui/mark.svg", "ui/leaving.js", "ui/taizhang.js", "matters/queue.js", "matters/phone.js")
_WORKER = "matters/worker.js"


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The worker with the addresses it serves; it changes, and the phone takes it up, when any of its files changes."""
    top = reverse("phone_mine").removesuffix("mine")
    known = {
        "version": _version(), "shell": [static(name) for name in _SHELL], "offline": reverse("phone_offline"),
        "queue": static("matters/queue.js"), "report": reverse("matter_report"), "mine": reverse("phone_mine"),
        "who": reverse("phone_who"), "keep": KEEP,
    }  # fmt: skip
    source = f"self.KNOWN = {json.dumps(known)};\n{_source(_WORKER)}"
    response = HttpResponse(source, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = top
    response["Cache-Control"] = "no-cache"
    return response


@never_cache
@require_GET
def who(request: HttpRequest) -> JsonResponse:
    """Asked before anything waiting is sent: as whom it would arrive, and with what token.

    Nobody gets no token: its cookie could arrive after that of an open sign-in page, whose form would then be refused.
    """
    token = get_token(request) if request.user.is_authenticated else None
    return JsonResponse({"person": request.user.pk, "csrf": token})


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Without sign-in and without anybody's name: every phone keeps it."""
    return render(request, "matters/phone_offline.html", {"title": "没有网络"})


@cache
def _version() -> str:
    return sha256("".join(_source(name) for name in (*_SHELL, _WORKER)).encode()).hexdigest()[:16]


@cache
def _source(name: str) -> str:
    return Path(finders.find(name) or name).read_text(encoding="utf-8")
