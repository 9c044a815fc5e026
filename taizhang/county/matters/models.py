"""What the closed loop keeps: matters, requests to pause or extend, documents of supervision, notices.

Every move is one new version of its matter, with who made it, when and why: the table of versions is the log of moves.
"""

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from taizhang.county.audit.models import Versioned
from taizhang.county.ledger.derive import label
from taizhang.county.ledger.models import Record
from taizhang.county.ledger.once import Stays
from taizhang.county.matters.notice_models import Cursor, Delivery, Preference, Run
from taizhang.county.matters.stages import DONE, ENDED, OPEN, Stage

__all__ = ["Cursor", "Delivery", "Matter", "Notice", "Preference", "Press", "Request", "Run"]

PERSON = "people.Person"
ORGANISATION = "people.Organisation"


def _person(label: str) -> Any:
    return models.ForeignKey(
        PERSON, models.PROTECT, null=True, verbose_name=label, related_name="+", db_index=False, editable=False
    )


def _moment(label: str) -> Any:
    return models.DateTimeField(label, null=True, editable=False)


class Matter(Record):
    """Something that needs action. `unit` is the unit that has it in hand, once assigned the leading one (主办).

    Deadlines are the last moments of their days; `*_warn_at` is when the light turns yellow. Light, lateness and level
    of supervision are computed from them for a moment, never stored. `about` and `about_id` name what the matter is
    about: a record of a ledger, or a paper. `units` are all organisations that take part.
    """

    # What a month had closed, as known at a past moment, would otherwise read every version there ever was.
    version_indexes = (
        models.Index(fields=["closed_on"], name="matter_v_closed", condition=Q(closed_on__isnull=False)),
    )  # fmt: skip

    class Source(models.TextChoices):
        RECORD = "record", "台账记录"
        REPORT = "report", "网格上报"
        INSTRUCTION = "instruction", "领导批示"
        DECISION = "decision", "会议决定"
        OWN = "own", "单位自立"

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    flow = models.CharField("流程", max_length=20, editable=False)
    title = models.CharField("事项", max_length=120)
    detail = models.TextField("情况", max_length=2000, blank=True)
    kind = models.CharField("类型", max_length=20, blank=True)
    level = models.CharField("等级", max_length=10)
    urgent = models.BooleanField("紧急", default=False)
    restricted = models.BooleanField("限阅", default=False)
    source = models.CharField("来源", max_length=12, choices=Source, editable=False)
    about = models.CharField("关联", max_length=60, blank=True, editable=False)
    about_id = models.BigIntegerField("关联记录", null=True, editable=False)
    origin = models.CharField("来源说明", max_length=120, blank=True, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, verbose_name="上级事项", related_name="children",
                               editable=False)  # fmt: skip
    assisting = models.BooleanField("协办", default=False, editable=False)
    reopens = models.ForeignKey("self", models.PROTECT, null=True, verbose_name="重办自", related_name="reopenings",
                                editable=False)  # fmt: skip
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, editable=False)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True, editable=False)

    state = models.CharField("环节", max_length=16, editable=False)
    stage = models.CharField("阶段", max_length=12, choices=Stage, editable=False)
    registered_on = models.DateField("登记日期", editable=False)
    registered_by = _person("登记人")
    assigner = models.ForeignKey(ORGANISATION, models.PROTECT, null=True, verbose_name="交办单位", related_name="+",
                                 db_index=False, editable=False)  # fmt: skip
    assigned_by = _person("交办人")
    assigned_at = _moment("交办时间")
    handler = _person("领办人")
    claimed_at = _moment("领办时间")
    claim_due_at = _moment("领办期限")
    claim_warn_at = _moment("领办提醒时间")
    limit_days = models.PositiveSmallIntegerField("办理时限", null=True, editable=False)
    extended_days = models.PositiveSmallIntegerField("已延期", default=0, editable=False)
    due_at = _moment("办理期限")
    due_on = models.DateField("应办结日期", null=True, editable=False)
    warn_at = _moment("办理提醒时间")
    provisional = models.BooleanField("期限暂按周一至周五推算", default=False, editable=False)
    paused_at = _moment("暂停时间")
    submitted_by = _person("报结人")
    submitted_at = _moment("报结时间")
    outcome = models.CharField("结果", max_length=12, blank=True, editable=False)
    closed_by = _person("核验人")
    closed_at = _moment("办结时间")
    closed_on = models.DateField("办结日期", null=True, editable=False)
    visit_due_at = _moment("回访期限")
    visited_by = _person("回访人")
    visited_at = _moment("回访时间")
    visited_on = models.DateField("回访日期", null=True, editable=False)
    score = models.PositiveSmallIntegerField("满意度", null=True, editable=False)
    reopened_on = models.DateField("重办日期", null=True, editable=False)
    refusals = models.PositiveSmallIntegerField("退回次数", default=0, editable=False)
    returns = models.PositiveSmallIntegerField("退回重办次数", default=0, editable=False)
    units: Any = ArrayField(models.BigIntegerField(), default=list, editable=False)

    move = models.CharField("动作", max_length=16, editable=False)
    moved_by = _person("经手人")
    moved_post = models.CharField("经手人岗位", max_length=120, blank=True, editable=False)
    moved_at = models.DateTimeField("经手时间", editable=False)
    note = models.CharField("意见", max_length=1000, blank=True, editable=False)

    class Meta:
        db_table = "matters_matter"
        verbose_name = "督办事项"
        indexes = [
            # Each list a person opens, and the board, reads one of these; ended matters are in none of them.
            models.Index(fields=["unit", "stage", "due_at"], name="matter_unit_open", condition=Q(stage__in=OPEN)),
            models.Index(fields=["handler", "due_at"], name="matter_handler_open", condition=Q(stage__in=OPEN)),
            models.Index(
                fields=["assigner", "stage", "due_at"], name="matter_assigner_open", condition=Q(stage__in=OPEN)
            ),
            models.Index(fields=["place", "stage", "due_at"], name="matter_place_open", condition=Q(stage__in=OPEN)),
            models.Index(fields=["due_at"], name="matter_due_open", condition=Q(stage__in=OPEN)),
            models.Index(fields=["visit_due_at"], name="matter_to_visit", condition=Q(stage="closed")),
            models.Index(fields=["about", "about_id"], name="matter_about"),
            models.Index(fields=["place", "-registered_on"], name="matter_place_registered"),
            models.Index(fields=["unit", "closed_on"], name="matter_unit_closed"),
            # What became of somebody's own reports, the latest first.
            models.Index(fields=["registered_by", "-id"], name="matter_reported", condition=Q(source="report")),
            GinIndex(fields=["units"], name="matter_units"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(stage__in=DONE, closed_at__isnull=False, closed_on__isnull=False, closed_by__isnull=False)
                | Q(stage="cancelled", closed_at=None)
                | Q(stage__in=OPEN, closed_at=None, closed_on=None, closed_by=None),
                name="matter_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | Q(handler=None) | ~Q(closed_by=F("handler")),
                name="matter_not_closed_by_handler",
            ),
            models.CheckConstraint(
                condition=Q(visited_by=None)
                | (Q(handler=None) | ~Q(visited_by=F("handler"))) & ~Q(visited_by=F("closed_by")),
                name="matter_visited_by_a_third",
            ),
            models.CheckConstraint(
                condition=Q(score=None, visited_at=None, visited_by=None)
                | Q(score__gte=1, score__lte=5, visited_at__isnull=False, visited_by__isnull=False),
                name="matter_score_has_visit",
            ),
            models.CheckConstraint(
                condition=Q(stage="assigned", claim_due_at__isnull=False, assigned_at__isnull=False)
                | ~Q(stage="assigned"),
                name="matter_assigned_has_clock",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None, warn_at=None, due_on=None)
                | Q(due_at__isnull=False, warn_at__isnull=False, due_on__isnull=False),
                name="matter_due_and_warning",
            ),
            models.CheckConstraint(condition=Q(paused_at=None) | Q(stage="working"), name="matter_paused_at_work"),
            models.CheckConstraint(
                condition=Q(reopened_on=None) | Q(stage="reopened"), name="matter_reopened_has_day"
            ),
            models.CheckConstraint(
                condition=Q(about="", about_id=None) | ~Q(about="") & Q(about_id__isnull=False),
                name="matter_about_pair",
            ),
            models.CheckConstraint(condition=Q(assisting=False) | Q(parent__isnull=False), name="matter_assists_one"),
        ]  # fmt: skip
        triggers = [Stays(name="reopens_stays", column="reopens_id", sentence="重办关系一经登记不得更改")]

    @property
    def open(self) -> bool:
        return self.stage not in ENDED

    def remember(self) -> None:
        """What is stored now, so that `keep` writes the rest."""
        self._kept = {f.attname: getattr(self, f.attname) for f in self._meta.concrete_fields}

    def keep(self) -> None:
        """Writes what changed since `remember`, as the next edition: a statement of seventy columns costs more."""
        self.edition += 1
        self.save(update_fields=[name for name, was in self._kept.items() if getattr(self, name) != was])
        self.remember()

    @label("领办人", reads="handler__name")
    def handled_by(self) -> str:
        return self.handler.name if self.handler else ""


