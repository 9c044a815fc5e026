"""Campaigns: named windows of days over any ledgers, ordered by a document, such as a hundred-day campaign (百日行动)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from taizhang.county.ledger.models import Record
from taizhang.county.ledger.once import SetOnce


class Campaign(SetOnce, Record):
    """`counts` names ledgers by slug and figures by key; `targets` are key=number; both joined by 、.

    `ends_on` None is open. Moving a day that was announced needs `moved_because`; what it was is told by the versions.
    """

    # Not set once, but compared: a moved window is explained.
    once = ("starts_on", "ends_on", "moved_because")

    slug = models.CharField(
        "标识", max_length=40, unique=True, help_text="小写字母、数字和连字符，如 bairi-2023；引用和命令里写它"
    )
    name = models.CharField("名称", max_length=40, help_text="文中怎么叫就怎么写，如 百日行动")
    document = models.CharField("部署文件", max_length=120)
    document_no = models.CharField("文号", max_length=40, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True, help_text="没有确定的不填")
    moved_because = models.CharField(
        "起止调整依据", max_length=200, blank=True, help_text="提前、延长时写明，如 县委政法委通知延长至国庆前"
    )
    counts = models.CharField("统计内容", max_length=1000)
    units_named = models.CharField("参加单位", max_length=500, blank=True)
    targets = models.CharField("目标", max_length=500, blank=True)

    class Meta:
        db_table = "figures_campaign"
        verbose_name = "专项行动"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="campaign_dates_in_order"
            ),
        ]

    @property
    def territory(self) -> str | None:
        """The code of the township whose own campaign it is, None for one of the county."""
        return None if self.place_id == settings.COUNTY_CODE else str(self.place_id)
