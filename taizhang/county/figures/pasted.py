"""The text somebody brings to be read: pasted, or in a file; nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import time
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from taizhang.county.figures.text import decoding
from taizhang.county.figures.text.decoding import Extract

# A document carries pictures and fonts beside its words.
_BYTES_FOR_A_CHARACTER = 200
_MINUTE = 60
TOO_OFTEN = 429


class Refused(ValueError):
    """A text that is not read; the message says why and what to do, `status` is that of the answer."""

    def __init__(self, sentence: str, status: int = 422) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Pasted:
    """`instead` is what stood in the box when a file came: it is given back."""

    text: str
    source: str = ""
    instead: str = ""


def received(request: HttpRequest, extractors: Mapping[str, Extract]) -> Pasted:
    """Raises Refused; what was typed stays in request.POST."""
    # The box sends every line end as two characters; whoever pasted the text wrote one.
    typed = request.POST.get("text", "").replace("\r\n", "\n")
    upload: Any = request.FILES.get("file")
    if getattr(request, "too_large", 0):
        raise _too_large()
    if upload is None:
        return Pasted(within_length(typed))
    text = _of_file(upload, extractors)
    return Pasted(within_length(text), upload.name or "", typed if typed.strip() and typed != text else "")


def within_length(text: str) -> str:
    most = settings.READ_MAX_CHARS
    if len(text) > most:
        raise Refused(f"这段文字有 {len(text):,} 字，超过 {most:,} 字的上限，请分段来读。", 413)
    return text


def file_bytes_max() -> int:
    return int(settings.READ_MAX_CHARS) * _BYTES_FOR_A_CHARACTER


def _too_large() -> Refused:
    return Refused(f"文件超过 {file_bytes_max() / 1_000_000:.0f} MB，请删去图片，或把文字粘贴到框中。", 413)


def _of_file(upload: Any, extractors: Mapping[str, Extract]) -> str:
    """By what the file holds, whatever it is called. Raises Refused."""
    if upload.size > file_bytes_max():
        raise _too_large()
    try:
        return decoding.text_of(upload.read(), extractors).text
    except ValueError as refused:
        raise Refused(f"“{upload.name}”{str(refused).rstrip('。')}。也可以把文字粘贴到框中。") from None


def keep_pace(request: HttpRequest) -> None:
    """At most settings.READ_PER_MINUTE readings a minute for a person, or for an address without sign-in.

    Raises Refused.
    """
    person: Any = request.user
    who = f"person:{person.pk}" if person.is_authenticated else f"address:{get_adapter().get_client_ip(request)}"
    key = f"read:{who}:{int(time()) // _MINUTE}"
    asked = cache.get(key, 0)
    if asked >= settings.READ_PER_MINUTE:
        raise Refused("读得太频繁了，请过一分钟再读。", TOO_OFTEN)
    cache.set(key, asked + 1, timeout=2 * _MINUTE)
