"""The declarations of the monthly run's ledgers; batches, recoveries and repayments are written by their acts alone."""

from taizhang.county.ledger.columns import Choice
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.registry import register
from taizhang.county.ledger.rules import code_like, first_of_month, in_order
from taizhang.county.standards.masking import mask_account
from taizhang.lines.children.ledgers import MINORS, SHARED
from taizhang.lines.children.models import PayAccount, PayCondition, PaymentBatch, Recovery, Repayment
from taizhang.lines.children.payroll import rules
from taizhang.lines.children.payroll.banks import banks

BATCHES = Ledger(
    **SHARED,
    slug="batches", label="发放批次", unit="批", model=PaymentBatch, sealed=True, parties="units", page="payroll_batch",
    note="每月发放、补发和退票重发的批次；由发放流程产生，不直接填写。",
    columns=(
        "code", "pay_month", "kind", "state", "passed", "items", "amount", "paid_amount", "returned_items", "band",
        Choice(name="layout", label="文件版式", choices=tuple((one.key, one.label) for one in banks().values())),
        "file_digest", "note", "follows", "place", "unit",
    ),
    card=("code", "pay_month", "amount", "state"),
    filters=("pay_month", "kind", "state"),
    search=("code",), sort="-pay_month",
    tones={"state": {"DRAFT": "a", "CHECKED": "a", "APPROVED": "b", "SENT": "b", "SETTLED": "g"}},
)  # fmt: skip

ACCOUNTS = Ledger(
    **SHARED,
    slug="pay-accounts", label="收款账户", unit="个", model=PayAccount, writers="lead", **MINORS,
    note="发放用的账户及其户名；未登记的用儿童档案中的本人账号。更换时原账户写停用日期，另登一条。",
    columns=("code", "child", "holder", "name", "account", "sort", "cnaps", "since", "until", "place", "unit"),
    card=("code", "child", "holder", "since"),
    filters=("place", "holder", "since"),
    search=("code",), code=("code", "ZH", "since"),
    private={"name": lambda name: "*" * len(name), "account": mask_account},
    rules=(code_like("code", "ZH20230829-0001"), in_order("since", "until"), rules.account_is_of_its_sort),
)  # fmt: skip

CONDITIONS = Ledger(
    **SHARED,
    slug="pay-conditions", label="发放情形", unit="条", model=PayCondition, writers="lead", **MINORS,
    note="补差扣减（民发〔2019〕62号）、成年后就读证明、暂停发放；按月起止，变更时另登一条。",
    columns=(
        "code", "child", "kind", "first_month", "last_month", "monthly", "restored", "reason", "place", "unit",
    ),
    card=("code", "child", "kind", "first_month"),
    filters=("place", "kind", "first_month"),
    search=("code", "reason"), sort="-first_month", code=("code", "QX", "first_month"),
    rules=(
        code_like("code", "QX20230801-0001"),
        first_of_month("first_month", "last_month"),
        in_order("first_month", "last_month"),
        rules.condition_is_whole,
    ),
)  # fmt: skip

RECOVERIES = Ledger(
    **SHARED,
    slug="recoveries", label="追缴", unit="件", model=Recovery, sealed=True, page="payroll_recovery",
    **MINORS,
    note="多发的基本生活费，一人一因一件；由发放计划提出，通知、退款、了结都有经过。",
    columns=(
        "code", "child", "cause", "sentence", "amount", "withdrawn", "repaid", "refunded", "state", "notice_on",
        "first_due", "instalments", "closed_on", "closing", "place", "unit",
    ),
    card=("code", "child", "amount", "state"),
    filters=("place", "state", "cause", "notice_on"),
    search=("code",), sort="-notice_on", code=("code", "ZJ", "notice_on"),
    tones={"state": {"NOTICED": "a", "REPAYING": "b", "REPAID": "g", "REFERRED": "r"}},
)  # fmt: skip

REPAYMENTS = Ledger(
    **SHARED,
    slug="repayments", label="追缴退款", unit="笔", model=Repayment, sealed=True,
    **MINORS | {"subject": "recovery__child__id_no_index"},
    note="追缴的每一笔退款，凭证号不重复计。",
    columns=("code", "recovery", "paid_on", "amount", "voucher", "place", "unit"),
    card=("code", "recovery", "amount", "paid_on"),
    filters=("place", "paid_on"),
    search=("code", "voucher"), sort="-paid_on", code=("code", "TK", "paid_on"),
)  # fmt: skip

register(BATCHES, ACCOUNTS, CONDITIONS, RECOVERIES, REPAYMENTS)
