"""Gives each request its number in the log and the county's date."""

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from taizhang.county.audit import clock
from taizhang.county.audit.changes import request_id


def clock_and_request(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def handle(request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid4())
        request.now = clock.now()  # type: ignore[attr-defined]
        request.today = clock.local(request.now).date()  # type: ignore[attr-defined]
        try:
            response = get_response(request)
            response["X-Request-Id"] = str(request_id.get())
            return response
        finally:
            request_id.reset(token)

    return handle
