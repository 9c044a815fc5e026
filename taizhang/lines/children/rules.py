"""What must hold in the line's records beyond what each column demands; thresholds are parameters with their source."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce

from taizhang.county.ledger.rules import Problems, Threshold
from taizhang.county.standards import bank, citizen_id
from taizhang.county.standards.dates import age_on
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.codes import INSTITUTIONAL, PAID_CATEGORIES, STUDYING, Category, PaymentKind, PaymentStatus
from taizhang.lines.children.eligibility import parameters
from taizhang.lines.children.models import Child, PayCondition, Rate
from taizhang.lines.children.payroll.codes import Condition
from taizhang.lines.children.payroll.running import running


def identity_is_sound(child: Any, today: date) -> Problems:
    try:
        identity = citizen_id.parse(child.id_no, today=today)
    except Invalid as error:
        yield "id_no", str(error)
        return
    if identity.birth_date != child.birth_date:
        yield "birth_date", f"出生日期 {child.birth_date} 与身份号码第 7—14 位不符，应为 {identity.birth_date}"


def young_enough_at_enrolment(child: Any, today: date) -> Problems:
    """The allowance ends at the limit, later while in senior secondary school or college (河南, 2019)."""
    left_behind = child.category == Category.LEFT_BEHIND
    limit = age_limit("left_behind_age" if left_behind else "age_limit", child.enrolled_on)
    age = age_on(child.birth_date, child.enrolled_on)
    if age >= limit.value and (left_behind or child.school not in STUDYING):
        yield "enrolled_on", f"确认时已满 {age} 周岁，{limit.document}规定须不满 {limit.value} 周岁；在读的请改就学情况"


def age_limit(name: str, day: date) -> Threshold:
    """Of the parameters of eligibility; what is older than all documents is held against the first."""
    held = parameters.load().held(name, day)
    assert isinstance(held.value, int)
    return Threshold(held.value, held.valid_from, held.document)


def institution_is_named(child: Any, today: date) -> Problems:
    if child.category in INSTITUTIONAL and not child.institution:
        yield "institution", "机构养育（集中养育）必须填写养育机构，补贴发到机构账户"


def check_account(number: str) -> str:
    """Only a card number carries a check digit; of other accounts the length is all that can be held against them."""
    return bank.check_account(number, "card" if number.startswith("62") else "passbook")


def paid_says_when(payment: Any, today: date) -> Problems:
    if payment.status == PaymentStatus.PAID and not payment.bank_date:
        yield "bank_date", "状态为“已发放”必须有银行日期；银行没有回单的不算发放"
    if payment.status == PaymentStatus.RETURNED and not payment.return_reason:
        yield "return_reason", "退票必须写明原因，如 户名不符"
    if payment.category not in PAID_CATEGORIES:
        yield "category", f"“{payment.get_category_display()}”不发放基本生活费"


def in_the_childs_months_at_the_rate(payment: Any, today: date) -> Problems:
    """From the first month to the month of the event that ends it, whole months at the rate of the category.

    Start and end take effect from the next month. Back-pay and corrections may be parts of a rate.
    """
    if payment.batch_id is not None:
        # An item of a run was judged by the run's checks under the terms of its day; that a child left since must not
        # keep the bank's answer out.
        return
    facts = _facts(payment)
    if facts is None:
        return
    first, stopped, monthly, deducted = facts
    month = payment.month_covered
    if first and month < first:
        yield "month_covered", f"该儿童自 {first:%Y-%m} 起领，不能发放 {month:%Y-%m} 的"
    if stopped and month > stopped:
        yield "month_covered", f"该儿童已于 {stopped} 终止，次月起不再发放"
    if payment.kind == PaymentKind.REGULAR and monthly is not None and payment.amount != monthly - deducted:
        label = payment.get_category_display()
        topup = f"，补差扣减 {deducted} 元" if deducted else ""
        yield (
            "amount",
            f"{label} {month:%Y-%m} 的月标准为 {monthly} 元{topup}，现为 {payment.amount} 元；差额请用“补发”或“更正”",
        )


def _facts(payment: Any) -> Any:
    """First month, day of the end, the month's rate and what 低保 or 特困 already pays of it (民发〔2019〕62号: 补差).

    In one question: a list of payments asks it for every row.
    """
    month = payment.month_covered
    valid = Q(valid_to=None) | Q(valid_to__gte=month)
    rates = Rate.objects.filter(valid, category=payment.category, valid_from__lte=month, voided=False)
    monthly = Subquery(rates.order_by("-valid_from").values("monthly")[:1])
    lasting = Q(last_month=None) | Q(last_month__gte=month)
    topups = PayCondition.objects.filter(
        lasting, child=payment.child_id, kind=Condition.TOPUP, first_month__lte=month, voided=False
    )
    deducted = Coalesce(Subquery(topups.order_by("-first_month").values("monthly")[:1]), Decimal(0))
    return Child.objects.filter(pk=payment.child_id).values_list("first_month", "stopped_on", monthly, deducted).first()


def of_a_run_stays(payment: Any, today: date) -> Problems:
    """By hand an item of a run is not changed: what the bank was told, and what it answered, must stay the same."""
    if payment.batch_id is not None and not running.get():
        yield "batch", f"属于批次 {payment.batch.code}，不能在台账中修改；未送银行的请撤销批次，已送的凭银行回单更新"
