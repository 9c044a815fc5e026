"""What must hold in the ledgers of the monthly run beyond what each column demands."""

from datetime import date
from typing import Any

from taizhang.county.ledger.rules import Problems
from taizhang.county.standards import bank
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.payroll.codes import AccountSort, Condition, Holder


def account_is_of_its_sort(account: Any, today: date) -> Problems:
    try:
        bank.check_account(account.account, account.sort)
    except Invalid as error:
        yield "account", str(error)
    if account.cnaps:
        try:
            bank.check_cnaps(account.cnaps)
        except Invalid as error:
            yield "cnaps", str(error)
    if (account.holder == Holder.INSTITUTION) != (account.sort == AccountSort.COMPANY):
        yield "sort", "养育机构用单位账户，儿童本人和监护人用银行卡或存折"


def condition_is_whole(condition: Any, today: date) -> Problems:
    if (condition.kind == Condition.TOPUP) != bool(condition.monthly):
        yield "monthly", "补差扣减须写明每月扣减的金额（已领低保、特困供养的月额），其他情形不填"
    if condition.kind == Condition.STUDY and condition.last_month is None:
        yield "last_month", "就读证明按学期出具，须写明证明到哪个月"
    if condition.restored and condition.kind != Condition.SUSPENDED:
        yield "restored", "只有暂停发放才有“复核后补发”"
    if condition.restored and condition.last_month is None:
        yield "last_month", "已恢复发放的，须写明暂停到哪个月"
