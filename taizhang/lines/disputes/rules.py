"""What must hold in a dispute or a petition beyond what each column demands."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

# 信访工作条例（2022）第三十四条: sixty days from acceptance, at most thirty more with approval.
PETITION_DAYS, PETITION_EXTENSION = 60, 30
_CODE = re.compile(r"[A-Z]{2}\d{8}-\d{4,}")

Problems = Iterator[tuple[str, str]]


def not_in_the_future(column: str, label: str) -> Any:
    def rule(record: Any, today: date) -> Problems:
        day = getattr(record, column)
        if day and day > today:
            yield column, f"{label} {day} 晚于今天 {today}，请核对年份和月份"

    return rule


def code_has_its_form(record: Any, today: date) -> Problems:
    if record.code and not _CODE.fullmatch(record.code):
        yield "code", f"编号“{record.code}”应形如 JF20230829-0112；不填则自动编号"


def grid_lies_in_the_place(dispute: Any, today: date) -> Problems:
    if not dispute.grid:
        return
    if not dispute.grid.isdigit() or len(dispute.grid) not in (12, 15, 17):
        yield "grid", "网格编号应为 15 位数字（12 位村码加 3 位网格号），微网格 17 位"
    elif not dispute.grid.startswith(dispute.place_id):
        yield "grid", f"网格 {dispute.grid} 不在所属乡镇（代码 {dispute.place_id}）内，请核对其一"


def dates_follow_each_other(dispute: Any, today: date) -> Problems:
    for column, label in (("handled_on", "调处日期"), ("resolved_on", "化解日期")):
        day = getattr(dispute, column)
        if day and day < dispute.found_on:
            yield column, f"{label} {day} 早于排查日期 {dispute.found_on}"
        elif day and day > today:
            yield column, f"{label} {day} 晚于今天 {today}"
    if dispute.resolved_on and dispute.handled_on and dispute.resolved_on < dispute.handled_on:
        yield "resolved_on", f"化解日期 {dispute.resolved_on} 早于调处日期 {dispute.handled_on}"


def outcome_agrees_with_dates(dispute: Any, today: date) -> Problems:
    pending = dispute.outcome == "pending"
    if pending and dispute.handled_on:
        yield "outcome", "已有调处日期，结果不能仍是“办理中”；请选择结果，或删去调处日期"
    elif not pending and not dispute.handled_on:
        yield "handled_on", f"结果为“{dispute.get_outcome_display()}”时必须填写调处日期"
    if dispute.resolved_on and dispute.outcome not in ("agreed", "withdrawn"):
        yield "resolved_on", f"结果为“{dispute.get_outcome_display()}”不算化解，请删去化解日期或更正结果"
    if dispute.outcome == "agreed" and not dispute.resolved_on:
        yield "resolved_on", "调解成功必须填写化解日期（协议达成之日，人民调解法第二十九条、第三十条）"


def merged_elsewhere(dispute: Any, today: date) -> Problems:
    if dispute.merged_into_id is not None and dispute.merged_into_id == dispute.pk:
        yield "merged_into", "不能并入自己，请填写另一条纠纷的编号"


def petition_ends_in_time(petition: Any, today: date) -> Problems:
    latest = petition.accepted_on + timedelta(days=PETITION_DAYS + PETITION_EXTENSION)
    if petition.due_on and petition.due_on > latest:
        yield "due_on", f"办理期限不得晚于 {latest}（受理后 60 日，经批准延长不超过 30 日，信访工作条例第三十四条）"
    if petition.resolved_on and petition.resolved_on < petition.accepted_on:
        yield "resolved_on", f"办结日期早于受理日期 {petition.accepted_on}"
    if petition.resolved_on and not petition.result:
        yield "result", "已办结的信访必须写明办理结果"
