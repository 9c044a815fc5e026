"""Which registers without an allowance a child belongs in: left-behind, other hardship, migrant, and HIV."""

from datetime import date
from typing import NamedTuple

from taizhang.lines.children.eligibility import ages
from taizhang.lines.children.eligibility.engine import FATHER, MOTHER
from taizhang.lines.children.eligibility.facts import Child, Parent
from taizhang.lines.children.eligibility.findings import Standing, find
from taizhang.lines.children.eligibility.parameters import Rules


class Entry(NamedTuple):
    """A category of the register, whether it carries the allowance by itself, and why the child is in it."""

    category: str
    money: bool
    sentence: str


def registered(child: Child, father: Parent, mother: Parent, day: date, rules: Rules) -> tuple[Entry, ...]:
    """What the child is registered as on a day besides, or instead of, the categories of `engine.judge`.

    A left-behind child may be in any other category as well; it counts once in each. Only HIV carries money, at the
    standard of scattered orphans, and then only where `judge` gives none: one child has one allowance.
    """
    found = [_left_behind(child, father, mother, day, rules)]
    if day < ages.birthday(child, "age_limit", day, rules):
        if child.hardships:
            found.append(Entry("HARDSHIP_OTHER", False, f"其他困境：{'、'.join(child.hardships)}；通过低保等制度救助"))
        if child.migrant:
            found.append(Entry("MIGRANT", False, "随父母流动；登记关爱，不发基本生活费"))
        if child.hiv:
            found.append(Entry("HIV", True, "感染艾滋病病毒；未按孤儿等领取的，比照社会散居孤儿"))
    return tuple(one for one in found if one is not None)


def _left_behind(child: Child, father: Parent, mother: Parent, day: date, rules: Rules) -> Entry | None:
    """国发〔2016〕13号: both parents away, or one away and the other without ability to care; rural; under the limit.

    No papers are asked for: a register that pays nothing must not wait for a judgment.
    """
    limit = rules.at("left_behind_age", day)
    if not child.rural or not child.birth <= day < ages.birthday(child, "left_behind_age", day, rules):
        return None
    both = ((FATHER, father), (MOTHER, mother))
    away = [role for role, parent in both if is_away(parent, day)]
    if len(away) == 2:
        return Entry("LEFT_BEHIND", False, f"父母双方外出务工，不满{limit.value}周岁（{limit.document}）")
    left = [(role, parent) for role, parent in both if role not in away]
    if not away or not _unable(*left[0], day, rules):
        return None
    return Entry(
        "LEFT_BEHIND", False, f"{away[0]}外出务工，{left[0][0]}无监护能力，不满{limit.value}周岁（{limit.document}）"
    )


def is_away(parent: Parent, day: date) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in parent.away)


def _unable(role: str, parent: Parent, day: date, rules: Rules) -> bool:
    return parent.unable or find(role, parent, day, rules).standing is not Standing.ABLE