# Requests that still wait to be decided.
WAITING = Q(granted=None, lapsed_at=None)


class Request(Versioned):
    """A handler asks to pause or extend the handling clock; somebody one level up decides, and it stays on record.

    One not decided when the matter leaves the handler's hands has lapsed: the next one asks anew.
    """

    class Kind(models.TextChoices):
        PAUSE = "pause", "暂停计时"
        EXTEND = "extend", "延期"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="requests", verbose_name="事项")
    kind = models.CharField("申请", max_length=8, choices=Kind)
    days = models.PositiveSmallIntegerField("天数", null=True)
    reason = models.CharField("理由", max_length=500)
    asked_by = models.ForeignKey(PERSON, models.PROTECT, verbose_name="申请人", related_name="+")
    asked_at = models.DateTimeField("申请时间")
    granted = models.BooleanField("同意", null=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, verbose_name="审批人", related_name="+")
    decided_at = models.DateTimeField("审批时间", null=True)
    opinion = models.CharField("审批意见", max_length=500, blank=True)
    due_before = models.DateField("原期限", null=True)
    due_after = models.DateField("新期限", null=True)
    lapsed_at = models.DateTimeField("失效时间", null=True)
    resumed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, verbose_name="恢复人", related_name="+")
    resumed_at = models.DateTimeField("恢复时间", null=True)

    class Meta:
        db_table = "matters_request"
        verbose_name = "延期暂停申请"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=WAITING, name="request_one_at_a_time"),
            models.CheckConstraint(condition=Q(lapsed_at=None) | Q(granted=None), name="request_lapsed_undecided"),
            models.CheckConstraint(
                condition=Q(kind="extend", days__gte=1) | Q(kind="pause", days=None), name="request_extends_by_days"
            ),
            models.CheckConstraint(
                condition=Q(granted=None, decided_by=None, decided_at=None)
                | Q(granted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="request_decided_pair",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="request_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(resumed_at=None) | Q(kind="pause", granted=True), name="request_resumed_was_pause"
            ),
        ]

    @property
    def waiting(self) -> bool:
        return self.granted is None and self.lapsed_at is None


