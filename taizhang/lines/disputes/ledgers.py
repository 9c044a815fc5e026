"""The declarations of the line's ledgers."""

from typing import Any

from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.once import stays
from taizhang.county.ledger.registry import register
from taizhang.county.ledger.rules import at_least, code_like, grid_in_place, in_order, not_in_the_future
from taizhang.county.standards.masking import mask_names
from taizhang.lines.disputes import rules
from taizhang.lines.disputes.models import CriminalCase, Dispute, Petition, PoliceQuery, Publicity

SHARED: dict[str, Any] = {"line": "社会治理", "key": ("code",)}

DISPUTES = Ledger(
    **SHARED,
    slug="disputes", label="矛盾纠纷", unit="起", model=Dispute, lead="political-legal",
    note="网格排查和各渠道受理的矛盾纠纷，一事一条；同一纠纷由几个渠道反映的并为一条。",
    columns=(
        "code", "place", "unit", "found_on", "kind", "six_prevent", "level", "risk", "channel", "grid", "parties",
        "people", "summary", "handler", "outcome", "handled_on", "resolved_on", "merged_into", "restricted",
    ),
    card=("code", "place", "kind", "found_on", "outcome"),
    filters=("place", "found_on", "kind", "six_prevent", "level", "channel", "outcome"),
    search=("code", "parties", "summary"),
    tones={"outcome": {"pending": "b", "agreed": "g", "court": "a", "petition": "a", "failed": "r"}},
    sort="-found_on", private={"parties": mask_names}, restricted="restricted", code=("code", "JF", "found_on"),
    also={"code": ("纠纷编号", "案件编号"), "found_on": ("发现日期", "受理日期", "登记日期", "排查时间"),
          "kind": ("纠纷类型", "纠纷类别", "类别"), "parties": ("当事人姓名", "双方当事人"), "people": ("人数",),
          "summary": ("纠纷情况", "简要情况", "主要事由", "基本情况"), "handler": ("调解员", "调解人", "包案人"),
          "outcome": ("处理结果", "调处结果", "调解结果"), "handled_on": ("调解日期", "调处时间"),
          "resolved_on": ("化解时间", "办结日期")},
    alike=("parties", "kind", "place", "found_on"), alike_days=rules.MERGE_DAYS.value,
    rules=(
        code_like("code", "JF20230829-0112"), not_in_the_future("found_on", "handled_on", "resolved_on"),
        in_order("found_on", "handled_on", "resolved_on"), in_order("handled_on", "resolved_on"),
        grid_in_place("grid"), rules.found_by_grid_names_it, at_least("people", 1), rules.outcome_agrees_with_dates,
        rules.merged_into_a_counted_one, stays("merged_into_id", "确属误并的，请作废本条，另行登记并注明原编号"),
    ),
)  # fmt: skip

PETITIONS = Ledger(
    **SHARED,
    slug="petitions", label="信访事项", unit="件", model=Petition, lead="complaints",
    note="受理的信访事项；五人以上同一事项计一件，人数另填。",
    columns=(
        "code", "place", "unit", "accepted_on", "kind", "people", "difficult", "repeated", "petitioner", "matter",
        "due_on", "resolved_on", "result",
    ),
    card=("code", "place", "kind", "accepted_on", "resolved_on"),
    filters=("place", "accepted_on", "kind", "difficult"), search=("code", "petitioner", "matter"),
    sort="-accepted_on", private={"petitioner": mask_names}, code=("code", "XF", "accepted_on"),
    also={"code": ("信访编号", "信访件编号"), "accepted_on": ("登记日期", "信访日期", "受理时间", "来访日期"),
          "kind": ("信访类别", "内容分类", "问题类别"), "people": ("信访人数", "来访人数"), "petitioner": ("信访人姓名", "来访人"),
          "matter": ("信访事项", "主要诉求", "反映问题", "反映内容"), "due_on": ("办结期限", "限办日期"),
          "resolved_on": ("办结时间", "答复日期"), "result": ("处理结果", "处理意见", "办理情况"),
          "difficult": ("是否疑难", "疑难件"), "repeated": ("是否重复", "重复件")},
    rules=(
        code_like("code", "XF20230829-0003"), not_in_the_future("accepted_on", "resolved_on"), at_least("people", 1),
        in_order("accepted_on", "due_on"), in_order("accepted_on", "resolved_on"), rules.petition_ends_in_time,
    ),
)  # fmt: skip

PUBLICITY = Ledger(
    **SHARED,
    slug="publicity", label="平安宣传", unit="次", model=Publicity, lead="political-legal",
    note="平安建设、普法、反邪教、禁毒、防溺水等宣传活动，一次一条。",
    columns=("code", "place", "unit", "held_on", "means", "topic", "where", "audience"),
    card=("topic", "place", "means", "held_on"),
    filters=("place", "held_on", "means"), search=("code", "topic", "where"),
    sort="-held_on", code=("code", "XC", "held_on"),
    also={"held_on": ("活动日期", "宣传日期", "开展时间"), "means": ("活动形式", "宣传形式"), "topic": ("宣传主题", "活动主题"),
          "where": ("活动地点", "宣传地点"), "audience": ("参与人数", "受众人数", "覆盖人数")},
    rules=(code_like("code", "XC20230829-0007"), not_in_the_future("held_on")),
)  # fmt: skip

CRIMINAL_CASES = Ledger(
    **SHARED,
    slug="criminal-cases", label="民转刑案件", unit="件", model=CriminalCase, lead="public-security",
    writers="lead",
    note="由登记过的矛盾纠纷转化的刑事案件，公安局立案后登记，按警调对接单上的编号关联到纠纷。",
    columns=(
        "code", "case_no", "place", "unit", "filed_on", Column("dispute_id", "关联纠纷编号", required=True, max_length=20),
        "charge",
    ),
    card=("case_no", "place", "filed_on", "charge"), filters=("place", "filed_on"), search=("code", "case_no"),
    sort="-filed_on", restricted="restricted", code=("code", "MZ", "filed_on"),
    rules=(code_like("code", "MZ20230829-0001"), not_in_the_future("filed_on"), rules.grew_out_of_a_dispute),
)  # fmt: skip

POLICE_QUERIES = Ledger(
    **SHARED,
    slug="police-queries", label="公安查询", unit="次", model=PoliceQuery, lead="public-security",
    writers="lead",
    note="公安局对民转刑案件的查询记录；快报写“零”须有范围覆盖全期、三日之内、由公安局登记的查询。",
    columns=("code", "place", "unit", "asked_on", "from_on", "to_on", "asked_by", "found", "remark"),
    card=("code", "place", "asked_on", "found"), filters=("place", "asked_on"), search=("code", "asked_by"),
    sort="-asked_on", restricted="restricted", code=("code", "CX", "asked_on"),
    rules=(
        code_like("code", "CX20230829-0001"), not_in_the_future("asked_on"), in_order("from_on", "to_on"),
        in_order("to_on", "asked_on"),
    ),
)  # fmt: skip

register(DISPUTES, PETITIONS, PUBLICITY, CRIMINAL_CASES, POLICE_QUERIES)
