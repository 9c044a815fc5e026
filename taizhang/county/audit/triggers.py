"""The database triggers that keep every version and chain every change, whatever code wrote the row."""

from typing import Any

import pgtrigger
from django.db import models

_NEW_ROWS = pgtrigger.Referencing(new="new_rows")  # type: ignore[no-untyped-call]
# One statement closes the current versions, writes the new ones and enters them in the log. A record changed by two
# transactions at once may be given moments in the wrong order; the later version then begins a microsecond after the
# earlier one, so that intervals never cross.
_WRITE = """
    SELECT * INTO act FROM audit_current();
    WITH {closed}
    written AS (
        INSERT INTO {version} ({columns}, recorded_from, entry_id, digest)
        SELECT {values}, {moment}, act.entry_id, audit_digest(n, {moment})
        FROM new_rows n {join} ORDER BY n.{pk}
        RETURNING version_id, digest
    )
    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)
    SELECT act.entry_id, act.change_id, '{version}', '{letter}', count(*),
           sha256(coalesce(string_agg(digest, ''::bytea ORDER BY version_id), ''::bytea))
    FROM written HAVING count(*) > 0;
    RETURN NULL;
"""
_CLOSED = """closed AS (
        UPDATE {version} v
        SET superseded_at = greatest(act.at, v.recorded_from + interval '1 microsecond')
        FROM new_rows n WHERE v.{pk} = n.{pk} AND v.superseded_at IS NULL
        RETURNING v.{pk} AS closed_id, v.superseded_at AS closed_at
    ),"""


class KeepVersion(pgtrigger.Trigger):
    """After each statement, copies the rows it wrote into the table of versions."""

    level = pgtrigger.Statement
    when = pgtrigger.After
    declare = [("act", "record")]

    def get_func(self, model: Any) -> str:
        columns = [field.column for field in model._meta.concrete_fields]
        names = {"version": f"{model._meta.db_table}_version", "pk": model._meta.pk.column}
        updates = self.operation == pgtrigger.Update
        return _WRITE.format(
            closed=_CLOSED.format(**names) if updates else "",
            join=f"LEFT JOIN closed ON closed.closed_id = n.{names['pk']}" if updates else "",
            moment="coalesce(closed.closed_at, act.at)" if updates else "act.at",
            columns=", ".join(f'"{column}"' for column in columns),
            values=", ".join(f'n."{column}"' for column in columns),
            letter="U" if updates else "I",
            **names,
        )


_REFERRED = """
    IF EXISTS (SELECT FROM {rows} n WHERE n."{column}" IS NOT NULL
               AND NOT EXISTS (SELECT FROM "{table}" r WHERE r."{key}" = n."{column}")) THEN
        RAISE foreign_key_violation USING MESSAGE = '{table}.{key}: no such row', COLUMN = '{column}';
    END IF;"""


class Refers(pgtrigger.Trigger):
    """Checks the references that have no constraint of their own: for all rows of a statement in one question each.

    A constraint asks and locks for every row, a million times for one batch. This is as strong where the rows referred
    to are never deleted and keep their keys, as those of every versioned table do.
    """

    when = pgtrigger.After

    def get_func(self, model: Any) -> str:
        rows = "(SELECT NEW.*)" if self.level == pgtrigger.Row else "new_rows"
        checks = [
            _REFERRED.format(
                rows=rows, column=field.column, table=field.target_field.model._meta.db_table,
                key=field.target_field.column,
            )
            for field in model._meta.concrete_fields
            if field.is_relation and not field.db_constraint
        ]  # fmt: skip
        return "".join(checks) + "\n    RETURN NULL;"


def referring(*columns: str) -> list[pgtrigger.Trigger]:
    """The triggers of a table in which `columns` are references without a constraint. Raises IntegrityError."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return [
        Refers(name="refer_insert", level=pgtrigger.Statement, operation=pgtrigger.Insert, referencing=_NEW_ROWS),
        Refers(
            name="refer_update", level=pgtrigger.Row, operation=pgtrigger.Update,
            condition=pgtrigger.Condition(changed),
        ),
    ]  # fmt: skip


class Seal(pgtrigger.Trigger):
    """At commit, makes the change a link of the chain: the lock is held for that moment only."""

    when = pgtrigger.After
    operation = pgtrigger.Insert
    timing = pgtrigger.Deferred
    func = "PERFORM audit_seal(NEW.id); RETURN NULL;"


class Refuse(pgtrigger.Trigger):
    """Refuses an operation with a sentence a clerk can read."""

    when = pgtrigger.Before

    def __init__(self, *, sentence: str, **kwargs: Any) -> None:
        super().__init__(func=f"RAISE EXCEPTION '{sentence}';", **kwargs)


def on_live(model: type[models.Model]) -> list[pgtrigger.Trigger]:
    """The triggers of a table whose versions are kept."""
    return [
        KeepVersion(name="keep_insert", operation=pgtrigger.Insert, referencing=_NEW_ROWS),
        KeepVersion(name="keep_update", operation=pgtrigger.Update, referencing=_NEW_ROWS),
        Refuse(name="never_deleted", operation=pgtrigger.Delete, sentence="记录不得删除，请作废并写明理由"),
    ]


def on_versions() -> list[pgtrigger.Trigger]:
    """The triggers of a table of versions: closing an open version is the only change it knows."""
    return [
        Refuse(name="never_deleted", operation=pgtrigger.Delete, sentence="历史版本不得删除"),
        Refuse(
            name="never_edited",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.superseded_at IS NOT NULL OR OLD.digest IS DISTINCT FROM NEW.digest"),
            sentence="历史版本不得修改",
        ),
    ]
