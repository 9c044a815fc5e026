"""What must hold in a dispute or a petition beyond what each column demands."""

from datetime import date, timedelta
from typing import Any

from taizhang.county.ledger.rules import Problems, Threshold
from taizhang.lines.disputes.codes import SETTLED, Channel, Outcome

# Calendar days from acceptance, and those an extension may add.
PETITION_DAYS = Threshold(60, date(2022, 5, 1), "信访工作条例第三十四条")
PETITION_EXTENSION = Threshold(30, date(2022, 5, 1), "信访工作条例第三十四条")

# Within how many days disputes of the same parties and kind are one that several channels reported.
MERGE_DAYS = Threshold(30, date(2022, 5, 1), "县级矛盾纠纷统计规则参数")

# How old a query at the police may be when a nought is printed on the strength of it.
QUERY_DAYS = Threshold(3, date(2022, 5, 1), "县级矛盾纠纷统计规则参数")


def found_by_grid_names_it(dispute: Any, today: date) -> Problems:
    if dispute.channel == Channel.GRID and not dispute.grid:
        yield "grid", "网格排查发现的必须填写网格编号"


def outcome_agrees_with_dates(dispute: Any, today: date) -> Problems:
    pending = dispute.outcome == Outcome.PENDING
    if pending and dispute.handled_on:
        yield "outcome", "已有调处日期，结果不能仍是“办理中”；请选择结果，或删去调处日期"
    elif not pending and not dispute.handled_on:
        yield "handled_on", f"结果为“{dispute.get_outcome_display()}”时必须填写调处日期"
    if dispute.resolved_on and dispute.outcome not in SETTLED:
        yield "resolved_on", f"结果为“{dispute.get_outcome_display()}”不算化解，请删去化解日期或更正结果"
    if dispute.outcome == Outcome.AGREED and not dispute.resolved_on:
        yield "resolved_on", "调解成功必须填写化解日期（协议达成之日，人民调解法第二十九条、第三十条）"


def merged_into_a_counted_one(dispute: Any, today: date) -> Problems:
    if dispute.merged_into_id is None or dispute.merged_into_id == dispute.as_read.get("merged_into_id"):
        return
    if dispute.merged_into_id == dispute.pk:
        yield "merged_into", "不能并入自己，请填写另一条纠纷的编号"
    elif dispute.merged_into.merged_into_id is not None:
        yield "merged_into", f"{dispute.merged_into.code} 自身已并入他案，请填写最终保留的那一条"


def petition_ends_in_time(petition: Any, today: date) -> Problems:
    days, more = PETITION_DAYS, PETITION_EXTENSION
    latest = petition.accepted_on + timedelta(days=days.value + more.value)
    if petition.due_on and petition.due_on > latest:
        words = f"受理后 {days.value} 日，经批准延长不超过 {more.value} 日，{more.document}"
        yield "due_on", f"办理期限不得晚于 {latest}（{words}）"
    if petition.resolved_on and not petition.result:
        yield "result", "已办结的信访必须写明办理结果"


def grew_out_of_a_dispute(case: Any, today: date) -> Problems:
    """The dispute is registered, counted, and of the same township, so that the case counts where the dispute did."""
    disputes = type(case)._meta.get_field("dispute").related_model.objects
    dispute = disputes.filter(code=case.dispute_id, voided=False).select_related("merged_into", "place").first()
    if dispute is None:
        yield "dispute_id", f"没有编号为 {case.dispute_id} 的纠纷，请核对警调对接单；确未登记的请先由乡镇补登"
    elif dispute.merged_into:
        yield "dispute_id", f"{dispute.code} 已并入 {dispute.merged_into.code}，请填写后者"
    elif not case.place_id.startswith(dispute.place_id):
        yield "place", f"{dispute.code} 属于{dispute.place}，案件应记在同一乡镇"
