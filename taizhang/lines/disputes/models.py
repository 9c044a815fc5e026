"""The records of the line: disputes, petitions, publicity."""

from django.db import models
from django.db.models import F, Q

from taizhang.county.ledger.models import Record


class Dispute(Record):
    """A quarrel between persons or with a body, registered once whatever channels it came by."""

    class Kind(models.TextChoices):
        """The fifteen statistical kinds of a justice bureau's monthly report, and those added since (domain rule book)."""

        MARRIAGE = "01", "婚姻家庭"
        NEIGHBOUR = "02", "邻里"
        HOMESTEAD = "03", "房屋宅基地"
        CONTRACT = "04", "合同"
        BUSINESS = "05", "生产经营"
        DAMAGE = "06", "损害赔偿"
        LAND = "07", "山林土地"
        DEMOLITION = "08", "征地拆迁"
        POLLUTION = "09", "环境污染"
        LABOUR = "10", "劳动争议"
        CONSUMER = "11", "消费"
        MEDICAL = "12", "医疗"
        TRAFFIC = "13", "道路交通事故"
        PROPERTY = "14", "物业"
        VILLAGE = "15", "村务管理"
        DEBT = "16", "债务借贷"
        WAGES = "17", "欠薪"
        EMOTION = "18", "情感"
        CAMPUS = "19", "校园"
        LITIGATION = "20", "涉法涉诉"
        MILITARY = "21", "涉军"
        DISASTER = "22", "涉疫涉灾"
        OTHER = "99", "其他"

    class Level(models.TextChoices):
        SIMPLE = "simple", "简易"
        GENERAL = "general", "一般"
        COMPLEX = "complex", "疑难"

    class Risk(models.TextChoices):
        GREEN = "green", "绿"
        YELLOW = "yellow", "黄"
        RED = "red", "红"

    class Channel(models.TextChoices):
        GRID = "grid", "网格排查"
        VISIT = "visit", "群众来访"
        HOTLINE = "12345", "12345"
        PETITION = "petition", "信访转办"
        COURT = "court", "法院委派"
        POLICE = "police", "公安移交"
        PROSECUTOR = "prosecutor", "检察移交"
        DEPARTMENT = "department", "部门移送"
        OWN_MOTION = "own_motion", "主动调解"
        APPLICATION = "application", "依申请"

    class Outcome(models.TextChoices):
        """How it ended; the classes exclude each other, so that they sum to what was found."""

        PENDING = "pending", "办理中"
        AGREED = "agreed", "调解成功"
        COURT = "court", "引导走法律程序"
        PETITION = "petition", "转信访"
        WITHDRAWN = "withdrawn", "撤回"
        FAILED = "failed", "调解未成"

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    found_on = models.DateField("排查日期")
    kind = models.CharField("类型", max_length=2, choices=Kind)
    level = models.CharField("等级", max_length=8, choices=Level, default=Level.GENERAL)
    risk = models.CharField("风险", max_length=8, choices=Risk, default=Risk.GREEN)
    channel = models.CharField("来源", max_length=12, choices=Channel)
    grid = models.CharField("网格编号", max_length=17, blank=True)
    parties = models.CharField("当事人", max_length=120, help_text="姓名之间用顿号，如 张三、李四")
    people = models.PositiveIntegerField("涉及人数", default=2)
    summary = models.TextField("事由", max_length=500, blank=True)
    handler = models.CharField("调处人", max_length=40, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome, default=Outcome.PENDING)
    handled_on = models.DateField("调处日期", null=True, blank=True)
    resolved_on = models.DateField("化解日期", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入"
    )
    restricted = models.BooleanField("涉未成年人等限阅", default=False)

    class Meta:
        db_table = "disputes_dispute"
        verbose_name = "矛盾纠纷"
        indexes = [
            models.Index(fields=["place", "-found_on", "-id"], name="dispute_place_found"),
            models.Index(fields=["-found_on", "-id"], name="dispute_found"),
            models.Index(fields=["unit"], name="dispute_unit"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(handled_on__gte=F("found_on")), name="dispute_handled_after_found"),
            models.CheckConstraint(condition=Q(resolved_on__gte=F("found_on")), name="dispute_resolved_after_found"),
            models.CheckConstraint(
                condition=Q(outcome="pending", handled_on=None) | (~Q(outcome="pending") & Q(handled_on__isnull=False)),
                name="dispute_pending_until_handled",
            ),
            models.CheckConstraint(
                condition=Q(resolved_on=None) | Q(handled_on__isnull=False), name="dispute_resolved_was_handled"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="dispute_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return self.code


class Petition(Record):
    """A complaint or visit accepted under 《信访工作条例》 (in force 2022-05-01)."""

    class Kind(models.TextChoices):
        ADVICE = "advice", "建议意见"
        ACCUSATION = "accusation", "检举控告"
        APPEAL = "appeal", "申诉求决"

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    accepted_on = models.DateField("受理日期")
    kind = models.CharField("类别", max_length=12, choices=Kind)
    people = models.PositiveIntegerField("人数", default=1)
    difficult = models.BooleanField("疑难", default=False)
    repeated = models.BooleanField("重复", default=False)
    petitioner = models.CharField("信访人", max_length=60)
    matter = models.TextField("事项", max_length=500, blank=True)
    due_on = models.DateField("办理期限", null=True, blank=True, help_text="受理之日起六十日（信访工作条例第三十四条）")
    resolved_on = models.DateField("办结日期", null=True, blank=True)
    result = models.CharField("办理结果", max_length=120, blank=True)

    class Meta:
        db_table = "disputes_petition"
        verbose_name = "信访"
        indexes = [models.Index(fields=["place", "-accepted_on"], name="petition_place_accepted")]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(resolved_on__gte=F("accepted_on")), name="petition_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.code


class Publicity(Record):
    """One act of publicity: what was told, to whom, by which means."""

    class Means(models.TextChoices):
        WECHAT = "wechat", "微信"
        BROADCAST = "broadcast", "广播"
        LOUDSPEAKER = "loudspeaker", "村村响大喇叭"
        LEAFLET = "leaflet", "宣传页"
        MEETING = "meeting", "集中宣讲"

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    held_on = models.DateField("日期")
    means = models.CharField("形式", max_length=12, choices=Means)
    topic = models.CharField("主题", max_length=60, help_text="如 平安建设、反邪教、禁毒、防溺水")
    where = models.CharField("地点", max_length=60, blank=True)
    audience = models.PositiveIntegerField("受众人次", null=True, blank=True)

    class Meta:
        db_table = "disputes_publicity"
        verbose_name = "平安宣传"
        constraints = [*Record.Meta.constraints]

    def __str__(self) -> str:
        return self.code
