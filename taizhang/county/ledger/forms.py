"""The form of a record, made of its columns: what is shown in each field, what came back, and what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from taizhang.county.ledger import references
from taizhang.county.ledger.columns import Column, clean
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.validation import Errors, check, fill
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action
from taizhang.county.places.models import Place, existing

# Longer lists are typed with suggestions: a list of all villages would be most of the page.
SELECT_MAX = 60
_CLEAR = "-clear"


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass
class Field:
    """One column in the form. The names are those that ui/error_summary.html reads."""

    column: Column
    value: str
    errors: list[str] = field(default_factory=list)
    options: tuple[Option, ...] = ()
    placeholder: str = ""
    required: bool = False
    clearable: bool = False
    is_hidden: bool = False

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def label(self) -> str:
        return self.column.label

    @property
    def auto_id(self) -> str:
        return f"f-{self.column.name}"

    @property
    def control(self) -> str:
        """select, suggest, area, date, or text."""
        if self.options:
            return "select" if len(self.options) <= SELECT_MAX else "suggest"
        if self.column.kind == "long":
            return "area"
        # A date field shows nothing for what is no date, and the typed text must not be lost.
        return "date" if self.column.kind == "date" and _is_date(self.value) else "text"

    @property
    def inputmode(self) -> str:
        return {"whole": "numeric", "amount": "decimal"}.get(self.column.kind, "")


@dataclass
class Form:
    """The fields of a record in the order of its columns; `errors` also under "" for the row as a whole."""

    fields: list[Field]
    errors: Errors = field(default_factory=dict)

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    @property
    def non_field_errors(self) -> list[str]:
        shown = {one.name for one in self.fields}
        return [text for name, texts in self.errors.items() if name not in shown for text in texts]


@dataclass(frozen=True)
class Filling:
    """What a person typed into a form, put into a record; `typed` holds only what differs from what the form showed."""

    record: Any
    typed: Mapping[str, str]
    errors: Errors


def blank(ledger: Ledger, person: Any) -> Any:
    """A new record with the unit of the person's own post, and its place where that is one township."""
    start: dict[str, Any] = {}
    for unit in access.organisations(person, Action.ADD)[:1]:
        start = {"unit": unit} | ({"place": unit.place} if unit.kind == Organisation.Kind.TOWNSHIP else {})
    return ledger.model(**start)


def prefill(ledger: Ledger, record: Any, asked: Mapping[str, str], *, day: date, by: Any) -> None:
    """What a link to the form already says, such as whom a visit was to; what does not parse is left for typing.

    Never private values: an address stays in the history of the browser and in the logs of whoever serves it.
    """
    columns = [column for column in ledger.editable if not column.private and asked.get(column.name)]
    if columns:
        typed = {column.name: asked[column.name] for column in columns}
        fill(record, typed, columns, references.gather(ledger, day, by=by))


def put(ledger: Ledger, record: Any, posted: Mapping[str, str], *, shown: Any, day: date, by: Any) -> Filling:
    """Parses into the record what differs from `shown`, the state the form was opened on.

    So an old value that no longer parses stays, and a field that was not touched is no change of this person.
    """
    typed = dict(_touched(ledger, posted, shown))
    filled = fill(record, typed, ledger.editable, references.gather(ledger, day, by=by))
    if filled.errors:
        # All that is wrong is said at once: what is missing elsewhere too, not only what could not be read.
        filled.errors = check(ledger, record, day) | filled.errors
    return Filling(record, typed, filled.errors)


def _touched(ledger: Ledger, posted: Mapping[str, str], shown: Any) -> Iterator[tuple[str, str]]:
    for column in ledger.editable:
        text = posted.get(column.name)
        if f"{column.name}{_CLEAR}" in posted:
            yield column.name, ""
        elif text is not None and clean(text) != (clean(written(column, shown)) if _shown(column, shown) else ""):
            yield column.name, text


def _shown(column: Column, record: Any) -> bool:
    """A stored private value is never put into the form: left empty, it stays."""
    return not column.private or record.pk is None


def written(column: Column, record: Any) -> str:
    """A stored value as one would type it."""
    value = column.value(record)
    if value is None:
        return ""
    if column.kind == "link":
        return _reference(value)
    if column.kind == "amount":
        return f"{value:f}"
    return str(value) if column.kind == "choice" else column.text(value)


def _reference(target: Any) -> str:
    """Units and places by what never changes, records by their key."""
    if isinstance(target, Organisation):
        return target.slug
    return target.code if isinstance(target, Place) else str(target)


def form(
    ledger: Ledger, record: Any, *, day: date, posted: Mapping[str, str] | None = None, errors: Errors | None = None
) -> Form:
    """The form of a record as stored, or as it came back: what was typed stands in it again."""
    offered = _Offered(day)
    fields = [_field(ledger, column, record, posted or {}, errors or {}, offered) for column in ledger.editable]
    return Form(fields, errors or {})


def _field(
    ledger: Ledger, column: Column, record: Any, posted: Mapping[str, str], errors: Errors, offered: "_Offered"
) -> Field:
    shown = _shown(column, record)
    start = written(column, record) if shown else ""
    value = posted.get(column.name, start)
    coded = bool(ledger.code) and column.name == ledger.code[0]  # type: ignore[index]
    return Field(
        column,
        value,
        errors.get(column.name, []),
        tuple(_options(column, value, offered)),
        placeholder=_placeholder(column, record, shown, coded),
        required=column.required and shown,
        clearable=not shown and not column.required and bool(column.value(record)),
    )


def _placeholder(column: Column, record: Any, shown: bool, coded: bool) -> str:
    if not shown:
        stored = column.masked(column.value(record))
        return f"{stored}（不填则不变）" if stored else ""
    return "不填则自动编号" if coded and record.pk is None else ""


def _options(column: Column, value: str, offered: "_Offered") -> Iterable[Option]:
    options = offered.of(column)
    # What was stored or typed is offered even where it no longer fits, or the list would silently choose another.
    if options and value and value not in {option.value for option in options}:
        options = [*options, Option(value, value)]
    if options and (column.kind != "flag" or value == ""):
        options = [Option("", "请选择"), *options]
    return options


class _Offered:
    """The choices of a form's lists, each read once."""

    def __init__(self, day: date) -> None:
        self._day = day

    def of(self, column: Column) -> list[Option]:
        if column.kind == "flag":
            return [Option("否", "否"), Option("是", "是")]
        if column.kind == "choice":
            return [Option(code, label) for code, label in column.choices]
        return {"unit": self._units, "place": self._places}.get(getattr(column, "target", ""), list)()

    def _units(self) -> list[Option]:
        rows = Organisation.objects.filter(valid_to=None).values_list("slug", "short")
        return [Option(slug, short) for slug, short in rows]

    def _places(self) -> list[Option]:
        rows = Place.objects.filter(existing(self._day)).values_list("code", "name")
        return [Option(code, name) for code, name in rows]


def _is_date(text: str) -> bool:
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


__all__ = ["Field", "Filling", "Form", "Option", "blank", "form", "prefill", "put", "written"]
