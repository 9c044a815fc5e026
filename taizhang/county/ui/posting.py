"""Addresses that only take what was sent: whoever comes by a link or a reload is led to the page the form stands on."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]
_form = require_http_methods(["GET", "HEAD", "POST"])


def by_post(page: str) -> Callable[[View], View]:
    """`page` names the address that takes the same arguments, or as many of them as it has; the query goes along.

    A page that answers a refused form stands at the form's own address: its links, a reload, and the way back from
    signing in anew all ask for that address without sending anything.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def handle(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **given)
            address = reverse(page, kwargs={"pk": given["pk"]} if "pk" in given else None)
            query = request.META.get("QUERY_STRING", "")
            return HttpResponseRedirect(f"{address}?{query}" if query else address)

        return _form(handle)

    return decorate


__all__ = ["by_post"]
