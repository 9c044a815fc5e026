"""The records of cases: a case with its steps, the parents with what keeps them from the child, the reviews."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from taizhang.county.audit.models import Versioned
from taizhang.county.ledger.derive import label
from taizhang.county.ledger.fields import BlindIndexField, EncryptedField
from taizhang.county.ledger.models import Record
from taizhang.county.standards import citizen_id
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.cases.codes import (
    OPEN,
    CaseState,
    Circumstance,
    Conclusion,
    Disability,
    Finding,
    Reviewed,
    Role,
)
from taizhang.lines.children.codes import Category, Relation, School
from taizhang.lines.children.payroll.codes import Holder


def _person(text: str) -> Any:
    return models.ForeignKey(
        "people.Person", models.PROTECT, null=True, editable=False, verbose_name=text, related_name="+"
    )


class ChildCase(Record):
    """One application for one child, and the file of the child while it is supported.

    `child` is its row of the register now, the newest after a change of category. `papers` are names of
    cases/papers.toml joined by 、. Where `elsewhere` says that the child is registered in another county, the case is
    only passed on there.
    """

    code = models.CharField("办件编号", max_length=20, unique=True, blank=True)
    state = models.CharField("状态", max_length=20, choices=CaseState, default=CaseState.DRAFT)
    applied_on = models.DateField("申请日期")
    category = models.CharField("申请类别", max_length=16, choices=Category, blank=True)
    applicant = EncryptedField("申请人", max_length=30, blank=True)
    relation = models.CharField("申请人与儿童的关系", max_length=12, choices=Relation, blank=True)
    phone = EncryptedField("申请人电话", max_length=20, blank=True)
    name = EncryptedField("儿童姓名", max_length=30, blank=True)
    id_no = EncryptedField("儿童身份号码", max_length=18, blank=True)
    id_no_index = BlindIndexField("身份号码索引", source="id_no")
    birth_date = models.DateField("出生日期", null=True, blank=True, help_text="不填则按身份号码")
    village = models.CharField("村（社区）", max_length=40, blank=True)
    rural = models.BooleanField("农村户籍", default=True)
    school = models.CharField("就学情况", max_length=12, choices=School, blank=True)
    elsewhere = models.CharField(
        "户籍在外地的，户籍所在县（市、区）",
        max_length=40,
        blank=True,
        help_text="户籍在本县的不填；填了的由本县转户籍地办理",
    )
    institution = models.CharField("养育机构", max_length=60, blank=True, help_text="不在机构养育的不填")
    institution_code = models.CharField("养育机构编码", max_length=18, blank=True, help_text="统一社会信用代码")
    institution_since = models.DateField("入住机构日期", null=True, blank=True)
    guardian = EncryptedField("监护人", max_length=30, blank=True, help_text="就是申请人的不填")
    guardian_relation = models.CharField("监护人与儿童的关系", max_length=12, choices=Relation, blank=True)
    holder = models.CharField("收款账户属于", max_length=12, choices=Holder, blank=True)
    holder_name = EncryptedField("户名", max_length=60, blank=True, help_text="属于儿童本人的不填")
    account = EncryptedField("收款账号", max_length=32, blank=True)
    papers = models.CharField("已收申请材料", max_length=200, blank=True)
    conclusion = models.CharField("查验意见", max_length=300, blank=True)
    refusal = models.CharField("不予确认理由", max_length=500, blank=True)
    backfilled = models.BooleanField("补建档案", default=False)
    child = models.ForeignKey(
        "children.Child", models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="儿童编号"
    )
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="原办件")
    verified_by = _person("查验人")
    confirmed_by = _person("确认人")

    class Meta:
        db_table = "children_case"
        verbose_name = "儿童办件"
        indexes = [
            models.Index(fields=["place", "state"], name="child_case_place_state"),
            models.Index(fields=["id_no_index"], name="child_case_id_no"),
            models.Index(fields=["child"], name="child_case_child"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(verified_by=None) | ~Q(confirmed_by=F("verified_by")),
                name="child_case_four_eyes",
                violation_error_message="查验和确认不能是同一人；请由另一位人员确认",
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.REFUSED) | ~Q(refusal=""), name="child_case_refused_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("CONFIRMED", "ACTIVE", "SUSPENDED", "REVIEW_DUE")) | Q(child__isnull=False),
                name="child_case_supported_has_child",
            ),
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(voided=False) & ~Q(state="TERMINATED"),
                name="child_case_one_of_a_child",
            ),
            models.UniqueConstraint(
                fields=["id_no_index"],
                condition=Q(voided=False, state__in=[state for state in OPEN if state != CaseState.DRAFT]),
                name="child_case_one_under_way",
            ),
        ]

    @label("性别")
    def sex(self) -> str:
        try:
            return citizen_id.parse(self.id_no).sex
        except Invalid:
            return ""


class CaseStep(Versioned):
    """A move of a case as it was made, the only source of its clocks; `number` counts from 1 within the case.

    `notified_on` is the day on which the applicant was told, where a notice goes with the move.
    """

    case = models.ForeignKey(ChildCase, models.PROTECT, related_name="steps", verbose_name="办件")
    number = models.PositiveSmallIntegerField("序号")
    move = models.CharField("操作", max_length=20)
    on = models.DateField("日期")
    at = models.DateTimeField("时间")
    by = models.ForeignKey("people.Person", models.PROTECT, verbose_name="经办人", related_name="+")
    note = models.TextField("说明", max_length=1000, blank=True)
    notified_on = models.DateField("告知日期", null=True)

    class Meta:
        db_table = "children_case_step"
        verbose_name = "办理步骤"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="child_case_step_once"),
            models.CheckConstraint(condition=Q(notified_on__gte=F("on")), name="child_case_step_told_after"),
        ]


class Parent(Record):
    """The father or the mother in a case; of one whom nobody knows a case conference (个案会商) speaks."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    case = models.ForeignKey(ChildCase, models.PROTECT, related_name="parents", verbose_name="办件编号")
    role = models.CharField("父或母", max_length=8, choices=Role)
    name = EncryptedField("姓名", max_length=30, blank=True)
    id_no = EncryptedField("身份号码", max_length=18, blank=True)
    unknown = models.BooleanField("身份不明", default=False, help_text="出生医学证明上没有记载的")
    registered_on = models.DateField("登记日期")
    conference_on = models.DateField("个案会商日期", null=True, blank=True)
    conference_no = models.CharField("会商纪要编号", max_length=40, blank=True)
    conference_says = models.CharField("会商结论", max_length=8, choices=Finding, blank=True)

    class Meta:
        db_table = "children_parent"
        verbose_name = "父母"
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["case", "role"], condition=Q(voided=False), name="child_parent_once"),
            models.CheckConstraint(
                condition=Q(conference_on=None, conference_no="", conference_says="")
                | (Q(conference_on__isnull=False, unknown=True) & ~Q(conference_no="") & ~Q(conference_says="")),
                name="child_parent_conference_is_whole",
                violation_error_message="个案会商须写全日期、纪要编号和结论，只用于身份不明的一方",
            ),
        ]


