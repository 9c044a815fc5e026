"""Administrative divisions with the dates they existed and what they became."""

from datetime import date

from django.db import models
from django.db.models import Q

from taizhang.county.audit.models import Versioned


class Place(Versioned):
    """A division under its short canonical code: county 6 digits, township 9, village 12, grid 15.

    The code of an inner place begins with the code of the outer one (GB/T 2260 and the statistical codes after it).
    A place that is renamed or raised in rank ends, and names its successor: history keeps the old name.
    """

    class Level(models.TextChoices):
        COUNTY = "county", "县"
        TOWNSHIP = "township", "乡镇街道"
        VILLAGE = "village", "村社区"
        GRID = "grid", "网格"

    code = models.CharField("代码", max_length=15, unique=True)
    name = models.CharField("名称", max_length=40)
    level = models.CharField("层级", max_length=10, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, to_field="code", null=True, blank=True, verbose_name="上级")
    valid_from = models.DateField("设立日期")
    valid_to = models.DateField("撤销日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, to_field="code", null=True, blank=True, related_name="predecessors", verbose_name="并入"
    )

    class Meta:
        db_table = "places_place"
        verbose_name = "区划"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="place_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(valid_to__isnull=False), name="place_with_successor_has_ended"
            ),
        ]

    def __str__(self) -> str:
        return self.name


def existing(day: date) -> Q:
    """Restricts places to those that existed on a day."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
