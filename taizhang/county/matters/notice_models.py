"""What the jobs of the closed loop keep: how far they have read, each run, who wants to be told how, what is to go out.

None of it is versioned: it proves nothing, and can be made again from the history of matters.
"""

from django.db import models
from django.db.models import Q

PERSON = "people.Person"


class Cursor(models.Model):
    """How far a reader of the log has come: the place in the chain of the last change it has dealt with."""

    name = models.CharField(max_length=20, primary_key=True)
    seq = models.BigIntegerField(default=0)

    class Meta:
        db_table = "matters_cursor"


class Run(models.Model):
    """One nightly run of a day: where it stands, so that a run which was stopped goes on from there."""

    day = models.DateField("日期", primary_key=True)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    seen = models.BigIntegerField("已查至事项", default=0)
    issued = models.PositiveIntegerField("发出文书", default=0)
    moved = models.PositiveIntegerField("重算期限", default=0)

    class Meta:
        db_table = "matters_run"
        verbose_name = "夜间督办"
        ordering = ["-day"]


class Preference(models.Model):
    """How a person wants to be told outside the page; who has said nothing is told by mail, where there is an address.

    `account` is the person's name in the county's chat, by which a group message calls them.
    """

    person = models.OneToOneField(PERSON, models.PROTECT, primary_key=True, related_name="+", verbose_name="人员")
    mail = models.BooleanField("邮件", default=True)
    chat = models.BooleanField("企业微信或钉钉群", default=False)
    account = models.CharField("群内账号", max_length=64, blank=True)

    class Meta:
        db_table = "matters_preference"
        verbose_name = "通知方式"
        constraints = [
            models.CheckConstraint(condition=Q(chat=False) | ~Q(account=""), name="preference_chat_has_account")
        ]


class Delivery(models.Model):
    """One notice on its way out by one channel. `sent_at` is the same for all that went out in one message."""

    class Channel(models.TextChoices):
        MAIL = "mail", "邮件"
        CHAT = "chat", "企业微信或钉钉群"

    notice = models.ForeignKey("matters.Notice", models.PROTECT, related_name="deliveries", verbose_name="通知")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="收件人", db_index=False)
    channel = models.CharField("方式", max_length=4, choices=Channel)
    next_at = models.DateTimeField("下次发送")
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    error = models.CharField("原因", max_length=200, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True)
    dead = models.BooleanField("不再重试", default=False)

    class Meta:
        db_table = "matters_delivery"
        verbose_name = "对外通知"
        indexes = [
            models.Index(
                fields=["person", "channel", "next_at"], name="delivery_waiting", condition=Q(sent_at=None, dead=False)
            ),
            models.Index(fields=["person", "channel", "-sent_at"], name="delivery_sent"),
            models.Index(fields=["id"], name="delivery_dead", condition=Q(dead=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once"),
            models.CheckConstraint(condition=Q(sent_at=None) | Q(dead=False), name="delivery_sent_or_dead"),
        ]
