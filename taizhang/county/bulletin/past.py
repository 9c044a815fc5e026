"""Issues from before this system, or signed outside it: brought in from their files, kept as they were printed."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models

from taizhang.county.audit.models import Versioned
from taizhang.county.audit.triggers import Refuse

_KEPT = "补录的期次按原件保存，不得修改；有误请在以后的期次刊发更正"


def _unedited() -> list[pgtrigger.Trigger]:
    return [Refuse(name="never_edited", operation=pgtrigger.Update, sentence=_KEPT)]


class PastUpload(models.Model):
    """A file between its preview and its import; deleted when either is decided."""

    file = models.FileField("文件", upload_to="past/waiting")
    name = models.CharField("文件名", max_length=200)
    by = models.ForeignKey("people.Person", models.PROTECT, verbose_name="上传人", related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        db_table = "bulletin_past_upload"
        verbose_name = "待补录的文件"


class PastIssue(Versioned):
    """`text` is what the file says, `words` the same without the breaks of the page, for searching.

    `parts` holds what the reading page shows beside the items: imprint, distribution, notes, contents, rest, warnings.
    The file itself is sealed like every paper; `sha256` is of its clear bytes.
    """

    year = models.PositiveSmallIntegerField("年份")
    no = models.PositiveIntegerField("期号")
    total_no = models.PositiveIntegerField("总期号", null=True)
    extra = models.BooleanField("增刊", default=False)
    name = models.CharField("刊名", max_length=60)
    issuer = models.CharField("编发单位", max_length=60, blank=True)
    date = models.DateField("日期")
    secrecy = models.CharField("密级或标注", max_length=60, blank=True)
    editor = models.CharField("责任编辑", max_length=60, blank=True)
    checker = models.CharField("审核", max_length=60, blank=True)
    signer = models.CharField("签发", max_length=60, blank=True)
    parts: Any = models.JSONField("其余部分", default=dict)
    text = models.TextField("全文")
    words = models.TextField("文字")
    file = models.FileField("原件", upload_to="past/%Y")
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("摘要", max_length=64)
    imported_by = models.ForeignKey("people.Person", models.PROTECT, verbose_name="补录人", related_name="+")
    imported_at = models.DateTimeField("补录时间")

    class Meta:
        db_table = "bulletin_past_issue"
        verbose_name = "补录的期次"
        ordering = ["-year", "-no", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["name", "year", "no", "extra"], name="past_issue_once_of_a_paper"),
            models.UniqueConstraint(fields=["sha256"], name="past_issue_file_once"),
        ]
        triggers = _unedited()

    def __str__(self) -> str:
        paper = "" if self.ours or not self.name else f"《{self.name}》"
        return f"{paper}{self.year}年{'增刊' if self.extra else ''}第{self.no}期"

    @property
    def ours(self) -> bool:
        """Whether it is the county's own bulletin, by its name."""
        return bool(self.name == settings.BULLETIN_NAME)


class PastItem(Versioned):
    """`units` are as printed: a unit of those days may have another name now."""

    issue = models.ForeignKey(PastIssue, models.PROTECT, related_name="items")
    section = models.CharField("栏目", max_length=60, blank=True)
    headline = models.CharField("标题", max_length=120, blank=True)
    body = models.TextField("正文", blank=True)
    units: Any = models.JSONField("来稿单位", default=list)
    order = models.PositiveSmallIntegerField("次序")

    class Meta:
        db_table = "bulletin_past_item"
        verbose_name = "补录的稿件"
        ordering = ["order", "pk"]
        triggers = _unedited()

    def __str__(self) -> str:
        return self.headline or self.body[:20]


class PastNumber(Versioned):
    """A number of a past item, from `start` to `end` of its headline or body; ranges have no `value`.

    `key`, place and period are the figure it was most likely said of, empty where its words leave that open.
    """

    issue = models.ForeignKey(PastIssue, models.PROTECT, related_name="numbers")
    item = models.ForeignKey(PastItem, models.PROTECT, related_name="numbers")
    ordinal = models.PositiveSmallIntegerField("序号")
    field = models.CharField(max_length=8)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField("印出的文字", max_length=120)
    value = models.DecimalField("数值", max_digits=24, decimal_places=6, null=True)
    unit = models.CharField("单位", max_length=20, blank=True)
    qualifier = models.CharField(max_length=8, blank=True)
    key = models.CharField("指标", max_length=80, null=True)
    place = models.ForeignKey(
        "places.Place", models.PROTECT, to_field="code", null=True, related_name="+", db_index=False
    )
    period_start = models.DateField("起", null=True)
    period_end = models.DateField("止", null=True)

    class Meta:
        db_table = "bulletin_past_number"
        ordering = ["ordinal"]
        indexes = [models.Index(fields=["key", "period_end"], name="past_number_by_figure")]
        constraints = [
            models.UniqueConstraint(fields=["issue", "ordinal"], name="past_number_once"),
            models.CheckConstraint(
                condition=models.Q(key=None, period_start=None, period_end=None, place=None)
                | models.Q(key__isnull=False, period_start__isnull=False, period_end__isnull=False),
                name="past_number_of_a_figure_has_a_period",
            ),
        ]
        triggers = _unedited()
