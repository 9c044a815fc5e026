"""Chooses the rows of a list by what stands in its address: filters, search, sort; nothing is remembered elsewhere."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import and_, or_
from typing import Any

import django_filters as df
from django.apps import apps
from django.db.models import F, Prefetch, Q, QuerySet
from django.http import QueryDict

from taizhang.county.ledger import narrowing, registry
from taizhang.county.ledger.columns import Column, Link, tidy
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.fields import BlindIndexField, EncryptedField, blind
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action
from taizhang.county.places.models import Place

PER_PAGE = 50
# A table wider than this no longer fits a desk at 1280 pixels, nor the page 30 kilobytes.
LISTED = 10
_WORDS = 5


@dataclass(frozen=True)
class Selection:
    """The rows that an address asks for, within the person's reach, in their order; `closed` fit and are not listed."""

    rows: QuerySet[Any]
    filters: Any
    query: str
    sort: str
    voided: bool
    closed: "QuerySet[Any] | None" = None
    too_many: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        asked = self.filters.form.cleaned_data.values()
        return bool(self.query or self.voided or any(value not in (None, "", []) for value in asked))


def select(ledger: Ledger, person: Any, asked: QueryDict) -> Selection:
    """Rows within reach that fit the address; what cannot be understood in it narrows nothing."""
    voided = asked.get("voided") == "1"
    rows = access.rows(person, Action.VIEW, ledger)
    rows = rows if voided else rows.filter(voided=False)
    query = tidy(asked.get("q", ""))
    typed = narrowing.typed(ledger, query)
    rows = rows.filter(typed.places) if typed.places else rows
    if typed.query:
        rows = _searched(ledger, person, rows, typed.query)
    sort = asked.get("sort", "")
    sort = sort if sort.removeprefix("-") in sortable(ledger) else ledger.sort
    filters = filterset(ledger)(asked, queryset=rows)
    for name, target in filters.offered.items():
        # Asked only when the page prints them or the address holds one, and then once.
        filters.form.fields[name].choices = cache(_OFFERED[target])
    fits = filters.qs.order_by(*ordering(ledger, sort))
    shown = narrowing.shown(ledger, person, fits, typed, filters.form.cleaned_data)
    return Selection(shown.rows, filters, query, sort, voided, shown.closed, shown.too_many)


def stored_field(ledger: Ledger, name: str) -> Any:
    """The model's field behind a column, None for what is computed."""
    return next((field for field in ledger.model._meta.concrete_fields if field.name == name), None)


# Search


def _searched(ledger: Ledger, person: Any, rows: QuerySet[Any], query: str) -> QuerySet[Any]:
    """The record of that very key, where there is one: most searches are for it, and its index answers at once."""
    named = rows.filter(**{ledger.key[0]: query.upper()}) if ledger.key[0] in ledger.search else rows.none()
    return named if named.exists() else rows.filter(matching(ledger, person, query))


def matching(ledger: Ledger, person: Any, query: str) -> Q:
    """Every word must be found in some search column; private ones answer only on rows the person may see in clear."""
    clear = access.condition(person, Action.UNMASK, ledger)
    columns = [ledger.column(name) for name in ledger.search]
    words = query.split()[:_WORDS]
    return reduce(
        and_, (reduce(or_, (_found(ledger, c, word, clear) for c in columns), access.NOBODY) for word in words)
    )


def _found(ledger: Ledger, column: Column, word: str, clear: Q) -> Q:
    if isinstance(stored_field(ledger, column.name), EncryptedField):
        index = stored_field(ledger, f"{column.name}_index")
        return Q(**{index.name: blind(word)}) & clear if isinstance(index, BlindIndexField) else access.NOBODY
    # Codes are written in capitals and typed in small letters; folding the case of every row would cost more.
    found = reduce(or_, (Q(**{f"{column.name}__contains": form}) for form in dict.fromkeys((word, word.upper()))))
    return found & clear if column.private else found


# Sort


def sortable(ledger: Ledger) -> set[str]:
    """Stored columns that are not private: the order of masked values would tell them."""
    return {c.name for c in ledger.all_columns if not c.private and c.kind != "long" and stored_field(ledger, c.name)}


