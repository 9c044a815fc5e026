"""What was changed, by whom and why, as a chain of hashes; and who read private columns."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models

from taizhang.county.audit.triggers import Seal
from taizhang.county.audit.versions import VersionedBase


class Clock(models.Model):
    """One row in a demonstration county, none elsewhere: how far its time lies from the real one."""

    shift = models.DurationField()

    class Meta:
        db_table = "audit_clock"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_clock")]


class Change(models.Model):
    """One act: everything it wrote shares this row, and the row is a link of the chain.

    `seq` and `hash` are given at commit under a lock, so the chain has the order in which acts became visible.
    `actor_id` is no foreign key: the log must outlive what it speaks of.
    """

    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField("经手人", max_length=80)
    action = models.CharField("动作", max_length=40, blank=True)
    reason = models.TextField("理由", blank=True)
    request = models.UUIDField(null=True)
    outside = models.BooleanField("绕过系统", default=False)
    seq = models.BigIntegerField(null=True, unique=True)
    prev = models.BinaryField(null=True)
    hash = models.BinaryField(null=True)

    class Meta:
        db_table = "audit_change"
        indexes = [models.Index(fields=["at"]), models.Index(fields=["actor_id", "at"])]
        triggers = [
            Seal(name="seal"),
            pgtrigger.Protect(
                name="sealed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.seq IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.at:%Y-%m-%d %H:%M}"


class Entry(models.Model):
    """The rows one statement of a change wrote into one table, with the digest of their versions."""

    change = models.ForeignKey(Change, models.PROTECT, related_name="entries")
    table = models.CharField(max_length=63)
    operation = models.CharField(max_length=1)
    rows = models.IntegerField()
    digest = models.BinaryField()

    class Meta:
        db_table = "audit_entry"
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Update | pgtrigger.Delete)]


class Reading(models.Model):
    """Someone saw private columns in clear: which, of what, why (网络安全法 2025 修正, 第二十三条: kept six months or more)."""

    at = models.DateTimeField("时间", db_index=True)
    actor_id = models.BigIntegerField(db_index=True)
    actor = models.CharField("查看人", max_length=80)
    post = models.CharField("岗位", max_length=120, blank=True)
    ledger = models.CharField("台账", max_length=60)
    record_id = models.BigIntegerField(null=True)
    record = models.CharField("记录", max_length=120, blank=True)
    columns = models.CharField("栏目", max_length=300)
    rows = models.IntegerField("行数", default=1)
    reason = models.CharField("理由", max_length=300)
    request = models.UUIDField(null=True)
    subject = models.CharField("何人", max_length=64, blank=True, default="")

    class Meta:
        db_table = "audit_reading"
        indexes = [
            models.Index(fields=["ledger", "record_id"]),
            models.Index(fields=["subject", "-at"], name="reading_subject", condition=~models.Q(subject="")),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Update | pgtrigger.Delete)]


class Sighting(models.Model):
    """Someone had data of minors before them, masked or not: whose, on which page (未成年人网络保护条例第三十六条: 记录访问情况).

    `subject` tells one human being from another over all rows, by a blind index; a list has none, and a number of rows.
    `span` is the quarter of an hour or so it was seen in, as a number: within it, a page seen again is seen once.
    """

    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField()
    actor = models.CharField("查阅人", max_length=80)
    post = models.CharField("岗位", max_length=120, blank=True)
    ledger = models.CharField("台账", max_length=60)
    record_id = models.BigIntegerField(null=True)
    record = models.CharField("记录", max_length=120, blank=True)
    subject = models.CharField("何人", max_length=64, blank=True)
    page = models.CharField("页面", max_length=40)
    rows = models.PositiveIntegerField("行数", default=1)
    span = models.BigIntegerField()
    request = models.UUIDField(null=True)

    class Meta:
        db_table = "audit_sighting"
        indexes = [
            models.Index(fields=["-at"], name="sighting_at"),
            models.Index(fields=["subject", "-at"], name="sighting_subject", condition=~models.Q(subject="")),
        ]
        constraints = [
            # Lists have no record, and each of them counts.
            models.UniqueConstraint(fields=["actor_id", "span", "ledger", "record_id", "page"], name="sighting_once")
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Update | pgtrigger.Delete)]


class Versioned(models.Model, metaclass=VersionedBase):
    """Base of everything whose every version is kept; `Model.versions` is the table of versions."""

    versions: Any
    version_indexes: ClassVar[tuple[models.Index, ...]] = ()

    class Meta:
        abstract = True
