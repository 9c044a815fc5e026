"""What the bulletin's forms hold: typed values kept as typed, their meaning, and what each page shows beside them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from taizhang.county.audit import clock
from taizhang.county.bulletin.content import Content, Number
from taizhang.county.bulletin.drafts import Draft
from taizhang.county.bulletin.models import Item, ItemUnit
from taizhang.county.bulletin.refusal import Refused
from taizhang.county.figures import registry
from taizhang.county.figures.asked import is_state
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action

MOVED = "文字已有变动，没有替换；请按最新的检查结果再点一次。"
Typed = dict[str, Any]
_NAMES = ("section", "headline", "body", "cutoff", "source_note", "explanation", "edition")


def typed(post: QueryDict) -> Typed:
    """Everything as it was typed, so that a refused form comes back whole."""
    return {name: _lines(post.get(name, "")) for name in _NAMES} | {"units": post.getlist("units")}


def starting(person: Any) -> Typed:
    units = access.organisations(person, Action.DRAFT)
    return {"units": [str(units[0].pk)] if units else [], "cutoff": clock.today().isoformat(), "section": ""}


@dataclass(frozen=True)
class Put:
    """One place to rewrite: `quote` stands from `start` to `end` of a field, `text` is to stand there."""

    field: str
    start: int
    end: int
    quote: str
    text: str


def put(button: str) -> Put:
    """What the button of a finding asks for: field:start:end:what stands there:what to write. Raises Refused."""
    found = re.match(r"(headline|body):(\d{1,5}):(\d{1,5}):", _lines(button))
    words = found.string[found.end() :] if found else ""
    length = int(found[3]) - int(found[2]) if found else 0
    if found is None or length < 0 or words[length : length + 1] != ":":
        raise Refused(MOVED)
    return Put(found[1], int(found[2]), int(found[3]), words[:length], words[length + 1 :])


def pinned(post: QueryDict) -> QueryDict:
    """The form with the one place rewritten whose button was pressed. Raises Refused when it stands no more."""
    asked = put(post.get("pin", ""))
    text = _lines(post.get(asked.field, ""))
    if text[asked.start : asked.end] != asked.quote:
        raise Refused(MOVED)
    changed = post.copy()
    changed[asked.field] = text[: asked.start] + asked.text + text[asked.end :]
    return changed


def _lines(text: str) -> str:
    """Browsers send CR LF for each line break; places are counted with LF."""
    return text.replace("\r\n", "\n")


def of_item(item: Item) -> Typed:
    return {
        "section": item.section,
        "headline": _lines(item.headline),
        "body": _lines(item.body),
        "cutoff": item.cutoff.isoformat(),
        "source_note": item.source_note,
        "explanation": item.explanation,
        "edition": item.edition,
        "units": [str(unit.organisation_id) for unit in item.units.all()],
    }


def values(post: QueryDict) -> dict[str, Any]:
    """The typed values with their meaning, as items.draft and items.edit take them. Raises Refused."""
    chosen = [int(pk) for pk in post.getlist("units") if pk.isdigit()]
    known = Organisation.objects.in_bulk(chosen)
    try:
        cutoff = date.fromisoformat(post.get("cutoff", ""))
    except ValueError:
        raise Refused(fields={"cutoff": ["请填写数据截至日期，如 2023-08-31。"]}) from None
    texts = {name: _lines(post.get(name, "")) for name in ("section", "headline", "body", "source_note", "explanation")}
    return {"units": [known[pk] for pk in chosen if pk in known], "cutoff": cutoff, **texts}


def unsaved(item: Item | None, given: Typed) -> Item:
    """An item with what is in the form, for reading only; its units and issue are those stored."""
    shown = Item(pk=item.pk if item else None, issue=item.issue if item else None)
    for name in ("section", "headline", "body", "source_note", "explanation"):
        setattr(shown, name, given.get(name, ""))
    try:
        shown.cutoff = date.fromisoformat(str(given.get("cutoff", "")))
    except ValueError:
        shown.cutoff = item.cutoff if item else clock.today()
    if item and shown.source_note == item.source_note:
        shown.source_signed_at = item.source_signed_at
    return shown


def units(item: Item | None, given: Typed) -> tuple[ItemUnit, ...]:
    """The units that are ticked in the form, as they would be kept."""
    stored = {unit.organisation_id: unit for unit in item.units.select_related("organisation")} if item else {}
    chosen = [int(pk) for pk in given.get("units", []) if str(pk).isdigit()]
    known = Organisation.objects.in_bulk([pk for pk in chosen if pk not in stored])
    fresh = [ItemUnit(item=item, organisation=known[pk]) for pk in chosen if pk in known]
    return (*stored.values(), *fresh)


def choices(person: Any, item: Item | None) -> dict[str, Any]:
    """What the form offers: sections, the item's and the person's own units before all others, and figures for pins."""
    own = {unit.pk for unit in access.organisations(person, Action.DRAFT)}
    own |= {unit.organisation_id for unit in item.units.all()} if item else set()
    units = list(Organisation.objects.filter(valid_to=None))
    lines: dict[str, list[Any]] = {}
    for figure in registry.every():
        lines.setdefault(figure.ledger.line, []).append(figure)
    return {"sections": settings.BULLETIN_SECTIONS, "lines": lines} | {
        name: [(str(unit.pk), unit) for unit in units if (unit.pk in own) is first]
        for name, first in (("own", True), ("others", False))
    }


def draft_key(unit: Organisation, draft: Draft) -> str:
    return f"{unit.slug}:{draft.key}"


@dataclass(frozen=True)
class Stated:
    """A number as the head of a unit checks it; `rows_url` is empty for a typed one."""

    number: Number
    line: str
    rows_url: str


@dataclass(frozen=True)
class Part:
    """What one unit answers for in an item."""

    unit: ItemUnit
    numbers: list[Stated]
    digest: str
    confirmed: bool
    refusals: list[str]


def part(content: Content, unit: ItemUnit, person: Any) -> Part:
    from taizhang.county.bulletin import items

    organisation = unit.organisation
    numbers = [Stated(number, _leading(content, number), _rows_url(number)) for number in content.own(organisation)]
    refusals = list(items.may_not_confirm(content.item, organisation, person))
    return Part(unit, numbers, content.digest(organisation), content.confirmed(unit), refusals)


def _leading(content: Content, number: Number) -> str:
    line = content.headline if number in content.headline.numbers else content.body
    return line.before(number)[-24:]


def _rows_url(number: Number) -> str:
    value = number.value
    if value is None:
        return ""
    days: Mapping[str, date] = (
        {"on": value.period.end} if is_state(value.figure) else {"from": value.period.start, "to": value.period.end}
    )
    asked = {name: day.isoformat() for name, day in days.items()} | ({"place": value.place} if value.place else {})
    return f"{reverse('figure_rows', args=[value.figure.key])}?{urlencode(asked)}"
