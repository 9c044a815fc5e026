"""What keeps a batch from going to the bank: each finding says what is wrong with which child and what to do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from taizhang.county.standards import bank
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money.cents import yuan
from taizhang.lines.children.money.entitlement import OWED, Child, Key, Terms, owed, standing
from taizhang.lines.children.money.ledger import Claim, Payment, kept, under_way
from taizhang.lines.children.money.months import Month, said

CORRECTION = "CORRECTION"
CHILD, GUARDIAN, INSTITUTION = "CHILD", "GUARDIAN", "INSTITUTION"


class Item(NamedTuple):
    """One payment of the batch, in cents, to one account."""

    month: Month
    cents: int
    kind: str
    category: str
    account: str


class Account(NamedTuple):
    """Whose an account is (CHILD, GUARDIAN or INSTITUTION) and of which sort (card, passbook, company)."""

    whose: str
    sort: str


class Dossier(NamedTuple):
    """What is known of a child apart from this batch: `payments` are those of other batches.

    `person` tells one human being from another: the identity number or its index. `accounts` are those known to be
    the child's, a guardian's or the institution's.
    """

    child: Child
    payments: Sequence[Payment]
    claims: Sequence[Claim]
    person: str
    accounts: Mapping[str, Account]


class Declared(NamedTuple):
    """What the batch says of itself: number of items and their sum in cents."""

    items: int
    cents: int


class Block(NamedTuple):
    """A finding; `child` is None when it concerns the batch, `blocking` false for what only deserves a look."""

    child: Key | None
    code: str
    sentence: str
    blocking: bool = True


class Check:
    """Checks one batch as it streams by; keeps a person and an account per child to find those that come twice."""

    __slots__ = ("_accounts", "_cents", "_count", "_institutional", "_persons", "_terms")

    def __init__(self, terms: Terms, institutional: frozenset[str]) -> None:
        """`institutional` are the categories whose money goes to the institution."""
        self._terms, self._institutional = terms, institutional
        self._persons: dict[str, Key] = {}
        self._accounts: dict[str, Key] = {}
        self._count = self._cents = 0

    def run(self, declared: Declared, rows: Iterable[tuple[Dossier, Sequence[Item]]]) -> Iterator[Block]:
        """All findings: child by child in the order given, those on the whole batch last."""
        for dossier, items in rows:
            yield from self.of_child(dossier, items)
        yield from self.totals(declared)

    def of_child(self, dossier: Dossier, items: Sequence[Item]) -> Iterator[Block]:
        """All items of one child must come together, or what they add up to is not seen."""
        self.passed(len(items), sum(item.cents for item in items))
        yield from self.of_months(dossier, items)
        for account in {item.account: item for item in items}.values():
            yield from self._account(dossier, account)

    def passed(self, items: int, cents: int) -> None:
        """Takes items into the totals; of those that are not handed in it is known that nothing is to be said."""
        self._count += items
        self._cents += cents

    def of_months(self, dossier: Dossier, items: Sequence[Item]) -> Iterator[Block]:
        """What is to be said apart from the accounts: the same for all children of whom the same is known."""
        yield from self._person(dossier, items)
        try:
            yield from self._months(dossier, items)
        except Invalid as fault:
            yield Block(dossier.child.key, "CONTRADICTION", str(fault))

    def _person(self, dossier: Dossier, items: Sequence[Item]) -> Iterator[Block]:
        key = dossier.child.key
        if self._persons.setdefault(dossier.person, key) != key:
            told = "同一身份号码在本批次另有一名儿童在领；请核对两份档案，终止其中一份后重新生成"
            yield Block(key, "TWO_CATEGORIES", told)
        if len(items) > 1 and len({(item.month, item.category) for item in items}) > len(
            {item.month for item in items}
        ):
            yield Block(key, "TWO_CATEGORIES", "同一月份按两个类别发放；请核对类别变更的起止月份，只保留一个类别")

    def _months(self, dossier: Dossier, items: Sequence[Item]) -> Iterator[Block]:
        last = max((item.month for item in items), default=self._terms.opened)
        due = owed(dossier.child, self._terms, last)
        held = kept(dossier.payments, dossier.claims, self._terms.opened)
        for item in items:
            held[item.month] = held.get(item.month, 0) + item.cents
            if item.cents <= 0:
                yield Block(dossier.child.key, "NOT_POSITIVE", f"{said(item.month)}金额不大于零；请删除该笔或更正金额")
            # Of a month that is not owed only what was recovered beyond what had arrived is given back.
            if item.month not in due and (item.kind != CORRECTION or held[item.month] > 0):
                yield self._not_owed(dossier, item)
        for month in {item.month for item in items}:
            if month in due and held[month] > due[month]:
                yield _too_much(dossier, items, month, due[month], held[month])

    def _not_owed(self, dossier: Dossier, item: Item) -> Block:
        found = standing(dossier.child, item.month, self._terms)
        if found.code in OWED:
            told = f"{said(item.month)}早于本系统开始记账的{said(self._terms.opened)}；请在原系统核对后以更正办理"
            return Block(dossier.child.key, "BEFORE_LEDGER", told)
        return Block(
            dossier.child.key, found.code, f"{said(item.month)}不能发放：{found.sentence}；{_TO_DO[found.code]}"
        )

    def _account(self, dossier: Dossier, item: Item) -> Iterator[Block]:
        key, tail = dossier.child.key, item.account[-4:]
        if not item.account:
            yield Block(key, "ACCOUNT_MISSING", "没有收款账号；请登记收款账户后重新生成批次")
            return
        known = dossier.accounts.get(item.account)
        if known is None:
            told = f"收款账号（尾号{tail}）不属于儿童本人、监护人或养育机构；请核对账户资料后更换"
            yield Block(key, "ACCOUNT_STRANGER", told)
            return
        try:
            bank.check_account(item.account, known.sort)
        except Invalid as fault:
            yield Block(key, "ACCOUNT_INVALID", f"收款账号（尾号{tail}）：{fault}")
        yield from self._payee(key, item, known)

    def _payee(self, key: Key, item: Item, known: Account) -> Iterator[Block]:
        if (item.category in self._institutional) != (known.whose == INSTITUTION):
            word = self._terms.rates.word(item.category)
            payee = "养育机构" if item.category in self._institutional else "儿童本人或监护人"
            told = f"“{word}”应发到{payee}的账户，现账号（尾号{item.account[-4:]}）不是；请更换收款账号"
            yield Block(key, "WRONG_PAYEE", told)
        elif known.whose != INSTITUTION and self._accounts.setdefault(item.account, key) != key:
            told = f"收款账号（尾号{item.account[-4:]}）与另一名儿童相同；兄弟姐妹共用账户的可以发放，请确认"
            yield Block(key, "SHARED_ACCOUNT", told, blocking=False)

    def totals(self, declared: Declared) -> Iterator[Block]:
        if declared.items != self._count:
            told = f"批次写明{declared.items}笔，明细为{self._count}笔；请重新生成批次"
            yield Block(None, "BATCH_COUNT", told)
        if declared.cents != self._cents:
            gap = yuan(declared.cents - self._cents)
            told = f"批次写明合计{yuan(declared.cents)}元，明细合计{yuan(self._cents)}元，相差{gap}元；请重新生成批次"
            yield Block(None, "BATCH_SUM", told)


_TO_DO = {
    "AFTER_STOP": "请删除该笔；终止有误的先更正档案",
    "OVER_AGE": "请上传当月就读证明，或删除该笔并办理终止",
    "SUSPENDED": "请删除该笔，或先办理恢复发放",
    "BEFORE_START": "请删除该笔；起领年月有误的先更正并写明理由",
    "NO_MONTHS": "请删除该笔，已发的办理追缴",
    "NOT_PAID": "请删除该笔，或核对儿童类别",
}


def _too_much(dossier: Dossier, items: Sequence[Item], month: Month, due: int, held: int) -> Block:
    mine = [item for item in items if item.month == month and item.kind != CORRECTION]
    whole = len(mine) + len(under_way(dossier.payments, month)) > 1 and any(item.kind == "REGULAR" for item in mine)
    if whole:
        told = f"{said(month)}重复发放：应发{yuan(due)}元，连同本批次已达{yuan(held)}元；请删除重复的一笔"
        return Block(dossier.child.key, "PAID_TWICE", told)
    told = f"{said(month)}应发{yuan(due)}元，连同本批次已达{yuan(held)}元；请按发放计划更正金额"
    return Block(dossier.child.key, "TOO_MUCH", told)
