"""Which months a child is owed, how many cents for each, and why."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money.cents import yuan
from taizhang.lines.children.money.months import Month, said, span
from taizhang.lines.children.money.policies import Policies, Policy
from taizhang.lines.children.money.rates import RateTable

Key: TypeAlias = str | int
NO_MONTHS: Mapping[Month, int] = {}


class Span(NamedTuple):
    """Months in one category. `reduction` is what 低保 or 特困 pays already, in cents a month (民发〔2019〕62号).

    `last` before `first` holds no month: that is how a confirmation annulled for fraud stands. `ended` is the reason
    as people read it. Where the reduction changes, a span ends and another begins.
    """

    category: str
    first: Month
    last: Month | None = None
    reduction: int = 0
    ended: str = ""


class Suspension(NamedTuple):
    """Months whose pay is held; `restored` when the review found that they were owed after all."""

    first: Month
    last: Month | None = None
    restored: bool = False
    reason: str = ""


class Child(NamedTuple):
    """One person, with the spans of all rows the register holds of it. `proofs` are first and last months of study."""

    key: Key
    birth: date
    spans: tuple[Span, ...]
    proofs: tuple[tuple[Month, Month], ...] = ()
    suspensions: tuple[Suspension, ...] = ()


class Terms(NamedTuple):
    """Under what children are paid. Months before `opened` were paid elsewhere: nothing is reckoned for them."""

    rates: RateTable
    policies: Policies
    opened: Month


class Standing(NamedTuple):
    """How a child stands in a month; `cents` are zero for every code that is not owed."""

    code: str
    category: str
    cents: int
    sentence: str


OWED = frozenset({"ENTITLED", "STUDYING", "TOPUP"})


def owed(child: Child, terms: Terms, through: Month) -> Mapping[Month, int]:
    """Month → cents up to and including `through`; raises Invalid for overlapping spans, NoRate.

    The answer is shared between children with the same span and must not be changed.
    """
    spans = child.spans
    if len(spans) == 1:
        months = _of_span(child, spans[0], terms, through)
    else:
        refuse_overlap(child, terms.rates)
        months = {}
        for one in spans:
            months = {**months, **_of_span(child, one, terms, through)}
    if child.suspensions:
        months = {month: cents for month, cents in months.items() if _held(child, month) is None}
    return months


def refuse_overlap(child: Child, rates: RateTable) -> None:
    """Two categories of one child never cover the same month; raises Invalid."""
    ordered = sorted(child.spans, key=lambda one: one.first)
    before: Span | None = None
    for one in ordered:
        if one.last is not None and one.last < one.first:
            continue
        if before is not None and (before.last is None or one.first <= before.last):
            both = f"“{rates.word(before.category)}”和“{rates.word(one.category)}”"
            raise Invalid(
                f"该儿童{said(one.first)}同时在{both}两段；请把前一类别的末领年月改为{said(one.first - 1)}或更早"
            )
        before = one


def starting(
    category: str, confirmed: date, policies: Policies, *, override: Month | None = None, reason: str = "",
    reduction: int = 0,
) -> Span:  # fmt: skip
    """The open span of a confirmed child; raises Invalid for an override without its reason."""
    return Span(category, policies.first_month(confirmed, override=override, reason=reason), None, reduction)


def stopped(one: Span, event: date, why: str, policies: Policies) -> Span:
    """The span ended by an event, whenever it became known."""
    return one._replace(last=policies.last_month(event), ended=why)


def annulled(one: Span, why: str) -> Span:
    """The span of a confirmation that should never have been: no month of it is owed."""
    return one._replace(last=one.first - 1, ended=why)


def changed(
    spans: tuple[Span, ...],
    event: date,
    category: str,
    policies: Policies,
    *,
    reduction: int = 0,
    why: str = "类别变更",
) -> tuple[Span, ...]:
    """The spans after a change of category: the new one begins as after a confirmation, the old ends the month before.

    Raises Invalid when there is no span open to change from.
    """
    first = policies.first_month(event)
    old = spans[-1] if spans else None
    if old is None or (old.last is not None and old.last < first - 1):
        raise Invalid(f"{said(first)}之前没有在领的类别，不能办理类别变更；请按新申请办理")
    if first <= old.first:
        raise Invalid(f"类别变更自{said(first)}起，不晚于现类别的起领月{said(old.first)}；请核对变更日期")
    new = Span(category, first, None, reduction)
    if old.last is not None and old.last >= first:
        # An end that was known for later holds for the new category too.
        new = new._replace(last=old.last, ended=old.ended)
    return (*spans[:-1], old._replace(last=first - 1, ended=why), new)


def standing(child: Child, month: Month, terms: Terms) -> Standing:
    """Why a month is owed or not; raises NoRate."""
    one = span_at(child.spans, month)
    if one is None:
        return _outside(child.spans, month)
    policy = terms.policies.at(month)
    word = terms.rates.word(one.category)
    if one.category not in policy.categories:
        return Standing("NOT_PAID", one.category, 0, f"“{word}”按{policy.document}不发放基本生活费")
    held = _held(child, month)
    if held is not None:
        return Standing("SUSPENDED", one.category, 0, f"自{said(held.first)}起暂停发放" + _because(held.reason))
    limit = policy.last_month_by_age(child.birth)
    if month > limit and not _studies(child, month, policy):
        return Standing("OVER_AGE", one.category, 0, _too_old(policy, limit))
    return _owed(one, month, terms, studying=month > limit)


def span_at(spans: Iterable[Span], month: Month) -> Span | None:
    for one in spans:
        if one.first <= month and (one.last is None or month <= one.last):
            return one
    return None


def _of_span(child: Child, one: Span, terms: Terms, through: Month) -> Mapping[Month, int]:
    category, first, last, reduction, _ = one
    first = max(first, terms.opened)
    last = through if last is None or last > through else last
    if first > last:
        return NO_MONTHS
    pieces = terms.policies.pieces(first, last)
    start, end, policy = pieces[0]
    # Nearly every child: one policy, below the age limit, no reduction. Then the table's own series is the answer.
    plain = len(pieces) == 1 and not reduction and category in policy.categories
    if plain and end <= policy.last_month_by_age(child.birth):
        return terms.rates.series(category, start, end)
    months: dict[Month, int] = {}
    for piece in pieces:
        if category in piece[2].categories:
            months.update(_of_piece(child, one, terms.rates, piece))
    return months


def _of_piece(
    child: Child, one: Span, rates: RateTable, piece: tuple[Month, Month, Policy]
) -> Iterable[tuple[Month, int]]:
    first, last, policy = piece
    limit = policy.last_month_by_age(child.birth)
    for month in span(first, last):
        if month <= limit or _studies(child, month, policy):
            yield month, max(0, rates.monthly(one.category, month) - one.reduction)


def _studies(child: Child, month: Month, policy: Policy) -> bool:
    return policy.study_extends and any(first <= month <= last for first, last in child.proofs)


def _held(child: Child, month: Month) -> Suspension | None:
    for held in child.suspensions:
        if not held.restored and held.first <= month and (held.last is None or month <= held.last):
            return held
    return None


def restored(child: Child, month: Month) -> Suspension | None:
    """The suspension that held the month before the review gave it back."""
    for held in child.suspensions:
        if held.restored and held.first <= month and (held.last is None or month <= held.last):
            return held
    return None


def _outside(spans: tuple[Span, ...], month: Month) -> Standing:
    before = [one for one in spans if one.last is not None and one.last < month]
    if not before:
        first = min((one.first for one in spans), default=None)
        since = "尚未确认" if first is None else f"自{said(first)}起领"
        return Standing("BEFORE_START", "", 0, f"{since}，{said(month)}不在发放期内")
    one = max(before, key=lambda one: one.first)
    assert one.last is not None
    if one.last < one.first:
        return Standing("NO_MONTHS", one.category, 0, "没有任何应发放的月份" + _because(one.ended))
    return Standing("AFTER_STOP", one.category, 0, f"末领月为{said(one.last)}" + _because(one.ended))


def _owed(one: Span, month: Month, terms: Terms, *, studying: bool) -> Standing:
    rate = terms.rates.rate(one.category, month)
    standard = f"月标准{yuan(rate.monthly)}元（{rate.document}）"
    cents = max(0, rate.monthly - one.reduction)
    if one.reduction:
        topup = f"{standard}，扣除已领低保或特困供养{yuan(one.reduction)}元后补差"
        return Standing("TOPUP", one.category, cents, topup)
    if studying:
        return Standing("STUDYING", one.category, cents, f"{standard}，已成年，有就读证明")
    return Standing("ENTITLED", one.category, cents, standard)


def _too_old(policy: Policy, limit: Month) -> str:
    return f"已满{policy.age_limit}周岁且无当月就读证明，末领月为{said(limit)}（{policy.document}）"


def _because(reason: str) -> str:
    return f"（{reason}）" if reason else ""
