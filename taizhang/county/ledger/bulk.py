"""The door for many records: each judged as a form would be, all written by COPY, portion by portion, as one act.

COPY takes values as they are, so no query is compiled and no statement grows with the portion. The triggers that keep
versions and the chain run as for any other write.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, Self

from django.db import IntegrityError, connection, models
from django.db.models import F
from django.db.models.expressions import RawSQL

from taizhang.county.audit import changes, clock
from taizhang.county.ledger import services
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.validation import Errors, Refused, check
from taizhang.county.people import access
from taizhang.county.people.roles import Action

_STAGE = "ledger_bulk_stage"
# Fields whose values, parsed by their columns, are what the database takes.
_PLAIN = (models.DateField, models.IntegerField, models.DecimalField, models.BooleanField, models.ForeignKey)
# The separator of units, which nobody types.
_BETWEEN = "\x1f"


@dataclass
class Judge:
    """What stands against writing a record, in the words a form would use.

    Who may write where is asked once for each pair of unit and place: a refusal that says whom to ask reads all posts.
    """

    ledger: Ledger
    by: Any
    today: date = field(default_factory=clock.today)
    _known: dict[Any, Errors] = field(default_factory=dict)
    _seen: dict[Any, bool] = field(default_factory=dict)

    def errors(self, stored: Any | None, record: Any) -> Errors:
        """By column; what a post does not allow is under ""."""
        found = check(self.ledger, record, self.today)
        refused = self.refusal(stored, record)
        return {**found, **refused} if refused else found

    def refusal(self, stored: Any | None, record: Any) -> Errors:
        asked = (self._where(stored), self._where(record))
        if asked not in self._known:
            self._known[asked] = {}
            try:
                services.authorise(self.ledger, stored, record, by=self.by)
            except Refused as refused:
                self._known[asked] = refused.errors
        return self._known[asked]

    def sees(self, record: Any) -> bool:
        where = self._where(record)
        if where not in self._seen:
            self._seen[where] = access.can(self.by, Action.VIEW, self.ledger, record)
        return self._seen[where]

    def _where(self, record: Any | None) -> Any:
        """All that access asks of a row. Ledgers with parties are sealed, and are not written here."""
        hidden = self.ledger.restricted
        if record is None:
            return None
        return record.unit_id, record.place_id, bool(hidden) and getattr(record, hidden), record.voided


@dataclass
class Door:
    """Open for one act, which ends with `done`.

    A record is judged, and only then written; what was not judged clean here is not taken.
    """

    judge: Judge
    act: changes.Act
    _table: "Table"
    _behind: "Behind"
    added: int = 0
    changed: int = 0
    _clean: set[int] = field(default_factory=set)
    _waiting: "Callable[[], None] | None" = None

    def judged(self, stored: Any | None, record: Any) -> Errors:
        errors = self.judge.errors(stored, record)
        if not errors:
            self._clean.add(id(record))
        return errors

    def write(self, records: Sequence[Any], *, only: Sequence[str] = ()) -> None:
        """Adds records without a key and changes the others, at the next `go_on`.

        With `only`, fields by name, nothing else of those that are changed is written: a sealed one stays as it lies.
        """
        self._refuse_unjudged(records)
        self._clean.clear()
        self.go_on()
        self._waiting = lambda: self._put(records, only)

    def pour(self, like: Sequence[Any], stage: "Stage", rows: Sequence[Sequence[Any]]) -> None:
        """Adds a record for each of the rows by a statement in the database, at the next `go_on`.

        For what differs between records only where no rule looks: `like` stands for all of them before the rules.
        """
        self._refuse_unjudged(like)
        self.go_on()
        self._waiting = lambda: self._behind.start(stage.poured(rows))
        self.added += len(rows)

    def _refuse_unjudged(self, records: Sequence[Any]) -> None:
        if not self._clean.issuperset(map(id, records)):
            raise ValueError("a record that was not judged by this door cannot pass it")

    def go_on(self) -> None:
        """Begins to write the last portion: the best moment is before work that does not ask the database."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def _put(self, records: Sequence[Any], only: Sequence[str]) -> None:
        new = [record for record in records if record.pk is None]
        edited = [record for record in records if record.pk is not None]
        for record in edited:
            record.edition += 1
        self._table.change(edited, only)
        if new:
            services.settle_codes(self.judge.ledger, new)
            self._behind.start(self._table.added(new))
        self.added += len(new)
        self.changed += len(edited)

    def done(self, rows: int) -> services.Written:
        """What was written, when the last portion has been."""
        self.go_on()
        self._behind.wait()
        wrote = self.added + self.changed
        return services.Written(self.added, self.changed, rows - wrote, self.act.id if wrote else None)


@contextmanager
def door(ledger: Ledger, *, by: Any, reason: str) -> Iterator[Door]:
    """All or none: what is raised inside undoes every portion. Raises Refused for what the database did not take."""
    try:
        with changes.change(by=by, reason=reason, action=f"{ledger.label}导入") as act, Behind() as behind:
            yield Door(Judge(ledger, by), act, Table(ledger.model), behind)
    except IntegrityError as error:
        raise services.explained(ledger, error) from error


def assign(ledger: Ledger, rows: "models.QuerySet[Any]", *, by: Any, reason: str, **columns: Any) -> int:
    """Gives columns of all these rows one value each in a single statement, as one act; returns how many rows.

    Only for what a move has settled: nothing but the right to change rows of their unit and place is asked here. The
    other columns are not read and not written, sealed ones stay as they lie. Raises Refused.
    """
    judge = Judge(ledger, by)
    with changes.change(by=by, reason=reason, action=f"{ledger.label}修改"):
        refused = [judge.refusal(one, one) for one in _one_of_each(ledger, rows)]
        if any(refused):
            raise Refused(next(filter(None, refused)), ledger)
        try:
            return rows.order_by().update(edition=F("edition") + 1, **columns)
        except IntegrityError as error:
            raise services.explained(ledger, error) from error


