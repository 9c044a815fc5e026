"""Holds a batch against everything known now, apart from how it was made: what keeps it from the bank, in sentences.

Items are looked at in three ways. Months and amounts of plain persons are judged once for all who have the same facts
and the same items. Accounts are opened one by one, and nearly all are the child's own as the register has it. Whoever
does not pass both, and whoever is not plain, is looked at singly, and only that makes a finding.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Min, Sum

from taizhang.county.audit import clock
from taizhang.county.ledger.bulk import among
from taizhang.lines.children.codes import INSTITUTIONAL, PaymentStatus
from taizhang.lines.children.models import Payment, PaymentBatch
from taizhang.lines.children.money import cents, months
from taizhang.lines.children.money.checks import Account, Block, Check, Declared, Dossier, Item
from taizhang.lines.children.money.entitlement import Terms
from taizhang.lines.children.payroll import alike, drafting, known, opening, parameters, reading
from taizhang.lines.children.payroll.alike import PLAIN
from taizhang.lines.children.payroll.codes import Holder
from taizhang.lines.children.payroll.known import Whose
from taizhang.lines.children.payroll.reading import Person

_PORTION = 500
_INSTITUTIONAL = frozenset(map(str, INSTITUTIONAL))
_TOLD = """string_agg(month_covered::text || ',' || amount || ',' || kind || ',' || category, ';' ORDER BY seq)"""
_MINE = f"""SELECT child_id, {_TOLD} AS told FROM children_payment WHERE batch_id = %(other)s GROUP BY child_id"""
_GROUPS = f"""
SELECT x.facts, i.told, min(x.id) FROM ({PLAIN}) x JOIN ({_MINE}) i ON i.child_id = x.id GROUP BY x.facts, i.told
"""
_OF_GROUPS = f"""
SELECT x.person FROM ({PLAIN}) x JOIN ({_MINE}) i ON i.child_id = x.id
JOIN unnest(%(facts)s::text[], %(told)s::text[]) AS bad (facts, told) ON bad.facts = x.facts AND bad.told = i.told
"""
# Items whose person is none of the plain ones, or not that of the row they are booked to.
_NOT_PLAIN = """
SELECT DISTINCT i.person FROM children_payment i JOIN children_child c ON c.id = i.child_id
WHERE i.batch_id = %(other)s AND (i.person = ANY(string_to_array(%(single)s, ','))
      OR c.id_no_index IS DISTINCT FROM i.person OR c.category <> ALL(%(categories)s))
"""
_BEFORE = """
SELECT i.seq, i.child_id, c.code, i.account_tail, b.return_reason FROM children_payment i
JOIN children_child c ON c.id = i.child_id
JOIN LATERAL (SELECT p.account_tail, p.return_reason FROM children_payment p
              WHERE p.child_id = i.child_id AND p.month_covered = i.month_covered AND p.status = %s
              ORDER BY p.id DESC LIMIT 1) b ON b.account_tail = i.account_tail
WHERE i.batch_id = %s AND i.cause = 'RETURNED' ORDER BY i.seq
"""


class Found(NamedTuple):
    """A finding with the child's row in the register, None where it concerns the batch."""

    sentence: str
    blocking: bool
    code: str
    child: int | None


def blocks(batch: PaymentBatch) -> Iterator[Found]:
    """All findings, child by child; those on the whole batch last."""
    terms = parameters.terms()
    check = Check(terms, _INSTITUTIONAL)
    suspects = _to_be_looked_at(batch, terms)
    check.passed(*_others(batch, suspects))
    for person, dossier, items in _rows(batch, terms, suspects):
        for block in check.of_child(dossier, items):
            yield _found(block, person)
    yield from _sent_back(batch)
    yield from (_found(block, None) for block in check.totals(Declared(batch.items, cents.of(batch.amount))))
    if drafting.digest(batch).digest != batch.items_digest:
        told = f"批次{batch.code}的明细与制单时不一致，可能绕过系统改动过；请撤销批次后重新生成，并运行 taizhang verify"
        yield Found(told, True, "BATCH_DIGEST", None)


def _found(block: Block, person: Person | None) -> Found:
    where = f"{person.now.code}：" if person is not None else ""
    return Found(where + block.sentence, block.blocking, block.code, person.now.pk if person is not None else None)


def _to_be_looked_at(batch: PaymentBatch, terms: Terms) -> list[str]:
    """Persons of whom something may have to be said, in the order of their items."""
    suspects = {*_of_groups(batch, terms), *opening.doubtful(batch)}
    rows = Payment.objects.filter(batch=batch, person__in=among(Payment._meta.get_field("person"), suspects))
    return list(rows.values_list("person", flat=True).annotate(first=Min("seq")).order_by("first"))


