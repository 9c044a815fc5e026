"""Everybody who is or was paid, those with the same facts as one: a million files have some thousand histories.

A person is plain who has one row in the register, in a category that is paid, and no claim. The database writes what
the reckoning asks of a plain person, its payments and conditions among it, as one text, `facts`; whoever has the same
text is reckoned alike. Days are written as months where the rules know only months. All others are read one by one.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from taizhang.lines.children.codes import PAID_CATEGORIES
from taizhang.lines.children.money.ledger import Payment as Paid
from taizhang.lines.children.money.policies import Policies
from taizhang.lines.children.payroll import reading
from taizhang.lines.children.payroll.codes import Condition
from taizhang.lines.children.payroll.reading import InRegister, Person

_IN_MONTHS = "left({}::text, 7)"
_CATEGORIES = [str(one) for one in PAID_CATEGORIES]
# One payment: month, yuan, status, category, standard, month of the bank's date.
_PAYMENTS = f"""string_agg(p.month_covered::text || ',' || p.amount || ',' || p.status || ',' || p.category || ',' ||
    coalesce(p.standard::text, '') || ',' || coalesce({_IN_MONTHS.format("p.bank_date")}, ''), ';' ORDER BY p.id)"""
# One condition: kind, first and last month, yuan deducted; of a halt whether it was restored, and why in hexadecimal
# digits: sentences give that reason, which may hold any character.
_CONDITIONS = f"""string_agg(n.kind || ',' || {_IN_MONTHS.format("n.first_month")} || ',' ||
    coalesce({_IN_MONTHS.format("n.last_month")}, '') || ',' || coalesce(n.monthly::text, '') || ',' ||
    CASE WHEN n.kind = '{Condition.SUSPENDED}'
         THEN n.restored::int || ',' || encode(convert_to(n.reason, 'UTF8'), 'hex') ELSE ',' END, ';' ORDER BY n.id)"""
# Persons who are read one by one: with a voided row, with several rows, paid or with a condition in a row that is not
# paid by its category, with a claim. Of several rows one at least has ended or is voided (`child_one_allowance`).
SINGLE = """
WITH odd AS MATERIALIZED (
    SELECT id, id_no_index, voided, category = ANY(%(categories)s) AS paid FROM children_child
    WHERE voided OR stopped_on IS NOT NULL OR category <> ALL(%(categories)s)
)
SELECT o.id_no_index FROM odd o WHERE o.paid AND o.voided
UNION SELECT o.id_no_index FROM odd o
      WHERE o.paid AND EXISTS (SELECT FROM children_child c WHERE c.id_no_index = o.id_no_index AND c.id <> o.id
                               AND c.category = ANY(%(categories)s))
UNION SELECT o.id_no_index FROM odd o
      WHERE NOT o.paid AND EXISTS (SELECT FROM children_payment e WHERE e.child_id = o.id)
UNION SELECT o.id_no_index FROM odd o
      WHERE NOT o.paid AND EXISTS (SELECT FROM children_pay_condition n WHERE n.child_id = o.id AND NOT n.voided)
UNION SELECT c.id_no_index FROM children_recovery r JOIN children_child c ON c.id = r.child_id WHERE NOT r.voided
"""
# A part of the plain ones, by the keys of the register's rows, with their facts; a batch's payments may be left out.
_PART = f"""
SELECT c.id, c.code, c.place_id, c.village, c.unit_id, c.id_no_index AS person,
       c.category || '|' || {_IN_MONTHS.format("c.birth_date")} || '|' ||
       CASE WHEN c.birth_date::text LIKE '%%-02-29' THEN '29' ELSE '01' END || '|' ||
       coalesce({_IN_MONTHS.format("c.first_month")}, '') || '|' || {_IN_MONTHS.format("c.enrolled_on")} || '|' ||
       coalesce({_IN_MONTHS.format("c.stopped_on")}, '') || '|' || c.stop_reason || '|' ||
       coalesce(h.told, '') || '|' || coalesce(k.told, '') AS facts
FROM children_child c
LEFT JOIN (SELECT p.child_id, {_PAYMENTS} AS told FROM children_payment p
           WHERE NOT p.voided AND (p.batch_id IS NULL OR p.batch_id <> %(other)s) AND p.child_id {{part}}
           GROUP BY p.child_id) h ON h.child_id = c.id
