"""Reads a Column off a model's field, so that labels, lengths and choices are written once."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models

from taizhang.county.ledger.columns import (
    Amount,
    Choice,
    Column,
    Day,
    Derived,
    Flag,
    Link,
    LongText,
    Mask,
    Whole,
)
from taizhang.county.ledger.fields import EncryptedField

Method = TypeVar("Method", bound=Callable[..., Any])
_LONG = 100


def column(model: Any, name: str, *, mask: Mask | None = None) -> Column:
    """The column of a field, or of a method whose `label` attribute names it. Raises AttributeError for neither."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        method = getattr(model, name)
        return Derived(name, method.label, mask=mask, reads=method.reads)
    common: dict[str, Any] = {
        "name": name,
        "label": str(field.verbose_name),
        "required": not field.blank and not field.has_default(),
        "editable": field.editable,
        "help": str(field.help_text),
        "mask": mask,
    }
    return _of(field, common)


def _of(field: Any, common: dict[str, Any]) -> Column:
    if field.is_relation:
        return Link(**common, target=_target(field))
    if field.choices:
        return Choice(**common, choices=tuple((str(code), str(label)) for code, label in field.choices))
    if isinstance(field, models.DecimalField):
        return Amount(**common, places=field.decimal_places, digits=field.max_digits)
    if isinstance(field, models.IntegerField):
        least, most = connection.ops.integer_field_range(field.get_internal_type())
        return Whole(**common, least=least, most=most)
    for kind, made in ((models.BooleanField, Flag), (models.DateField, Day)):
        if isinstance(field, kind):
            return made(**common)
    if isinstance(field, EncryptedField | models.CharField) or (field.max_length or _LONG + 1) <= _LONG:
        return Column(**common, max_length=field.max_length)
    return LongText(**common, max_length=field.max_length, width=30)


def _target(field: Any) -> str:
    label: str = field.related_model._meta.label_lower
    return {"people.organisation": "unit", "places.place": "place"}.get(label, label)


def label(text: str, *, reads: str = "") -> Callable[[Method], Method]:
    """Names a model's method as a derived column; `reads` is the text it gives, where a query can give it as well."""

    def mark(method: Method) -> Method:
        method.label, method.reads = text, reads  # type: ignore[attr-defined]
        return method

    return mark