def _others(batch: PaymentBatch, suspects: Sequence[str]) -> tuple[int, int]:
    """Items and cents of everybody else."""
    chosen = among(Payment._meta.get_field("person"), suspects)
    found = Payment.objects.filter(batch=batch).exclude(person__in=chosen).aggregate(n=Count("pk"), total=Sum("amount"))
    return found["n"], cents.of(found["total"] or Decimal(0))


def _of_groups(batch: PaymentBatch, terms: Terms) -> Iterator[str]:
    asked = alike.asked(batch.pk)
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, asked)
        bad = [(facts, told) for facts, told, pk in cursor.fetchall() if not _is_sound(facts, told, pk, terms)]
        if bad:
            facts, told = map(list, zip(*bad, strict=True))
            cursor.execute(_OF_GROUPS, asked | {"facts": facts, "told": told})
            yield from (person for (person,) in cursor.fetchall())
        cursor.execute(_NOT_PLAIN, asked)
        yield from (person for (person,) in cursor.fetchall())


def _is_sound(facts: str, told: str, pk: int, terms: Terms) -> bool:
    """Whether there is nothing to be said of the months; the accounts are looked at for each child."""
    person = alike.standing_for(facts, pk, terms.policies)
    items = [_told(one) for one in told.split(";")]
    dossier = Dossier(person.child, person.payments, person.claims, "", {})
    return not any(Check(terms, _INSTITUTIONAL).of_months(dossier, items))


def _told(text: str) -> Item:
    month, amount, kind, category = text.split(",")
    return Item(months.of(date.fromisoformat(month)), cents.of(Decimal(amount)), kind, category, "")


def _rows(batch: PaymentBatch, terms: Terms, suspects: Sequence[str]) -> Iterator[tuple[Person, Dossier, list[Item]]]:
    """Whoever is not in the register any more has items and no dossier: nobody counts them, and the batch is short."""
    rest = iter(suspects)
    while portion := list(islice(rest, _PORTION)):
        by_person = _items(batch, portion)
        persons = {one.person: one for one in reading.people(terms.policies, only=portion, other=batch.pk)}
        whose = [Whose(one.now.pk, tuple(row.pk for row in one.rows)) for one in persons.values()]
        in_clear = known.of(whose, clock.today())
        for key in portion:
            if key in persons:
                person = persons[key]
                yield person, _dossier(person, in_clear[person.now.pk]), by_person[key]


def _sent_back(batch: PaymentBatch) -> Iterator[Found]:
    """What the bank returned goes to the same account again: allowed, since an account may have been thawed."""
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [PaymentStatus.RETURNED, batch.pk])
        found = cursor.fetchall()
    for seq, child, code, tail, reason in found:
        told = f"{code}：第{seq}笔仍发往被退回的账号（尾号{tail}，{reason}）；请确认账户已可用，或登记新账户后重新生成"
        yield Found(told, False, "RETURNED_ACCOUNT", child)


def _items(batch: PaymentBatch, persons: Sequence[str]) -> dict[str, list[Item]]:
    rows = Payment.objects.filter(batch=batch, person__in=list(persons)).order_by("seq")
    found: dict[str, list[Item]] = {}
    for person, *row in rows.values_list("person", "month_covered", "amount", "kind", "category", "snapshot"):
        found.setdefault(str(person), []).append(_item(*row))
    return found


def _item(month: date, amount: Decimal, kind: str, category: str, snapshot: str) -> Item:
    (told,) = known.read([snapshot])
    return Item(months.of(month), cents.of(amount), kind, category, told["account"])


def _dossier(person: Person, about: known.Known) -> Dossier:
    return Dossier(person.child, person.payments, person.claims, person.person, _accounts(about))


def _accounts(about: known.Known) -> dict[str, Account]:
    """Those whose holder is who they are said to be; another's name on it makes an account a stranger's."""
    return {
        one.number: Account(one.holder, one.sort) for one in about.accounts if one.number and _is_theirs(one, about)
    }


def _is_theirs(one: known.Account, about: known.Known) -> bool:
    names: dict[str, Sequence[str]] = {
        Holder.CHILD: [about.child.name],
        Holder.GUARDIAN: [name for name, _ in about.guardians],
        Holder.INSTITUTION: [about.child.institution],
    }
    return one.name in names[one.holder]


def passes(batch: PaymentBatch) -> bool:
    return not any(found.blocking for found in blocks(batch))


__all__ = ["Found", "blocks", "passes"]
