"""The book of claims, each move of them an entry with its day, and the papers that go out about them."""

from django.db import models
from django.db.models import F, Q

from taizhang.county.ledger.fields import EncryptedField
from taizhang.county.ledger.models import Record


class Entry(models.TextChoices):
    DEMANDED = "DEMANDED", "提出追缴"
    REPAID = "REPAID", "退款"
    WITHDRAWN = "WITHDRAWN", "撤回"
    WAIVED = "WAIVED", "免除"


class ClaimEntry(Record):
    """What a claim grew or shrank by on a day: `amount` without sign, `change` as it moves what is still demanded."""

    code = models.CharField("编号", max_length=20, unique=True, blank=True)
    recovery = models.ForeignKey("children.Recovery", models.PROTECT, related_name="entries", verbose_name="追缴编号")
    sort = models.CharField("种类", max_length=10, choices=Entry)
    on = models.DateField("日期")
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2)
    change = models.DecimalField("未退增减（元）", max_digits=12, decimal_places=2)

    class Meta:
        app_label = "children"
        db_table = "children_claim_entry"
        verbose_name = "追缴往来"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount__gt=0)
                & (Q(sort=Entry.DEMANDED, change=F("amount")) | (~Q(sort=Entry.DEMANDED) & Q(change=-F("amount")))),
                name="claim_entry_moves_by_its_amount",
            ),
            models.UniqueConstraint(
                fields=["recovery"], condition=Q(sort=Entry.DEMANDED, voided=False), name="claim_entry_one_demand"
            ),
        ]


class Paper(models.TextChoices):
    NOTICE = "NOTICE", "追缴通知书"
    CERTIFICATE = "CERTIFICATE", "追缴了结证明"


class ClaimPaper(Record):
    """A numbered paper on a claim, kept as it was written: `body` holds its paragraphs (JSON) with names in clear."""

    code = models.CharField("文号", max_length=40, unique=True)
    recovery = models.ForeignKey("children.Recovery", models.PROTECT, related_name="papers", verbose_name="追缴编号")
    sort = models.CharField("文书", max_length=12, choices=Paper)
    issued_on = models.DateField("出具日期")
    issuer = models.ForeignKey("people.Person", models.PROTECT, verbose_name="出具人", related_name="+")
    body = EncryptedField("内容", editable=False)

    class Meta:
        app_label = "children"
        db_table = "children_claim_paper"
        verbose_name = "追缴文书"
        constraints = [*Record.Meta.constraints]