class ParentState(Record):
    """One circumstance of a parent from a day on; `papers` are names of eligibility/states.toml joined by 、.

    `until` is when the decision lets a term end, `ended_on` the day on which it really ended, which is the event.
    """

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    parent = models.ForeignKey(Parent, models.PROTECT, related_name="states", verbose_name="父母编号")
    state = models.CharField("情形", max_length=24, choices=Circumstance)
    since = models.DateField("起始日期")
    until = models.DateField("期限届满日", null=True, blank=True, help_text="刑期、强制隔离戒毒等，按文书")
    receipt_on = models.DateField("接警回执日期", null=True, blank=True, help_text="失联的必填")
    receipt_no = models.CharField("接警回执编号", max_length=40, blank=True)
    kind = models.CharField("残疾类别", max_length=12, choices=Disability, blank=True)
    grade = models.PositiveSmallIntegerField("残疾等级", null=True, blank=True)
    papers = models.CharField("已收证明材料", max_length=200, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True, help_text="释放、找到、康复等的当天")

    class Meta:
        db_table = "children_parent_state"
        verbose_name = "父母情形"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="child_parent_state_term"),
            models.CheckConstraint(condition=Q(ended_on__gte=F("since")), name="child_parent_state_ends_after"),
        ]


class Review(Record):
    """A child looked at again: why, when, what was found and what follows."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    case = models.ForeignKey(ChildCase, models.PROTECT, related_name="reviews", verbose_name="办件编号")
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="reviews", verbose_name="儿童编号")
    kind = models.CharField("事由", max_length=20, choices=Reviewed)
    looked_on = models.DateField("核查日期")
    conclusion = models.CharField("结论", max_length=12, choices=Conclusion)
    findings = models.TextField("情况", max_length=500)

    class Meta:
        db_table = "children_review"
        verbose_name = "复核"
        indexes = [models.Index(fields=["child", "looked_on"], name="child_review_child")]
        constraints = [*Record.Meta.constraints]
