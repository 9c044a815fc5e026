"""The record of a payment that the bank returned, and of what became of it."""

from django.db import models
from django.db.models import F, Q

from taizhang.county.ledger.models import Record


class Outcome(models.TextChoices):
    REISSUED = "REISSUED", "重发入账"
    AGAIN = "AGAIN", "重发又退"
    NOT_OWED = "NOT_OWED", "不再应发"
    CORRECTED = "CORRECTED", "登记更正"


class ReturnedPayment(Record):
    """One return. One that comes back again is closed by the day of that, and the new return is a record of its own.

    `returned_on` is the bank's day, and the day it was taken over where the bank gave none.
    """

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    payment = models.OneToOneField(
        "children.Payment", models.PROTECT, related_name="came_back", verbose_name="发放明细"
    )
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+", verbose_name="儿童编号")
    month_covered = models.DateField("所属月份", help_text="该月 1 日")
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2)
    reason = models.CharField("退票原因", max_length=40, blank=True)
    returned_on = models.DateField("退票日期")
    outcome = models.CharField("了结方式", max_length=10, choices=Outcome, blank=True)
    closed_on = models.DateField("了结日期", null=True, blank=True)
    again = models.ForeignKey(
        "children.Payment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="重发明细"
    )

    class Meta:
        app_label = "children"
        db_table = "children_returned_payment"
        verbose_name = "退票"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome="", closed_on=None, again=None) | (~Q(outcome="") & Q(closed_on__isnull=False)),
                name="returned_payment_closed_says_how",
            ),
            models.CheckConstraint(condition=Q(closed_on__gte=F("returned_on")), name="returned_payment_days_in_order"),
            models.CheckConstraint(
                condition=~Q(outcome__in=(Outcome.REISSUED, Outcome.AGAIN)) | Q(again__isnull=False),
                name="returned_payment_paid_again_says_by_what",
            ),
        ]
