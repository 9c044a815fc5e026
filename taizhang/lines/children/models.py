"""The records of the line: children, guardians, standard rates, payment items, care visits, outreach stops."""

from django.db import models
from django.db.models import F, Q

from taizhang.county.ledger.fields import BlindIndexField, EncryptedField
from taizhang.county.ledger.models import Record


class Category(models.TextChoices):
    """Whom the register holds (民发〔2019〕62号, 国发〔2016〕13号); collective care as payment systems code it (121)."""

    ORPHAN_INST = "ORPHAN_INST", "孤儿（机构养育）"
    ORPHAN_SCAT = "ORPHAN_SCAT", "孤儿（社会散居）"
    DEFACTO = "DEFACTO", "事实无人抚养儿童"
    DEFACTO_INST = "DEFACTO_INST", "事实无人抚养儿童（集中养育）"
    LEFT_BEHIND = "LEFT_BEHIND", "农村留守儿童"
    HARDSHIP = "HARDSHIP_OTHER", "其他困境儿童"
    MIGRANT = "MIGRANT", "流动儿童"
    HIV = "HIV", "感染艾滋病病毒儿童"


class Child(Record):
    """One child in one category; a change of category ends this row and begins another (`previous`)."""

    class Stop(models.TextChoices):
        AGE_18 = "AGE_18", "年满十八周岁"
        AGE_16 = "AGE_16", "留守儿童年满十六周岁"
        GRADUATED = "GRADUATED", "完成学业"
        DEATH = "DEATH", "死亡"
        ADOPTED = "ADOPTED", "依法被收养"
        PARENT_RELEASED = "PARENT_RELEASED", "父母刑满或解除强制措施"
        PARENT_FOUND = "PARENT_FOUND", "父母重新取得联系"
        PARENT_RETURNED = "PARENT_RETURNED", "父母返乡照料"
        PARENT_RECOVERED = "PARENT_RECOVERED", "父母恢复抚养能力"
        MOVED = "REGISTRATION_MOVED", "户籍迁出"
        CATEGORY_CHANGED = "CATEGORY_CHANGED", "类别变更"
        FRAUD = "FRAUD", "不符合条件"
        VOLUNTARY = "VOLUNTARY", "自愿放弃"

    class School(models.TextChoices):
        NONE = "none", "未入园"
        NURSERY = "nursery", "幼儿园"
        PRIMARY = "primary", "小学"
        JUNIOR = "junior", "初中"
        SENIOR = "senior", "高中"
        VOCATIONAL = "vocational", "中职"
        COLLEGE = "college", "大专及本科"
        SPECIAL = "special", "特教或送教上门"
        DROPPED_OUT = "dropped_out", "辍学"

    class Risk(models.TextChoices):
        LOW = "low", "低"
        MEDIUM = "medium", "中"
        HIGH = "high", "高"

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    name = EncryptedField("姓名", max_length=30)
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
    stop_reason = models.CharField("终止原因", max_length=20, choices=Stop, blank=True)
    account = EncryptedField("收款账号", max_length=32, blank=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="前一类别")

    class Meta:
        db_table = "children_child"
        verbose_name = "儿童"
        indexes = [
            models.Index(fields=["place", "category"], name="child_place_category"),
            models.Index(fields=["id_no_index"], name="child_id_no"),
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
        ]

    def __str__(self) -> str:
        return self.code


class Guardian(Record):
    """Who answers for a child: the guardian by law, or the person absent parents entrusted (未成年人保护法第二十二条)."""

    class Relation(models.TextChoices):
        GRANDPARENT = "grandparent", "祖父母"
        MATERNAL = "maternal", "外祖父母"
        PARENT = "parent", "父母一方"
        SIBLING = "sibling", "兄姐"
        RELATIVE = "relative", "其他亲属"
        INSTITUTION = "institution", "养育机构"
        VILLAGE = "village", "村（居）委会"

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

    def __str__(self) -> str:
        return self.code


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
            models.UniqueConstraint(fields=["category", "valid_from"], name="rate_once_a_month"),
        ]

    def __str__(self) -> str:
        return self.code


class Payment(Record):
    """One amount for one child and one month; it counts as paid only when the bank says so, on the bank's day."""

    class Kind(models.TextChoices):
        REGULAR = "REGULAR", "正常发放"
        BACKPAY = "BACKPAY", "补发"
        CORRECTION = "CORRECTION", "更正"

    class Status(models.TextChoices):
        PENDING = "PENDING", "待发"
        SENT = "SENT", "已送银行"
        PAID = "PAID", "已发放"
        RETURNED = "RETURNED", "退票"
        CANCELLED = "CANCELLED", "取消"

    code = models.CharField("编号", max_length=24, unique=True)
    child = models.ForeignKey(Child, models.PROTECT, related_name="payments", verbose_name="儿童编号")
    category = models.CharField("发放时类别", max_length=16, choices=Category)
    month_covered = models.DateField("所属月份", help_text="该月 1 日")
    kind = models.CharField("批次类型", max_length=12, choices=Kind, default=Kind.REGULAR)
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.PENDING)
    bank_date = models.DateField("银行日期", null=True, blank=True)
    return_reason = models.CharField("退票原因", max_length=40, blank=True)
    account_tail = models.CharField("账号末四位", max_length=4, blank=True)

    class Meta:
        db_table = "children_payment"
        verbose_name = "发放明细"
        indexes = [
            models.Index(fields=["place", "bank_date"], name="payment_place_bank_date"),
            models.Index(fields=["child", "month_covered"], name="payment_child_month"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive"),
            models.CheckConstraint(
                condition=~Q(status="PAID") | Q(bank_date__isnull=False), name="payment_paid_has_bank_date"
            ),
            models.UniqueConstraint(
                fields=["child", "month_covered"],
                condition=Q(kind="REGULAR", voided=False, status__in=("PENDING", "SENT", "PAID")),
                name="payment_once_a_month",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Visit(Record):
    """A care visit to a child, by whom and what was seen."""

    class Mode(models.TextChoices):
        HOME = "home", "入户"
        PHONE = "phone", "电话"
        VIDEO = "video", "视频"

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    child = models.ForeignKey(Child, models.PROTECT, related_name="visits", verbose_name="儿童编号")
    visited_on = models.DateField("走访日期")
    mode = models.CharField("方式", max_length=8, choices=Mode)
    visitor = models.CharField("走访人", max_length=30)
    risk = models.CharField("评估风险", max_length=8, choices=Child.Risk)
    findings = models.TextField("情况", max_length=500, blank=True)

    class Meta:
        db_table = "children_visit"
        verbose_name = "关爱走访"
        constraints = [*Record.Meta.constraints]

    def __str__(self) -> str:
        return self.code


class Stop(Record):
    """One stop of the tour that explains civil affairs policy in the villages."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    held_on = models.DateField("日期")
    where = models.CharField("地点", max_length=60)
    speakers = models.CharField("宣讲人", max_length=80)
    attendance = models.PositiveIntegerField("到场人数")
    questions = models.PositiveIntegerField("解答问题数", default=0)
    next_on = models.DateField("下一站日期", null=True, blank=True)

    class Meta:
        db_table = "children_stop"
        verbose_name = "政策宣讲"
        constraints = [*Record.Meta.constraints]

    def __str__(self) -> str:
        return self.code
