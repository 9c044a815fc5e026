"""A check of one education register: what it found of each child, and whom a clerk still has to choose among.

Of the register's pupils nothing is kept but what belongs to a child of ours or may belong to one, encrypted.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from taizhang.county.audit.models import Versioned
from taizhang.county.ledger.fields import EncryptedField
from taizhang.lines.children.roll import terms
from taizhang.lines.children.roll.codes import TONES, Decision, Found, Result


class RollCheck(models.Model):
    """An uploaded education register from its reading to its results; the sealed file goes when it has been read."""

    class State(models.TextChoices):
        READING = "reading", "正在比对"
        DONE = "done", "已比对"
        FAILED = "failed", "没有读成"

    term = models.CharField("学期", max_length=6)
    file = models.FileField("文件", upload_to="rolls/%Y/%m", blank=True)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey("people.Person", models.PROTECT, verbose_name="上传人", related_name="+")
    at = models.DateTimeField("上传时间")
    as_of = models.DateField("台账截至")
    state = models.CharField("状态", max_length=8, choices=State, default=State.READING)
    done = models.PositiveIntegerField("已读行数", default=0)
    counts: Any = models.JSONField("计数", default=dict)
    error = models.CharField("原因", max_length=500, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        db_table = "children_roll_check"
        verbose_name = "就学比对"
        constraints = [
            models.UniqueConstraint(
                fields=["term", "sha256"], condition=~Q(state="failed"), name="roll_check_file_once_a_term"
            ),
            models.CheckConstraint(
                condition=Q(state="reading", finished_at=None) | (~Q(state="reading") & Q(finished_at__isnull=False)),
                name="roll_check_ended_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{terms.label(self.term)}就学比对"

    @property
    def term_label(self) -> str:
        return terms.label(self.term)


class SchoolResult(Versioned):
    """What one check says of one child. `pupil` and `evidence` are JSON, as read and as compared.

    `carried_from` is the result of an earlier register of the term whose decision holds here as well.
    `edition` grows with every act on it: whoever acts on an older one is told what happened meanwhile.
    """

    run = models.ForeignKey(RollCheck, models.PROTECT, related_name="results", verbose_name="比对")
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="school_results", verbose_name="儿童编号")
    aid_due = models.BooleanField("应享受资助", default=False)
    result = models.CharField("结果", max_length=12, choices=Result)
    stage = models.CharField("方式", max_length=8, choices=Found, blank=True)
    score = models.PositiveSmallIntegerField("分值", null=True)
    pupil = EncryptedField("学籍", blank=True)
    evidence = EncryptedField("依据", blank=True)
    decision = models.CharField("判定", max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey("people.Person", models.PROTECT, null=True, verbose_name="判定人", related_name="+")
    decided_at = models.DateTimeField("判定时间", null=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, verbose_name="沿用的判定", related_name="+")
    matter = models.OneToOneField(
        "matters.Matter", models.PROTECT, null=True, verbose_name="督办事项", related_name="+"
    )
    edition = models.PositiveIntegerField("版次", default=1)

    class Meta:
        db_table = "children_school_result"
        verbose_name = "就学比对结果"
        indexes = [models.Index(fields=["run", "result"], name="school_result_run_result")]
        constraints = [
            models.UniqueConstraint(fields=["run", "child"], name="school_result_once_a_child"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="school_result_decision_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child.code} {self.run.term_label}"

    @property
    def tone(self) -> str:
        return TONES[Result(self.result)]


class Candidate(models.Model):
    """A pupil who may be the child of a result; erased some time after the decision."""

    result = models.ForeignKey(SchoolResult, models.CASCADE, related_name="candidates", verbose_name="结果")
    place = models.PositiveSmallIntegerField("次序")
    stage = models.CharField("方式", max_length=8, choices=Found)
    score = models.PositiveSmallIntegerField("分值")
    pupil = EncryptedField("学籍")
    evidence = EncryptedField("依据")
    verdict = models.CharField("判定", max_length=10, choices=Decision, blank=True)

    class Meta:
        db_table = "children_roll_candidate"
        verbose_name = "候选学籍"
        constraints = [models.UniqueConstraint(fields=["result", "place"], name="roll_candidate_once_a_place")]
