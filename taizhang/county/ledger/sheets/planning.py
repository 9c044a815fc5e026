"""Compares the rows of sheets with what is stored, and validates what would be written, as a form would."""

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from taizhang.county.audit import clock
from taizhang.county.ledger import services
from taizhang.county.ledger.columns import Column, References, Unparsable
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.fields import EncryptedField, blind
from taizhang.county.ledger.references import gather
from taizhang.county.ledger.sheets import cells, headers
from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.county.ledger.sheets.headers import Header
from taizhang.county.ledger.sheets.plan import Plan, Row, key_of
from taizhang.county.ledger.sheets.reading import Sheet
from taizhang.county.ledger.validation import Refused, changed, check, put, stored
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action

_KEYS_AT_ONCE = 5000


@dataclass
class Planner:
    """`locking` keeps the found records for this transaction; `checking` runs the rules, which the door runs again."""

    ledger: Ledger
    by: Any
    locking: bool = False
    checking: bool = True
    today: date = field(default_factory=clock.today)
    lacking: dict[str, set[str]] = field(default_factory=dict)
    _refusals: dict[Any, list[str]] = field(default_factory=dict)
    _known: dict[str, dict[Any, Any]] = field(default_factory=dict)

    def plan(self, sheets: list[Sheet]) -> Plan:
        """Raises Unsuitable where no sheet is of this ledger."""
        self.refs = gather(self.ledger, self.today, by=self.by)
        self.defaults = _defaults(self.by)
        found = [(sheet, header) for sheet in sheets if (header := headers.find(self.ledger, sheet))]
        if not found:
            raise Unsuitable(self._no_header())
        faults = [fault for _, header in found for fault in header.faults]
        rows = [] if faults else [row for sheet, header in found for row in self._read(sheet, header)]
        self._match(rows)
        for row in rows:
            self._judge(row)
        faults += [headers.please_add(where, sorted(labels)) for where, labels in self.lacking.items()]
        passed = [sheet.name for sheet in sheets if sheet.name not in {sheet.name for sheet, _ in found}]
        return Plan(self.ledger, rows, faults, [*_unknown(header for _, header in found), *_passed_over(passed)])

    def _no_header(self) -> str:
        labels = "、".join(column.label for column in self.ledger.editable[:6])
        return f"没有找到表头。第一行应是{self.ledger.label}的栏目名称（{labels}等），可先下载导入模板，把内容贴进去再上传。"

    def _read(self, sheet: Sheet, header: Header) -> Iterator[Row]:
        letters = {column.name: headers.letter(position) for position, column in header.columns.items()}
        entered = header.entered
        for number, raw in enumerate(sheet.rows[header.row + 1 :], header.row + 2):
            filled = {
                column.name: raw[position]
                for position, column in entered.items()
                if position < len(raw) and not cells.blank(raw[position])
            }
            if filled:
                yield self._parsed(Row(sheet.name, number, header.where, letters, filled))

    def _parsed(self, row: Row) -> Row:
        for name, cell in row.cells.items():
            column = self.ledger.column(name)
            if cells.masked(column, cell):
                row.kept.add(name)
                continue
            parsed = self._value(column, cell)
            if isinstance(parsed, Unparsable):
                row.object_to(str(parsed), column)
            else:
                row.values[name] = parsed
        return row

    def _value(self, column: Column, cell: Any) -> Any:
        """What a cell holds, or why it holds nothing. Dates, choices and names come again and again in a long sheet."""
        if column.kind in ("text", "long"):
            return _parsed(column, cell, self.refs)
        # Python takes 1, 1.0 and True for the same key.
        known, key = self._known.setdefault(column.name, {}), (type(cell), cell)
        if key not in known:
            known[key] = _parsed(column, cell, self.refs)
        return known[key]

    # Which stored record a row means

    def _match(self, rows: list[Row]) -> None:
        by_key: dict[tuple[Any, ...], Row] = {}
        for row in rows:
            key = self._key(row)
            if key in by_key:
                row.object_to(f"与第 {by_key[key].number} 行重复，同一条记录在文件中只能出现一次", self._key_column)
            elif key:
                by_key[key] = row
        for record in self._stored(list(by_key)):
            found = by_key.get(key_of(self.ledger, record))
            # The live record is the one that is meant; a voided one stands in the way only where there is no other.
            if found is not None and (found.stored is None or found.stored.voided):
                found.stored = record

    @property
    def _key_column(self) -> Column:
        return self.ledger.column(self.ledger.key[0])

    def _key(self, row: Row) -> tuple[Any, ...]:
        """() for a row without a key: refused, or new where the system gives the key."""
        missing = [n for n in self.ledger.key if n not in row.values]
        if not missing:
            return tuple(row.values[name] for name in self.ledger.key)
        for name in missing:
            column = self.ledger.column(name)
            if name in row.kept or (name not in row.cells and not headers.coded(self.ledger, name)):
                row.object_to(f"缺少{column.label}，无法对应台账中的记录", column)
        return ()

    def _stored(self, keys: list[tuple[Any, ...]]) -> Iterator[Any]:
        name = self.ledger.key[0]
        encrypted = isinstance(self.ledger.model._meta.get_field(name), EncryptedField)
        values = sorted({key[0] for key in keys}, key=str)
        for start in range(0, len(values), _KEYS_AT_ONCE):
            batch = values[start : start + _KEYS_AT_ONCE]
            wanted = {f"{name}_index__in": [blind(value) for value in batch]} if encrypted else {f"{name}__in": batch}
            found = self.ledger.model._default_manager.filter(**wanted).order_by("pk")
            yield from found.select_for_update(of=("self",)) if self.locking else found

    # What a row would do

    def _judge(self, row: Row) -> None:
        if row.stored is not None and not access.can(self.by, Action.VIEW, self.ledger, row.stored):
            # Its content, and even where it is kept, are not this person's to know.
            row.stored = None
            row.object_to("这个编号已被您管辖范围以外的记录使用，请核对编号；确需更正请联系牵头单位", self._key_column)
            return
        if row.stored is not None:
            self._compare(row)
            if not row.differing:
                return
        else:
            self._begin(row)
        if not row.troubles:
            self._authorise(row)
            self._check(row)

    def _compare(self, row: Row) -> None:
        old = row.stored
        given = map(self.ledger.column, row.values)
        columns = [column for column in given if not self._says_nothing(row, column)]
        if all(stored(old, column) == row.values[column.name] for column in columns):
            return
        row.record = copy.copy(old)
        for column in columns:
            put(row.record, column, row.values[column.name])
        row.differing = changed(old, row.record, columns)

    def _says_nothing(self, row: Row, column: Column) -> bool:
        return column.private and cells.masked(column, row.cells[column.name], column.value(row.stored))

    def _begin(self, row: Row) -> None:
        row.record = self.ledger.model(**self.defaults)
        for name in row.kept:
            row.object_to("是遮蔽后的内容，新登记的记录须填写完整内容", self.ledger.column(name))
        for name, value in row.values.items():
            put(row.record, self.ledger.column(name), value)

    def _authorise(self, row: Row) -> None:
        for sentence in self._refusal(row):
            row.object_to(sentence)

    def _refusal(self, row: Row) -> list[str]:
        """Asked once for each pair of unit and place: finding out who could do it reads all posts."""
        if row.stored is None and row.record.place_id is None:
            return []
        hidden = self.ledger.restricted
        states = [
            (r.unit_id, r.place_id, hidden and getattr(r, hidden), r.voided) for r in (row.stored, row.record) if r
        ]
        asked = tuple(states)
        if asked not in self._refusals:
            self._refusals[asked] = []
            try:
                services.authorise(self.ledger, row.stored, row.record, by=self.by)
            except Refused as refused:
                self._refusals[asked] = refused.sentences()
        return self._refusals[asked]

    def _check(self, row: Row) -> None:
        if not self.checking:
            return
        for name, sentences in check(self.ledger, row.record, self.today).items():
            column = self.ledger.by_name.get(name)
            if column and column.required and row.stored is None and name not in row.letters:
                self.lacking.setdefault(row.header, set()).add(column.label)
                continue
            for sentence in sentences:
                row.object_to(sentence, column)


def _parsed(column: Column, cell: Any, refs: References) -> Any:
    try:
        return column.parse(cells.ready(column, cell), refs)
    except Unparsable as error:
        return error


def _defaults(by: Any) -> dict[str, Any]:
    """Where a new row does not say: the only unit the person imports for, and its territory if that is a township."""
    units = access.organisations(by, Action.IMPORT)
    if len(units) != 1:
        return {}
    township = units[0].kind == Organisation.Kind.TOWNSHIP
    return {"unit_id": units[0].pk} | ({"place_id": units[0].place_id} if township else {})


def _unknown(found: Iterable[Header]) -> Iterator[str]:
    for header in found:
        if header.unknown:
            yield f"{header.where}：栏目“{'”“'.join(header.unknown)}”不是本台账的栏目，这些列不导入。"


def _passed_over(names: list[str]) -> list[str]:
    return [f"工作表“{'”“'.join(names)}”中没有台账表头，没有读取。"] if names else []
