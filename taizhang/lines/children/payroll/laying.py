"""Lays the lines of a plan out over the children they hold for, in the database: by place, village and code.

A line is of a group of persons with the same facts, or of one person. The order has nothing to do with names or
numbers of identity: it is that of the register's own shelves, and stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection, transaction

from taizhang.lines.children.money import cents, months
from taizhang.lines.children.money.months import Month, said
from taizhang.lines.children.money.planning import Line
from taizhang.lines.children.payroll import alike
from taizhang.lines.children.payroll.alike import PLAIN, Alike
from taizhang.lines.children.payroll.reading import Person

# Numbered in the order of a child's lines, so that one number orders them.
_LINE = """CREATE TEMP TABLE children_run_line (
    n int, facts text, child bigint, now bigint, rows bigint[], month text, cents bigint, what text, sentence text,
    kind text, cause text, category text, standard numeric, proofs text) ON COMMIT DROP"""
_OVER = f"""
SELECT x.id AS child, x.person, x.code, x.place_id, x.village, x.unit_id, l.n, l.cents
FROM ({PLAIN}) x JOIN children_run_line l ON l.facts = x.facts
UNION ALL
SELECT c.id, c.id_no_index, c.code, c.place_id, c.village, c.unit_id, l.n, l.cents
FROM children_run_line l JOIN children_child c ON c.id = l.child WHERE l.facts = ''
"""
_ORDER = 'ORDER BY place_id, village COLLATE "C", code COLLATE "C", n'
_ITEM = f"""CREATE TEMP TABLE children_run_item ON COMMIT DROP AS
SELECT (row_number() OVER ({_ORDER}))::int AS seq, child, person, place_id, unit_id, n FROM ({_OVER}) o"""
# Inside `items`: the numbered lines, each with what it says.
WHOLE = "children_run_item i JOIN children_run_line l USING (n)"


class Laid(NamedTuple):
    """A line with whom it holds for: `facts` of a group, or the row of the register `child` of a person.

    `now` and `rows` are the person's, for what is known of it; `month` reads 202308.
    """

    facts: str
    child: int
    now: int
    rows: list[int]
    month: str
    cents: int
    what: str
    sentence: str
    kind: str = ""
    cause: str = ""
    category: str = ""
    standard: Decimal | None = None
    proofs: str = ""


class Item(NamedTuple):
    """A line laid out over one child, with its place in the batch: what its snapshot is made of."""

    seq: int
    now: int
    rows: list[int]
    category: str
    proofs: str


class Totals(NamedTuple):
    """What a batch will hold; the digest is of every line in its order."""

    items: int
    cents: int
    digest: str


def to_pay(one: Alike, line: Line) -> Laid:
    """With what an item keeps of its line."""
    person = one.person
    return Laid(
        one.facts, person.row(line.category, line.month).pk, person.now.pk, [row.pk for row in person.rows],
        months.code(line.month), line.cents, "", line.sentence[:300], line.kind, line.cause, line.category,
        cents.amount(line.standard), _proofs(person, line.month),
    )  # fmt: skip


def _proofs(person: Person, month: Month) -> str:
    return "、".join(f"{said(first)}至{said(last)}" for first, last in person.child.proofs if first <= month <= last)


def page(lines: Iterable[Laid], other: int | None, first: int, most: int) -> list[tuple[Any, ...]]:
    """(row of the register, code, place, month, cents, what, sentence) of a stretch of the whole."""
    with _laid(lines) as cursor:
        cursor.execute(
            f"SELECT o.child, code, place_id, month, l.cents, what, sentence FROM ({_OVER}) o "
            f"JOIN children_run_line l USING (n) {_ORDER} LIMIT %(most)s OFFSET %(first)s",
            alike.asked(other, first=first, most=most),
        )
        return list(cursor.fetchall())


_DIFFERENCES = f"""
SELECT n.id, n.code, n.place_id, coalesce(o.cents, 0)::bigint, coalesce(t.cents, 0)::bigint
FROM (SELECT person, sum(cents) AS cents FROM ({_OVER}) o GROUP BY person) o
FULL JOIN (SELECT person, sum(amount * 100) AS cents FROM children_payment WHERE batch_id = %(batch)s GROUP BY person) t
     ON t.person = o.person
JOIN LATERAL (SELECT c.* FROM children_child c WHERE c.id_no_index = coalesce(o.person, t.person)
              ORDER BY c.voided, c.enrolled_on DESC, c.id DESC LIMIT 1) n ON true
WHERE o.cents IS DISTINCT FROM t.cents
ORDER BY n.place_id, n.village COLLATE "C", n.code COLLATE "C"
"""


def differences(lines: Iterable[Laid], batch: int, other: int | None) -> list[tuple[Any, ...]]:
    """(row of the register, code, place, cents of the lines, cents of the batch) of everybody in whom they differ."""
    with _laid(lines) as cursor:
        cursor.execute(_DIFFERENCES, alike.asked(other, batch=batch))
        return list(cursor.fetchall())


@contextmanager
def items(lines: Iterable[Laid]) -> Iterator[Totals]:
    """The items of a batch, numbered, to be fetched in portions inside this block."""
    with _laid(lines) as cursor:
        # A million lines are sorted in memory, once in a run; a county's few take none of it.
        cursor.execute("SET LOCAL work_mem = '384MB'")
        cursor.execute(_ITEM, alike.asked())
        cursor.execute("RESET work_mem")
        cursor.execute("CREATE UNIQUE INDEX ON children_run_item (seq)")
        cursor.execute("ANALYZE children_run_item")
        cursor.execute(digest_of(WHOLE, "i.child", "month", "cents"))
        yield Totals(*cursor.fetchone())
        cursor.execute("DROP TABLE children_run_item")


def fetch(after: int, most: int) -> Sequence[Item]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, CASE facts WHEN '' THEN now ELSE i.child END, CASE facts WHEN '' THEN rows "
            f"ELSE ARRAY[i.child] END, category, proofs FROM {WHOLE} WHERE seq > %s AND seq <= %s ORDER BY seq",
            [after, after + most],
        )
        return list(map(Item._make, cursor.fetchall()))


def digest_of(table: str, child: str, month: str, amount: str) -> str:
    """The statement that counts, sums and digests items wherever they are: SHA-256 of seq|child|month|cents|cause."""
    told = f"seq || '|' || {child} || '|' || {month} || '|' || {amount} || '|' || cause || E'\\n'"
    whole = f"string_agg({told}, '' ORDER BY seq)"
    return (
        f"SELECT count(*), coalesce(sum({amount}), 0)::bigint, "
        f"encode(sha256(convert_to(coalesce({whole}, ''), 'UTF8')), 'hex') FROM {table}"
    )


@contextmanager
def _laid(lines: Iterable[Laid]) -> Iterator[Any]:
    # Read to the end first: whatever makes them may ask the database, which listens to nothing else during a COPY.
    known = sorted(lines, key=lambda line: (line.month, line.cause))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LINE)
        with cursor.copy("COPY children_run_line FROM STDIN") as copy:
            for numbered in enumerate(known):
                copy.write_row((numbered[0], *numbered[1]))
        cursor.execute("ANALYZE children_run_line")
        yield cursor
        cursor.execute("DROP TABLE children_run_line")
