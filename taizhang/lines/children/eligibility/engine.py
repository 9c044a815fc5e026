"""Judges on a day whether a child is an orphan or in fact without anyone to raise it, by the states of both parents."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from taizhang.county.standards.dates import prose_date
from taizhang.lines.children.eligibility import ages
from taizhang.lines.children.eligibility.facts import Child, Parent
from taizhang.lines.children.eligibility.findings import Finding, Standing, find
from taizhang.lines.children.eligibility.parameters import Rules

FATHER, MOTHER = "父亲", "母亲"
ORPHAN_INST, ORPHAN_SCAT, DEFACTO, DEFACTO_INST = "ORPHAN_INST", "ORPHAN_SCAT", "DEFACTO", "DEFACTO_INST"
NAMES = {
    ORPHAN_INST: "孤儿（机构养育）", ORPHAN_SCAT: "孤儿（社会散居）", DEFACTO: "事实无人抚养儿童",
    DEFACTO_INST: "事实无人抚养儿童（集中养育）",
}  # fmt: skip
INSTITUTION_CODE = "养育机构编码"


class Outcome(StrEnum):
    """From worst to best in the order of RANK; more papers never lead to one that is lower."""

    REFUSED = "REFUSED"
    INCOMPLETE = "INCOMPLETE"
    NEEDS_CASE_CONFERENCE = "NEEDS_CASE_CONFERENCE"
    ELIGIBLE_DEFACTO = "ELIGIBLE_DEFACTO"
    ORPHAN = "ORPHAN"


ELIGIBLE = (Outcome.ELIGIBLE_DEFACTO, Outcome.ORPHAN)
RANK = {
    Outcome.REFUSED: 0, Outcome.INCOMPLETE: 1, Outcome.NEEDS_CASE_CONFERENCE: 2, Outcome.ELIGIBLE_DEFACTO: 3,
    Outcome.ORPHAN: 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """`category` is blank unless the outcome is eligible; `reasons` are the father's, the mother's, the conclusion's.

    `holds_from` is the first day, still to come, on which both parents would qualify and the age be right.
    `missing` is what the child's own file lacks; each parent's lack stands in its finding.
    """

    outcome: Outcome
    category: str
    reasons: tuple[str, ...]
    father: Finding
    mother: Finding
    missing: tuple[str, ...] = ()
    holds_from: date | None = None

    @property
    def eligible(self) -> bool:
        return self.outcome in ELIGIBLE


def judge(child: Child, father: Parent, mother: Parent, day: date, rules: Rules, *, enrolling: bool = True) -> Verdict:
    """By the rules of `day`, which is the day of confirmation; `enrolling=False` judges a child supported already.

    民发〔2019〕62号 and 民发〔2020〕125号 for the parents' states, 国办发〔2010〕54号 for orphans and the age. Raises Invalid
    for a state that the table does not have, or a day for which no parameter holds.
    """
    both = (find(FATHER, father, day, rules), find(MOTHER, mother, day, rules))
    outcome, why = _by_parents(both)
    holds_from = _holds_from(both, day) if outcome is Outcome.REFUSED else None
    if holds_from is not None and ages.refusal(child, holds_from, rules, enrolling=True):
        holds_from = None
    too_old = ages.refusal(child, day, rules, enrolling=enrolling)
    if too_old:
        outcome, why, holds_from = Outcome.REFUSED, too_old, None
    category, missing = _category(child, day, outcome)
    if missing and outcome in ELIGIBLE:
        outcome, category, why = Outcome.INCOMPLETE, "", f"父母情形符合，但缺{missing[0]}；请补填后再确认"
    reasons = (both[0].sentence, both[1].sentence, why)
    return Verdict(outcome, category, reasons, *both, missing, holds_from)


def _by_parents(both: tuple[Finding, Finding]) -> tuple[Outcome, str]:
    """A parent who can raise the child settles it; then papers are asked for, and only then a conference is held."""
    standings = [one.standing for one in both]
    if Standing.ABLE in standings:
        return Outcome.REFUSED, _refusal(both)
    if Standing.INCOMPLETE in standings:
        lacking = "；".join(f"{one.role}缺{'、'.join(one.missing)}" for one in both if one.missing)
        return Outcome.INCOMPLETE, f"材料不齐，请一次性告知补交：{lacking}"
    if Standing.UNKNOWN in standings:
        return Outcome.NEEDS_CASE_CONFERENCE, _conference(both)
    if all(one.lost for one in both):
        return Outcome.ORPHAN, "父母双方均已死亡或失踪，按孤儿认定（国办发〔2010〕54号）"
    return Outcome.ELIGIBLE_DEFACTO, "父母双方均不能履行抚养义务，按事实无人抚养儿童认定（民发〔2019〕62号）"


def _refusal(both: tuple[Finding, Finding]) -> str:
    able = [one for one in both if one.standing is Standing.ABLE]
    if len(able) == 2:
        return "父母双方在认定日均没有符合条件的情形，不予认定"
    other = next(one for one in both if one is not able[0])
    if other.code == "GUARDIANSHIP_REVOKED":
        return f"{other.role}{other.name}，但{able[0].role}仍有抚养能力，应由{able[0].role}抚养，不予认定"
    if able[0].code:
        return f"{able[0].role}的情形在认定日不符合条件，不予认定"
    return f"{able[0].role}没有符合条件的情形，应由{able[0].role}抚养，不予认定"


def _conference(both: tuple[Finding, Finding]) -> str:
    unknown = "、".join(one.role for one in both if one.standing is Standing.UNKNOWN)
    return f"{unknown}身份不明，不能直接认定也不能据此拒绝；请出具村（居）委会证明并提交个案会商，录入会商结论后再判定"


def _holds_from(both: tuple[Finding, Finding], day: date) -> date | None:
    """Nothing where one of them would never qualify, or where the other's state will have ended by then."""
    days = [one.holds_from for one in both]
    if None in days:
        return None
    latest = max(one for one in days if one is not None)
    lasting = all(one.holds_until is None or latest < one.holds_until for one in both)
    return latest if latest > day and lasting else None


def _category(child: Child, day: date, outcome: Outcome) -> tuple[str, tuple[str, ...]]:
    if outcome not in ELIGIBLE:
        return "", ()
    stay = child.stay(day)
    pair = (ORPHAN_SCAT, ORPHAN_INST) if outcome is Outcome.ORPHAN else (DEFACTO, DEFACTO_INST)
    missing = (INSTITUTION_CODE,) if stay is not None and not stay.code else ()
    return pair[stay is not None], missing


def said(verdict: Verdict) -> str:
    """All reasons as one text for the case file, with the day from which it would hold."""
    text = "。".join(verdict.reasons) + "。"
    if verdict.holds_from is not None:
        text += f"按现有情况，自{prose_date(verdict.holds_from)}起双方均符合，届时可再申请。"
    return text
