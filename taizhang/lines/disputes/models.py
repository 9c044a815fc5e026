"""The records of the line: disputes, petitions, publicity, and what the police know of disputes."""

from django.db import models
from django.db.models import F, Q

from taizhang.county.ledger.models import Record
from taizhang.county.ledger.once import SetOnce, Stays
from taizhang.lines.disputes.codes import SETTLED, Channel, Kind, Level, Matter, Means, Outcome, Risk, SixPrevent


class Dispute(SetOnce, Record):
    """A quarrel between persons or with a body, registered once whatever channels it came by.

    One that turns out to be another's double is merged into it, for good, and counted no more.
    """

    once = ("merged_into_id",)

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    found_on = models.DateField("排查日期")
    kind = models.CharField("类型", max_length=2, choices=Kind)
    six_prevent = models.CharField("六防六促", max_length=10, choices=SixPrevent, blank=True)
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
                condition=Q(resolved_on=None) | Q(handled_on__isnull=False, outcome__in=SETTLED),
                name="dispute_resolved_was_settled",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="dispute_not_merged_into_itself"),
        ]
        triggers = [Stays(name="merged_stays", column="merged_into_id", sentence="并入关系一经登记不得更改")]


class Petition(Record):
    """A complaint or visit accepted under 《信访工作条例》 (in force 2022-05-01)."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    accepted_on = models.DateField("受理日期")
    kind = models.CharField("类别", max_length=12, choices=Matter)
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
            models.CheckConstraint(condition=Q(people__gte=1), name="petition_has_a_petitioner"),
        ]


class Publicity(Record):
    """One act of publicity: what was told, to whom, by which means."""

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


class CriminalCase(Record):
    """A criminal case that grew out of a registered dispute (民转刑); the police enter it, few may read it.

    The dispute is named by its code, as the police have it from the transfer note: they do not reach the ledger.
    """

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    case_no = models.CharField("立案文号", max_length=40, unique=True)
    filed_on = models.DateField("立案日期")
    dispute = models.ForeignKey(
        Dispute, models.PROTECT, to_field="code", related_name="criminal_cases", verbose_name="关联纠纷编号"
    )
    charge = models.CharField("案由", max_length=40)
    restricted = models.BooleanField("限阅", default=True, editable=False)

    class Meta:
        db_table = "disputes_criminal_case"
        verbose_name = "民转刑案件"
        indexes = [models.Index(fields=["place", "-filed_on"], name="criminal_case_place_filed")]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(restricted=True), name="criminal_case_stays_restricted"),
        ]


class PoliceQuery(Record):
    """Somebody looked in the police's records for cases that grew out of disputes: where, over which days, how many."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    asked_on = models.DateField("查询日期")
    from_on = models.DateField("查询范围自")
    to_on = models.DateField("查询范围至")
    asked_by = models.CharField("查询人", max_length=40)
    found = models.PositiveIntegerField("查得件数", help_text="没有查到填 0")
    remark = models.CharField("说明", max_length=200, blank=True)
    restricted = models.BooleanField("限阅", default=True, editable=False)

    class Meta:
        db_table = "disputes_police_query"
        verbose_name = "公安查询"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on"), asked_on__gte=F("to_on")), name="police_query_dates_in_order"
            ),
            models.CheckConstraint(condition=Q(restricted=True), name="police_query_stays_restricted"),
        ]
