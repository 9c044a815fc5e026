"""Gives every versioned model its table of versions: the same columns, from when to when they were believed."""

import sys
from typing import Any

import pgtrigger
from django.db import models
from django.db.models.base import ModelBase

from taizhang.county.audit import triggers

# What a version adds to a record's own columns; everything else in the table is hashed.
OWN_COLUMNS = ("version_id", "recorded_from", "superseded_at", "entry_id", "digest")
_DROPPED = ("unique", "db_index", "primary_key", "auto_now", "auto_now_add", "default", "validators", "unique_for_date")


class VersionedBase(ModelBase):
    """Makes the version model together with the model, so that no record can be declared without its history.

    `version_indexes` of a model are those its table of versions has besides its own.
    """

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **kwargs: Any) -> Any:
        model: Any = super().__new__(mcs, name, bases, namespace, **kwargs)
        if not model._meta.abstract and not model._meta.proxy:
            taken = {field.column for field in model._meta.concrete_fields} & set(OWN_COLUMNS)
            if taken:
                raise ValueError(f"{name}: a column called {sorted(taken)[0]!r} is what every version adds, rename it")
            model.versions = _version_model(model)
            pgtrigger.register(*triggers.on_live(model))(model)
        return model


def _version_model(model: type[models.Model]) -> type[models.Model]:
    name, meta = f"{model.__name__}Version", model._meta
    fields = {field.name: _copy(field) for field in meta.concrete_fields}
    pk = meta.pk.name if meta.pk else "id"
    options = {
        "app_label": meta.app_label,
        "db_table": f"{meta.db_table}_version",
        "default_permissions": (),
        "verbose_name": f"{meta.verbose_name}（版本）",
        "indexes": [
            models.Index(fields=[pk, "recorded_from"], name=f"{meta.model_name}_v_history"),
            models.Index(fields=["entry_id"], name=f"{meta.model_name}_v_entry"),
            *model.version_indexes,  # type: ignore[attr-defined]
        ],
        "constraints": [
            models.UniqueConstraint(
                fields=[pk], condition=models.Q(superseded_at=None), name=f"{meta.model_name}_v_current"
            )
        ],
        "triggers": triggers.on_versions(),
    }
    version = ModelBase(
        name,
        (models.Model,),
        {
            "__module__": model.__module__,
            "__doc__": f"Every version of {model.__name__}.",
            "Meta": type("Meta", (), options),
            "version_id": models.BigAutoField(primary_key=True),
            **fields,
            "recorded_from": models.DateTimeField(),
            "superseded_at": models.DateTimeField(null=True),
            "entry_id": models.BigIntegerField(),
            "digest": models.BinaryField(),
        },
    )
    setattr(sys.modules[model.__module__], name, version)
    return version  # type: ignore[return-value]


def _copy(field: Any) -> Any:
    """The same column without constraints: history must be able to hold what a later rule forbids."""
    if isinstance(field, models.AutoField | models.BigAutoField):
        return models.BigIntegerField(field.verbose_name)
    if field.is_relation:
        return _reference(field)
    _, _, args, kwargs = field.deconstruct()
    for option in _DROPPED:
        kwargs.pop(option, None)
    return type(field)(*args, **kwargs | {"null": True})


def _reference(field: Any) -> Any:
    """The same column without the constraint, so that both tables answer the same questions with the same names."""
    return models.ForeignKey(
        field.remote_field.model,
        models.DO_NOTHING,
        to_field=field.to_fields[0],
        verbose_name=field.verbose_name,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