class Press(Versioned):
    """A document of supervision: reminder, note, notice, interview; `clock` and `due_on` say what it presses.

    The database allows one of each level for a matter's deadline, so that two runs never press twice.
    """

    class Level(models.IntegerChoices):
        REMINDER = 1, "提醒函"
        NOTE = 2, "督办单"
        NOTICE = 3, "通报"
        INTERVIEW = 4, "约谈通知"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="presses", verbose_name="事项")
    level = models.PositiveSmallIntegerField("级别", choices=Level)
    clock = models.CharField("时限", max_length=6)
    due_on = models.DateField("所督期限")
    number = models.CharField("文号", max_length=40, unique=True)
    unit = models.ForeignKey(ORGANISATION, models.PROTECT, verbose_name="送达单位", related_name="+")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, verbose_name="送达人", related_name="+")
    why = models.CharField("事由", max_length=200)
    demand = models.CharField("要求", max_length=500, blank=True)
    issued_by = models.ForeignKey(PERSON, models.PROTECT, null=True, verbose_name="签发人", related_name="+")
    issued_at = models.DateTimeField("发出时间")
    received_by = models.ForeignKey(PERSON, models.PROTECT, null=True, verbose_name="签收人", related_name="+")
    received_at = models.DateTimeField("签收时间", null=True)
    reply = models.CharField("回执", max_length=500, blank=True)

    class Meta:
        db_table = "matters_press"
        verbose_name = "督办文书"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit"], name="press_waiting", condition=Q(received_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["matter", "clock", "due_on", "level"], name="press_once_a_deadline"),
            models.CheckConstraint(
                condition=Q(received_by=None, received_at=None)
                | Q(received_by__isnull=False, received_at__isnull=False),
                name="press_received_pair",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="press_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.received_at IS NOT NULL"),
            )
        ]


class Notice(models.Model):
    """Something a person is told once: in the page, and by whatever ways out the county has set up.

    Not versioned: a notice proves nothing, the matter's history does.
    """

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="notices", verbose_name="收件人")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="notices", verbose_name="事项")
    press = models.ForeignKey(
        Press, models.PROTECT, null=True, related_name="+", verbose_name="督办文书", db_index=False
    )
    kind = models.CharField("类别", max_length=16)
    text = models.CharField("内容", max_length=300)
    key = models.CharField("去重键", max_length=120)
    urgent = models.BooleanField("即时", default=False)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True)

    class Meta:
        db_table = "matters_notice"
        verbose_name = "通知"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["person", "-id"], name="notice_unread", condition=Q(read_at=None))]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once")]
