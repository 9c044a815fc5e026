"""Compares the rows of sheets with what is stored, and judges what would be written, as a form would.

Rows come and go in portions: a file of a million rows needs no more memory than one of a thousand.
"""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain
from typing import Any

from django.db.models import NOT_PROVIDED
from django.db.models.base import ModelState

from taizhang.county.ledger.bulk import Judge, among
from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.fields import EncryptedField, blind
from taizhang.county.ledger.references import Keys, gather
from taizhang.county.ledger.sheets import cells, headers, traces, zeros
from taizhang.county.ledger.sheets.decisions import Deciding
from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.county.ledger.sheets.headers import Header
from taizhang.county.ledger.sheets.mapping import NOTHING, Told
from taizhang.county.ledger.sheets.parsing import Parser
from taizhang.county.ledger.sheets.plan import Row, key_of
from taizhang.county.ledger.sheets.reading import Sheet
from taizhang.county.ledger.sheets.seen import Seen
from taizhang.county.ledger.typed import Unparsable
from taizhang.county.ledger.validation import Errors, changed, put, stored
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action

Judging = Callable[[Any, Any], Errors]


class Planner:
    """`locking` keeps the found records for this transaction; `judging` is the door's where rows go on to be written.

    `told` is what people said of the columns, `deciding` lets rows mean what was decided of them.
    `faults` concern whole sheets and stop the import, `unsure` is to be confirmed first; `notes` only tell. All are
    complete when the last row came.
    `matched` is called when a portion has been compared and is yet to be judged, which asks the database little.
    """

    def __init__(
        self, ledger: Ledger, by: Any, *, judge: Judge | None = None, judging: Judging | None = None,
        locking: bool = False, matched: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self.ledger, self.locking, self._matched = ledger, locking, matched
        self.judge = judge or Judge(ledger, by)
        self._judging = judging or self.judge.errors
        self._refs = gather(ledger, self.judge.today, by=by)
        if isinstance(own := self._refs.records.get(ledger.model._meta.label_lower), Keys):
            # Else the writing would accept what the preview refused, where one portion names a row of another.
            own.as_of_now()
        self._blank = Blank(ledger, defaults(by))
        self.deciding = Deciding(ledger, {})
        self.told: Told = NOTHING
        self._fixed: dict[str, Any] = {}
        self._typed: dict[str, str] = {}
        self._readings: list[Any] = []
        self._lacking: dict[str, set[str]] = {}
        self._faults: list[str] = []
        self.notes: list[str] = []
        self.unsure: list[str] = []

    @property
    def reading(self) -> str:
        """The same for two readings of a file by the same columns, whoever said what they are."""
        return sha256(repr(self._readings).encode()).hexdigest()

    @property
    def faults(self) -> list[str]:
        return [*self._faults, *(headers.please_add(where, sorted(names)) for where, names in self._lacking.items())]

    def portions(self, sheets: Iterable[Sheet]) -> Iterator[list[Row]]:
        """Every row with its outcome, in the order of the file. Raises Unsuitable where no sheet is a table."""
        found, table, passed = False, False, []
        with Seen() as seen:
            for sheet in sheets:
                portions = sheet.portions()
                first = next(portions, (1, []))
                # A guess is made where nothing else was found: beside a table with titles, others are remarks.
                refs = None if found else self._refs
                header = headers.find(self.ledger, sheet.name, first[1], self.told, refs)
                if header is None:
                    table = table or headers.likely_place(first[1]) is not None
                    passed.append(sheet.name)
                    continue
                found = True
                yield from self._sheet(sheet.name, header, chain([first], portions), seen)
        if not found:
            self._headless(table)
        elif passed:
            self.notes.append(f"工作表“{'”“'.join(passed)}”中没有台账表头，没有读取。")

    def _headless(self, table: bool) -> None:
        """A table under titles nobody knows can still be read once somebody says what its columns are."""
        labels = "、".join(column.label for column in self.ledger.editable[:6])
        says = f"没有找到表头。第一行应是{self.ledger.label}的栏目名称（{labels}等）"
        if not table:
            raise Unsuitable(f"{says}，可先下载导入模板，把内容贴进去再上传。")
        self._faults.append(f"{says}。栏目名称不同的，请点“核对栏目”指明各列；也可下载导入模板，把内容贴进去再上传。")

    def _sheet(self, name: str, header: Header, portions: Iterable[Any], seen: Seen) -> Iterator[list[Row]]:
        self._faults += header.faults
        self._fixed = dict(self._parsed(header))
        self._typed = {column: header.fixed[column] for column in self._fixed}
        self._readings.append(header.reading)
        self.notes += self._told(header)
        self.unsure += (f"{header.where}：栏目“{title}”可能是“{label}”" for title, label in header.unsure)
        if header.faults:
            return
        parser = Parser(name, header, self._refs, self.ledger.editable)
        portions = iter(portions)
        for first, raw in chain([opening := next(portions)], portions):
            if raw is opening[1]:
                self._zeros(header, raw[header.row + header.height :])
            skipped = max(header.row + header.height - (first - 1), 0)
            rows = list(parser.rows(first + skipped, raw[skipped:]))
            self._match(rows, seen)
            self._matched()
            for row in rows:
                self._judge(row, header)
            yield rows

    def _told(self, header: Header) -> Iterator[str]:
        """What was read otherwise than it stands there."""
        if header.unknown:
            yield f"{header.where}：栏目“{'”“'.join(header.unknown)}”不是本台账的栏目，这些列不导入。"
        if header.passed:
            passed = "”“".join(header.passed)
            yield f"{header.where}：栏目“{passed}”按本单位以前的选择不导入，需要时请在“核对栏目”中改正。"
        if read := "、".join(f"“{title}”按“{label}”" for title, label in header.guessed):
            yield f"{header.where}：栏目{read}读取；不对的请在“核对栏目”中改正。"
        for name, digits in header.pads.items():
            yield f"{header.where}：“{self.ledger.column(name).label}”不足 {digits} 位的号码已在前面补 0，请核对。"

    def _parsed(self, header: Header) -> Iterator[tuple[str, Any]]:
        """What new rows get in columns that the sheet does not have."""
        for name, typed in header.fixed.items():
            column = self.ledger.by_name.get(name)
            if column is None or column in header.columns.values() or not may_fix(self.ledger, column):
                continue
            try:
                yield name, column.parse(typed, self._refs)
            except Unparsable as error:
                self._faults.append(f"{header.where}：为“{column.label}”统一填写的内容有误：{error}")

    def _zeros(self, header: Header, raw: Sequence[Sequence[Any]]) -> None:
        for at, column in header.entered.items():
            if not zeros.may_lose(column) or column.name in header.pads:
                continue
            if digits := zeros.missing(self.ledger, column, [row[at] for row in raw if at < len(row)]):
                self.notes.append(
                    f"{header.where}：“{column.label}”有些号码不足 {digits} 位，前面的 0 可能被 Excel 去掉了；"
                    "可在“核对栏目”中补足。"
                )

    # Which stored record a row means

    def _match(self, rows: Sequence[Row], seen: Seen) -> None:
        by_key = {}
        for row in rows:
            key = self._key(row)
            if key and not self._again(row, key, seen):
                by_key[key] = row
        for record in self._stored(list(by_key)):
            found = by_key.get(key_of(self.ledger, record))
            # The live record is the one that is meant; a voided one stands in the way only where there is no other.
            if found is not None and (found.stored is None or found.stored.voided):
                found.stored = record
        self.deciding.join(rows)
        self._revive([row for row in by_key.values() if row.stored is not None and row.stored.voided])

    def _revive(self, rows: Sequence[Row]) -> None:
        """What the undoing of an import voided comes in again as new: nobody else can have its number."""
        if not rows:
            return
        voided = self.ledger.model._default_manager.filter(pk__in=[row.stored.pk for row in rows])
        back = set(traces.undone(self.ledger, voided).values_list("pk", flat=True))
        for row in rows:
            if row.stored.pk in back and self.judge.sees(row.stored):
                row.revives, row.stored = row.stored, None

    def _again(self, row: Row, key: tuple[Any, ...], seen: Seen) -> bool:
        before = seen.before(key, f"{row.sheet}\n{row.number}", row.words)
        if before is None:
            return False
        sheet, number = before[0].split("\n")
        place = f"第 {number} 行" if sheet == row.sheet else f"工作表“{sheet}”第 {number} 行"
        if before[1]:
            row.again = place
        else:
            row.object_to(f"与{place}是同一条记录，内容却不同，请只保留正确的一行", self._key_column)
        return True

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

    def _stored(self, keys: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
        if not keys:
            return
        field: Any = self.ledger.model._meta.get_field(self.ledger.key[0])
        values = list({key[0] for key in keys})
        if isinstance(field, EncryptedField):
            field, values = self.ledger.model._meta.get_field(f"{field.name}_index"), [blind(one) for one in values]
        found = self.ledger.model._default_manager.filter(**{f"{field.name}__in": among(field, values)}).order_by("pk")
        yield from found.select_for_update(of=("self",)) if self.locking else found

    # What a row would do

    def _judge(self, row: Row, header: Header) -> None:
        if row.again:
            return
        if row.stored is not None and not self.judge.sees(row.stored):
            # Its content, and even where it is kept, are not this person's to know.
            row.stored = None
            row.object_to("这个编号已被您管辖范围以外的记录使用，请核对编号；确需更正请联系牵头单位", self._key_column)
            return
        if row.stored is not None:
            self._compare(row)
            if not row.differing:
                return
        else:
            self._begin(row, self._fixed)
        if not row.troubles:
            self._check(row, header)

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

    def _begin(self, row: Row, fixed: Mapping[str, Any]) -> None:
        if fixed:
            row.words += repr(fixed).encode()
            row.cells, row.values = {**self._typed, **row.cells}, {**fixed, **row.values}
        row.record = self._blank(row.values)
        if row.revives is not None:
            row.record.pk, row.record.edition = row.revives.pk, row.revives.edition
        for name in row.kept:
            row.object_to("是遮蔽后的内容，新登记的记录须填写完整内容", self.ledger.column(name))

    def _check(self, row: Row, header: Header) -> None:
        for name, sentences in self._judging(row.stored, row.record).items():
            column = self.ledger.by_name.get(name)
            if column and column.required and row.stored is None and name not in row.letters:
                self._lacking.setdefault(header.where, set()).add(column.label)
                continue
            for sentence in sentences:
                row.object_to(sentence, column)


class Blank:
    """Makes new records from a pattern: Django's own way, field after field, takes four times as long.

    What `Model.__init__` would do beyond that, defaults and signals, ledgers have no use for: their defaults are plain.
    """

    def __init__(self, ledger: Ledger, defaults: Mapping[str, Any]) -> None:
        self._model = ledger.model
        self._names = {f.name: f.attname for f in self._model._meta.concrete_fields}
        pattern = self._model(**defaults)
        self._pattern = {f.attname: getattr(pattern, f.attname) for f in self._model._meta.concrete_fields}
        # Callable defaults, such as a list, are made for each record anew.
        fresh = [f for f in self._model._meta.concrete_fields if callable(f.default) and f.default is not NOT_PROVIDED]
        self._fresh = [(f.attname, f.get_default) for f in fresh if f.attname not in defaults]

    def __call__(self, values: Mapping[str, Any]) -> Any:
        record = self._model.__new__(self._model)
        held = record.__dict__
        held.update(self._pattern)
        held["_state"] = ModelState()
        for name, make in self._fresh:
            held[name] = make()
        for name, value in values.items():
            held[self._names.get(name, name)] = value
        return record


def may_fix(ledger: Ledger, column: Column) -> bool:
    """Whether one value may be typed for all new rows: never of what tells persons or records apart."""
    return column.editable and not column.private and column.name not in ledger.key


def defaults(by: Any) -> dict[str, Any]:
    """Where a new row does not say: the only unit the person imports for, and its territory if that is a township."""
    units = access.organisations(by, Action.IMPORT)
    if len(units) != 1:
        return {}
    township = units[0].kind == Organisation.Kind.TOWNSHIP
    return {"unit_id": units[0].pk} | ({"place_id": units[0].place_id} if township else {})
