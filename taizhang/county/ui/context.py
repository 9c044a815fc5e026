"""What base.html needs on every page: menu, bottom bar, the county's date and name."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from taizhang.county.ui import menu


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor. The menu is worked out on first use, since fragments for htmx never show it.

    `today` and `now` come from whatever middleware put them on the request: ui knows no clock.
    """
    groups = SimpleLazyObject(lambda: menu.menu(request))
    return {
        "menu": groups,
        "header_items": SimpleLazyObject(lambda: menu.header(request)),
        "phone_bar": SimpleLazyObject(lambda: menu.phone_bar(groups)),
        "today": getattr(request, "today", None),
        "now": getattr(request, "now", None),
        "county_name": getattr(settings, "COUNTY_NAME", ""),
        "demo": getattr(settings, "DEMO", False),
    }
