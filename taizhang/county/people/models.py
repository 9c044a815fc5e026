"""Organisations, persons and the dated posts that join them."""

from datetime import date
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from taizhang.county.audit import clock
from taizhang.county.audit.models import Versioned
from taizhang.county.people import roles


class Organisation(Versioned):
    """A unit that keeps ledgers or receives the bulletin; its place is the territory it answers for."""

    class Kind(models.TextChoices):
        OFFICE = "office", "县政府办公室"
        DEPARTMENT = "department", "县直单位"
        TOWNSHIP = "township", "乡镇街道"
        INSTITUTION = "institution", "其他机关"

    slug = models.SlugField("标识", max_length=40, unique=True)
    name = models.CharField("全称", max_length=60)
    short = models.CharField("简称", max_length=20)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    place = models.ForeignKey("places.Place", models.PROTECT, to_field="code", verbose_name="辖区")
    order = models.PositiveSmallIntegerField("排序", default=0)
    valid_from = models.DateField("设立日期")
    valid_to = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        db_table = "people_organisation"
        verbose_name = "单位"
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.short


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. What they may do comes from their posts alone."""

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    joined_at = models.DateTimeField("建档时间", default=clock.now)
    # Signing in is in the session table; a column here would change with every visit.
    last_login = None

    objects = People()
    USERNAME_FIELD = "username"

    class Meta:
        db_table = "people_person"
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name

    @cached_property
    def posts_now(self) -> "list[Post]":
        return list(self.posts.filter(held_on(clock.today())).select_related("organisation").order_by("pk"))

    @property
    def title(self) -> str:
        return self.posts_now[0].title if self.posts_now else "无在任岗位"


class Post(Versioned):
    """One person's role in one organisation, from and to; until is the last day in the post."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name="人员")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts", verbose_name="单位")
    role = models.CharField("岗位", max_length=20, choices=roles.CHOICES)
    since = models.DateField("任职日期")
    until = models.DateField("离任日期", null=True, blank=True)

    class Meta:
        db_table = "people_post"
        verbose_name = "岗位"
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="post_dates_in_order"),
            models.UniqueConstraint(fields=["person", "organisation", "role", "since"], name="post_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.title}"

    @property
    def title(self) -> str:
        return f"{self.organisation.short} {self.kind.label}"

    @property
    def kind(self) -> type[roles.Role]:
        return roles.ROLES[self.role]


def held_on(day: date) -> Q:
    """Restricts posts to those held on a day."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))
