"""Until when a child is young enough: the birthday, and proofs of study that carry on from it."""

from datetime import date, timedelta
from typing import NamedTuple

from taizhang.county.standards.dates import prose_date, reaches_age
from taizhang.county.standards.working_days import add_months
from taizhang.lines.children.eligibility.facts import Child
from taizhang.lines.children.eligibility.parameters import Rules

_DAY = timedelta(days=1)


class Spell(NamedTuple):
    """Days on which the age is right, both ends included, and the day and reason of what ends them."""

    first: date
    last: date
    event: date
    reason: str


def birthday(child: Child, name: str, day: date, rules: Rules) -> date:
    """The day on which the limit of that name is completed, by the rules of `day`."""
    in_march = rules.flag("leap_birthday_in_march", day)
    return reaches_age(child.birth, rules.number(name, day), leap_birthday_in_march=in_march)


def spells(child: Child, day: date, rules: Rules) -> list[Spell]:
    """Childhood first, then study, by the rules of `day`.

    A proof carries on what lies before it when no more than the holidays are between them: who becomes eighteen in
    July needs no proof for August. The birthday itself is paid for, as the month of any event is; study ends on the
    last day of its proof.
    """
    until = birthday(child, "age_limit", day, rules)
    found = [Spell(child.birth, until - _DAY, until, "AGE_18")]
    if not rules.flag("study_extends", day):
        return found
    stages, gap = rules.several("study_stages", day), rules.number("study_gap_months", day)
    for proof in sorted(child.proofs, key=lambda one: one.first):
        if proof.stage not in stages or proof.last < found[-1].last:
            continue
        study, before = Spell(proof.first, proof.last, proof.last, "GRADUATED"), found[-1]
        if proof.first <= add_months(before.last, gap, roll_forward=False) + _DAY:
            found[-1] = study._replace(first=before.first)
        else:
            found.append(study)
    return found


def spell(child: Child, day: date, rules: Rules) -> Spell | None:
    return next((one for one in spells(child, day, rules) if one.first <= day <= one.last), None)


def refusal(child: Child, day: date, rules: Rules, *, enrolling: bool) -> str:
    """Why the age is wrong on a day, or nothing.

    `enrolling` asks for what holds on the day of confirmation; a child that is supported already may go on longer.
    """
    limit = rules.at("age_limit", day)
    until = birthday(child, "age_limit", day, rules)
    if day < child.birth:
        return f"出生于{prose_date(child.birth)}，晚于认定日{prose_date(day)}；请核对出生日期"
    if day < until:
        return ""
    over = f"{prose_date(until)}已满{limit.value}周岁"
    if enrolling and not rules.flag("study_enrols", day):
        return f"{over}，{limit.document}规定认定时须不满{limit.value}周岁"
    if spell(child, day, rules) is None:
        return f"{over}，没有{prose_date(day)}有效的就读证明（{limit.document}）；在读的请补交本学期就读证明"
    return ""
