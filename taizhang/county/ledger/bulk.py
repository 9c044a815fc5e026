"""The door for many records: each is judged as a form would be, all are written by COPY, portion by portion, as one act.

COPY takes values as they are, so no query is compiled and no statement grows with the portion. The triggers that keep
versions and the chain run as for any other write.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from taizhang.county.audit import changes, clock
from taizhang.county.ledger import services
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.validation import Errors, Refused, check
from taizhang.county.people import access
from taizhang.county.people.roles import Action

_STAGE = "ledger_bulk_stage"


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
    """Open for one act. A record is judged, and only then written; what was not judged clean here is not taken."""

    judge: Judge
    act: changes.Act
    added: int = 0
    changed: int = 0
    _clean: set[int] = field(default_factory=set)

    def judged(self, stored: Any | None, record: Any) -> Errors:
        errors = self.judge.errors(stored, record)
        if not errors:
            self._clean.add(id(record))
        return errors

    def write(self, records: Sequence[Any]) -> None:
        """Adds records without a key and changes the others. Raises Refused in the database's words."""
        if not self._clean.issuperset(map(id, records)):
            raise ValueError("a record that was not judged by this door cannot pass it")
        new = [record for record in records if record.pk is None]
        edited = [record for record in records if record.pk is not None]
        services.settle_codes(self.judge.ledger, new)
        for record in edited:
            record.edition += 1
        self._put(new, edited)
        self._clean.clear()
        # What an undone import left voided is changed in the table, and is new to everybody.
        added = sum(record._state.adding for record in records)
        self.added += added
        self.changed += len(records) - added

    def _put(self, new: Sequence[Any], edited: Sequence[Any]) -> None:
        table = Table(self.judge.ledger.model)
        try:
            # A savepoint, because the words for what was refused are looked up in the same transaction.
            with transaction.atomic():
                table.add(new)
                table.change(edited)
        except IntegrityError as error:
            raise services.explained(self.judge.ledger, error) from error

    def done(self, rows: int) -> services.Written:
        wrote = self.added + self.changed
        return services.Written(self.added, self.changed, rows - wrote, self.act.id if wrote else None)


@contextmanager
def door(ledger: Ledger, *, by: Any, reason: str, judge: Judge | None = None) -> Iterator[Door]:
    """All or none: what is raised inside undoes every portion."""
    with changes.change(by=by, reason=reason, action=f"{ledger.label}导入") as act:
        yield Door(judge or Judge(ledger, by), act)


@dataclass(frozen=True)
class Table:
    """Rows in and out of a model's table by COPY."""

    model: Any

    @cached_property
    def _fields(self) -> "list[models.Field[Any, Any]]":
        return [f for f in self.model._meta.concrete_fields if not f.primary_key and not getattr(f, "generated", False)]

    def add(self, records: Iterable[Any]) -> None:
        self._copy(self.model._meta.db_table, self._fields, records)

    def change(self, records: Sequence[Any]) -> None:
        if not records:
            return
        table, key = self.model._meta.db_table, self.model._meta.pk
        columns = ", ".join(f'"{f.column}" = s."{f.column}"' for f in self._fields)
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE TEMP TABLE {_STAGE} ON COMMIT DROP AS SELECT * FROM "{table}" WHERE false')
            self._copy(_STAGE, [key, *self._fields], records)
            cursor.execute(
                f'UPDATE "{table}" t SET {columns} FROM {_STAGE} s WHERE t."{key.column}" = s."{key.column}"'
            )
            cursor.execute(f"DROP TABLE {_STAGE}")

    def _copy(self, table: str, fields: "Sequence[models.Field[Any, Any]]", records: Iterable[Any]) -> None:
        take = [_taker(f) for f in fields]
        columns = ", ".join(f'"{f.column}"' for f in fields)
        with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for record in records:
                copy.write_row([of(record) for of in take])


def _taker(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    """How the value of a field is taken from a record for the database, as Django's own insert would."""
    name, prepare, settle = field.attname, field.get_db_prep_save, field.pre_save
    if type(field).pre_save is models.Field.pre_save and type(field).__module__.startswith("django.db.models.fields"):
        if not isinstance(field, models.JSONField):
            return lambda record: getattr(record, name)
        return lambda record: prepare(getattr(record, name), connection)
    return lambda record: prepare(settle(record, record.pk is None), connection)