LEFT JOIN (SELECT n.child_id, {_CONDITIONS} AS told FROM children_pay_condition n
           WHERE NOT n.voided AND n.child_id {{part}} GROUP BY n.child_id) k ON k.child_id = c.id
WHERE c.category = ANY(%(categories)s) AND c.id_no_index IS NOT NULL
      AND c.id_no_index <> ALL(string_to_array(%(single)s, ','))
      AND c.id {{part}}
"""
PLAIN = _PART.format(part="IS NOT NULL")
# Halves, so that the database may take each on a processor of its own.
_HALF = "(SELECT count(*) AS n, min(id) AS id, facts FROM ({}) x GROUP BY facts)"
_GROUPS = f"""
SELECT facts, sum(n)::bigint, min(id) FROM (
    {_HALF.format(_PART.format(part="<= %(middle)s"))} UNION ALL {_HALF.format(_PART.format(part="> %(middle)s"))}
) x GROUP BY facts ORDER BY facts
"""


class Alike(NamedTuple):
    """`times` persons of whom the same is known, `person` standing for them; `facts` is empty for one read singly."""

    facts: str
    times: int
    person: Person


class Member(NamedTuple):
    """A person as lists show it: the row of the register that says where it belongs."""

    pk: int
    code: str
    place: str


def asked(other: int | None = None, **more: Any) -> dict[str, Any]:
    """The parameters of the statements above; `other` is the batch whose payments are left out.

    The single ones go as one text: the driver would look into every element of an array.
    """
    return {"categories": _CATEGORIES, "other": other or 0, "single": ",".join(_single()), **more}


def _single() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(SINGLE, {"categories": _CATEGORIES})
        return [person for (person,) in cursor.fetchall() if person is not None]


def everybody(policies: Policies, *, other: int | None = None) -> Iterator[Alike]:
    """Groups in the order of their facts, then the single ones in that of reading."""
    told = asked(other)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce((min(id) + max(id)) / 2, 0) FROM children_child")
        cursor.execute(_GROUPS, told | {"middle": cursor.fetchone()[0]})
        groups = cursor.fetchall()
    for facts, times, pk in groups:
        yield Alike(facts, times, standing_for(facts, pk, policies))
    for person in reading.people(policies, only=filter(None, told["single"].split(",")), other=other):
        yield Alike("", 1, person)


def members(one: Alike, most: int) -> list[Member]:
    """Who is in a group, by place and code, the first of them."""
    if not one.facts:
        now = one.person.now
        return [Member(now.pk, now.code, now.place)][:most]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, code, place_id FROM ({PLAIN}) x WHERE facts = %(facts)s ORDER BY place_id, code "
            "LIMIT %(most)s",
            asked(facts=one.facts, most=most),
        )
        return list(map(Member._make, cursor.fetchall()))


def standing_for(facts: str, pk: int, policies: Policies) -> Person:
    """The person that `facts` tell of; of the register's row only what the reckoning asks is filled."""
    category, birth, day, first, enrolled, stopped, why, paid, conditions = facts.split("|")
    row = InRegister(
        pk, "", date.fromisoformat(f"{birth}-{day}"), category, _day(enrolled), _day(first) if first else None,
        _day(stopped) if stopped else None, why, "", 0, "", voided=False,
    )  # fmt: skip
    known = [_condition(one) for one in conditions.split(";") if one]
    return reading.gathered((row,), known, [_payment(one) for one in paid.split(";") if one], [], policies)


@lru_cache(maxsize=10_000)
def _payment(told: str) -> Paid:
    month, amount, status, category, standard, banked = told.split(",")
    return reading.payment(
        date.fromisoformat(month), Decimal(amount), status, category, Decimal(standard) if standard else None,
        _day(banked) if banked else None,
    )  # fmt: skip


@lru_cache(maxsize=10_000)
def _condition(told: str) -> tuple[Any, ...]:
    """The columns of a condition as reading takes them."""
    kind, first, last, monthly, restored, reason = told.split(",")
    return (
        kind, _day(first), _day(last) if last else None, Decimal(monthly) if monthly else None, restored == "1",
        bytes.fromhex(reason).decode(),
    )  # fmt: skip


def _day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
