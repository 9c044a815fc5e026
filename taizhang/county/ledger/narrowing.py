"""Search first, then see: what of a ledger of minors is listed to whom, and what has to be named before it shows.

未成年人网络保护条例第三十六条: the circle of those who know is kept small. Whose daily work the register is lists its rows
within reach; everybody else names the one they work on and gets numbers otherwise (docs/decisions/0017).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Q, QuerySet

from taizhang.county.ledger import registry
from taizhang.county.ledger.columns import Link
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.fields import BlindIndexField, EncryptedField, blind
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.places.models import Place

# Columns whose counts stand in place of the rows.
_TALLIED = 2


@dataclass(frozen=True)
class Typed:
    """What was typed into the search, without the townships named in it."""

    query: str
    places: Q
    placed: bool = False


@dataclass(frozen=True)
class Shown:
    """`rows` are listed; `closed` are those that fit as well and stay unlisted, None where the ledger lists all."""

    rows: "QuerySet[Any]"
    closed: "QuerySet[Any] | None" = None
    too_many: bool = False


def typed(ledger: Ledger, query: str) -> Typed:
    """A township among the words narrows like its filter: the one box of the header has no filters."""
    words = query.split()
    if not ledger.search_first or len(words) < 2:
        return Typed(query, Q())
    found = Place.objects.filter(level=Place.Level.TOWNSHIP, name__in=words).values_list("name", "code")
    names, codes = {name for name, _ in found}, [code for _, code in found]
    rest = " ".join(word for word in words if word not in names)
    return Typed(rest, reduce(or_, map(access.within, codes)) if codes else Q(), len(codes) == 1)


def shown(ledger: Ledger, person: Any, found: "QuerySet[Any]", asked: Typed, chosen: dict[str, Any]) -> Shown:
    """Of the rows that fit, those this person may have before their eyes; `chosen` are the filters as understood."""
    listed = access.listed(person, ledger)
    if not ledger.search_first or listed == access.condition(person, Action.VIEW, ledger):
        return Shown(found)
    placed = asked.placed or len(chosen.get("place") or ()) == 1 or access.in_one_place(person, ledger)
    named = _named(ledger, person, asked.query.split(), placed=placed)
    too_many = named != access.NOBODY and found.filter(named & ~listed).count() > settings.SEARCH_FIRST_ROWS
    # What belongs to one child is one child's, however much it is.
    open_ = listed | _linked(ledger, chosen) | (access.NOBODY if too_many else named)
    return Shown(found.filter(open_), found.exclude(open_), too_many)


def _named(ledger: Ledger, person: Any, words: Sequence[str], *, placed: bool) -> Q:
    """Rows that some way of singling out names whole; private columns answer on rows this person may see in clear."""
    clear = access.condition(person, Action.UNMASK, ledger)
    ways = (way.split("+") for way in ledger.search_first)
    open_ = [way for way in ways if placed or "place" not in way or not settings.SEARCH_FIRST_WITH_PLACE]
    found = (reduce(and_, (_among(ledger, name, words, clear) for name in way if name != "place")) for way in open_)
    return reduce(or_, found, access.NOBODY)


def _among(ledger: Ledger, name: str, words: Sequence[str], clear: Q) -> Q:
    return reduce(or_, (_is(ledger, name, word, clear) for word in words), access.NOBODY)


def _is(ledger: Ledger, name: str, word: str, clear: Q) -> Q:
    field = ledger.model._meta.get_field(name)
    if isinstance(field, EncryptedField):
        return Q(**{_index(ledger, name): blind(word)}) & clear
    return Q(**{name: word.upper()})


def _index(ledger: Ledger, name: str) -> str:
    try:
        index = ledger.model._meta.get_field(f"{name}_index")
    except FieldDoesNotExist:
        index = None
    if not isinstance(index, BlindIndexField):
        raise ValueError(f"{ledger.slug}: search_first names {name!r}, which has no blind index")
    return str(index.name)


def _linked(ledger: Ledger, chosen: dict[str, Any]) -> Q:
    """Rows that belong to one record of another ledger of this kind, named by its whole key."""
    links = [column for column in ledger.all_columns if isinstance(column, Link) and "." in column.target]
    others = [(column.name, registry.of(apps.get_model(column.target))) for column in links if chosen.get(column.name)]
    named = (Q(**{f"{name}__{other.key[0]}": chosen[name]}) for name, other in others if other.search_first)
    return reduce(or_, named, access.NOBODY)


@dataclass(frozen=True)
class Tally:
    """How many closed rows there are by one column."""

    label: str
    counts: tuple[tuple[str, int], ...]


def tallies(ledger: Ledger, closed: "QuerySet[Any]") -> list[Tally]:
    """The counts that stand in place of the rows: by the first filters that have a choice."""
    columns = [ledger.column(name) for name in ledger.filters if ledger.column(name).kind in ("choice", "link")]
    return [Tally(one.label, tuple(_counts(one, closed))) for one in columns[:_TALLIED]]


def _counts(column: Any, closed: "QuerySet[Any]") -> "list[tuple[str, int]]":
    name = f"{column.name}__name" if column.kind == "link" else column.name
    rows = closed.order_by().values_list(name).annotate(n=Count("pk")).order_by("-n", name)
    return [(column.text(value) or "未填", n) for value, n in rows]


def ways(ledger: Ledger) -> str:
    """In words, what to type: 编号、公民身份号码，或姓名加所属乡镇."""
    said = [_way(ledger, way.split("+")) for way in ledger.search_first]
    return "、".join(said[:-1]) + ("，或" if said[1:] else "") + said[-1]


def _way(ledger: Ledger, names: list[str]) -> str:
    kept = [name for name in names if name != "place" or settings.SEARCH_FIRST_WITH_PLACE]
    return "加".join(ledger.column(name).label for name in kept)
