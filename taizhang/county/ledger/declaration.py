"""A ledger is declared: from this one object come list, filters, cards, detail, forms, sheets, API and drill-down."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from taizhang.county.ledger import derive
from taizhang.county.ledger.columns import Column, Mask
from taizhang.county.people.access import Writers

Rule = Callable[[Any, date], Iterator[tuple[str, str]]]


@dataclass(frozen=True)
class Ledger:
    """Declares one register of one line of work.

    `columns` are names of fields or methods of the model, or a Column for the odd case, in the order people see.
    `private` maps a column to the function that masks it. `card` is a phone row, title first. `key` finds the record
    of an imported row. `rules` are given the record and the day, and yield (column, sentence). `lead` is the slug of
    the organisation that leads the ledger and answers for its definitions. `narrow`, `restricted`, `parties`,
    `sealed` and `writers`: see access.Kept. `page` is the name of the address of a row, where it has a page of its own.
    `search_first` are the ways to single out one row of a ledger whose rows are not listed to everybody who may see
    each: names of columns typed whole, joined by + where both are needed, such as name+place. See narrowing.
    `subject` is the path of a query to what tells one minor from another over all rows of all ledgers: by it the log
    of looks is kept for each child.
    `aside` names the page that leads to it, for a ledger that would only lengthen the menu.
    `code` makes the key of a new record that has none, such as JF20230901-0001: (column, prefix, date column).
    `also` gives other titles that a column goes by in workbooks.
    `tones` colours the words of a state: column to value to g good, a attention, r late or refused, b under way.
    `alike` are the columns by which two rows under different keys may be the same: who, a number with a blind index,
    a day, the place, and others that support it; events count as one within `alike_days`. See sheets.likeness.
    """

    slug: str
    label: str
    line: str
    unit: str
    model: Any
    lead: str
    columns: tuple[str | Column, ...]
    key: tuple[str, ...]
    card: tuple[str, ...]
    note: str = ""
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    sort: str = "-pk"
    private: "dict[str, Mask]" = None  # type: ignore[assignment]
    rules: tuple[Rule, ...] = ()
    narrow: bool = False
    search_first: tuple[str, ...] = ()
    subject: str = ""
    restricted: str = ""
    parties: str = ""
    sealed: bool = False
    writers: Writers = "reach"
    page: str = ""
    aside: str = ""
    code: tuple[str, str, str] | None = None
    tones: "dict[str, dict[str, str]]" = None  # type: ignore[assignment]
    also: "dict[str, tuple[str, ...]]" = None  # type: ignore[assignment]
    alike: tuple[str, ...] = ()
    alike_days: int = 0

    @cached_property
    def all_columns(self) -> tuple[Column, ...]:
        masks = self.private or {}
        return tuple(
            column if isinstance(column, Column) else derive.column(self.model, column, mask=masks.get(column))
            for column in self.columns
        )

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.all_columns}

    @cached_property
    def editable(self) -> tuple[Column, ...]:
        return tuple(column for column in self.all_columns if column.editable)

    @cached_property
    def _required(self) -> list[tuple[str, str]]:
        """Names of columns, and of the attributes that must not be empty."""
        must = [column for column in self.editable if column.required]
        return [(column.name, f"{column.name}_id" if column.kind == "link" else column.name) for column in must]

    @property
    def private_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.all_columns if column.private)

    @property
    def related(self) -> list[str]:
        """The foreign keys a list must fetch with its rows, lest each row cost a query."""
        return [column.name for column in self.all_columns if column.kind == "link"]

    def column(self, name: str) -> Column:
        return self.by_name[name]

    def tone(self, name: str, value: Any) -> str:
        return (self.tones or {}).get(name, {}).get(value, "")

    def problems(self, record: Any, today: date) -> Iterator[tuple[str, str]]:
        """Everything wrong with a record as (column, sentence): first what each column demands, then the rules."""
        missing = [name for name, attribute in self._required if getattr(record, attribute) in (None, "")]
        yield from ((name, "必须填写") for name in missing)
        if not missing:
            for rule in self.rules:
                yield from rule(record, today)

    def title(self, record: Any) -> str:
        """What the record is called in lists and sentences: its key, which is never private."""
        return " ".join(str(self.column(name).text(self.column(name).value(record))) for name in self.key)

    def named(self, record: Any) -> str:
        """The title with what the phone row begins with, where that is public: for lists of several ledgers."""
        first = self.column(self.card[0])
        if first.private or first.name in self.key:
            return self.title(record)
        return f"{first.text(first.value(record))} {self.title(record)}"


def names(columns: Iterable[Column]) -> list[str]:
    return [column.name for column in columns]
