"""Attachments kept by their hash, and the last number given in each series."""

from django.db import models


class Series(models.Model):
    name = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "documents_series"


class Attachment(models.Model):
    """A file belonging to a record of a ledger. The content is checked before it is kept; the name is only a label."""

    ledger = models.CharField("台账", max_length=60)
    record_id = models.BigIntegerField("记录")
    name = models.CharField("文件名", max_length=200)
    file = models.FileField("文件", upload_to="attachments/%Y/%m")
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)
    by = models.ForeignKey("people.Person", models.PROTECT, verbose_name="上传人", related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        db_table = "documents_attachment"
        verbose_name = "附件"
        indexes = [models.Index(fields=["ledger", "record_id"])]
        constraints = [models.UniqueConstraint(fields=["ledger", "record_id", "sha256"], name="attachment_once")]
