"""The records of the line: children, guardians, standard rates, payment items, care visits, outreach stops."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from taizhang.county.audit.triggers import referring
from taizhang.county.ledger.derive import label
from taizhang.county.ledger.fields import BlindIndexField, EncryptedField
from taizhang.county.ledger.models import Record
from taizhang.county.standards import citizen_id
from taizhang.lines.children.codes import (
    PAID_CATEGORIES,
    Category,
    PaymentKind,
    PaymentStatus,
    Relation,
    Risk,
    School,
    StopReason,
    VisitMode,
)
from taizhang.lines.children.payroll.codes import Cause
from taizhang.lines.children.payroll.models import (
    BankResult,
    PayAccount,
    PayCondition,
    PaymentBatch,
    Recovery,
    Repayment,
    RunWork,
)

# See `referring`: such a column has neither a constraint nor an index of its own.
_BY_STATEMENT: Any = {"db_constraint": False, "db_index": False}


class Child(Record):
    """One child in one category; a change of category ends this row and begins another (`previous`)."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    name = EncryptedField("姓名", max_length=30)
    name_index = BlindIndexField("姓名索引", source="name")
    id_no = EncryptedField("公民身份号码", max_length=18)
    id_no_index = BlindIndexField("身份号码索引", source="id_no")
    birth_date = models.DateField("出生日期")
    category = models.CharField("类别", max_length=16, choices=Category)
    village = models.CharField("村（社区）", max_length=40, blank=True)
    institution = models.CharField("养育机构", max_length=60, blank=True)
    school = models.CharField("就学情况", max_length=12, choices=School, default=School.PRIMARY)
    risk = models.CharField("风险", max_length=8, choices=Risk, default=Risk.LOW)
    enrolled_on = models.DateField("确认日期")
    first_month = models.DateField("起领年月", null=True, blank=True, help_text="该月 1 日；确认的次月起发放")
    stopped_on = models.DateField("终止日期", null=True, blank=True)
    stop_reason = models.CharField("终止原因", max_length=24, choices=StopReason, blank=True)
    account = EncryptedField("收款账号", max_length=32, blank=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="前一类别")

    class Meta:
        db_table = "children_child"
        verbose_name = "儿童"
        indexes = [
            models.Index(fields=["place", "category"], name="child_place_category"),
            models.Index(fields=["id_no_index"], name="child_id_no"),
            models.Index(fields=["name_index"], name="child_name"),
            models.Index(fields=["-enrolled_on", "-id"], name="child_enrolled"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(stopped_on__gte=F("enrolled_on")), name="child_stops_after_start"),
            models.CheckConstraint(
                condition=Q(stopped_on=None, stop_reason="") | (Q(stopped_on__isnull=False) & ~Q(stop_reason="")),
                name="child_stop_has_reason",
            ),
            models.UniqueConstraint(
                fields=["id_no_index", "category"],
                condition=Q(stopped_on=None, voided=False),
                name="child_once_in_category",
            ),
            models.UniqueConstraint(
                fields=["id_no_index"],
                condition=Q(stopped_on=None, voided=False, category__in=PAID_CATEGORIES),
                name="child_one_allowance",
            ),
        ]

    @label("性别")
    def sex(self) -> str:
        return citizen_id.parse(self.id_no).sex


