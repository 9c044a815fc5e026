"""What every row of every ledger has: who keeps it, where it belongs, its edition, and whether it still counts."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from taizhang.county.audit.models import Versioned
from taizhang.county.ledger import registry


class Record(Versioned):
    """A row of a ledger. `unit` and `place` decide who reaches it; a voided row stays, and is counted nowhere.

    `edition` grows with every write through the door: a form that was opened on an older edition is stopped there.
    """

    unit = models.ForeignKey("people.Organisation", models.PROTECT, verbose_name="填报单位", related_name="+")
    place = models.ForeignKey(
        "places.Place", models.PROTECT, to_field="code", verbose_name="所属乡镇", related_name="+", db_index=False
    )
    edition = models.PositiveIntegerField("版次", default=1, editable=False)
    voided = models.BooleanField("已作废", default=False, editable=False)
    void_reason = models.CharField("作废理由", max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(voided=False) | ~Q(void_reason=""), name="%(app_label)s_%(class)s_void_has_reason"
            )
        ]

    def __str__(self) -> str:
        return registry.of(type(self)).title(self)


class Submission(models.Model):
    """A form that was sent: sent again, by a double click or an impatient reload, it finds the record it made."""

    token = models.UUIDField(primary_key=True)
    ledger = models.CharField("台账", max_length=60)
    record_id = models.BigIntegerField(null=True)
    by = models.ForeignKey("people.Person", models.PROTECT, verbose_name="经手人", related_name="+")
    at = models.DateTimeField("提交时间")

    class Meta:
        db_table = "ledger_submission"
        verbose_name = "提交"


_WRITTEN = ("committed", "undoing", "undone")


class SheetImport(models.Model):
    """An uploaded workbook from its preview to its commit, and to its undoing where it comes to that.

    `columns` is what a person said of how its sheets are to be read, by name of sheet (sheets.mapping.Chosen).
    `partial` is the choice to write the good rows and leave the bad ones for later.
    `change_id` and `undone_change_id` name the acts that wrote: which records, is told by the versions of those acts.
    """

    class State(models.TextChoices):
        READING = "reading", "正在核对"
        PREVIEWED = "previewed", "待确认"
        LOOKING = "looking", "正在查找可能重复的行"
        WRITING = "writing", "正在写入"
        COMMITTED = "committed", "已导入"
        FAILED = "failed", "无法读取"
        DROPPED = "dropped", "已放弃"
        UNDOING = "undoing", "正在撤销"
        UNDONE = "undone", "已撤销"

    ledger = models.CharField("台账", max_length=60)
    file = models.FileField("文件", upload_to="imports/%Y/%m")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey("people.Person", models.PROTECT, verbose_name="导入人", related_name="+")
    at = models.DateTimeField("上传时间")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PREVIEWED)
    counts: Any = models.JSONField("计数", default=dict)
    columns: Any = models.JSONField("核对过的栏目", default=dict)
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, verbose_name="确认人", related_name="+"
    )
    reason = models.CharField("导入说明", max_length=200, blank=True)
    partial = models.BooleanField("先导入无误的行", default=False)
    change_id = models.BigIntegerField(null=True)
    committed_at = models.DateTimeField("导入时间", null=True)
    undone_change_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_by = models.ForeignKey("people.Person", models.PROTECT, null=True, verbose_name="撤销人", related_name="+")

    class Meta:
        db_table = "ledger_sheet_import"
        verbose_name = "导入"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=_WRITTEN, committed_at__isnull=False, change_id__isnull=False)
                | (~Q(state__in=_WRITTEN) & Q(committed_at=None, change_id=None)),
                name="sheet_import_committed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="undone", undone_at__isnull=False, undone_by__isnull=False, undone_change_id__isnull=False
                )
                | (~Q(state="undone") & Q(undone_at=None, undone_by=None, undone_change_id=None)),
                name="sheet_import_undone_has_moment",
            ),
        ]


class SheetMapping(models.Model):
    """What a title in the sheets of one organisation means: a column of the ledger, or "" for none of them.

    `title` is plain (sheets.titles); `pad` is the number of digits to which numbers are filled up with zeros, or 0.
    """

    unit = models.ForeignKey("people.Organisation", models.PROTECT, verbose_name="单位", related_name="+")
    ledger = models.CharField("台账", max_length=60)
    title = models.CharField("表头", max_length=200)
    column = models.CharField("栏目", max_length=60, blank=True)
    pad = models.PositiveSmallIntegerField("补零到位数", default=0)
    by = models.ForeignKey("people.Person", models.PROTECT, verbose_name="核对人", related_name="+")
    at = models.DateTimeField("核对时间")

    class Meta:
        db_table = "ledger_sheet_mapping"
        verbose_name = "栏目对应"
        constraints = [models.UniqueConstraint(fields=["unit", "ledger", "title"], name="sheet_mapping_once")]


class SheetExport(models.Model):
    """A long export: asked for, made in the queue, fetched by whoever asked, and deleted after a time.

    One of minors' data waits first for another person's release: `asked_rows` is how many rows it had when it was asked
    for, `lapses_on` the last day on which it may be decided. See sheets.releases.

    `asked` is the address of the list with its filters and order. `rights` is a digest of what the person could reach
    when the file was made: whoever can reach something else since gets no file of then.
    """

    class State(models.TextChoices):
        ASKED = "asked", "待审批"
        REFUSED = "refused", "未获批准"
        LAPSED = "lapsed", "过期未批"
        WAITING = "waiting", "正在生成"
        READY = "ready", "可以下载"
        FAILED = "failed", "没有生成"
        GONE = "gone", "已删除"

    ledger = models.CharField("台账", max_length=60)
    by = models.ForeignKey("people.Person", models.PROTECT, verbose_name="导出人", related_name="+")
    at = models.DateTimeField("提出时间")
    asked = models.TextField("条件", blank=True)
    whole = models.BooleanField("整个台账", default=False)
    columns: Any = models.JSONField("栏目", default=list)
    form = models.CharField("格式", max_length=10)
    clear_reason = models.CharField("完整导出的理由", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    rows = models.PositiveBigIntegerField("行数", default=0)
    done = models.PositiveBigIntegerField("已写行数", default=0)
    note = models.CharField("说明", max_length=300, blank=True)
    rights = models.CharField(max_length=64, blank=True)
    file = models.FileField("文件", upload_to="exports/%Y/%m", blank=True)
    reason = models.CharField("导出理由", max_length=200, blank=True)
    asked_rows = models.PositiveBigIntegerField("申请时行数", null=True)
    lapses_on = models.DateField("审批期限", null=True)
    decided_by = models.ForeignKey("people.Person", models.PROTECT, null=True, verbose_name="审批人", related_name="+")
    decided_at = models.DateTimeField("审批时间", null=True)
    decision = models.CharField("审批意见", max_length=200, blank=True)
    made_at = models.DateTimeField("生成时间", null=True)
    fetched_at = models.DateTimeField("下载时间", null=True)

    class Meta:
        db_table = "ledger_sheet_export"
        verbose_name = "导出"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="ready", made_at__isnull=False) & ~Q(file="") | ~Q(state="ready"),
                name="sheet_export_ready_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("by")),
                name="sheet_export_released_by_another",
                violation_error_message="导出申请须由申请人以外的人审批",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="sheet_export_decision_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(lapses_on=None) | Q(decided_by__isnull=False) | Q(state__in=("asked", "lapsed", "gone")),
                name="sheet_export_released_before_made",
                violation_error_message="未成年人信息的导出须先经审批再生成",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(decision=""), name="sheet_export_refusal_has_reason"
            ),
        ]


class SheetProgress(models.Model):
    """How far a step of an import has come: written beside its transaction, so that others see it before it ends."""

    run = models.OneToOneField(SheetImport, models.CASCADE, primary_key=True, related_name="progress")
    done = models.PositiveBigIntegerField("行", default=0)
    cancelled = models.BooleanField("请求取消", default=False)

    class Meta:
        db_table = "ledger_sheet_progress"
        verbose_name = "导入进度"
