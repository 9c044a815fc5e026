"""What an import wrote, read from the versions of its act, and what keeps each record from going back to before it.

The records are held in a temporary table for the length of a transaction, so that a run of a million rows is weighed,
and undone, by statements over sets.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from taizhang.county.audit.models import Entry
from taizhang.county.documents.models import Attachment
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.models import SheetImport
from taizhang.county.people import access
from taizhang.county.people.roles import Action

TABLE = "ledger_sheet_trace"
# Why a record stays as it is; whatever else stands in `why` is a sentence.
CHANGED, OUT_OF_REACH = "changed", "reach"

# Given a ledger and the moment of the import: a sentence, and the keys of records that something came to rest on since.
Resting = Callable[[Ledger, datetime], tuple[str, "QuerySet[Any, Any]"]]
_resting: list[Resting] = []

# `added` is a record that was not in force before: its first version, or its first after an import of it was undone.
_FIND = f"""
    CREATE TEMP TABLE {TABLE} ON COMMIT DROP AS
    WITH run AS (
        SELECT v.id, min(v.version_id) AS first, max(v.version_id) AS wrote
        FROM {{version}} v WHERE v.entry_id = ANY(%s) GROUP BY v.id
    )
    SELECT run.id, run.wrote, old.version_id AS before, now.entry_id AS entry, coalesce(old.voided, true) AS added,
           CASE WHEN now.version_id <> run.wrote THEN '{CHANGED}' END AS why
    FROM run
    JOIN {{version}} now ON now.id = run.id AND now.superseded_at IS NULL
    LEFT JOIN LATERAL (
        SELECT o.version_id, o.voided FROM {{version}} o
        WHERE o.id = run.id AND o.version_id < run.first ORDER BY o.recorded_from DESC LIMIT 1
    ) old ON true
"""


def register(resting: Resting) -> None:
    """What else may come to rest on a record, told by whoever keeps it; called from an app's ready()."""
    if resting not in _resting:
        _resting.append(resting)


@dataclass(frozen=True)
class Traces:
    """The records that a run wrote, those with a `why` to stay as they are."""

    ledger: Ledger
    at: datetime

    @cached_property
    def live(self) -> str:
        return f'"{self.ledger.model._meta.db_table}"'

    @cached_property
    def version(self) -> str:
        return f'"{self.ledger.model.versions._meta.db_table}"'

    def keep(self, why: str, where: str, params: Any = ()) -> int:
        """Says of records that would still go back why they stay; `where` may name the table `u`."""
        return _run(f"UPDATE {TABLE} u SET why = %s WHERE u.why IS NULL AND {where}", [why, *params])

    def keep_rows(self, why: str, rows: "QuerySet[Any, Any]", key: str = "id") -> int:
        """The same for the records whose `key` a query of one column names."""
        sql, params = rows.query.sql_with_params()
        return self.keep(why, f"u.{key} IN ({sql})", params)

    def counts(self) -> tuple[int, int, int]:
        """How many would be taken out, how many would get their values back, how many stay."""
        return _first(  # type: ignore[no-any-return]
            "SELECT count(*) FILTER (WHERE why IS NULL AND added), count(*) FILTER (WHERE why IS NULL AND NOT added), "
            f"count(why) FROM {TABLE}"
        )

    def staying(self, first: int) -> list[tuple[int, str, int, int]]:
        """Of the records that stay: key, why, the entry that wrote them last, and the version that the run wrote."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, why, entry, wrote FROM {TABLE} WHERE why IS NOT NULL ORDER BY id LIMIT %s", [first]
            )
            return cursor.fetchall()  # type: ignore[no-any-return]

    def keys(self, *, added: bool, after: int, most: int) -> list[int]:
        """The next of those that would go back, by key."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM {TABLE} WHERE why IS NULL AND added = %s AND id > %s ORDER BY id LIMIT %s",
                [added, after, most],
            )
            return [pk for (pk,) in cursor.fetchall()]


@contextmanager
def of(run: SheetImport, ledger: Ledger, *, by: Any, locking: bool = False) -> Iterator[Traces]:
    """Inside a transaction; `locking` holds the records before they are weighed."""
    table = ledger.model.versions._meta.db_table
    wrote = Entry.objects.filter(change_id__in=[run.change_id], table=table).values_list("pk", "change__at")
    entries, moments = [pk for pk, _ in wrote], [at for _, at in wrote]
    found = Traces(ledger, max(moments, default=run.at))
    if locking:
        # Held for update, which also keeps rows of other ledgers from beginning to name them meanwhile.
        ids = f"SELECT id FROM {found.version} WHERE entry_id = ANY(%s)"
        _run(f"SELECT FROM {found.live} WHERE id IN ({ids}) ORDER BY id FOR UPDATE", [entries])
    _run(_FIND.format(version=found.version), [entries])
    _run(f"ALTER TABLE {TABLE} ADD PRIMARY KEY (id)")
    _run(f"ANALYZE {TABLE}")
    _weigh(found, by)
    yield found
    _run(f"DROP TABLE {TABLE}")


