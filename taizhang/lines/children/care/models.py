"""The record of those who look after the children of a place."""

from django.db import models
from django.db.models import F, Q

from taizhang.county.ledger.fields import EncryptedField
from taizhang.county.ledger.models import Record
from taizhang.lines.children.care.codes import Role


class ChildWorker(Record):
    """The child director of a village or the supervisor of a township, from a day on and through another."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    role = models.CharField("岗位", max_length=12, choices=Role)
    name = models.CharField("姓名", max_length=30)
    village = models.CharField("村（社区）", max_length=40, blank=True, help_text="儿童督导员不填")
    phone = EncryptedField("联系电话", max_length=20, blank=True)
    training_hours = models.PositiveIntegerField("累计培训学时", default=0)
    since = models.DateField("任职日期")
    until = models.DateField("离任日期", null=True, blank=True)

    class Meta:
        app_label = "children"
        db_table = "children_child_worker"
        verbose_name = "儿童主任和督导员"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="child_worker_dates_in_order"),
            models.CheckConstraint(
                condition=(Q(role=Role.DIRECTOR) & ~Q(village="")) | Q(role=Role.SUPERVISOR, village=""),
                name="child_worker_place_fits_role",
                violation_error_message="儿童主任必须填写村（社区），儿童督导员管全乡镇，不填村（社区）",
            ),
            models.UniqueConstraint(
                fields=["place", "role", "village"],
                condition=Q(until=None, voided=False),
                name="child_worker_one_in_office",
            ),
        ]
