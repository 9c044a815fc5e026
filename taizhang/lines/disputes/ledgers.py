"""The declarations of the line's three ledgers."""

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.registry import register
from taizhang.county.standards.masking import mask_name
from taizhang.lines.disputes import rules
from taizhang.lines.disputes.models import Dispute, Petition, Publicity


def names(text: str) -> str:
    """张三、李四 → 张*、李*."""
    return "、".join(mask_name(name) for name in text.split("、"))


LINE = "社会治理"

DISPUTES = Ledger(
    slug="disputes",
    label="矛盾纠纷",
    line=LINE,
    unit="起",
    model=Dispute,
    lead="political-legal",
    note="网格排查和各渠道受理的矛盾纠纷，一事一条；同一纠纷由几个渠道反映的并为一条。",
    columns=(
        "code", "place", "unit", "found_on", "kind", "level", "risk", "channel", "grid", "parties", "people", "summary",
        "handler", "outcome", "handled_on", "resolved_on", "merged_into", "restricted",
    ),
    key=("code",),
    card=("code", "place", "kind", "found_on", "outcome"),
    filters=("place", "found_on", "kind", "level", "channel", "outcome"),
    search=("code", "parties", "summary"),
    sort="-found_on",
    private={"parties": names},
    restricted="restricted",
    code=("code", "JF", "found_on"),
    rules=(
        rules.code_has_its_form,
        rules.not_in_the_future("found_on", "排查日期"),
        rules.grid_lies_in_the_place,
        rules.dates_follow_each_other,
        rules.outcome_agrees_with_dates,
        rules.merged_elsewhere,
    ),
)  # fmt: skip

PETITIONS = Ledger(
    slug="petitions",
    label="信访事项",
    line=LINE,
    unit="件",
    model=Petition,
    lead="complaints",
    note="受理的信访事项；五人以上同一事项计一件，人数另填。",
    columns=(
        "code", "place", "unit", "accepted_on", "kind", "people", "difficult", "repeated", "petitioner", "matter",
        "due_on", "resolved_on", "result",
    ),
    key=("code",),
    card=("code", "place", "kind", "accepted_on", "resolved_on"),
    filters=("place", "accepted_on", "kind", "difficult"),
    search=("code", "petitioner", "matter"),
    sort="-accepted_on",
    private={"petitioner": names},
    code=("code", "XF", "accepted_on"),
    rules=(
        rules.code_has_its_form,
        rules.not_in_the_future("accepted_on", "受理日期"),
        rules.petition_ends_in_time,
    ),
)  # fmt: skip

PUBLICITY = Ledger(
    slug="publicity",
    label="平安宣传",
    line=LINE,
    unit="次",
    model=Publicity,
    lead="political-legal",
    note="平安建设、普法、反邪教、禁毒、防溺水等宣传活动，一次一条。",
    columns=("code", "place", "unit", "held_on", "means", "topic", "where", "audience"),
    key=("code",),
    card=("topic", "place", "means", "held_on"),
    filters=("place", "held_on", "means"),
    search=("code", "topic", "where"),
    sort="-held_on",
    code=("code", "XC", "held_on"),
    rules=(rules.code_has_its_form, rules.not_in_the_future("held_on", "日期")),
)

register(DISPUTES, PETITIONS, PUBLICITY)
