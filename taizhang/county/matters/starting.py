"""Opens matters from a desk: a task by itself, one about a ledger record, several from a decision of a meeting."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms as django_forms
from django.db.models import Q

from taizhang.county.audit import changes
from taizhang.county.ledger import registry
from taizhang.county.matters import flow, forms, services
from taizhang.county.matters.flows import TASK
from taizhang.county.matters.models import Matter
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action
from taizhang.county.places.models import Place

_OPENING = (Action.REPORT, Action.ASSIGN)


# Who may, where, and to whom


def may(person: Any) -> bool:
    return any(access.holds(person, action) for action in _OPENING)


def may_decide(person: Any) -> bool:
    """A meeting of the county binds every unit: its decisions are entered where every unit can be given work."""
    return any(post.kind.county_wide and Action.ASSIGN in post.kind.may for post in person.posts_now)


def units(person: Any) -> list[Organisation]:
    """Whom this person could give work to: every unit for the county's office and who leads a ledger, else the own."""
    leads = {ledger.lead for ledger in registry.every()}
    held = [post for post in person.posts_now if Action.ASSIGN in post.kind.may]
    every = any(post.kind.county_wide or post.organisation.slug in leads for post in held)
    found = Organisation.objects.filter(valid_to=None)
    return list(found if every else found.filter(pk__in=[post.organisation_id for post in held]))


def places(person: Any) -> list[Place]:
    """The townships in which this person may open a matter; in a township also its villages."""
    held = [post for post in person.posts_now if set(_OPENING) & post.kind.may]
    territories = [post.organisation for post in held]
    inside = Q()
    for one in territories:
        if one.kind != Organisation.Kind.TOWNSHIP:
            return list(Place.objects.filter(valid_to=None, level__in=(Place.Level.COUNTY, Place.Level.TOWNSHIP)))
        inside |= Q(code__startswith=one.place_id)
    return list(Place.objects.filter(inside, valid_to=None).exclude(level=Place.Level.GRID)) if territories else []


# The forms


class NewForm(forms.Asking):
    """A new matter; where `unit` is chosen it is assigned in the same act."""

    title = django_forms.CharField(label="事项", required=False, help_text="一句话写明，例如“王村桥头护栏缺失”")
    detail = forms.note("情况", 4, 2000)
    urgent = django_forms.BooleanField(label="紧急", required=False)
    restricted = django_forms.BooleanField(label="限阅：只有承办、交办、协办单位和县督查室可以看到", required=False)
    token = django_forms.CharField(widget=django_forms.HiddenInput, required=False)

    def __init__(self, person: Any, matter: Matter, *args: Any, **kwargs: Any) -> None:
        shown = {name: getattr(matter, name) for name in ("title", "detail", "urgent", "restricted")}
        # Who gives a record to somebody says to whom; what is only registered may wait for that.
        needed = ("title", "place", "level", *(("unit",) if matter.about else ()))
        super().__init__(*args, needed=needed, auto_id="new-%s", initial=shown, **kwargs)
        found = flow.get(matter.flow)
        self.fields["place"] = place(places(person), matter.place_id)
        self.fields["level"] = forms.levels(found, matter.level or found.usual)
        self.fields["papers"] = forms.papers()
        self.fields["unit"] = forms.units(units(person), "交办给" if matter.about else "直接交办给")
        self.fields["unit"].help_text = "即日起计时" if matter.about else "不选则只登记，以后再交办；选了即日起计时"
        self.fields["note"] = forms.note("交办意见", 2)
        self.order_fields(["title", "place", "level", "detail", "papers", "unit", "note", "urgent", "restricted"])


def place(offered: Iterable[Place], chosen: str) -> django_forms.Field:
    options = [(one.code, one.name) for one in offered]
    options = options if len(options) == 1 else [("", "请选择"), *options]
    return django_forms.ChoiceField(label="所属乡镇（街道）", choices=options, initial=chosen, required=False,
                                    error_messages={"invalid_choice": "请从列表中选择"})  # fmt: skip


class DecisionForm(forms.Asking):
    """What a meeting decided, and the unit that leads."""

    meeting = django_forms.CharField(label="会议名称", max_length=60, error_messages={"required": "请填写会议名称"})
    held_on = django_forms.DateField(
        label="会议日期", widget=django_forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写会议日期", "invalid": "会议日期应写成 2023-09-01"},
    )  # fmt: skip
    title = django_forms.CharField(
        label="决定事项", max_length=120, error_messages={"required": "请用一句话写明决定事项"}
    )
    detail = forms.note("决定原文", 3, 2000)
    token = django_forms.CharField(widget=django_forms.HiddenInput, required=False)

    def __init__(self, person: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, needed=("unit",), auto_id="decision-%s", **kwargs)
        self.fields["unit"] = forms.units(units(person), "牵头单位")
        self.fields["level"] = forms.levels(TASK, TASK.usual)
        self.order_fields(["meeting", "held_on", "title", "unit", "level", "detail"])


class PartForm(forms.Asking):
    """One task of a decision; a row left empty is none."""

    def __init__(self, person: Any, number: int, *args: Any, offered: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"part{number}", **kwargs)
        self.number = number
        self.fields["title"] = django_forms.CharField(label=f"任务 {number}", max_length=120, required=False)
        self.fields["unit"] = forms.units(offered, "责任单位")
        self.fields["level"] = forms.levels(TASK, TASK.usual)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        title, unit = str(found.get("title") or "").strip(), found.get("unit")
        if title and unit is None and "unit" not in self.errors:
            self.add_error("unit", f"请选择任务 {self.number} 的责任单位")
        if unit is not None and not title:
            self.add_error("title", f"请写明{unit.short}的任务")
        return found

    @property
    def filled(self) -> bool:
        return bool(self.cleaned_data.get("title"))


# The acts


def begin(matter: Matter, *, by: Any, unit: Any = None, note: str = "", papers: Iterable[Any] = ()) -> Matter:
    """Registers, and assigns at once where a unit is named. Raises Refused."""
    with changes.change(by=by, reason=note[:300] or matter.title[:300], action="事项立项"):
        return services.open_matter(matter, by=by, papers=papers, note=note, unit=unit)


def decide(
    *, meeting: str, held_on: date, unit: Any, parts: Sequence[dict[str, Any]], by: Any, **said: str
) -> Matter:  # fmt: skip
    """One matter for the decision, led by a unit, and one below it for each task; `said` are title, detail and level.

    Raises Refused.
    """
    county = Place.objects.get(level=Place.Level.COUNTY, valid_to=None)
    common = {
        "flow": TASK.slug,
        "source": Matter.Source.DECISION,
        "origin": f"{meeting}（{held_on:%Y-%m-%d}）",
        "place": county,
    }
    with changes.change(by=by, reason=f"{meeting} {said['title']}"[:300], action="会议决定立项"):
        parent = begin(Matter(**said, **common), by=by, unit=unit, note=f"{meeting}决定")
        for part in parts:
            child = Matter(title=part["title"], level=part["level"], parent=parent, **common)
            begin(child, by=by, unit=part["unit"], note=said["title"])
    return parent


__all__ = ["DecisionForm", "NewForm", "PartForm", "begin", "decide", "may", "may_decide", "places", "units"]