def _weigh(traces: Traces, by: Any) -> None:
    _within_reach(traces, by)
    for column in _set_once(traces.ledger.model):
        _keep_set(traces, column)
    for resting in (_papers, *_resting):
        traces.keep_rows(*resting(traces.ledger, traces.at))
    references = _references(traces.ledger.model)
    for field in references:
        _keep_named(traces, field)
    # A record that stays may name another of the same run, which then has to stay too, and so on.
    among = [field for field in references if field.model is traces.ledger.model]
    while sum(_keep_named(traces, field) for field in among):
        pass


def _within_reach(traces: Traces, by: Any) -> None:
    """Both the record as it stands and what would be written must be within reach, as at the door."""
    live, versions = traces.ledger.model._default_manager, traces.ledger.model.versions.objects
    may_void = access.condition(by, Action.VOID, traces.ledger)
    may_change = access.condition(by, Action.CHANGE, traces.ledger)
    _keep_outside(traces, live, may_void, "id", "added")
    _keep_outside(traces, live, may_change, "id", "NOT added")
    _keep_outside(traces, versions, may_change, "before", "NOT added")


def _keep_outside(traces: Traces, rows: Any, reach: Q, key: str, which: str) -> None:
    # An empty condition opens every row; negated, it would be empty again.
    if reach:
        mine = rows.filter(pk__in=RawSQL(f"SELECT {key} FROM {TABLE} WHERE {which}", ()))
        traces.keep_rows(OUT_OF_REACH, mine.exclude(reach).values_list("pk"), key)


def _set_once(model: Any) -> list[Any]:
    once = getattr(model, "once", ())
    return [field for field in model._meta.concrete_fields if field.attname in once]


def _keep_set(traces: Traces, field: Any) -> None:
    """A column that is set once cannot go back to what it was before the run set it."""
    where = (
        f"NOT u.added AND EXISTS (SELECT FROM {traces.version} w, {traces.version} b WHERE w.version_id = u.wrote "
        f'AND b.version_id = u.before AND w."{field.column}" IS NOT NULL '
        f'AND w."{field.column}" IS DISTINCT FROM b."{field.column}")'
    )
    traces.keep(f"“{field.verbose_name}”一经登记不得更改，导入时已经写入", where)


def _papers(ledger: Ledger, since: datetime) -> tuple[str, "QuerySet[Any, Any]"]:
    return "导入之后添加了附件", Attachment.objects.filter(ledger=ledger.slug, at__gt=since).values_list("record_id")


def _references(model: Any) -> list[Any]:
    """The foreign keys of live tables that point at the model; versions keep theirs without a constraint."""
    relations = model._meta.get_fields(include_hidden=True)
    return [
        one.field for one in relations
        if one.auto_created and not one.concrete and one.field.many_to_many is False and one.field.db_constraint
    ]  # fmt: skip


def _keep_named(traces: Traces, field: Any) -> int:
    """Records that rows name which did not name them before the run, unless those rows go back with them."""
    model, column = field.model, f'"{field.column}"'
    where = [f'r.{column} = t."{field.target_field.column}"']
    params: list[Any] = []
    if any(one.name == "voided" for one in model._meta.concrete_fields):
        where.append("NOT r.voided")
    if hasattr(model, "versions"):
        earlier = f'SELECT FROM "{model.versions._meta.db_table}" v WHERE v.id = r.id AND v.{column} = r.{column}'
        where.append(f"NOT EXISTS ({earlier} AND v.recorded_from < %s)")
        params.append(traces.at)
    if model is traces.ledger.model:
        where.append(f"NOT EXISTS (SELECT FROM {TABLE} o WHERE o.id = r.id AND o.why IS NULL)")
    named = f'SELECT t.id FROM {traces.live} t, "{model._meta.db_table}" r WHERE {" AND ".join(where)}'
    return traces.keep(f"导入之后已有{model._meta.verbose_name}记录引用它", f"u.id IN ({named})", params)


def undone(ledger: Ledger, records: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    """Of voided records, those that the undoing of an import took out: imported again, they may come back.

    What was set once stays set, so a record that has any such column filled is not among them.
    """
    acts = SheetImport.objects.filter(ledger=ledger.slug, undone_change_id__isnull=False).values("undone_change_id")
    entries = Entry.objects.filter(change_id__in=acts).values("pk")
    last = ledger.model.versions.objects.filter(superseded_at=None, voided=True, entry_id__in=entries)
    unset = {field.attname: None for field in _set_once(ledger.model)}
    return records.filter(voided=True, pk__in=last.values("id"), **unset)


def _run(sql: str, params: Any = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def _first(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()
