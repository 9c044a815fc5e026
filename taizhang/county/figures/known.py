"""The two tables a record can be read from: as it stands, and as it was known at a moment."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet


def as_known(model: Any, known_at: datetime | None) -> QuerySet[Any]:
    """The rows of a versioned model: the live ones, or the versions believed at an aware moment.

    Both answer the same conditions, because a version has the record's own columns under the same names.
    """
    if known_at is None:
        return model._default_manager.all()  # type: ignore[no-any-return]
    believed = Q(superseded_at=None) | Q(superseded_at__gt=known_at)
    return model.versions._default_manager.filter(believed, recorded_from__lte=known_at)  # type: ignore[no-any-return]


def as_record(model: Any, version: Any) -> Any:
    """The version in the shape of its record, so that columns print and mask it as they do the live row."""
    if isinstance(version, model):
        return version
    values = {field.attname: getattr(version, field.attname) for field in model._meta.concrete_fields}
    record = model(**values)
    for field in model._meta.concrete_fields:
        if field.is_relation and field.is_cached(version):
            field.set_cached_value(record, field.get_cached_value(version))
    record._state.adding = False
    return record
