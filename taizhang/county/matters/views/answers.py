"""Answers phones in two ways: with a page, or in a few words to the queue that sends what was written offline."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from taizhang.county.matters.refusal import Refused

# Says whose page this is, and that the phone may keep a copy of it for when there is no network.
KEEP = "X-Offline-For"


class AnotherPerson(Refused):
    """What one person wrote, sent while another is signed in on the same phone."""


def same_person(request: HttpRequest) -> None:
    """Raises AnotherPerson. A form without the field was not written on a page of ours."""
    if request.POST.get("person", "") != str(request.user.pk):
        raise AnotherPerson("这条内容是另一位同志在这部手机上填写的，没有以您的名义发送；请由本人登录后再发。")


def posted(request: HttpRequest) -> dict[str, str]:
    """What was typed, without the one character that no text in the database can hold."""
    return {name: text.replace("\0", "") for name, text in request.POST.dict().items()}


def papers(request: HttpRequest) -> list[UploadedFile]:
    """The photographs that came with a form. Raises Refused for one that was too large to be taken in."""
    too_large = getattr(request, "too_large", 0)
    found = request.FILES.getlist("papers")
    # The limit is met while the files are read, which is what the line above asks for.
    too_large = too_large or getattr(request, "too_large", 0)
    if too_large:
        most = settings.UPLOAD_MAX_BYTES // 1_000_000
        raise Refused(
            fields={"papers": [f"照片有 {too_large / 1e6:.1f} MB，超过 {most} MB 的上限，请重拍或少传几张。"]}
        )
    return found


def accepted(request: HttpRequest, said: str, *, read: str, onward: str) -> HttpResponse:
    """`read` is the page about what was made, `onward` the page to go on from."""
    if _by_queue(request):
        return JsonResponse({"said": said, "read": read, "onward": onward})
    messages.success(request, said)
    return redirect(onward)


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse | None:
    """In words for the queue; None where a page is to be shown."""
    if not _by_queue(request):
        return None
    status = 409 if isinstance(refused, AnotherPerson) else 422
    return JsonResponse({"sentences": refused.sentences, "fields": refused.fields}, status=status)


def page(request: HttpRequest, template: str, context: dict[str, Any], refused: Refused | None = None) -> HttpResponse:
    """A page for phones. One with a message or a refusal on it is of this moment only and is not kept."""
    fleeting = bool(refused) or bool(len(messages.get_messages(request)))
    context |= {"refused": refused, "typed": request.POST.dict(), "photos_lost": bool(refused and request.FILES)}
    response = render(request, template, context, status=422 if refused else 200)
    if not fleeting and not context.get("closed"):
        response[KEEP] = str(request.user.pk)
    return response


def _by_queue(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
