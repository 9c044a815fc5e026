"""What must hold before a matter is opened or another unit asked to help; sentences where it does not."""

from typing import Any

from taizhang.county.matters import needs, parties
from taizhang.county.matters.flow import Flow, Party
from taizhang.county.matters.refusal import Refused
from taizhang.county.matters.stages import ENDED, Stage

TITLE_MAX = 120
DETAIL_MAX = 2000


def check(matter: Any, found: Flow, note: str) -> None:
    """Raises Refused naming every field that lacks or does not fit."""
    fields: dict[str, list[str]] = {}
    title = matter.title.strip()
    if not title:
        fields["title"] = ["请用一句话写明事项，例如“王村桥头护栏缺失”"]
    for name, label, text, most in (
        ("title", "事项", title, TITLE_MAX), ("detail", "情况", matter.detail, DETAIL_MAX),
        ("note", "说明", note, needs.NOTE_MAX),
    ):  # fmt: skip
        if len(text) > most:
            fields[name] = [f"{label}最多 {most} 字，现有 {len(text)} 字，请精简"]
    if matter.place_id is None:
        fields["place"] = ["请选择所属乡镇（街道）"]
    if matter.level not in found.limits:
        fields["level"] = [f"等级应为{'、'.join(found.levels.values())}之一"]
    if fields:
        raise Refused(fields=fields)


def permit(matter: Any, found: Flow, *, by: Any) -> None:
    """Raises Refused where this person may not open this matter."""
    if not parties.may_open(matter, by):
        raise Refused(f"您的岗位（{by.title}）不能在{matter.place}登记事项，请由当地或县政府办登记。")
    if matter.parent_id and not parties.may_hang(matter.parent, by):
        raise Refused(f"只有承办或交办 {matter.parent.code} 的单位可以把它分解为任务。")


def permit_assistance(stored: Any, unit: Any, *, by: Any) -> None:
    """Raises Refused where this unit cannot be asked now, or not by this person."""
    if stored.stage != Stage.WORKING or not parties.stands(stored, Party.LEAD, by):
        raise Refused("只有承办单位在办理期间可以请其他单位协办。")
    if unit is None:
        raise Refused(fields={"unit": ["请选择协办单位"]})
    if unit.pk == stored.unit_id or stored.children.filter(unit=unit).exclude(stage__in=ENDED).exists():
        raise Refused(fields={"unit": [f"{unit.short}已经在办理这件事项，请选择另一个单位"]})
