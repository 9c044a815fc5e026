"""What the bulletin's pages share: who may open them, and how a refusal is shown without losing what was typed."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from taizhang.county.bulletin.refusal import Refused
from taizhang.county.people import access
from taizhang.county.people.roles import ROLES, Action

View = Callable[..., HttpResponse]
# Everybody who has a part in making the bulletin.
WORKS = (Action.DRAFT, Action.CONFIRM, Action.EDIT, Action.CHECK, Action.SIGN)


def needs(*actions: Action) -> Callable[[View], View]:
    """Opens a page to whoever may do one of these; the refusal names the posts that could."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(access.holds(request.user, action) for action in actions):
                roles = "或".join(f"“{role.label}”" for role in ROLES.values() if role.may & set(actions))
                raise PermissionDenied(f"打开本页需要{roles}岗位，请联系系统管理员核对您的岗位。")
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return guard


def me(request: HttpRequest) -> Any:
    return request.user


def whole(text: str | None) -> int | None:
    """A number from a form, None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() else None


def day(text: str | None, label: str) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise Refused(f"{label}“{text or ''}”不是日期，应写成“2023-08-31”。") from None
