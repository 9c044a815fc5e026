"""The records of the monthly run: batches, bank results, accounts, conditions of pay, recoveries and repayments."""

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from taizhang.county.ledger.fields import EncryptedField
from taizhang.county.ledger.models import Record
from taizhang.lines.children.payroll.codes import (
    AccountSort,
    BatchKind,
    BatchState,
    Cause,
    Condition,
    Holder,
    RecoveryState,
    WorkAct,
)

_CHECKED = (BatchState.CHECKED, BatchState.APPROVED, BatchState.SENT, BatchState.SETTLED)
_APPROVED = (BatchState.APPROVED, BatchState.SENT, BatchState.SETTLED)
_SENT = (BatchState.SENT, BatchState.SETTLED)


def _person(label: str, *, null: bool = True) -> Any:
    return models.ForeignKey("people.Person", models.PROTECT, null=null, verbose_name=label, related_name="+")


def _moment(label: str) -> Any:
    return models.DateTimeField(label, null=True, blank=True)


def _pair(who: str, when: str) -> Q:
    empty, given = {who: None, when: None}, {f"{who}__isnull": False, f"{when}__isnull": False}
    return Q(**empty) | Q(**given)


def _differ(who: str, other: str) -> Q:
    return Q(**{who: None}) | Q(**{other: None}) | ~Q(**{who: F(other)})


class PaymentBatch(Record):
    """Items that go to the bank together. What must never be false of its course is said by the constraints.

    `items_digest` is of its items as drafted, `file_digest` of the instruction file in clear; `units` are the
    organisations that approve it. Whether the county must approve it is settled by its amount when it is drafted, under
    the rule named in `band`.
    """

    code = models.CharField("批次号", max_length=20, unique=True)
    pay_month = models.DateField("发放月份", help_text="该月 1 日")
    kind = models.CharField("类型", max_length=8, choices=BatchKind)
    state = models.CharField("状态", max_length=8, choices=BatchState, default=BatchState.DRAFT)
    items = models.PositiveIntegerField("笔数")
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    paid_amount = models.DecimalField("已入账（元）", max_digits=14, decimal_places=2, default=0)
    returned_items = models.PositiveIntegerField("退票笔数", default=0)
    band = models.CharField("审批依据", max_length=120)
    needs_county = models.BooleanField("须县领导批准", default=False)
    passed = models.CharField("已过环节", max_length=20, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="原批次")
    layout = models.CharField("文件版式", max_length=20, blank=True)
    note = models.CharField("退回、撤销理由", max_length=200, blank=True)
    items_digest = models.CharField("明细摘要", max_length=64)
    file = models.CharField("指令文件", max_length=120, blank=True)
    file_digest = models.CharField("文件摘要", max_length=64, blank=True)
    units: Any = ArrayField(models.BigIntegerField(), default=list)
    maker = _person("制单", null=False)
    made_at = models.DateTimeField("制单时间")
    checker = _person("复核")
    checked_at = _moment("复核时间")
    finance = _person("财政审批")
    finance_at = _moment("财政审批时间")
    county = _person("县领导审批")
    county_at = _moment("县领导审批时间")
    sent_at = _moment("送银行时间")
    settled_at = _moment("结清时间")

    class Meta:
        db_table = "children_payment_batch"
        verbose_name = "发放批次"
        indexes = [models.Index(fields=["-pay_month", "-id"], name="batch_month")]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(pay_month__day=1), name="batch_pays_a_month"),
            models.CheckConstraint(condition=Q(items__gt=0, amount__gt=0), name="batch_has_items"),
            models.CheckConstraint(
                condition=_pair("checker", "checked_at") & _pair("finance", "finance_at")
                & _pair("county", "county_at"),
                name="batch_who_has_when",
            ),
            models.CheckConstraint(
                condition=_differ("checker", "maker") & _differ("finance", "maker") & _differ("finance", "checker")
                & _differ("county", "maker") & _differ("county", "checker") & _differ("county", "finance"),
                name="batch_four_eyes",
                violation_error_message="制单、复核、财政审批、县领导审批不能是同一人；请由另一位人员办理",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_CHECKED) | Q(checker__isnull=False), name="batch_checked_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_APPROVED)
                | (Q(finance__isnull=False) & (Q(needs_county=False) | Q(county__isnull=False))),
                name="batch_approved_by_all",
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.DRAFT) | Q(checker=None, finance=None, county=None),
                name="batch_draft_is_unapproved",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=_SENT, sent_at__isnull=False) & ~Q(file="") & ~Q(file_digest=""))
                | (~Q(state__in=_SENT) & Q(sent_at=None, file="", file_digest="")),
                name="batch_sent_has_file",
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.SETTLED, settled_at__isnull=False)
                | (~Q(state=BatchState.SETTLED) & Q(settled_at=None)),
                name="batch_settled_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.DROPPED) | ~Q(note=""), name="batch_dropped_has_reason"
            ),
            models.CheckConstraint(condition=Q(voided=False), name="batch_is_dropped_not_voided"),
            models.UniqueConstraint(
                fields=["pay_month"],
                condition=Q(kind=BatchKind.REGULAR) & ~Q(state=BatchState.DROPPED),
                name="batch_one_run_a_month",
            ),
        ]  # fmt: skip


