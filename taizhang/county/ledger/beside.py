"""What other parts of the system show beside a record on its page; they register it, the ledger knows none."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from taizhang.county.ledger.declaration import Ledger

# Answers with a template and what it prints, or None where there is nothing to show.
Panel = Callable[[HttpRequest, Ledger, Any], tuple[str, dict[str, Any]] | None]
_panels: list[Panel] = []


def register(panel: Panel) -> None:
    """Called once for each panel from an app's ready()."""
    if panel not in _panels:
        _panels.append(panel)


def panels(request: HttpRequest, ledger: Ledger, record: Any, among: Iterable[Panel] | None = None) -> list[SafeString]:
    """The cards beside a record, in the order of their registration; `among` default to the registered ones."""
    answers = (panel(request, ledger, record) for panel in (_panels if among is None else among))
    return [render_to_string(name, context, request=request) for name, context in filter(None, answers)]
