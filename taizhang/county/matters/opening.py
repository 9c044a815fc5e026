"""What must hold before a matter is opened: its words, who opens it, its record, the matter above it."""

from typing import Any

from taizhang.county.matters import flow, needs, parties, records
from taizhang.county.matters.flow import Flow, Party
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Refused
from taizhang.county.matters.stages import ENDED, OPEN, Stage
from taizhang.county.people import access
from taizhang.county.people.roles import Action

# Tasks may be hung under a matter until its work is reported done.
_UNDER = (Stage.REGISTERED, Stage.ASSIGNED, Stage.WORKING)
# Columns that are typed, or made of what was typed, with how much they hold.
_TEXTS = (("title", "事项", 120), ("detail", "情况", 2000), ("kind", "类型", 20), ("origin", "来源说明", 120))


def check(matter: Any, found: Flow, note: str) -> None:
    """Raises Refused naming every field that lacks or does not fit."""
    fields: dict[str, list[str]] = {}
    texts = [(name, label, getattr(matter, name), most) for name, label, most in _TEXTS]
    for name, label, text, most in (*texts, ("note", "说明", note, needs.NOTE_MAX)):
        if len(text.strip()) > most:
            fields[name] = [f"{label}最多 {most} 字，现有 {len(text.strip())} 字，请精简"]
    if not matter.title.strip():
        fields["title"] = ["请用一句话写明事项，例如“王村桥头护栏缺失”"]
    if matter.place_id is None:
        fields["place"] = ["请选择所属乡镇（街道）"]
    if matter.level not in found.limits:
        fields["level"] = [f"等级应为{'、'.join(found.levels.values())}之一"]
    if fields:
        raise Refused(fields=fields)


def permit(matter: Any, found: Flow, *, by: Any) -> None:
    """Raises Refused where this person may not open it, or where it would be opened a second time."""
    if not parties.may_open(matter, by):
        raise Refused(f"您的岗位（{by.title}）不能在{matter.place}登记事项，请由当地或县政府办登记。")
    if matter.about:
        _permit_about(matter, found, by)
    if matter.parent_id:
        _permit_under(matter, by)


def _permit_about(matter: Any, found: Flow, by: Any) -> None:
    """One matter at a time settles a record; others about it, of another flow, run beside that one."""
    joined = records.held(matter)
    if joined is None:
        return
    ledger, record = joined
    if not access.can(by, Action.VIEW, ledger, record):
        raise Refused("这条台账记录不在您的权限范围内。")
    records.permit(ledger, record)
    same = Matter.objects.filter(about=matter.about, about_id=matter.about_id, flow=matter.flow, stage__in=OPEN).first()
    if same and found.settle:
        state = found.states[same.state].label
        raise Refused(f"{ledger.title(record)} 已由 {same.code} 办理，处于“{state}”，请在那件事项上继续办理或催办。")


def _permit_under(matter: Any, by: Any) -> None:
    """Holds the matter above until the transaction ends, lest it ends while tasks are hung under it."""
    parent = Matter.objects.select_for_update().get(pk=matter.parent_id)
    if not access.can(by, Action.VIEW, MATTERS, parent) or not parties.may_hang(parent, by):
        raise Refused(f"只有承办或交办 {parent.code} 的单位可以把它分解为任务。")
    if parent.stage not in _UNDER:
        state = flow.get(parent.flow).states[parent.state].label
        raise Refused(f"{parent.code} 处于“{state}”，不能再分解任务。")
    matter.parent = parent
    matter.restricted = matter.restricted or parent.restricted


def permit_assistance(stored: Any, unit: Any, *, by: Any) -> None:
    """Raises Refused where this unit cannot be asked now, or not by this person."""
    if stored.stage != Stage.WORKING or not parties.stands(stored, Party.LEAD, by):
        raise Refused("只有承办单位在办理期间可以请其他单位协办。")
    if unit is None:
        raise Refused(fields={"unit": ["请选择协办单位"]})
    if unit.pk == stored.unit_id or stored.children.filter(unit=unit).exclude(stage__in=ENDED).exists():
        raise Refused(fields={"unit": [f"{unit.short}已经在办理这件事项，请选择另一个单位"]})
