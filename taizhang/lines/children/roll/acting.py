"""Gives what a check found to whoever has to see to it: a matter about the child, once for each child and check."""

from typing import Any

from taizhang.county.audit import changes
from taizhang.county.audit.held import held
from taizhang.county.matters import records, services
from taizhang.county.matters import refusal as matters
from taizhang.county.matters.models import Matter
from taizhang.county.matters.stages import OPEN
from taizhang.county.people.models import Organisation
from taizhang.county.standards.masking import NameStyle, mask_name
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.roll.codes import TO_ACT, Decision, Result
from taizhang.lines.children.roll.flows import LEVELS, SCHOOLING
from taizhang.lines.children.roll.models import SchoolResult
from taizhang.lines.children.roll.refusal import Refused

EDUCATION = "education-sports"


def needs_action(result: SchoolResult) -> bool:
    asked = result.result == Result.UNDECIDED and result.decision == Decision.ASK
    return result.matter_id is None and (result.result in TO_ACT or asked)


def units(result: SchoolResult) -> list[Organisation]:
    """The one that usually sees to it comes first: schools know of aid and of pupils, townships of families."""
    township = Organisation.Kind.TOWNSHIP
    open_now = Organisation.objects.filter(valid_to=None)
    here = [one for one in open_now.filter(kind=township) if str(result.child.place_id).startswith(one.place_id)]
    bureau = list(open_now.filter(slug=EDUCATION))
    return here + bureau if result.result in (Result.NOT_FOUND, Result.DROPPED_OUT) else bureau + here


def give(pk: int, unit: int, *, by: Any) -> tuple[SchoolResult, bool]:
    """Opens the matter and assigns it; False where that was done before. Raises Refused."""
    with changes.change(by=by, reason="就学比对结果交办", action="就学比对交办"):
        stored = held(SchoolResult.objects.select_related("child", "run", "matter"), pk)
        if stored.matter_id:
            return stored, False
        _permit(stored)
        to = next((one for one in units(stored) if one.pk == unit), None)
        if to is None:
            raise Refused("请选择承办单位：儿童所在乡镇（街道）或教体局。")
        try:
            matter = _matter(stored)
            stored.matter = services.open_matter(matter, by=by, unit=to, note=_note(stored))
        except matters.Refused as refused:
            raise Refused(str(refused)) from refused
        stored.edition += 1
        stored.save(update_fields=["matter", "edition"])
    return stored, True


def _permit(stored: SchoolResult) -> None:
    if not needs_action(stored):
        raise Refused(f"结果为“{stored.get_result_display()}”，不需要交办；待判定的请先判定，或选“请学校核实”。")
    running = Matter.objects.filter(flow=SCHOOLING.slug, about=CHILDREN.slug, about_id=stored.child_id, stage__in=OPEN)
    if earlier := running.first():
        raise Refused(f"上次比对的 {earlier.code} 还没有办结，请在那件事项上继续办理，不重复交办。")


def _matter(stored: Any) -> Matter:
    """The title is read by whoever passes it on: no name, and the name in the text is masked."""
    level, label, _ = LEVELS[Result(stored.result)]
    matter = records.from_record(CHILDREN, stored.child, SCHOOLING)
    matter.title = f"{stored.run.term_label}就学比对：{label} {stored.child.code}"
    matter.level, matter.detail = level, _detail(stored)
    matter.restricted = True
    return matter


def _detail(stored: Any) -> str:
    child = stored.child
    where = f"{child.place}{child.village}"
    return (
        f"{stored.run.term_label}学籍比对结果：{stored.get_result_display()}。"
        f"儿童 {mask_name(child.name, NameStyle.CHILD)}（编号 {child.code}，{child.birth_date.year} 年出生，{where}）。"
        "全名和身份号码请有权限的人员在儿童台账查看，或向县民政局核对，不在事项里书写。"
    )


def _note(stored: Any) -> str:
    return {
        Result.DROPPED_OUT: "请上门劝返，落实复学", Result.NOT_FOUND: "请查明去向，落实就学",
        Result.AID_MISSING: "请核实并落实教育资助", Result.UNDECIDED: "请会同学校核实是否为同一人",
    }[Result(stored.result)]  # fmt: skip
