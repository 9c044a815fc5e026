"""Signed explanations: what a text says that cannot all be right by itself, and why a named person lets it stand."""

from collections.abc import Iterable
from typing import Any

import pgtrigger
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual

from taizhang.county.audit.models import Versioned
from taizhang.county.audit.triggers import Refuse
from taizhang.county.bulletin.triggers import Frozen

# Fewer characters than these explain nothing; more belong in the item itself.
SHORTEST, LONGEST = 10, 300


class Explanation(Versioned):
    """`claims` are the clauses that contradict each other as they were printed, `claims_digest` of exactly these.

    It is never withdrawn: when the text says something else, it no longer speaks of the text.
    """

    class Cause(models.TextChoices):
        SCOPE = "scope", "口径不同"
        PERIOD = "period", "期间不同"
        MOVEMENT = "movement", "期间内有增减"
        ARREARS = "arrears", "含补发、补缴或预付"
        ROUNDING = "rounding", "分项各自取整"
        OTHER = "other", "其他"

    item = models.ForeignKey("bulletin.Item", models.PROTECT, verbose_name="稿件", related_name="explanations")
    kind = models.CharField("检查", max_length=20)
    sentence = models.TextField("矛盾")
    claims: Any = models.JSONField("所涉文字")
    claims_digest = models.CharField("所涉文字摘要", max_length=64)
    cause = models.CharField("原因", max_length=10, choices=Cause, blank=True)
    words = models.CharField("说明", max_length=LONGEST)
    signed_by = models.ForeignKey("people.Person", models.PROTECT, verbose_name="签署人", related_name="+")
    post = models.CharField("岗位", max_length=120)
    signed_at = models.DateTimeField("签署时间")

    class Meta:
        db_table = "bulletin_explanation"
        verbose_name = "签署的说明"
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "claims_digest", "signed_by"], name="explained_once_by_each"),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("words"), SHORTEST), name="explanation_in_words"
            ),
            models.CheckConstraint(condition=~models.Q(claims_digest=""), name="explanation_of_something"),
        ]
        triggers = [
            Refuse(
                name="never_edited", operation=pgtrigger.Update, sentence="已签署的说明不得修改，情况有变请另行签署"
            ),
            Frozen(
                name="signed_stays",
                operation=pgtrigger.Insert,
                issues="SELECT issue_id FROM bulletin_item WHERE id = NEW.item_id",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def printed(self) -> str:
        """The words it speaks of, for a quotation; what another claim repeats is said once."""
        return "……".join(one for one in self.claims if not any(one != other and one in other for other in self.claims))


def standing(items: Iterable[Any]) -> set[tuple[int, str]]:
    """What was explained of these items, as pairs of an item's id and a digest."""
    known = [item.pk for item in items if item.pk]
    return set(Explanation.objects.filter(item__in=known).values_list("item_id", "claims_digest"))


def of_items(items: Iterable[Any]) -> list[Explanation]:
    """Every explanation of these items, in the order of their signatures."""
    rows = Explanation.objects.filter(item__in=[item.pk for item in items if item.pk])
    return list(rows.select_related("signed_by", "item"))
