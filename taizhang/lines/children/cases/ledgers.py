"""The declarations of cases, parents, what keeps them from the child, and reviews; township acts go by the pages."""

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.registry import register
from taizhang.county.ledger.rules import code_like, in_order, not_in_the_future, sound
from taizhang.county.standards import credit_code, phones
from taizhang.county.standards.masking import mask_account, mask_id, mask_id_child, mask_name, mask_phone
from taizhang.lines.children.cases import rules
from taizhang.lines.children.cases.models import ChildCase, Parent, ParentState, Review
from taizhang.lines.children.ledgers import MINORS, SHARED, hide, mask_child
from taizhang.lines.children.rules import check_account

CASES = Ledger(
    **SHARED,
    slug="child-cases", label="儿童办件", unit="件", model=ChildCase,
    **MINORS | {"search_first": ("code", "id_no"), "subject": "id_no_index"},
    sealed=True, page="case_page", aside="case_list",
    note="申请、受理、查验、确认到终止，一名儿童一次申请一件；由办理页面产生，不直接填写，不作任何公示。",
    columns=(
        "code", "state", "applied_on", "category", "applicant", "relation", "phone", "name", "id_no", "sex",
        "birth_date", "place", "village", "rural", "school", "elsewhere", "institution", "institution_code",
        "institution_since", "guardian", "guardian_relation", "holder", "holder_name", "account", "papers",
        "conclusion", "refusal", "backfilled", "child", "previous", "unit",
    ),
    card=("code", "name", "category", "place", "state"),
    filters=("place", "state", "category", "applied_on", "backfilled"),
    search=("code", "id_no"), sort="-applied_on", code=("code", "BJ", "applied_on"),
    tones={"state": {
        "SUPPLEMENT_REQUESTED": "a", "VERIFYING": "b", "CONFIRMING": "b", "VERIFY_FAILED": "a", "ACTIVE": "g",
        "REVIEW_DUE": "a", "SUSPENDED": "a", "REFUSED": "r",
    }},
    private={
        "applicant": mask_name, "phone": mask_phone, "name": mask_child, "id_no": mask_id_child,
        "guardian": mask_name, "holder_name": mask_name, "account": mask_account, "conclusion": hide, "refusal": hide,
    },
    rules=(
        code_like("code", "BJ20231008-0001"),
        not_in_the_future("applied_on", "institution_since", "birth_date"),
        rules.identity_is_sound,
        sound("phone", phones.check_phone),
        sound("account", check_account),
        sound("institution_code", credit_code.parse),
        rules.papers_are_known,
        rules.category_may_be_applied_for,
    ),
)  # fmt: skip

PARENTS = Ledger(
    **SHARED,
    slug="child-parents", label="儿童父母", unit="人", model=Parent,
    **MINORS | {"subject": "case__id_no_index"}, writers="lead", aside="case_list",
    note="每件办件父、母各一条；身份不明的一方登记会商结论。乡镇在办件页面填写。",
    columns=(
        "code", "case", "role", "name", "id_no", "unknown", "registered_on", "conference_on", "conference_no",
        "conference_says", "place", "unit",
    ),
    card=("code", "case", "role"),
    filters=("place", "role", "unknown"),
    search=("code", "conference_no"), code=("code", "FM", "registered_on"),
    private={"name": mask_name, "id_no": mask_id},
    rules=(
        code_like("code", "FM20231008-0001"),
        not_in_the_future("registered_on", "conference_on"),
        rules.parent_is_known_or_not,
        rules.conference_is_whole,
    ),
)  # fmt: skip

STATES = Ledger(
    **SHARED,
    slug="parent-states", label="父母情形", unit="条", model=ParentState,
    **MINORS | {"subject": "parent__case__id_no_index"}, writers="lead", aside="case_list",
    note="父母死亡、失踪、服刑、重残等情形及其起止和证明材料；情形结束的写结束日期，不作废。",
    columns=(
        "code", "parent", "state", "since", "until", "receipt_on", "receipt_no", "kind", "grade", "papers", "ended_on",
        "place", "unit",
    ),
    card=("code", "parent", "state", "since"),
    filters=("place", "state", "until"),
    search=("code",), sort="-since", code=("code", "QK", "since"),
    private={"receipt_no": lambda text: "*" * len(text)},
    rules=(
        code_like("code", "QK20231008-0001"),
        not_in_the_future("since", "receipt_on", "ended_on"),
        in_order("since", "until", "ended_on"),
        rules.papers_are_evidence,
        rules.grade_is_of_a_card,
    ),
)  # fmt: skip

REVIEWS = Ledger(
    **SHARED,
    slug="child-reviews", label="儿童复核", unit="次", model=Review,
    **MINORS, sealed=True, aside="review_list",
    note="年度复核、父母期限届满、年龄和就读的核查，一次一条；在办件页面登记。",
    columns=("code", "case", "child", "kind", "looked_on", "conclusion", "findings", "place", "unit"),
    card=("code", "child", "kind", "looked_on"),
    filters=("place", "kind", "conclusion", "looked_on"),
    search=("code",), sort="-looked_on", code=("code", "FH", "looked_on"),
    private={"findings": hide},
    rules=(not_in_the_future("looked_on"),),
)  # fmt: skip

register(CASES, PARENTS, STATES, REVIEWS)
