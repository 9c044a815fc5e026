"""Columns that are set once and then stay: refused at the door with a sentence, and in the database as well."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models

from taizhang.county.audit.triggers import Refuse
from taizhang.county.ledger.rules import Problems, Rule, label


class SetOnce(models.Model):
    """Remembers what the columns in `once` held when the record was read, so that a rule can compare."""

    once: ClassVar[tuple[str, ...]] = ()
    as_read: Mapping[str, Any] = MappingProxyType({})

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *row: Any, **options: Any) -> Self:
        record = super().from_db(*row, **options)
        record.as_read = {name: record.__dict__.get(name) for name in cls.once}
        return record


def stays(column: str, remedy: str) -> Rule:
    """The column, named as its attribute such as merged_into_id, is not changed after it was set."""

    def rule(record: Any, today: date) -> Problems:
        was = record.as_read.get(column)
        if was is not None and getattr(record, column) != was:
            name = column.removesuffix("_id")
            yield name, f"{label(record, name)}一经登记不得更改；{remedy}"

    return rule


class Stays(Refuse):
    """Refuses the change of a set column in the database."""

    def __init__(self, *, column: str, sentence: str, **kwargs: Any) -> None:
        moved = f'OLD."{column}" IS NOT NULL AND OLD."{column}" IS DISTINCT FROM NEW."{column}"'
        super().__init__(operation=pgtrigger.Update, condition=pgtrigger.Condition(moved), sentence=sentence, **kwargs)
