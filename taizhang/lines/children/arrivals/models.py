"""A month's sample with the seed it was drawn by, and what was answered for each payment in it."""

from typing import Any

from django.db import models
from django.db.models import Q

from taizhang.county.ledger.models import Record
from taizhang.lines.children.arrivals.codes import Arrival, How
from taizhang.lines.children.codes import Category


class ArrivalSample(Record):
    """One a month: whoever could draw again until the sample pleases would prove nothing."""

    code = models.CharField("编号", max_length=20, unique=True)
    month = models.DateField("入账月份", unique=True, help_text="该月 1 日")
    size = models.PositiveIntegerField("抽取笔数")
    population = models.PositiveIntegerField("入账笔数")
    strata = models.PositiveIntegerField("层数", help_text="乡镇×类别")
    seed = models.CharField("随机种子", max_length=40)
    drawn_by = models.ForeignKey("people.Person", models.PROTECT, verbose_name="抽取人", related_name="+")
    drawn_at = models.DateTimeField("抽取时间")

    class Meta:
        app_label = "children"
        db_table = "children_arrival_sample"
        verbose_name = "到账抽查"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(month__day=1), name="arrival_sample_of_a_month"),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=models.F("population")), name="arrival_sample_within_what_was_paid"
            ),
        ]


class ArrivalCheck(Record):
    """One sampled payment and what was answered last; earlier answers are in its history."""

    code = models.CharField("编号", max_length=24, unique=True)
    sample = models.ForeignKey(ArrivalSample, models.PROTECT, related_name="checks", verbose_name="抽查")
    payment = models.ForeignKey("children.Payment", models.PROTECT, related_name="arrivals", verbose_name="发放明细")
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+", verbose_name="儿童编号")
    category = models.CharField("类别", max_length=16, choices=Category)
    month_covered = models.DateField("所属月份")
    amount = models.DecimalField("入账金额（元）", max_digits=12, decimal_places=2)
    result = models.CharField("核实结果", max_length=12, choices=Arrival, blank=True)
    asked_on = models.DateField("核实日期", null=True, blank=True)
    how = models.CharField("方式", max_length=8, choices=How, blank=True)
    asker = models.CharField("核实人", max_length=30, blank=True)
    said_amount = models.DecimalField("实收金额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    note: Any = models.CharField("说明", max_length=200, blank=True)
    matter = models.OneToOneField(
        "matters.Matter", models.PROTECT, null=True, editable=False, verbose_name="督办事项", related_name="+"
    )

    class Meta:
        app_label = "children"
        db_table = "children_arrival_check"
        verbose_name = "到账核实"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(result="", asked_on=None, how="", asker="")
                | (~Q(result="") & Q(asked_on__isnull=False) & ~Q(how="") & ~Q(asker="")),
                name="arrival_check_answer_has_who_when_how",
            ),
            models.CheckConstraint(
                condition=Q(result=Arrival.WRONG_AMOUNT, said_amount__isnull=False)
                | (~Q(result=Arrival.WRONG_AMOUNT) & Q(said_amount=None)),
                name="arrival_check_wrong_amount_says_which",
            ),
            models.CheckConstraint(
                condition=Q(matter=None) | Q(result__in=(Arrival.NOT_RECEIVED, Arrival.WRONG_AMOUNT)),
                name="arrival_check_matter_has_cause",
            ),
            models.UniqueConstraint(fields=["sample", "payment"], name="arrival_check_once_in_sample"),
        ]
