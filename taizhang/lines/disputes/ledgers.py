"""The declarations of the line's three ledgers."""

from typing import Any

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.once import stays
from taizhang.county.ledger.registry import register
from taizhang.county.ledger.rules import at_least, code_like, grid_in_place, in_order, not_in_the_future
from taizhang.county.standards.masking import mask_names
from taizhang.lines.disputes import rules
from taizhang.lines.disputes.models import Dispute, Petition, Publicity

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
    rules=(code_like("code", "XC20230829-0007"), not_in_the_future("held_on")),
)  # fmt: skip

register(DISPUTES, PETITIONS, PUBLICITY)
