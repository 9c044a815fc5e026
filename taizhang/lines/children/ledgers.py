"""The declarations of the line's six ledgers; those about children are narrow (未成年人网络保护条例第三十六条)."""

from typing import Any

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.registry import register
from taizhang.county.standards.masking import mask_account, mask_id_child, mask_name, mask_phone
from taizhang.lines.children import rules
from taizhang.lines.children.models import Child, Guardian, Payment, Rate, Stop, Visit


def mask_child(name: str) -> str:
    return mask_name(name, "child")


SHARED: dict[str, Any] = {"line": "民生保障", "lead": "civil-affairs"}

CHILDREN = Ledger(
    **SHARED,
    slug="children",
    label="儿童",
    unit="人",
    model=Child,
    note="孤儿、事实无人抚养儿童、农村留守儿童等；一人一类一条，类别变更另起一条并注明前一条。",
    columns=(
        "code", "name", "id_no", "birth_date", "category", "place", "unit", "village", "institution", "school", "risk",
        "enrolled_on", "first_month", "stopped_on", "stop_reason", "account", "previous",
    ),
    key=("code",),
    card=("code", "name", "category", "place", "risk"),
    filters=("place", "category", "enrolled_on", "school", "risk", "stop_reason"),
    search=("code", "village", "id_no"),
    sort="-enrolled_on",
    private={"name": mask_child, "id_no": mask_id_child, "account": mask_account},
    narrow=True,
    code=("code", "ET", "enrolled_on"),
    rules=(
        rules.identity_is_sound,
        rules.young_enough_at_enrolment,
        rules.dates_in_order,
        rules.institution_is_named,
        rules.account_is_sound,
        rules.first_of_month("first_month"),
    ),
)  # fmt: skip

GUARDIANS = Ledger(
    **SHARED,
    slug="guardians",
    label="监护人",
    unit="人",
    model=Guardian,
    note="每名儿童的监护人或受委托照护人；更换时原一条写终止日期，另登一条。",
    columns=("code", "child", "name", "relation", "phone", "entrusted", "since", "until", "place", "unit"),
    key=("code",),
    card=("code", "child", "name", "relation"),
    filters=("place", "relation", "entrusted"),
    search=("code",),
    private={"name": mask_name, "phone": mask_phone},
    narrow=True,
    code=("code", "JH", "since"),
)

RATES = Ledger(
    **SHARED,
    slug="rates",
    label="发放标准",
    unit="条",
    model=Rate,
    note="各类儿童基本生活费月标准，按文件起止月执行；未见原文的注明。",
    columns=("code", "category", "monthly", "valid_from", "valid_to", "document", "certain", "place", "unit"),
    key=("code",),
    card=("code", "category", "monthly", "valid_from"),
    filters=("category",),
    search=("code", "document"),
    sort="-valid_from",
    rules=(rules.first_of_month("valid_from", "valid_to"), rules.rate_ends_after_it_begins),
)

PAYMENTS = Ledger(
    **SHARED,
    slug="payments",
    label="发放明细",
    unit="人次",
    model=Payment,
    note="每人每月一条；银行回单后才算发放，退票另发的另登一条。",
    columns=(
        "code", "child", "category", "month_covered", "kind", "amount", "status", "bank_date", "return_reason",
        "account_tail", "place", "unit",
    ),
    key=("code",),
    card=("code", "child", "month_covered", "amount", "status"),
    filters=("place", "category", "month_covered", "bank_date", "kind", "status"),
    search=("code",),
    sort="-bank_date",
    private={"account_tail": lambda text: "*" * len(text)},
    narrow=True,
    rules=(rules.first_of_month("month_covered"), rules.paid_says_when),
)  # fmt: skip

VISITS = Ledger(
    **SHARED,
    slug="visits",
    label="关爱走访",
    unit="次",
    model=Visit,
    note="儿童主任、督导员对在册儿童的走访，一次一条。",
    columns=("code", "child", "visited_on", "mode", "visitor", "risk", "findings", "place", "unit"),
    key=("code",),
    card=("code", "child", "visited_on", "mode"),
    filters=("place", "visited_on", "mode", "risk"),
    search=("code", "visitor"),
    sort="-visited_on",
    private={"findings": lambda text: "（已隐去）"},
    narrow=True,
    code=("code", "ZF", "visited_on"),
    rules=(rules.not_in_the_future("visited_on", "走访日期"),),
)

STOPS = Ledger(
    **SHARED,
    slug="stops",
    label="政策宣讲",
    unit="站",
    model=Stop,
    note="民政政策进乡村宣讲，一站一条。",
    columns=("code", "held_on", "place", "where", "speakers", "attendance", "questions", "next_on", "unit"),
    key=("code",),
    card=("where", "place", "held_on", "attendance"),
    filters=("place", "held_on"),
    search=("code", "where"),
    sort="-held_on",
    code=("code", "XJ", "held_on"),
    rules=(rules.not_in_the_future("held_on", "日期"),),
)

register(CHILDREN, GUARDIANS, RATES, PAYMENTS, VISITS, STOPS)
