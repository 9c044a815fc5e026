"""Holds a row for the rest of a transaction and reads it with what it refers to."""

from typing import Any

from django.db.models import QuerySet


def held(rows: QuerySet[Any], pk: Any) -> Any:
    """The row of a key among rows that may join others. Raises DoesNotExist.

    Held first and read then: one statement that has waited for the row answers with the joins of before, so that a
    matter's new unit comes with the old unit's name, or a joined row that is no longer the right one hides it.
    """
    rows.model._default_manager.select_for_update().only("pk").get(pk=pk)
    return rows.get(pk=pk)
