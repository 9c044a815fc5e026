"""The menu: entries registered by the apps, filtered for the person who looks and gathered into groups."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

PHONE_PLACES = 4


def everyone(person: Any) -> bool:
    return True


@dataclass(frozen=True)
class Entry:
    """A line of the menu; `args` complete the url, `phone` asks for one of the four places of the bottom bar.

    `header` puts it into the header of every page instead, where its number is seen without opening the menu.

    Groups stand in the order of their first entry; the group "" has no heading.
    """

    label: str
    url_name: str
    group: str = ""
    order: int = 100
    badge: Callable[[HttpRequest], int] | None = None
    visible: Callable[[Any], bool] = everyone
    args: tuple[str, ...] = ()
    phone: bool = False
    header: bool = False


@dataclass(frozen=True)
class Item:
    """An entry as one person sees it on one page."""

    label: str
    url: str
    badge: int
    current: bool
    phone: bool


@dataclass(frozen=True)
class Group:
    label: str
    items: tuple[Item, ...]


_entries: dict[tuple[str, tuple[str, ...]], Entry] = {}


def register(entry: Entry, into: dict[tuple[str, tuple[str, ...]], Entry] = _entries) -> None:
    """Called once per entry from an app's ready(); tests pass a register of their own."""
    key = (entry.url_name, entry.args)
    if key in into:
        raise ValueError(f"菜单项“{entry.label}”与“{into[key].label}”指向同一页面 {key}：请删去其中一个")
    into[key] = entry


def menu(request: HttpRequest, entries: Iterable[Entry] | None = None) -> list[Group]:
    """Groups of items for the signed-in person, empty for anybody else; `entries` default to the registered ones."""
    shown = [(entry, url) for entry, url in _shown(request, entries) if not entry.header]
    here = _nearest(request.path, [url for _, url in shown])
    first: dict[str, int] = {}
    for entry, _ in shown:
        first[entry.group] = min(entry.order, first.get(entry.group, entry.order))
    shown.sort(key=lambda pair: (first[pair[0].group], pair[0].group, pair[0].order, pair[0].label))
    return [
        Group(label, tuple(_item(entry, url, request, current=url == here) for entry, url in pairs))
        for label, pairs in groupby(shown, key=lambda pair: pair[0].group)
    ]


def header(request: HttpRequest, entries: Iterable[Entry] | None = None) -> list[Item]:
    """The items of the header, by their order."""
    shown = [(entry, url) for entry, url in _shown(request, entries) if entry.header]
    shown.sort(key=lambda pair: (pair[0].order, pair[0].label))
    return [_item(entry, url, request, current=url == request.path) for entry, url in shown]


def _shown(request: HttpRequest, entries: Iterable[Entry] | None) -> list[tuple[Entry, str]]:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return []
    entries = _entries.values() if entries is None else entries
    return [(entry, reverse(entry.url_name, args=entry.args)) for entry in entries if entry.visible(person)]


def phone_bar(groups: Iterable[Group]) -> list[Item]:
    """The items of the bottom bar on phones: the first four that asked for it."""
    return [item for group in groups for item in group.items if item.phone][:PHONE_PLACES]


def entries_lead_somewhere(
    app_configs: Iterable[AppConfig] | None = None, entries: Iterable[Entry] | None = None, **_: Any
) -> list[CheckMessage]:
    """System check: a menu entry whose page does not exist would break every page."""
    faults: list[CheckMessage] = []
    for entry in _entries.values() if entries is None else entries:
        try:
            reverse(entry.url_name, args=entry.args)
        except NoReverseMatch:
            hint = f"在 urls.py 中加入名为 {entry.url_name} 的页面，或更正菜单项的 url_name 与 args"
            faults.append(Error(f"菜单项“{entry.label}”指向的页面不存在", hint=hint, obj=entry.url_name, id="ui.E001"))
    return faults


def _item(entry: Entry, url: str, request: HttpRequest, *, current: bool) -> Item:
    return Item(entry.label, url, entry.badge(request) if entry.badge else 0, current, entry.phone)


def _nearest(path: str, urls: Iterable[str]) -> str | None:
    """The url that the path lies under, longest first; the front page stands for itself only."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    return max(under, key=len, default=None)
