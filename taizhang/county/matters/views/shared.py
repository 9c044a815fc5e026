"""What the desk's pages share: the matter an address speaks of, numbers and days in addresses."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.people import access
from taizhang.county.people.roles import Action

_NEAR = ("unit", "place", "assigner", "handler", "registered_by", "moved_by")


def matter_of(request: HttpRequest, pk: int) -> Any:
    """A matter within reach. Raises Http404 for all others alike."""
    return get_object_or_404(access.rows(request.user, Action.VIEW, MATTERS).select_related(*_NEAR), pk=pk)


def whole(text: str | None) -> int | None:
    """A number from an address or form, None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