def _one_of_each(ledger: Ledger, rows: "models.QuerySet[Any]") -> Iterator[Any]:
    """A row for each unit, place and whatever else access asks of a row."""
    asked = ["unit_id", "place_id", "voided", *([ledger.restricted] if ledger.restricted else [])]
    for values in rows.order_by().values_list(*asked).distinct():
        yield ledger.model(**dict(zip(asked, values, strict=True)))


class Behind:
    """Lets one COPY go on behind while the next portion is read; whoever asks the database anything waits for it first.

    The triggers that write versions and digests work at the end of a COPY, in the database's own process: half of the
    time of an import, in which this one would wait.
    """

    def __enter__(self) -> Self:
        self._going: Future[None] | None = None
        self._pool = ThreadPoolExecutor(1)
        self._wrapped = connection.execute_wrapper(self._after)
        self._wrapped.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._wrapped.__exit__(None, None, None)
        # Waits: the connection is nobody else's before the COPY has ended, well or badly.
        self._pool.shutdown()

    def start(self, work: Callable[[], None]) -> None:
        self.wait()
        self._going = self._pool.submit(work)

    def wait(self) -> None:
        """Raises what the database raised."""
        going, self._going = self._going, None
        if going is not None:
            with connection.wrap_database_errors:
                going.result()

    def _after(self, execute: Callable[..., Any], *of: Any) -> Any:
        self.wait()
        return execute(*of)


@dataclass(frozen=True)
class Table:
    """Rows in and out of a model's table by COPY."""

    model: Any

    @cached_property
    def _fields(self) -> "list[models.Field[Any, Any]]":
        return [f for f in self.model._meta.concrete_fields if not f.primary_key and not getattr(f, "generated", False)]

    def added(self, records: Sequence[Any]) -> Callable[[], None]:
        return self._copied(self.model._meta.db_table, self._fields, records)

    def add(self, records: Sequence[Any]) -> None:
        if records:
            self.added(records)()

    def change(self, records: Sequence[Any], only: Sequence[str] = ()) -> None:
        if not records:
            return
        table, key = self.model._meta.db_table, self.model._meta.pk
        fields = [f for f in self._fields if not only or f.name in {*only, "edition"}]
        columns = ", ".join(f'"{f.column}" = s."{f.column}"' for f in fields)
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE TEMP TABLE {_STAGE} ON COMMIT DROP AS SELECT * FROM "{table}" WHERE false')
            self._copied(_STAGE, [key, *fields], records)()
            cursor.execute(
                f'UPDATE "{table}" t SET {columns} FROM {_STAGE} s WHERE t."{key.column}" = s."{key.column}"'
            )
            cursor.execute(f"DROP TABLE {_STAGE}")

    def _copied(
        self, table: str, fields: "Sequence[models.Field[Any, Any]]", records: Sequence[Any]
    ) -> Callable[[], None]:
        """The COPY, to be run by any thread while no other uses the connection."""
        take, columns = [_taker(f) for f in fields], ", ".join(f'"{f.column}"' for f in fields)
        rows = [[of(record) for of in take] for record in records]
        return Stage(table, columns).copied(rows)


@dataclass(frozen=True)
class Stage:
    """A table that takes rows by COPY, and the statement that makes records of them before it is emptied again.

    Nothing asks Django for the connection meanwhile: any thread may do the work while no other uses the database.
    """

    table: str
    columns: str
    statement: str = ""
    asked: Mapping[str, Any] = field(default_factory=dict)

    def copied(self, rows: Sequence[Sequence[Any]]) -> Callable[[], None]:
        raw = _raw()

        def copy() -> None:
            with raw.cursor() as cursor, cursor.copy(f'COPY "{self.table}" ({self.columns}) FROM STDIN') as target:
                for row in rows:
                    target.write_row(row)

        return copy

    def poured(self, rows: Sequence[Sequence[Any]]) -> Callable[[], None]:
        raw, copy = _raw(), self.copied(rows)

        def pour() -> None:
            copy()
            with raw.cursor() as cursor:
                cursor.execute(self.statement, self.asked)
                cursor.execute(f'TRUNCATE "{self.table}"')

        return pour


def _raw() -> Any:
    connection.ensure_connection()
    return connection.connection


def among(field: Any, values: Iterable[Any]) -> RawSQL:
    """For `…__in`: one array instead of thousands of parameters, each of which would be looked for in the text.

    Plain texts go as one text: the driver looks into each element of an array for what is to be quoted.
    """
    given, kind = list(values), field.rel_db_type(connection)
    if all(isinstance(value, str) and value and _BETWEEN not in value for value in given):
        return RawSQL(f"SELECT unnest(string_to_array(%s, chr(31))::{kind}[])", [_BETWEEN.join(given)])
    return RawSQL(f"SELECT unnest(%s::{kind}[])", [given])


def _taker(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    """How the value of a field is taken from a record for the database, as Django's own insert would."""
    prepare, settle = field.get_db_prep_save, field.pre_save
    plain = type(field) in (models.CharField, models.TextField) or isinstance(field, _PLAIN)
    if plain and not getattr(field, "auto_now", False) and not getattr(field, "auto_now_add", False):
        return attrgetter(field.attname)
    return lambda record: prepare(settle(record, record.pk is None), connection)
