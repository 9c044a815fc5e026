"""Sums whose total is told behind its parts: 甲12个、乙15个，合计27个."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from taizhang.county.figures.text.relations.bounds import meet, total
from taizhang.county.figures.text.relations.lists import LONGEST, Reach, adds_up, is_credible, precisely, reach, summed
from taizhang.county.figures.text.relations.model import Mention, Relation, relation
from taizhang.county.figures.text.relations.notes import listed, shown, written
from taizhang.county.figures.text.relations.slips import is_close, is_slip, of_sum
from taizhang.county.figures.text.relations.words import BARE_TOTAL, CHANGE, COUNTED, VERB, WEAK_TOTAL

_TOTAL_NAMED = re.compile("总(?:额|数|量|面积|人数|户数|金额|里程|价)(?:约|为|达到?)?$")
_SUMS_UP = re.compile(rf"^累计|{_TOTAL_NAMED.pattern}|^总[\u4e00-\u9fff]{{2,6}}(?:约|为|达到?)?$")
_CLASSES = ("类", "项", "者", "种", "个", "家", "地", "处", "批", "所", "大")
_CLASSES_TOGETHER = re.compile(r"^[^，。；]{0,8}(?:合计|共计|总计|共|累计|加起来|相加)")
_ADDED = re.compile(f"{WEAK_TOTAL.pattern}|累计")
_THINGS = COUNTED - {"人", "户", "人次", "次", "期", "类", "项"} | {"块", "根", "床", "件", "棵", "幅", "面", "只"}
_NTH = re.compile("第[一二三四五六七八九十0-9]{1,2}(?:批|组|期|次|轮|季度|标段|阶段|场|站|年)")
_MIXED_TOTAL = re.compile(".{0,9}(?:合计|共计|总计|总共)|共.{2,6}(?:单位|场所|机构|主体)$")
# 前两家加起来 of three.
_FIRST_FEW = re.compile("[前后头][两二三四五六](?!季度|个季|个月|[年月])|[前后头]$")
_OPENS_WITH_TOTAL = re.compile("，?(?:前[二三]季度|全年|上半年|总)?(?:总|共|合计|累计)")
_COURSES = (("一季度", "二季度", "三季度", "四季度"), ("上半年", "下半年"))


def tells_total(mention: Mention) -> bool:
    return bool(_SUMS_UP.search(mention.head) or BARE_TOTAL.match(mention.head) or _ADDED.search(mention.head))


def before_whole(mentions: Sequence[Mention], index: int) -> Iterator[Relation]:
    whole = mentions[index]
    parts = [part for part in _listed_before(mentions, index) if adds_up(part)]
    for count in range(len(parts), 1, -1):
        # 甲1.8、乙4.2、丙0.6，总计4.8: a list between two commas is summed as one, or not at all.
        split = count < len(parts) and parts[-count - 1].clause == parts[-count].clause
        if not split and meet(total(precisely(parts[-count:], whole)), whole.bounds):
            yield sum_of(parts[-count:], whole)
            return
    if _is_of_some(mentions, index):
        return
    if len(parts) > 1 and (
        _counts_classes(mentions, index, parts)
        or _is_plain(mentions, index, parts)
        or (_is_near(parts, whole) and (_sums_up(parts, whole) or _says_again(parts, whole)))
    ):
        yield sum_of(parts, whole)
    elif len({part.clause for part in parts}) < 2:
        yield from _of_many_units(mentions, index)


def _is_of_some(mentions: Sequence[Mention], index: int) -> bool:
    near = [one.lead for one in mentions[max(0, index - 1) : index + 1] if one.clause == mentions[index].clause]
    return any(_FIRST_FEW.search(lead) for lead in near)


def _is_plain(mentions: Sequence[Mention], index: int, parts: Sequence[Mention]) -> bool:
    """A list and right behind it its total, with nothing else of that unit: whatever else it comes to is wrong."""
    whole, first = mentions[index], mentions.index(parts[0])
    earlier = [one for one in mentions[:first] if one.unit == whole.unit and one.segment == whole.segment]
    one_clause = len({one.clause for one in parts}) == 1 and parts[0].clause == whole.clause - 1
    in_a_row = all(after.clause - one.clause <= 1 for one, after in pairwise([*parts, whole]))
    return (
        not earlier
        and list(mentions[first:index]) == list(parts)
        and in_a_row
        and bool(_OPENS_WITH_TOTAL.match(whole.lead))
        and (one_clause or len(parts) > 2 or bool(BARE_TOTAL.match(whole.head)) or _run_through(parts))
        and not any(CHANGE.search(one.words) for one in parts)
        and (all(one.period == whole.period for one in parts) or _run_through(parts))
        and is_credible(parts, whole)
    )


def _run_through(parts: Sequence[Mention]) -> bool:
    """一季度…，二季度…，三季度…: one act in all the quarters from the first."""
    periods = [one.period.removeprefix("第") for one in parts]
    acts = {one.head[-2:] for one in parts}
    return len(acts) == 1 and any(periods == list(course[: len(periods)]) for course in _COURSES)


def _is_near(parts: Sequence[Mention], whole: Mention) -> bool:
    return is_slip(of_sum(parts, whole)) or is_close(whole, total(part.bounds for part in parts))


def _says_again(parts: Sequence[Mention], whole: Mention) -> bool:
    """三地共划分小区 after 甲街道划分小区64个，乙镇47个; 累计发行 after 第一批…，第二批…."""
    if whole.segment != parts[0].segment or whole.clause - parts[-1].clause > 1 or whole.depth != parts[0].depth:
        return False
    if _TOTAL_NAMED.search(whole.head) and len(parts) > 2:
        return True
    act = _ADDED.split(whole.head)[-1]
    again = len(act) > 1 and act in parts[0].head and not WEAK_TOTAL.search(parts[0].head)
    nth = all(_NTH.match(part.head) for part in parts)
    listed_ = (
        len(parts) > 2 and len({part.clause for part in parts}) == 1 and is_slip(of_sum(parts, whole), length=False)
    )
    same = len(parts) > 2 and len(act) > 1 and all(act[-2:] in part.head for part in parts)
    return (again or same or nth or listed_) and "其中" not in parts[0].gap


def _of_many_units(mentions: Sequence[Mention], index: int) -> Iterator[Relation]:
    """学校69所、幼儿园84所、培训机构27家，合计180个: things of several measure words in the clause before."""
    whole = mentions[index]
    parts = [one for one in mentions[max(0, index - LONGEST) : index] if one.clause == whole.clause - 1]
    if len(parts) < 3 or not _MIXED_TOTAL.match(whole.head) or whole.unit not in _THINGS:
        return
    if all(one.unit in _THINGS and one.depth == whole.depth and adds_up(one) for one in parts):
        fits = meet(total(one.bounds for one in parts), whole.bounds)
        if fits or is_slip(of_sum(parts, whole)):
            yield sum_of(parts, whole)


def _counts_classes(mentions: Sequence[Mention], index: int, parts: Sequence[Mention]) -> bool:
    """三类企业合计40家 after a list of three: the number of classes says which list is meant."""
    classes = mentions[index - 1] if index else None
    said = classes is not None and classes.unit in _CLASSES and classes.middle == len(parts)
    return said and bool(_CLASSES_TOGETHER.search(mentions[index].head))


def _listed_before(mentions: Sequence[Mention], index: int) -> list[Mention]:
    whole, parts = mentions[index], list[Mention]()
    for mention in mentions[max(0, index - LONGEST) : index][::-1]:
        if mention.unit != whole.unit or mention.depth > whole.depth:
            continue
        if mention.depth < whole.depth or CHANGE.search(mention.head):
            break
        if WEAK_TOTAL.search(mention.head):
            if parts and _opens_the_list(mention, parts[-1]):
                parts.append(mention)
            break
        parts.append(mention)
        if "其中" in mention.gap:
            break
    return parts[::-1]


def _opens_the_list(one: Mention, after: Mention) -> bool:
    """共检查学校69所、幼儿园84所: 共 stands before the first of them."""
    return one.clause == after.clause and after.gap.startswith("、")


def _sums_up(parts: Sequence[Mention], whole: Mention) -> bool:
    """Whether 合计 speaks of these parts: no verb of its own, or theirs."""
    if any("其中" in part.gap for part in parts):
        return False
    verb = VERB.search(whole.head)
    if verb is None:
        return bool(BARE_TOTAL.match(whole.head))
    verbs = {found[0] for part in parts for found in VERB.finditer(part.head)}
    return verbs == {verb[0]} and whole.segment == parts[0].segment and reach(parts, whole, "") is not Reach.SOME


def sum_of(parts: Sequence[Mention], whole: Mention) -> Relation:
    holds = meet(total(precisely(parts, whole)), whole.bounds)
    value = summed(parts)
    if holds and value != whole.middle:
        note = f"{listed(list(parts))}与文中总数{written(whole)}相符"
        return relation("sum", [*parts, whole], holds, note)
    note = f"{listed(list(parts))}={shown(value, whole)}，文中总数为{written(whole)}"
    if not holds:
        less = value < whole.middle
        note = f"各部分{note}，{'少' if less else '多'}{shown(abs(value - whole.middle), whole)}，请核对总数与各部分"
    return relation("sum", [*parts, whole], holds, note)
