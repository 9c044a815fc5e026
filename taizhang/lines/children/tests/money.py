"""Made-up terms and children for the tests of the money."""

from collections.abc import Sequence
from datetime import date

from taizhang.lines.children.money.entitlement import Child, Span, Suspension, Terms
from taizhang.lines.children.money.ledger import Claim, Payment
from taizhang.lines.children.money.months import Month, at
from taizhang.lines.children.money.planning import PAYING, Line, Run
from taizhang.lines.children.money.policies import Policies, Policy
from taizhang.lines.children.money.rates import Rate, RateTable

WORDS = {"ORPHAN_INST": "孤儿（机构养育）", "ORPHAN_SCAT": "孤儿（社会散居）", "DEFACTO": "事实无人抚养儿童"}
OPENED = at(2023, 1)
POLICY = Policy(
    first=at(2010, 11), document="示范〔2010〕1号", age_limit=18, study_extends=True, categories=frozenset(WORDS),
    starts_after=1, ends_after=0, leap_birthday_in_march=True,
)  # fmt: skip


def rates(monthly: int = 105000, *, then: tuple[Month, int] | None = None) -> RateTable:
    """Institutions at 400 yuan more; `then` raises the others from a month on under a second document."""
    table = [Rate("ORPHAN_INST", at(2020, 1), None, monthly + 40000, "示范〔2020〕2号")]
    for category in ("ORPHAN_SCAT", "DEFACTO"):
        until = then[0] - 1 if then else None
        table.append(Rate(category, at(2020, 1), until, monthly, "示范〔2020〕2号"))
        if then:
            table.append(Rate(category, then[0], None, then[1], "示范〔2023〕9号"))
    return RateTable(table, WORDS)


def terms(table: RateTable | None = None, *policies: Policy) -> Terms:
    return Terms(table or rates(), Policies(policies or (POLICY,)), OPENED)


def child(
    *spans: Span, born: date = date(2012, 5, 20), proofs: Sequence[tuple[Month, Month]] = (),
    suspensions: Sequence[Suspension] = (),
) -> Child:  # fmt: skip
    return Child("C1", born, spans or (Span("DEFACTO", OPENED),), tuple(proofs), tuple(suspensions))


def paid(
    first: Month, last: Month, cents: int = 105000, status: str = "PAID", category: str = "DEFACTO"
) -> list[Payment]:
    return [Payment(month, cents, status, category, cents, month) for month in range(first, last + 1)]


def taken_over(lines: Sequence[Line], payments: list[Payment], claims: list[Claim], status: str = "PAID") -> None:
    """What a clerk does with a plan: lines that pay enter the batch, the others change what is demanded back."""
    for line in lines:
        if line.kind in PAYING:
            payments.append(Payment(line.month, line.cents, status, line.category, line.standard, None))
        else:
            claims.append(Claim(line.month, line.cents if line.kind == "OVERPAY" else -line.cents))


def plan(
    whose: Child, month: Month, payments: Sequence[Payment] = (), claims: Sequence[Claim] = (),
    under: Terms | None = None,
) -> list[Line]:  # fmt: skip
    return Run(month, under or terms()).lines(whose, payments, claims)
