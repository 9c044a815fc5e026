"""Fields of small forms that belong to an act and to no record."""

from datetime import date

from django.http import HttpRequest

from taizhang.county.standards.errors import Invalid


def day(request: HttpRequest, name: str, label: str) -> date:
    """Raises Invalid, which says what to fill in."""
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        raise Invalid(f"请填写{label}，形如 2023-09-05") from None


def day_done(request: HttpRequest) -> date | None:
    """When an act was done, None for today: left blank, so that a page that stood open overnight says no wrong day."""
    return day(request, "done_on", "办理日期") if request.POST.get("done_on", "").strip() else None


def whole(request: HttpRequest, name: str, told: str, *, digits: int = 14) -> int:
    """A number that the page itself put there; raises Invalid with `told`, which leads back to that page."""
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= digits):
        raise Invalid(told)
    return int(text)
