"""Turns rows, columns, filters and records into what the templates print, with private columns masked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from taizhang.county.ledger import listing, registry
from taizhang.county.ledger.columns import Column, Link
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@dataclass(frozen=True)
class Head:
    """A column's heading: `sort` is what a tap asks for, empty where the column gives no order."""

    label: str
    sort: str
    order: str
    css: str


@dataclass(frozen=True)
class Filter:
    """One condition above the list: `kind` is many, one, span or text; a span has two bounds of name, value, word."""

    label: str
    kind: str
    name: str
    on: bool
    value: Any
    options: tuple[tuple[str, str, bool], ...] = ()
    bounds: tuple[tuple[str, str, str], ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def chosen(self) -> str:
        return "、".join(label for _, label, on in self.options if on)


@dataclass(frozen=True)
class Detail:
    """One line of a record: `hidden` says that the mask stands for something, `url` leads to what it names."""

    label: str
    text: str
    hidden: bool
    url: str


# The list. Fifty rows of ten cells are written by hand: the template engine takes longer for them than the database.


def heads(ledger: Ledger, sort: str) -> list[Head]:
    sortable = listing.sortable(ledger)
    return [_head(ledger, column, sort, column.name in sortable) for column in listing.listed(ledger)]


def _head(ledger: Ledger, column: Column, sort: str, sortable: bool) -> Head:
    order = {column.name: "ascending", f"-{column.name}": "descending"}.get(sort, "")
    newest_first = column.kind == "date" and not order
    wanted = f"-{column.name}" if order == "ascending" or newest_first else column.name
    return Head(column.label, wanted if sortable else "", order, _css(ledger, column))


def _css(ledger: Ledger, column: Column) -> str:
    """On a phone the row is a card: t its title, s its state, x what is left out; n is a number."""
    if column.name == ledger.card[0]:
        return "t"
    if column.name not in ledger.card:
        return "x n" if column.numeric else "x"
    if column.numeric:
        return "n"
    return "s" if column.name == _state(ledger) else ""


def state(ledger: Ledger, record: Any) -> tuple[str, str]:
    """How a record stands, as word and tone; empty where the ledger's card names no state."""
    name = _state(ledger)
    column = ledger.by_name.get(name)
    value = column.value(record) if column else None
    return (column.masked(value), ledger.tone(name, value)) if column else ("", "")


def _state(ledger: Ledger) -> str:
    """The column of the card whose words have tones."""
    return next((name for name in ledger.card[1:] if name in (ledger.tones or {})), "")


def rows(ledger: Ledger, records: Iterable[Any]) -> SafeString:
    """The body of the table."""
    columns = [(column, _css(ledger, column)) for column in listing.listed(ledger)]
    return mark_safe("\n".join(_row(ledger, record, columns) for record in records))


def _row(ledger: Ledger, record: Any, columns: list[tuple[Column, str]]) -> str:
    """Without the end tags that HTML lets one leave out: they would be a tenth of the page."""
    cells = "".join(_cell(ledger, record, column, css) for column, css in columns)
    return f'<tr class="void">{cells}' if record.voided else f"<tr>{cells}"


def _cell(ledger: Ledger, record: Any, column: Column, css: str) -> str:
    value = column.value(record)
    text = column.masked(value)
    if css == "t" or column.name in ledger.key:
        return format_html('<td class="{}"><a href="{}/">{}</a>', css or "k", record.pk, text or "（空）")
    if css == "s" and text:
        return format_html('<td class="s"><span class="{}">{}</span>', f"tag {ledger.tone(column.name, value)}", text)
    if css == "n" and text:
        return format_html('<td class="n" data-label="{}">{}', column.label, text)
    return format_html('<td class="{}">{}', css, text) if css else format_html("<td>{}", text)


# The conditions


def filters(ledger: Ledger, asked: Any) -> list[Filter]:
    """Links to other ledgers appear once they are asked for: one comes to them from the other record's page."""
    made = [_filter(column, asked) for column in listing.filtered(ledger)]
    return [one for one in made if one.on or one.name in ledger.filters]


def _filter(column: Column, asked: Any) -> Filter:
    form = asked.form
    names = [name for name in (f"{column.name}_from", f"{column.name}_to") if name in form.fields]
    errors = tuple(text for name in names or [column.name] for text in form.errors.get(name, []))
    if names:
        bounds = tuple((name, form[name].value() or "", word) for name, word in zip(names, ("", "至"), strict=True))
        kind = "date" if column.kind == "date" and not errors else "text"
        return Filter(column.label, "span", column.name, any(bound[1] for bound in bounds), kind, (), bounds, errors)
    typed = form[column.name].value()
    choices = getattr(form.fields[column.name], "choices", None)
    if choices is None:
        return Filter(column.label, "text", column.name, bool(typed), typed or "")
    kind = "one" if column.kind == "flag" else "many"
    wanted = set(typed or []) if kind == "many" else {str(typed or "")}
    options = tuple((str(value), str(label), str(value) in wanted) for value, label in choices)
    return Filter(column.label, kind, column.name, bool(typed), typed, options, errors=errors)


# One record


def details(ledger: Ledger, record: Any, person: Any, *, clear: bool) -> Iterator[Detail]:
    for column in ledger.all_columns:
        value = column.value(record)
        text = column.text(value)
        masked = column.masked(value)
        hidden = column.private and bool(text) and not clear
        yield Detail(column.label, masked if hidden else text, hidden, _url(column, value, person))


def _url(column: Column, value: Any, person: Any) -> str:
    """Where a row of another ledger is shown, if the person may see it."""
    if not isinstance(column, Link) or value is None or column.target in ("unit", "place"):
        return ""
    other = registry.of(type(value))
    return (
        reverse("ledger_detail", args=[other.slug, value.pk]) if access.can(person, Action.VIEW, other, value) else ""
    )