class BankResult(models.Model):
    """A file in which the bank answered, as it came, sealed; the same file is taken over once."""

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="results", verbose_name="批次")
    sha256 = models.CharField("摘要", max_length=64)
    name = models.CharField("文件名", max_length=120)
    content = models.BinaryField("内容（加密）")
    answers = models.PositiveIntegerField("新增回单笔数")
    paid = models.PositiveIntegerField("入账笔数")
    returned = models.PositiveIntegerField("退票笔数")
    by = models.ForeignKey("people.Person", models.PROTECT, verbose_name="上传人", related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        db_table = "children_bank_result"
        verbose_name = "银行回单"
        constraints = [models.UniqueConstraint(fields=["batch", "sha256"], name="bank_result_once")]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Update | pgtrigger.Delete)]


class PayAccount(Record):
    """Where a child's money goes from a month on, and whose account that is; without one the child's own is taken."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="accounts", verbose_name="儿童编号")
    holder = models.CharField("账户属于", max_length=12, choices=Holder)
    name = EncryptedField("户名", max_length=60)
    account = EncryptedField("账号", max_length=32)
    sort = models.CharField("账户种类", max_length=8, choices=AccountSort, default=AccountSort.CARD)
    cnaps = models.CharField("联行号", max_length=12, blank=True)
    since = models.DateField("启用日期")
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        db_table = "children_pay_account"
        verbose_name = "收款账户"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="pay_account_dates_in_order"),
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(until=None, voided=False),
                name="pay_account_one_in_use",
                violation_error_message="这名儿童已有在用的收款账户；请先在原账户上填写停用日期，再登记新账户",
            ),
        ]


class PayCondition(Record):
    """What changes a child's pay in some months: another allowance deducted, study after the age limit, a halt."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="conditions", verbose_name="儿童编号")
    kind = models.CharField("情形", max_length=10, choices=Condition)
    first_month = models.DateField("起始月", help_text="该月 1 日")
    last_month = models.DateField("终止月", null=True, blank=True, help_text="该月 1 日；未定的不填")
    monthly = models.DecimalField("每月扣减（元）", max_digits=10, decimal_places=2, null=True, blank=True)
    restored = models.BooleanField("复核后补发", default=False)
    reason = models.CharField("依据", max_length=80, help_text="如 低保证号、学籍证明、暂停通知的文号")

    class Meta:
        db_table = "children_pay_condition"
        verbose_name = "发放情形"
        indexes = [models.Index(fields=["child", "first_month"], name="pay_condition_child")]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(last_month__gte=F("first_month")), name="pay_condition_in_order"),
            models.CheckConstraint(
                condition=Q(first_month__day=1) & (Q(last_month=None) | Q(last_month__day=1)),
                name="pay_condition_by_months",
            ),
            models.CheckConstraint(
                condition=Q(kind=Condition.TOPUP, monthly__gt=0) | (~Q(kind=Condition.TOPUP) & Q(monthly=None)),
                name="pay_condition_topup_deducts",
                violation_error_message="补差扣减须写明每月扣减的金额，其他情形不填",
            ),
            models.CheckConstraint(
                condition=Q(restored=False) | Q(kind=Condition.SUSPENDED),
                name="pay_condition_restored_halt",
                violation_error_message="只有暂停发放才有“复核后补发”",
            ),
        ]