class Guardian(Record):
    """Who answers for a child: the guardian by law, or the person absent parents entrusted (未成年人保护法第二十二条)."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    child = models.ForeignKey(Child, models.PROTECT, related_name="guardians", verbose_name="儿童编号")
    name = EncryptedField("监护人", max_length=30)
    relation = models.CharField("关系", max_length=12, choices=Relation)
    phone = EncryptedField("联系电话", max_length=20, blank=True)
    entrusted = models.BooleanField("委托照护", default=False)
    since = models.DateField("起始日期")
    until = models.DateField("终止日期", null=True, blank=True)

    class Meta:
        db_table = "children_guardian"
        verbose_name = "监护人"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="guardian_dates_in_order"),
        ]


class Rate(Record):
    """What a category is paid a month from a month on, with the document that says so. Pay is by whole months."""

    code = models.CharField("编号", max_length=20, unique=True)
    category = models.CharField("类别", max_length=16, choices=Category)
    monthly = models.DecimalField("月标准（元）", max_digits=10, decimal_places=2)
    valid_from = models.DateField("起执行月", help_text="该月 1 日")
    valid_to = models.DateField("止执行月", null=True, blank=True)
    document = models.CharField("文号", max_length=80)
    certain = models.BooleanField("已见原文", default=True)

    class Meta:
        db_table = "children_rate"
        verbose_name = "发放标准"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(monthly__gt=0), name="rate_is_positive"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="rate_dates_in_order"),
            models.UniqueConstraint(
                fields=["category", "valid_from"], condition=Q(voided=False), name="rate_once_a_month"
            ),
        ]


class Payment(Record):
    """One amount for one child and one month; it counts as paid only when the bank says so, on the bank's day.

    What follows `account_tail` is written by the monthly run alone, and empty for what was entered by hand: `snapshot`
    is what was known of the child then (JSON), `person` tells one human being from another over all its rows.
    """

    # A run writes a million rows: references are checked by the statement, columns that begin an index have no second.
    unit = models.ForeignKey(
        "people.Organisation", models.PROTECT, verbose_name="填报单位", related_name="+", db_constraint=False
    )
    place = models.ForeignKey(
        "places.Place", models.PROTECT, to_field="code", verbose_name="所属乡镇", related_name="+", **_BY_STATEMENT
    )
    code = models.CharField("编号", max_length=24, unique=True)
    child = models.ForeignKey(Child, models.PROTECT, related_name="payments", verbose_name="儿童编号", **_BY_STATEMENT)
    category = models.CharField("发放时类别", max_length=16, choices=Category)
    month_covered = models.DateField("所属月份", help_text="该月 1 日")
    kind = models.CharField("批次类型", max_length=12, choices=PaymentKind, default=PaymentKind.REGULAR)
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2)
    status = models.CharField("状态", max_length=12, choices=PaymentStatus, default=PaymentStatus.PENDING)
    bank_date = models.DateField("银行日期", null=True, blank=True)
    return_reason = models.CharField("退票原因", max_length=40, blank=True)
    account_tail = models.CharField("账号末四位", max_length=4, blank=True)
    batch = models.ForeignKey(
        PaymentBatch, models.PROTECT, null=True, editable=False, related_name="payments", verbose_name="批次",
        **_BY_STATEMENT,
    )  # fmt: skip
    seq = models.PositiveIntegerField("序号", null=True, editable=False)
    cause = models.CharField("缘由", max_length=16, choices=Cause, null=True, editable=False)
    sentence = models.CharField("说明", max_length=300, null=True, editable=False)
    standard = models.DecimalField("标准（元）", max_digits=10, decimal_places=2, null=True, editable=False)
    snapshot = EncryptedField("当时情况", null=True, editable=False)
    person = models.CharField(max_length=64, null=True, editable=False)
    answer = models.ForeignKey(
        BankResult, models.PROTECT, null=True, editable=False, related_name="payments", verbose_name="回单",
        **_BY_STATEMENT,
    )  # fmt: skip
    serial = models.CharField("银行流水号", max_length=40, null=True, editable=False)

    class Meta:
        db_table = "children_payment"
        verbose_name = "发放明细"
        indexes = [
            models.Index(fields=["place", "bank_date"], name="payment_place_bank_date"),
            models.Index(fields=["child", "month_covered"], name="payment_child_month"),
            models.Index(fields=["answer"], condition=Q(answer__isnull=False), name="payment_answer"),
        ]
        triggers = referring("unit_id", "place_id", "child_id", "batch_id", "answer_id")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive"),
            models.CheckConstraint(
                condition=~Q(status="PAID") | Q(bank_date__isnull=False), name="payment_paid_has_bank_date"
            ),
            models.CheckConstraint(condition=Q(month_covered__day=1), name="payment_covers_a_month"),
            models.UniqueConstraint(
                fields=["child", "month_covered"],
                condition=Q(kind="REGULAR", voided=False, status__in=("PENDING", "SENT", "PAID")),
                name="payment_once_a_month",
            ),
            models.CheckConstraint(
                condition=Q(batch=None, seq=None, cause=None, snapshot=None, person=None)
                | Q(batch__isnull=False, seq__isnull=False, cause__isnull=False, standard__isnull=False,
                    snapshot__isnull=False, person__isnull=False, voided=False),
                name="payment_of_a_run_is_whole",
                violation_error_message="批次内的明细不能作废或拆出；未送银行的请撤销整个批次",
            ),
            models.CheckConstraint(
                condition=Q(batch=None) | ~Q(status__in=("PAID", "RETURNED")) | Q(answer__isnull=False),
                name="payment_of_a_run_is_answered",
                violation_error_message="批次内的明细只凭银行回单改为已发放或退票；请上传回单",
            ),
            models.UniqueConstraint(fields=["batch", "seq"], name="payment_seq_once"),
            models.UniqueConstraint(
                fields=["batch", "child", "month_covered", "cause"], name="payment_cause_once_in_batch"
            ),
            models.UniqueConstraint(
                fields=["person", "month_covered"],
                condition=Q(kind="REGULAR", voided=False, status__in=("PENDING", "SENT", "PAID")),
                name="payment_once_a_month_for_a_person",
            ),
        ]  # fmt: skip


class Visit(Record):
    """A care visit to a child, by whom and what was seen."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    child = models.ForeignKey(Child, models.PROTECT, related_name="visits", verbose_name="儿童编号")
    visited_on = models.DateField("走访日期")
    mode = models.CharField("方式", max_length=8, choices=VisitMode)
    visitor = models.CharField("走访人", max_length=30)
    risk = models.CharField("评估风险", max_length=8, choices=Risk)
    findings = models.TextField("情况", max_length=500, blank=True)

    class Meta:
        db_table = "children_visit"
        verbose_name = "关爱走访"
        constraints = [*Record.Meta.constraints]


class Stop(Record):
    """One stop of the tour that explains civil affairs policy in the villages."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    held_on = models.DateField("日期")
    where = models.CharField("地点", max_length=60)
    speakers = models.CharField("宣讲人", max_length=80)
    attendance = models.PositiveIntegerField("到场人数")
    questions = models.PositiveIntegerField("解答问题数", default=0)
    next_on = models.DateField("下一站日期", null=True, blank=True)
    next_where = models.CharField("下一站地点", max_length=60, null=True, blank=True)

    class Meta:
        db_table = "children_stop"
        verbose_name = "政策宣讲"
        constraints = [*Record.Meta.constraints]


__all__ = [
    "BankResult",
    "Child",
    "Guardian",
    "PayAccount",
    "PayCondition",
    "Payment",
    "PaymentBatch",
    "Rate",
    "Recovery",
    "Repayment",
    "RunWork",
    "Stop",
    "Visit",
]


from taizhang.lines.children.arrivals import models as _arrivals  # noqa: E402, F401
from taizhang.lines.children.care import models as _care  # noqa: E402, F401
from taizhang.lines.children.cases import models as _cases  # noqa: E402, F401
from taizhang.lines.children.claims import models as _claims  # noqa: E402, F401
from taizhang.lines.children.returns import models as _returns  # noqa: E402, F401
from taizhang.lines.children.roll import models as _roll  # noqa: E402, F401  (its models belong to this app)
