"""Issues, their items, the opinions on them, every number as it was signed, and who got the issue and read it."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from taizhang.county.audit.models import Versioned
from taizhang.county.audit.triggers import Refuse
from taizhang.county.bulletin.explained import Explanation as Explanation
from taizhang.county.bulletin.past import PastIssue as PastIssue
from taizhang.county.bulletin.triggers import SENTENCE, Frozen, differs
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import CHOICES

PERSON = "people.Person"


def _pair(*names: str, text: str = "") -> Q:
    """All of these are set, and the text with them, or none is."""
    given = Q(**{f"{name}__isnull": False for name in names})
    absent = Q(**{f"{name}__isnull": True for name in names})
    return (given & ~Q(**{text: ""}) | absent & Q(**{text: ""})) if text else given | absent


class Issue(Versioned):
    """One issue from the first collected item to the archive.

    `cutoff` is the one date to which its figures run. Number, date and words exist from signing on: `paper` is the
    printed sheet from which every file is made, `words` its text, `text_digest` the SHA-256 of that text.
    """

    class State(models.TextChoices):
        COLLECTING = "collecting", "收稿"
        EDITING = "editing", "编辑"
        FIGURE_CHECK = "figure_check", "核数"
        UNIT_CONFIRM = "unit_confirm", "单位核实"
        REVIEW = "review", "审核"
        SIGN = "sign", "签发"
        PUBLISHED = "published", "已印发"
        RETURNED = "returned", "退回"
        WITHDRAWN = "withdrawn", "已撤回"
        ARCHIVED = "archived", "已归档"

    class Disclosure(models.TextChoices):
        """政府信息公开条例（国务院令第711号）第十四至十六条、第二十六条。"""

        PROACTIVE = "proactive", "主动公开"
        ON_REQUEST = "on_request", "依申请公开"
        CLOSED = "closed", "不予公开"

    class Grounds(models.TextChoices):
        SECRET = "14", "第十四条：国家秘密及公开后危及安全稳定"
        PRIVACY = "15", "第十五条：商业秘密、个人隐私"
        INTERNAL = "16", "第十六条：内部事务、过程性信息"

    year = models.PositiveSmallIntegerField("年份")
    no = models.PositiveIntegerField("期号", null=True, editable=False)
    cutoff = models.DateField("数据截至")
    date = models.DateField("签发日期", null=True, editable=False)
    state = models.CharField("状态", max_length=12, choices=State, default=State.COLLECTING, editable=False)
    editor = models.ForeignKey(PERSON, models.PROTECT, verbose_name="责任编辑", related_name="+")
    checker = models.ForeignKey(PERSON, models.PROTECT, verbose_name="审核", null=True, related_name="+")
    checked_at = models.DateTimeField("审核时间", null=True)
    checked_digest = models.CharField("审核的内容摘要", max_length=64, blank=True)
    signer = models.ForeignKey(PERSON, models.PROTECT, verbose_name="签发", null=True, related_name="+")
    signed_at = models.DateTimeField("签发时间", null=True)
    known_at = models.DateTimeField("数字截取时刻", null=True)
    text_digest = models.CharField("文字摘要", max_length=64, blank=True)
    words = models.TextField("印发的文字", blank=True)
    paper: Any = models.JSONField("版样", null=True)
    secrecy = models.CharField("密级或标注", max_length=20, blank=True)
    disclosure = models.CharField("公开属性", max_length=12, choices=Disclosure, default=Disclosure.ON_REQUEST)
    disclosure_reason = models.CharField("不予公开理由", max_length=2, choices=Grounds, blank=True)
    withdrawn_by = models.ForeignKey(PERSON, models.PROTECT, verbose_name="撤回人", null=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_reason = models.CharField("撤回理由", max_length=300, blank=True)
    edition = models.PositiveIntegerField("版次", default=1)

    class Meta:
        db_table = "bulletin_issue"
        verbose_name = "快报期次"
        ordering = ["-year", F("no").desc(nulls_first=True), "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "no"], name="issue_number_once_a_year"),
            models.CheckConstraint(
                condition=_pair("no", "date", "signer", "checker", "signed_at", "known_at", "paper", text="text_digest")
                | Q(no=None, date=None, signer=None, signed_at=None, known_at=None, paper__isnull=True, text_digest=""),
                name="issue_signed_whole_or_not",
            ),
            models.CheckConstraint(
                condition=_pair("checker", "checked_at", text="checked_digest"), name="issue_checked"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "archived"], signed_at__isnull=False)
                | Q(state="withdrawn")
                | ~Q(state__in=["published", "archived", "withdrawn"]) & Q(signed_at=None),
                name="issue_published_when_signed",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at=None),
                name="issue_withdrawn_state",
            ),
            models.CheckConstraint(
                condition=_pair("withdrawn_by", "withdrawn_at", text="withdrawn_reason"), name="issue_withdrawn_pair"
            ),
            models.CheckConstraint(
                condition=(Q(checker=None) | ~Q(editor=F("checker")))
                & (Q(signer=None) | ~Q(editor=F("signer")) & ~Q(checker=F("signer"))),
                name="issue_three_different_people",
            ),
            models.CheckConstraint(
                condition=Q(disclosure="closed") & ~Q(disclosure_reason="")
                | ~Q(disclosure="closed") & Q(disclosure_reason=""),
                name="issue_closed_has_grounds",
            ),
        ]
        triggers = [
            Refuse(
                name="signed_stays",
                operation=pgtrigger.Update,
                condition=differs(
                    "year", "no", "date", "cutoff", "editor_id", "checker_id", "checked_at", "signer_id", "signed_at",
                    "known_at", "text_digest", "words", "paper", "secrecy",
                ),
                sentence=SENTENCE,
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.year}年第{self.no}期" if self.no else f"{self.cutoff:%Y-%m-%d} 待签发的一期"

    @property
    def signed(self) -> bool:
        return self.signed_at is not None


class Item(Versioned):
    """One piece of an issue. `body` holds pins; `source_note` says where typed numbers come from, signed by whom.

    `cutoff` is the date its figures run to until an issue takes it and sets its own.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        SUBMITTED = "submitted", "已报送"
        RETURNED = "returned", "退回修改"
        TAKEN = "taken", "已采用"

    issue = models.ForeignKey(Issue, models.PROTECT, null=True, verbose_name="期次", related_name="items")
    section = models.CharField("栏目", max_length=20)
    headline = models.CharField("标题", max_length=80)
    body = models.TextField("正文", max_length=4000)
    order = models.PositiveSmallIntegerField("次序", default=0)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    cutoff = models.DateField("数据截至")
    source_note = models.CharField("数据来源说明", max_length=500, blank=True)
    source_signed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, verbose_name="来源签字", related_name="+")
    source_signed_at = models.DateTimeField("来源签字时间", null=True)
    explanation = models.CharField("给审核人的说明", max_length=500, blank=True)
    drafter = models.ForeignKey(PERSON, models.PROTECT, verbose_name="起草人", related_name="+")
    submitted_at = models.DateTimeField("报送时间", null=True)
    edition = models.PositiveIntegerField("版次", default=1)

    class Meta:
        db_table = "bulletin_item"
        verbose_name = "快报稿件"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="taken", issue__isnull=False) | ~Q(state="taken") & Q(issue=None),
                name="item_taken_into_an_issue",
            ),
            models.CheckConstraint(
                condition=Q(source_signed_by=None, source_signed_at=None)
                | Q(source_signed_by__isnull=False, source_signed_at__isnull=False) & ~Q(source_note=""),
                name="item_source_signed_pair",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"]) | Q(submitted_at__isnull=False), name="item_submitted_when"
            ),
        ]
        triggers = [
            Frozen(name="signed_stays", operation=pgtrigger.Update, issues="OLD.issue_id, NEW.issue_id"),
            Frozen(name="signed_is_full", operation=pgtrigger.Insert, issues="NEW.issue_id"),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def section_title(self) -> str:
        return str(settings.BULLETIN_SECTIONS.get(self.section, self.section))

    @property
    def as_of(self) -> Any:
        """The date the figures run to."""
        return self.issue.cutoff if self.issue else self.cutoff


class ItemUnit(Versioned):
    """A unit that answers for an item; `confirmed_digest` is of exactly the words and values its head confirmed."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="units")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位", related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, verbose_name="核实人", related_name="+")
    confirmed_at = models.DateTimeField("核实时间", null=True)
    confirmed_digest = models.CharField("核实内容摘要", max_length=64, blank=True)

    class Meta:
        db_table = "bulletin_item_unit"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "organisation"], name="item_unit_once"),
            models.CheckConstraint(
                condition=_pair("confirmed_by", "confirmed_at", text="confirmed_digest"), name="item_unit_confirmed"
            ),
        ]
        triggers = [
            Frozen(
                name="signed_stays",
                operation=pgtrigger.Insert | pgtrigger.Update,
                issues="SELECT issue_id FROM bulletin_item WHERE id = NEW.item_id",
            )
        ]


class Step(Versioned):
    """One move of an issue or an item: who, with what opinion, on which words (SHA-256)."""

    issue = models.ForeignKey(Issue, models.PROTECT, null=True, related_name="steps")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="steps")
    who = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    post = models.CharField("岗位", max_length=120, blank=True)
    move = models.CharField("动作", max_length=20)
    label = models.CharField("动作名称", max_length=20)
    opinion = models.CharField("意见", max_length=300, blank=True)
    at = models.DateTimeField("时间")
    text_digest = models.CharField("文字摘要", max_length=64, blank=True)

    class Meta:
        db_table = "bulletin_step"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(issue__isnull=False) | Q(item__isnull=False), name="step_of_something")
        ]
        triggers = [Refuse(name="never_edited", operation=pgtrigger.Update, sentence="签署意见不得修改")]


class Printed(Versioned):
    """A number as signed: enough to count it again, to show its definition, and to say later what moved.

    A typed number has no key; its item's signed source note answers for it.
    """

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="printed")
    item = models.ForeignKey(Item, models.PROTECT, related_name="printed")
    ordinal = models.PositiveSmallIntegerField("序号")
    text = models.CharField("印出的文字", max_length=60)
    pin = models.CharField("引用", max_length=200, blank=True)
    typed = models.BooleanField("手工录入", default=False)
    key = models.CharField("指标", max_length=80, blank=True)
    label = models.CharField("指标名称", max_length=80, blank=True)
    unit = models.CharField("单位", max_length=20, blank=True)
    rule = models.TextField("口径", blank=True)
    definition_version = models.PositiveSmallIntegerField("口径版本", null=True)
    period_start = models.DateField("起", null=True)
    period_end = models.DateField("止", null=True)
    period_words = models.CharField("期间", max_length=60, blank=True)
    place = models.ForeignKey(
        "places.Place", models.PROTECT, to_field="code", null=True, related_name="+", db_index=False
    )
    known_at = models.DateTimeField("截取时刻")
    amount = models.DecimalField("数值", max_digits=24, decimal_places=6, null=True)
    numerator = models.DecimalField("分子", max_digits=24, decimal_places=6, null=True)
    denominator = models.DecimalField("分母", max_digits=24, decimal_places=6, null=True)
    rows = models.PositiveIntegerField("记录数", null=True)
    rows_digest = models.CharField("记录摘要", max_length=64, blank=True)

    class Meta:
        db_table = "bulletin_printed"
        ordering = ["ordinal"]
        indexes = [models.Index(fields=["key", "period_end"], name="printed_by_figure")]
        constraints = [
            models.UniqueConstraint(fields=["issue", "ordinal"], name="printed_once"),
            models.CheckConstraint(
                condition=Q(typed=True, key="")
                | Q(
                    typed=False,
                    definition_version__isnull=False,
                    period_start__isnull=False,
                    period_end__isnull=False,
                    rows__isnull=False,
                )
                & ~Q(key="")
                & ~Q(rows_digest=""),
                name="printed_can_be_counted_again",
            ),
        ]
        triggers = [
            Refuse(name="never_edited", operation=pgtrigger.Update, sentence=SENTENCE),
            Frozen(name="signed_is_full", operation=pgtrigger.Insert, issues="NEW.issue_id"),
        ]


class Recipient(Versioned):
    """A row of the distribution list: the words that are printed, and whose posts stand behind them.

    A row without role and organisation is printed only.
    """

    words = models.CharField("印发对象", max_length=60)
    role = models.CharField("岗位", max_length=20, choices=CHOICES, blank=True)
    kind = models.CharField("单位类别", max_length=12, choices=Organisation.Kind, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField("次序", default=0)
    active = models.BooleanField("在用", default=True)

    class Meta:
        db_table = "bulletin_recipient"
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["words"], condition=Q(active=True), name="recipient_once")]


class Delivery(Versioned):
    """One issue put before one person, and when that person opened it."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="deliveries")
    words = models.CharField("印发对象", max_length=60)
    delivered_at = models.DateTimeField("送达时间")
    read_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        db_table = "bulletin_delivery"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "person"], name="delivered_once"),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(read_at__gte=F("delivered_at")), name="read_after_delivery"
            ),
        ]