class Recovery(Record):
    """Money demanded back of one child for one cause.

    `months` lists {month: 202308, cents, withdrawn}: demanded, and no longer demanded. `refunded` is what the bank paid
    back of what had been repaid.
    """

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="recoveries", verbose_name="儿童编号")
    cause = models.CharField("原因", max_length=16, choices=Cause)
    sentence = models.TextField("事由", max_length=600)
    months: Any = models.JSONField("月份", default=list)
    amount = models.DecimalField("应退（元）", max_digits=12, decimal_places=2)
    withdrawn = models.DecimalField("撤回（元）", max_digits=12, decimal_places=2, default=0)
    repaid = models.DecimalField("已退（元）", max_digits=12, decimal_places=2, default=0)
    refunded = models.DecimalField("退还（元）", max_digits=12, decimal_places=2, default=0)
    state = models.CharField("状态", max_length=10, choices=RecoveryState, default=RecoveryState.NOTICED)
    notice_on = models.DateField("通知日期")
    first_due = models.DateField("首期应退日期")
    instalments = models.PositiveSmallIntegerField("分期数", default=1)
    closed_on = models.DateField("了结日期", null=True, blank=True)
    closing = models.CharField("了结依据", max_length=200, blank=True)

    class Meta:
        db_table = "children_recovery"
        verbose_name = "追缴"
        indexes = [models.Index(fields=["child", "state"], name="recovery_child_state")]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount__gt=0, withdrawn__gte=0, repaid__gte=0, refunded__gte=0, instalments__gte=1)
                & Q(withdrawn__lte=F("amount") - F("repaid")) & Q(refunded__lte=F("repaid")),
                name="recovery_adds_up",
            ),
            models.CheckConstraint(
                condition=~Q(state=RecoveryState.REPAID)
                | Q(repaid=F("amount") - F("withdrawn"), closed_on__isnull=False),
                name="recovery_repaid_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(RecoveryState.WAIVED, RecoveryState.REFERRED))
                | (Q(closed_on__isnull=False) & ~Q(closing="")),
                name="recovery_closed_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=RecoveryState.WITHDRAWN) | Q(withdrawn=F("amount"), closed_on__isnull=False),
                name="recovery_withdrawn_is_whole",
            ),
            models.CheckConstraint(condition=Q(first_due__gte=F("notice_on")), name="recovery_due_after_notice"),
        ]  # fmt: skip


class Repayment(Record):
    """Money that came back on a recovery; a voucher counts once."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="repayments", verbose_name="追缴编号")
    paid_on = models.DateField("退款日期")
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2)
    voucher = models.CharField("凭证号", max_length=40)

    class Meta:
        db_table = "children_repayment"
        verbose_name = "退款"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="repayment_is_positive"),
            models.UniqueConstraint(
                fields=["recovery", "voucher"], condition=Q(voided=False), name="repayment_voucher_once"
            ),
        ]


class RunWork(models.Model):
    """A step of a large run that nobody waits for: asked for once, done in the queue as one act, told on its page.

    `key` is what must not be asked for twice at a time; `content` a bank's file, sealed, until it is taken over.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "正在办理"
        DONE = "done", "已办好"
        FAILED = "failed", "没有办成"

    act = models.CharField("办理", max_length=8, choices=WorkAct)
    key = models.CharField("对象", max_length=160)
    batch = models.ForeignKey(PaymentBatch, models.PROTECT, null=True, related_name="works", verbose_name="批次")
    asked: Any = models.JSONField("要求", default=dict)
    content = models.BinaryField("文件（加密）", null=True)
    by = models.ForeignKey("people.Person", models.PROTECT, verbose_name="提出人", related_name="+")
    at = models.DateTimeField("提出时间")
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField("已办笔数", default=0)
    told = models.CharField("结果", max_length=500, blank=True)
    answer: Any = models.JSONField("说明", null=True)
    finished_at = models.DateTimeField("办好时间", null=True)

    class Meta:
        db_table = "children_run_work"
        verbose_name = "发放任务"
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=models.Q(state="waiting"), name="run_work_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", finished_at=None) | (~Q(state="waiting") & Q(finished_at__isnull=False)),
                name="run_work_ended_has_moment",
            ),
        ]
