"""Holds a batch against everything known now, apart from how it was made: what keeps it from the bank, in sentences."""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple

from taizhang.county.audit import clock
from taizhang.lines.children.codes import INSTITUTIONAL, PaymentStatus
from taizhang.lines.children.models import Payment, PaymentBatch
from taizhang.lines.children.money import cents, months
from taizhang.lines.children.money.checks import Account, Block, Check, Declared, Dossier, Item
from taizhang.lines.children.payroll import drafting, known, parameters, reading
from taizhang.lines.children.payroll.codes import Holder
from taizhang.lines.children.payroll.reading import Person

_PORTION = 500


class Found(NamedTuple):
    """A finding with the child's row in the register, None where it concerns the batch."""

    sentence: str
    blocking: bool
    code: str
    child: int | None


def blocks(batch: PaymentBatch) -> Iterator[Found]:
    """All findings, child by child; those on the whole batch last."""
    terms = parameters.terms()
    check = Check(terms, frozenset(INSTITUTIONAL))
    for person, dossier, items in _rows(batch, terms):
        for block in check.of_child(dossier, items):
            yield _found(block, person)
    yield from _sent_back(batch)
    yield from (_found(block, None) for block in check.totals(Declared(batch.items, cents.of(batch.amount))))
    if drafting.digest(batch) != batch.items_digest:
        told = f"批次{batch.code}的明细与制单时不一致，可能绕过系统改动过；请撤销批次后重新生成，并运行 taizhang verify"
        yield Found(told, True, "BATCH_DIGEST", None)


def _found(block: Block, person: Person | None) -> Found:
    where = f"{person.now.code}：" if person is not None else ""
    return Found(where + block.sentence, block.blocking, block.code, person.now.pk if person is not None else None)


def _rows(batch: PaymentBatch, terms: Any) -> Iterator[tuple[Person, Dossier, list[Item]]]:
    of_persons = groupby(_items(batch), key=itemgetter(0))
    portions = iter(lambda: [(key, list(mine)) for key, mine in islice(of_persons, _PORTION)], [])
    for portion in portions:
        by_person = {str(key): mine for key, mine in portion}
        persons = list(reading.people(terms.policies, only=by_person, other=batch.pk))
        in_clear = known.of(persons, clock.today())
        for person in persons:
            about = in_clear[person.person]
            yield person, _dossier(person, about), list(map(_item, by_person[person.person]))


def _sent_back(batch: PaymentBatch) -> Iterator[Found]:
    """What the bank returned goes to the same account again: allowed, since an account may have been thawed."""
    anew = Payment.objects.filter(batch=batch, cause="RETURNED").order_by("seq")
    for one in anew.values_list("seq", "child_id", "child__code", "month_covered", "account_tail").iterator(_PORTION):
        seq, child, code, month, tail = one
        before = Payment.objects.filter(child=child, month_covered=month, status=PaymentStatus.RETURNED)
        last = before.order_by("-pk").values_list("account_tail", "return_reason").first()
        if last is not None and last[0] == tail:
            told = f"{code}：第{seq}笔仍发往被退回的账号（尾号{tail}，{last[1]}）；请确认账户已可用，或登记新账户后重新生成"
            yield Found(told, False, "RETURNED_ACCOUNT", child)


def _items(batch: PaymentBatch) -> Iterator[tuple[Any, ...]]:
    rows = Payment.objects.filter(batch=batch).order_by("person", "seq")
    columns = ("person", "month_covered", "amount", "kind", "category", "snapshot")
    return iter(rows.values_list(*columns).iterator(_PORTION))


def _item(row: tuple[Any, ...]) -> Item:
    _, month, amount, kind, category, snapshot = row
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