def ordering(ledger: Ledger, sort: str) -> list[Any]:
    """Empty values last both ways, ties by the time of entry, so that no row appears on two pages."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name in ("pk", "id"):
        return [sort]
    field = stored_field(ledger, name)
    column = F(field.attname)
    # Only where there are empty values: no plain index serves an order with them last.
    last = {"nulls_last": True} if field.null else {}
    return [column.desc(**last) if down else column.asc(**last), "-pk" if down else "pk"]


# Filters


class Among(df.MultipleChoiceFilter):
    """One of several values, asked as a single IN, and without DISTINCT over the whole ledger."""

    def filter(self, rows: QuerySet[Any], wanted: list[str]) -> QuerySet[Any]:
        return rows.filter(**{f"{self.field_name}__in": wanted}) if wanted else rows


class Inside(Among):
    """Of places, all that lie inside them."""

    def filter(self, rows: QuerySet[Any], wanted: list[str]) -> QuerySet[Any]:
        if not wanted:
            return rows
        inside = reduce(or_, (Q(code__startswith=code) for code in wanted))
        codes = list(Place.objects.filter(inside).values_list("code", flat=True))
        return rows.filter(**{f"{self.field_name}__in": codes})


def filterset(ledger: Ledger) -> type[df.FilterSet]:
    """Made once for each ledger."""
    made = _made.get(ledger.slug)
    if made is None or made.ledger is not ledger:
        filters = {name: one for column in filtered(ledger) for name, one in _filters(ledger, column).items()}
        links = {c.name: c.target for c in filtered(ledger) if isinstance(c, Link) and c.target in _OFFERED}
        made = type("Filters", (df.FilterSet,), filters | {"ledger": ledger, "offered": links})
        _made[ledger.slug] = made
    return made  # type: ignore[no-any-return]


_made: dict[str, Any] = {}


def filtered(ledger: Ledger) -> list[Column]:
    """The declared columns and every link to another ledger; never a private one, which would tell what it hides."""
    declared = [ledger.column(name) for name in ledger.filters if not ledger.column(name).private]
    return declared + [c for c in ledger.all_columns if _to_ledger(c) and c not in declared]


def _to_ledger(column: Column) -> bool:
    return isinstance(column, Link) and column.target not in _OFFERED and not column.private


def pointing(ledger: Ledger, model: Any) -> list[Column]:
    """The columns of a ledger that point at records of a model."""
    return [c for c in filtered(ledger) if isinstance(c, Link) and c.target == model._meta.label_lower]


def _filters(ledger: Ledger, column: Column) -> dict[str, Any]:
    make: Callable[..., dict[str, Any]] = _KINDS.get(column.kind, _text)
    return make(ledger, column)


def _choice(ledger: Ledger, column: Column) -> dict[str, Any]:
    return {column.name: Among(column.name, label=column.label, choices=column.choices)}


def _flag(ledger: Ledger, column: Column) -> dict[str, Any]:
    words = (("", "全部"), ("1", "是"), ("0", "否"))
    one = df.TypedChoiceFilter(column.name, label=column.label, choices=words, coerce=lambda typed: typed == "1")
    return {column.name: one}


def _span(ledger: Ledger, column: Column) -> dict[str, Any]:
    kind = df.DateFilter if column.kind == "date" else df.NumberFilter
    wrong = "应为日期，如 2023-09-01" if column.kind == "date" else "应为数字"
    bounds = ((f"{column.name}_from", "gte", column.label), (f"{column.name}_to", "lte", "至"))
    return {
        name: kind(column.name, lookup_expr=sign, label=label, error_messages={"invalid": wrong})
        for name, sign, label in bounds
    }


def _text(ledger: Ledger, column: Column) -> dict[str, Any]:
    return {column.name: df.CharFilter(column.name, lookup_expr="contains", label=column.label)}


def _link(ledger: Ledger, column: Link) -> dict[str, Any]:
    if column.target in _OFFERED:
        kind = Inside if column.target == "place" else Among
        return {column.name: kind(column.name, label=column.label, choices=())}
    field = stored_field(ledger, column.name)
    (key,) = registry.of(field.related_model).key
    return {column.name: df.CharFilter(f"{column.name}__{key}", label=column.label)}


_KINDS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "choice": _choice,
    "flag": _flag,
    "date": _span,
    "whole": _span,
    "amount": _span,
    "link": _link,
}


def _townships() -> list[tuple[str, str]]:
    """Ended ones too: their rows are still there, under the old name."""
    rows = Place.objects.filter(level=Place.Level.TOWNSHIP).values_list("code", "name", "valid_to")
    return [(code, f"{name}（已撤销）" if ended else name) for code, name, ended in rows]


def _units() -> list[tuple[str, str]]:
    return [(str(pk), short) for pk, short in Organisation.objects.values_list("pk", "short")]


_OFFERED: Mapping[str, Callable[[], list[tuple[str, str]]]] = {"place": _townships, "unit": _units}


# Columns of the list


def listed(ledger: Ledger) -> list[Column]:
    """The columns a list shows: its key, the phone row, and what one filters and searches by, in declared order."""
    wanted = {*ledger.key, *ledger.card}
    ranked = [*ledger.key, *ledger.card, *ledger.filters, *ledger.search]
    for name in ranked:
        if len(wanted) < LISTED and ledger.column(name).kind != "long":
            wanted.add(name)
    return [column for column in ledger.all_columns if column.name in wanted]


def fetched(ledger: Ledger, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with the names of what they point at, and nothing that the list does not show."""
    columns = listed(ledger)
    rows = rows.prefetch_related(*links(columns))
    if any(column.kind == "derived" for column in columns):
        return rows
    # What is not shown is not read: above all no private column is decrypted for nothing.
    return rows.only("voided", "unit", "place", *(column.name for column in columns))


def links(columns: Iterable[Column]) -> "list[Prefetch[Any]]":
    """What columns point at, by one query each: a join would come before the sort of all rows.

    Of records of other ledgers only what names them and decides who reaches them.
    """
    return [Prefetch(column.name, _named(column.target)) for column in columns if isinstance(column, Link)]


def _named(target: str) -> QuerySet[Any]:
    if target in _OFFERED:
        return {"place": Place, "unit": Organisation}[target]._default_manager.all()
    ledger = registry.of(apps.get_model(target))
    reach = (ledger.restricted,) if ledger.restricted else ()
    return ledger.model.objects.only("unit", "place", *ledger.key, *reach)  # type: ignore[no-any-return]
