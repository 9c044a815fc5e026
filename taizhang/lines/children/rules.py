"""What must hold in the line's records beyond what each column demands; thresholds are parameters with their source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from taizhang.county.standards import bank, citizen_id
from taizhang.county.standards.dates import age_on
from taizhang.county.standards.errors import Invalid

Problems = Iterator[tuple[str, str]]
PAID_CATEGORIES = {"ORPHAN_INST", "ORPHAN_SCAT", "DEFACTO", "DEFACTO_INST", "HIV"}
INSTITUTIONAL = {"ORPHAN_INST", "DEFACTO_INST"}
STUDYING = {"senior", "vocational", "college"}


@dataclass(frozen=True)
class AgeLimit:
    """An age at which a category ends, from a day on, with the document."""

    years: int
    valid_from: date
    document: str


# The allowance ends at 18, later while in senior secondary school or college (河南, 2019).
ALLOWANCE_AGE = AgeLimit(18, date(2010, 1, 1), "国办发〔2010〕54号")
LEFT_BEHIND_AGE = AgeLimit(16, date(2016, 2, 1), "国发〔2016〕13号")


def identity_is_sound(child: Any, today: date) -> Problems:
    try:
        identity = citizen_id.parse(child.id_no, today=today)
    except Invalid as error:
        yield "id_no", str(error)
        return
    if identity.birth_date != child.birth_date:
        yield "birth_date", f"出生日期 {child.birth_date} 与身份号码第 7—14 位不符，应为 {identity.birth_date}"


def young_enough_at_enrolment(child: Any, today: date) -> Problems:
    limit = LEFT_BEHIND_AGE if child.category == "LEFT_BEHIND" else ALLOWANCE_AGE
    age = age_on(child.birth_date, child.enrolled_on)
    if age >= limit.years and child.school not in STUDYING:
        yield "enrolled_on", f"确认时已满 {age} 周岁，{limit.document}规定须不满 {limit.years} 周岁；在读的请改就学情况"


def dates_in_order(child: Any, today: date) -> Problems:
    if child.enrolled_on > today:
        yield "enrolled_on", f"确认日期 {child.enrolled_on} 晚于今天 {today}"
    if child.stopped_on and child.stopped_on < child.enrolled_on:
        yield "stopped_on", f"终止日期早于确认日期 {child.enrolled_on}"
    if bool(child.stopped_on) != bool(child.stop_reason):
        yield "stop_reason", "终止日期和终止原因要么都填，要么都不填"


def institution_is_named(child: Any, today: date) -> Problems:
    if child.category in INSTITUTIONAL and not child.institution:
        yield "institution", "机构养育（集中养育）必须填写养育机构，补贴发到机构账户"


def account_is_sound(child: Any, today: date) -> Problems:
    # Without the kind of account only its length can be held against it; a card number must also pass Luhn.
    if not child.account:
        return
    kind = "card" if child.account.startswith("62") else "passbook"
    try:
        bank.check_account(child.account, kind)
    except Invalid as error:
        yield "account", str(error)


def first_of_month(*columns: str) -> Any:
    def rule(record: Any, today: date) -> Problems:
        for column in columns:
            day = getattr(record, column)
            if day and day.day != 1:
                yield column, f"按月填写，请用该月 1 日，如 {day.replace(day=1)}"

    return rule


def rate_ends_after_it_begins(rate: Any, today: date) -> Problems:
    if rate.valid_to and rate.valid_to < rate.valid_from:
        yield "valid_to", f"止执行月早于起执行月 {rate.valid_from}"


def paid_says_when(payment: Any, today: date) -> Problems:
    if payment.status == "PAID" and not payment.bank_date:
        yield "bank_date", "状态为“已发放”必须有银行日期；银行没有回单的不算发放"
    if payment.status == "RETURNED" and not payment.return_reason:
        yield "return_reason", "退票必须写明原因，如 户名不符"
    if payment.bank_date and payment.bank_date > today:
        yield "bank_date", f"银行日期 {payment.bank_date} 晚于今天 {today}"
    if payment.category not in PAID_CATEGORIES:
        yield "category", f"“{payment.get_category_display()}”不发放基本生活费"


def not_in_the_future(column: str, label: str) -> Any:
    def rule(record: Any, today: date) -> Problems:
        if getattr(record, column) > today:
            yield column, f"{label} {getattr(record, column)} 晚于今天 {today}，请核对"

    return rule
