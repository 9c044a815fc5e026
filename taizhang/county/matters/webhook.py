"""Posts texts to the group robots of 企业微信 and 钉钉, as their public documents say, over plain HTTP calls.

企业微信: developer.work.weixin.qq.com/document/path/91770; 钉钉: open.dingtalk.com, 自定义机器人, 加签.
"""

import json
import time
from base64 import b64encode
from dataclasses import dataclass
from hmac import digest
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

KINDS = ("wecom", "dingtalk")
COUNTY = "*"
# 企业微信 takes 2048 bytes of text, and cuts nothing off: it refuses more.
MOST_BYTES = 2000
_ANSWER_BYTES = 65_536


class BadAddress(ValueError):
    """An address in the settings that cannot be used; the message says which and why, without showing it."""


class Failed(Exception):
    """The robot did not take the message; the sentence names no address, since that holds its key."""


@dataclass(frozen=True)
class Address:
    kind: str
    url: str
    secret: str = ""


def addresses() -> dict[str, Address]:
    """The robots of the settings by the slug of their unit, `*` for the county's. Raises BadAddress."""
    return {unit: _parsed(unit, written) for unit, written in settings.WEBHOOKS.items()}


def _parsed(unit: str, written: str) -> Address:
    kind, _, rest = written.partition(" ")
    url, _, secret = rest.strip().partition(" ")
    if kind not in KINDS or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise BadAddress(f"TAIZHANG_WEBHOOKS 中 {unit} 的地址应形如“wecom https://…”或“dingtalk https://… 密钥”")
    return Address(kind, url, secret.strip())


def of(slug: str) -> Address | None:
    """The robot of a unit's group, or the county's."""
    known = addresses()
    return known.get(slug) or known.get(COUNTY)


def post(address: Address, text: str, *, mention: str = "") -> None:
    """Raises Failed."""
    body = json.dumps(_body(address.kind, text, mention), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    request = Request(signed(address), data=body, headers=headers, method="POST")
    try:
        with _opener().open(request, timeout=settings.WEBHOOK_TIMEOUT) as answer:
            said = json.loads(answer.read(_ANSWER_BYTES))
    except HTTPError as error:
        error.close()
        raise Failed(f"机器人答复 HTTP {error.code}") from error
    except TimeoutError as error:
        raise Failed("机器人没有按时答复") from error
    except (URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise Failed("机器人没有按时答复" if isinstance(reason, TimeoutError) else "连接不上机器人") from error
    except ValueError as error:
        raise Failed("机器人的答复读不懂") from error
    if not isinstance(said, dict) or said.get("errcode") != 0:
        raise Failed(f"机器人拒收：{str(said)[:120]}")


def _body(kind: str, text: str, mention: str) -> dict[str, Any]:
    if kind == "wecom":
        return {"msgtype": "text", "text": {"content": _cut(text), "mentioned_list": [mention] if mention else []}}
    called = f"{_cut(text)}\n@{mention}" if mention else _cut(text)
    at = {"atUserIds": [mention] if mention else [], "isAtAll": False}
    return {"msgtype": "text", "text": {"content": called}, "at": at}


def _cut(text: str) -> str:
    """At most MOST_BYTES of UTF-8, never within a character."""
    raw = text.encode()
    return text if len(raw) <= MOST_BYTES else raw[: MOST_BYTES - 3].decode(errors="ignore") + "…"


def signed(address: Address) -> str:
    """钉钉 wants the time in milliseconds and an HMAC of it in the address, within an hour of its own clock.

    Hence the machine's time: a demonstration's clock would be refused.
    """
    if address.kind != "dingtalk" or not address.secret:
        return address.url
    stamp = str(round(time.time() * 1000))
    query = urlencode({"timestamp": stamp, "sign": signature(address.secret, stamp)})
    return f"{address.url}{'&' if urlsplit(address.url).query else '?'}{query}"


def signature(secret: str, stamp: str) -> str:
    return b64encode(digest(secret.encode(), f"{stamp}\n{secret}".encode(), "sha256")).decode()


class _NoRedirect(HTTPRedirectHandler):
    """A robot that sends elsewhere is not the one the county has set."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def _opener() -> Any:
    return build_opener(_NoRedirect)
