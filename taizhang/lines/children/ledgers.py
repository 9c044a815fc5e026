"""The ledgers of register, pay and care; those about children are narrow (未成年人网络保护条例第三十六条)."""

from typing import Any

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.registry import register
from taizhang.county.ledger.rules import code_like, first_of_month, in_order, not_in_the_future, sound, together
from taizhang.county.standards import phones
from taizhang.county.standards.masking import mask_account, mask_id_child, mask_name, mask_phone
from taizhang.lines.children import rules
from taizhang.lines.children.models import Child, Guardian, Payment, Rate, Stop, Visit
from taizhang.lines.children.outreach.rules import somebody_came


def mask_child(name: str) -> str:
    return mask_name(name, "child")


def hide(text: str) -> str:
    return "（已隐去）"


SHARED: dict[str, Any] = {"line": "民生保障", "lead": "civil-affairs", "key": ("code",)}

CHILDREN = Ledger(
    **SHARED,
    slug="children", label="儿童", unit="人", model=Child, narrow=True,
    note="孤儿、事实无人抚养儿童、农村留守儿童等；一人一类一条，类别变更另起一条并注明前一条。",
    columns=(
        "code", "name", "id_no", "sex", "birth_date", "category", "place", "unit", "village", "institution", "school",
        "risk", "enrolled_on", "first_month", "stopped_on", "stop_reason", "account", "previous",
    ),
    card=("code", "name", "category", "place", "risk"),
    filters=("place", "category", "enrolled_on", "school", "risk", "stop_reason"),
    search=("code", "village", "id_no"),
    tones={"risk": {"low": "g", "medium": "a", "high": "r"}},
    sort="-enrolled_on", code=("code", "ET", "enrolled_on"),
    private={"name": mask_child, "id_no": mask_id_child, "account": mask_account},
    alike=("name", "id_no", "birth_date", "place"),
    rules=(
        code_like("code", "ET20230829-0001"),
        rules.identity_is_sound,
        rules.young_enough_at_enrolment,
        not_in_the_future("enrolled_on", "stopped_on"),
        in_order("enrolled_on", "stopped_on"),
        together("stopped_on", "stop_reason"),
        rules.institution_is_named,
        sound("account", rules.check_account),
        first_of_month("first_month"),
    ),
)  # fmt: skip

GUARDIANS = Ledger(
    **SHARED,
    slug="guardians", label="监护人", unit="人", model=Guardian, narrow=True,
    note="每名儿童的监护人或受委托照护人；更换时原一条写终止日期，另登一条。",
    columns=("code", "child", "name", "relation", "phone", "entrusted", "since", "until", "place", "unit"),
    card=("code", "child", "name", "relation"),
    filters=("place", "relation", "entrusted"),
    search=("code",), code=("code", "JH", "since"),
    private={"name": mask_name, "phone": mask_phone},
    rules=(code_like("code", "JH20230829-0001"), in_order("since", "until"), sound("phone", phones.check_phone)),
)  # fmt: skip

RATES = Ledger(
    **SHARED,
    slug="rates", label="发放标准", unit="条", model=Rate,
    note="各类儿童基本生活费月标准，按文件起止月执行；未见原文的注明。",
    columns=("code", "category", "monthly", "valid_from", "valid_to", "document", "certain", "place", "unit"),
    card=("code", "category", "monthly", "valid_from"),
    filters=("category",),
    search=("code", "document"), sort="-valid_from",
    rules=(first_of_month("valid_from", "valid_to"), in_order("valid_from", "valid_to")),
)  # fmt: skip

PAYMENTS = Ledger(
    **SHARED,
    slug="payments", label="发放明细", unit="人次", model=Payment, narrow=True,
    note="每人每月一条；银行回单后才算发放，退票另发的另登一条。",
    columns=(
        "code", "child", "category", "month_covered", "kind", "amount", "status", "bank_date", "return_reason",
        "account_tail", "batch", "sentence", "standard", "place", "unit",
    ),
    card=("code", "child", "month_covered", "amount", "status"),
    filters=("place", "category", "month_covered", "bank_date", "kind", "status"),
    tones={"status": {"SENT": "b", "PAID": "g", "RETURNED": "r"}},
    search=("code",), sort="-bank_date",
    private={"account_tail": lambda text: "*" * len(text)},
    rules=(
        first_of_month("month_covered"),
        not_in_the_future("bank_date"),
        rules.of_a_run_stays,
        rules.paid_says_when,
        rules.in_the_childs_months_at_the_rate,
    ),
)  # fmt: skip

VISITS = Ledger(
    **SHARED,
    slug="visits", label="关爱走访", unit="次", model=Visit, narrow=True,
    note="儿童主任、督导员对在册儿童的走访，一次一条。",
    columns=("code", "child", "visited_on", "mode", "visitor", "risk", "findings", "place", "unit"),
    card=("code", "child", "visited_on", "mode"),
    filters=("place", "visited_on", "mode", "risk"),
    search=("code", "visitor"), sort="-visited_on", code=("code", "ZF", "visited_on"),
    private={"findings": hide},
    rules=(code_like("code", "ZF20230829-0001"), not_in_the_future("visited_on")),
)  # fmt: skip

STOPS = Ledger(
    **SHARED,
    slug="stops", label="政策宣讲", unit="站", model=Stop,
    note="民政政策进乡村宣讲，一站一条。",
    columns=(
        "code", "held_on", "place", "where", "speakers", "attendance", "questions", "next_on", "next_where", "unit",
    ),
    card=("where", "place", "held_on", "attendance"),
    filters=("place", "held_on"),
    search=("code", "where"), sort="-held_on", code=("code", "XJ", "held_on"),
    rules=(
        code_like("code", "XJ20230829-0001"),
        not_in_the_future("held_on"),
        in_order("held_on", "next_on"),
        together("next_on", "next_where"),
        somebody_came,
    ),
)  # fmt: skip

register(CHILDREN, GUARDIANS, RATES, PAYMENTS, VISITS, STOPS)
