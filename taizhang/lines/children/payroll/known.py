"""What is known of a child at the moment it is paid: read in clear for a portion of persons, kept with each payment."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from taizhang.county.ledger.bulk import among
from taizhang.county.ledger.fields import EncryptedField, decrypt
from taizhang.lines.children.codes import INSTITUTIONAL, Relation, School
from taizhang.lines.children.models import Child, Guardian, PayAccount
from taizhang.lines.children.payroll.codes import AccountSort, Holder


class Account(NamedTuple):
    """Where the money goes: whose account, in whose name, of which sort."""

    number: str
    name: str
    holder: str
    sort: str
    cnaps: str = ""


class InClear(NamedTuple):
    """The row of the register that says where a child belongs, without the weight of a record."""

    pk: int
    name: str
    id_no: str
    category: str
    institution: str
    village: str
    school: str
    account: str
    place: str


class Known(NamedTuple):
    """A person in clear; `guardians` with name and relation, `accounts` all that may receive, the one in use first."""

    child: InClear
    guardians: tuple[tuple[str, str], ...]
    accounts: tuple[Account, ...]

    @property
    def account(self) -> Account:
        return self.accounts[0]


class Whose(NamedTuple):
    """The rows of the register that speak of a person, oldest first; `now` says where it belongs."""

    now: int
    rows: tuple[int, ...]


def of(persons: Sequence[Whose], today: date) -> dict[int, Known]:
    """By the row `now`; three questions for a whole portion."""
    keys = list({row for person in persons for row in person.rows})
    names = ["id", *InClear._fields[1:-1], "place__name"]
    rows = opened(Child.objects.filter(pk__in=among(Child._meta.pk, keys)).order_by(), *names)
    children = {row[0]: InClear._make(row) for row in rows}
    in_force = Q(
        Q(until=None) | Q(until__gte=today), child__in=among(Child._meta.pk, keys), since__lte=today, voided=False
    )
    guardians = _grouped(Guardian.objects.filter(in_force), "name", "relation")
    accounts = _grouped(PayAccount.objects.filter(in_force), "account", "name", "holder", "sort", "cnaps")
    return {person.now: _known(person, children, guardians, accounts) for person in persons}


def _grouped(rows: Any, *columns: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for child, *row in opened(rows.order_by("-since", "-pk"), "child_id", *columns):
        found.setdefault(child, []).append(tuple(row))
    return found


def opened(rows: Any, *columns: str, at_once: int = 0) -> Iterator[Sequence[Any]]:
    """Values of columns, sealed ones in clear: by the field itself each of them would go through four calls.

    With `at_once` so many rows are held at a time.
    """
    sealed = [n for n, name in enumerate(columns) if isinstance(_field(rows.model, name), EncryptedField)]
    asked = rows.values_list(*(Cast(name, TextField()) if n in sealed else name for n, name in enumerate(columns)))
    for row in asked.iterator(at_once) if at_once else asked:
        clear = list(row)
        for n in sealed:
            if clear[n]:
                clear[n] = decrypt(clear[n])
        yield clear


def _field(model: Any, path: str) -> Any:
    """Of a column, or of one behind a reference."""
    first, _, rest = path.partition("__")
    field = model._meta.get_field(first)
    return _field(field.related_model, rest) if rest else field


def _known(person: Whose, children: dict[int, InClear], guardians: Any, accounts: Any) -> Known:
    keys = person.rows[::-1]
    child = children[person.now]
    own = [_own(child)] if child.account else []
    written = [Account(*one) for key in keys for one in accounts.get(key, ())]
    return Known(child, tuple(one for key in keys for one in guardians.get(key, ())), (*written, *own) or (_NONE,))


_JSON = json.JSONEncoder(ensure_ascii=False)
_NONE = Account("", "", Holder.CHILD, AccountSort.CARD)
_SCHOOLS, _RELATIONS = dict(School.choices), dict(Relation.choices)


def _own(child: InClear) -> Account:
    """The account in the register: the child's own, or that of its institution."""
    institutional = child.category in INSTITUTIONAL
    holder, name = (Holder.INSTITUTION, child.institution) if institutional else (Holder.CHILD, child.name)
    return Account(child.account, name, holder, sort_of_own(child.account, institutional=institutional))


def sort_of_own(account: str, *, institutional: bool) -> str:
    """Of an account in the register: of a child's only the number tells card from passbook."""
    if institutional:
        return AccountSort.COMPANY
    return AccountSort.CARD if account.startswith("62") else AccountSort.PASSBOOK


def snapshot(known: Known, category: str, proofs: str) -> str:
    """As JSON in the order in which a reader asks; the column that keeps it is encrypted."""
    child, account = known.child, known.account
    told = {
        "name": child.name, "id_no": child.id_no, "category": category, "place": child.place,
        "village": child.village, "institution": child.institution, "school": _SCHOOLS.get(child.school, ""),
        "proof": proofs,
        "guardian": "、".join(f"{name}（{_RELATIONS.get(relation, '')}）" for name, relation in known.guardians),
        "account": account.number, "payee": account.name, "holder": account.holder, "sort": account.sort,
        "cnaps": account.cnaps,
    }  # fmt: skip
    return _JSON.encode(told)


def read(snapshots: Iterable[str]) -> Iterable[dict[str, str]]:
    return (json.loads(text) for text in snapshots)
