"""Where a figure was printed: parts of the system that print figures register how to find out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Printed:
    """One place of print: `text` is what stood there, such as 109起."""

    label: str
    url: str
    text: str
    on: date


Finder = Callable[[str], Iterable[Printed]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """`finder` is given a figure's key."""
    if finder not in _finders:
        _finders.append(finder)


def places(key: str) -> list[Printed]:
    """Newest first."""
    return sorted((found for finder in _finders for found in finder(key)), key=lambda one: one.on, reverse=True)
