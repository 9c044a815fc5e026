"""Answers text that no column of the database can hold with the page for what cannot be read, not that of failure."""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_NUL = "NUL (0x00)"


class NulRefused:
    """A NUL character is in no keyboard: it comes from broken programs and from whoever tries what breaks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DataError) and _NUL in str(exception):
            return render(request, "ui/400.html", status=400)
        return None
