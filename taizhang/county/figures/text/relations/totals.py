"""Sums: a whole and the parts that the text lists for it, before it or after it."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from taizhang.county.figures.text.relations.bounds import meet, plus, surely_above, total
from taizhang.county.figures.text.relations.gathered import before_whole, sum_of, tells_total
from taizhang.county.figures.text.relations.lists import (
    CLASSED,
    DIRECTLY,
    LONGEST,
    Reach,
    adds_up,
    are_opposites,
    enumeration,
    is_credible,
    is_series,
    is_told_behind_colon,
    precisely,
    reach,
)
from taizhang.county.figures.text.relations.model import Mention, Relation, Sentence, relation, same_time
from taizhang.county.figures.text.relations.notes import shown, written
from taizhang.county.figures.text.relations.words import (
    AMONG,
    BARE_TOTAL,
    CHANGE,
    COMPARED,
    PER_HEAD,
    TOTAL,
    VERB,
)

_NEAR = 8
# Who passed one stage is not made up of who passed the next.
_PASSED = re.compile("通过|入围|进入|参加")
_SEEN_BY = re.compile(r"\s*(?:分|按)[^，。；]{1,6}(?:看|分|划分)[，：]")
_UNCOUNTED_REST = re.compile(
    "[^，。；0-9]{0,8}[，、](?:以?及|和)?(?:其余|其他|其它|余下|剩余)[^0-9。；，]{0,20}[。；，]"
)
_SINGLED_OUT = re.compile("重大|较大|重点|突出|严重|疑难|紧急|首次|新增")
_CLASSES_OF_TIME = ("批", "期", "年", "步", "轮", "个阶段", "次", "类", "级", "档")
_FIRST = re.compile("(?:第一[批期年轮步次类]|一[类级档期][\u4e00-\u9fff]{0,4})$")
_PLAIN = re.compile(r"^[^，、；：（]{0,8}(?:[，：:（(]|——)")


def sums(here: Sentence) -> Iterator[Relation]:
    yield from _seen_by(here)
    counted: set[tuple[int, int]] = set()
    for index, mention in enumerate(here.mentions):
        if mention.is_rate:
            continue
        if AMONG.search(mention.gap):
            yield from _after_whole(here, index)
        elif _follows_its_total(here.mentions, index) and here.mentions[index - 1].where not in counted:
            # A member of one list is no total of the members behind it.
            found = list(_apposed(here, index))
            counted.update(where for one in found for where in one.members)
            yield from found
        elif _FIRST.search(mention.head):
            yield from _numbered(here.mentions, index)
        if not mention.head:
            yield from _of_grades(here.mentions, index)
        if tells_total(mention):
            yield from before_whole(here.mentions, index)


def _numbered(mentions: Sequence[Mention], index: int) -> Iterator[Relation]:
    """任务8.5万亩，分两批实施，第一批5.2万亩，第二批3.3万亩; 评出一类村9个，二类村13个，三类村4个 of 26."""
    first, before = mentions[index], mentions[max(0, index - 3) : index][::-1]
    whole = next((one for one in before if one.unit == first.unit and one.segment == first.segment), None)
    parts = enumeration(mentions, index, turning=True)
    said = any(one.unit in _CLASSES_OF_TIME and one.middle == len(parts) for one in before)
    if whole is None or not (said or is_series(parts)) or not _may_be_whole(whole, first):
        return
    if len(parts) > 1 and is_credible(parts, whole):
        yield sum_of(parts, whole)


def _of_grades(mentions: Sequence[Mention], index: int) -> Iterator[Relation]:
    """一等奖3名、二等奖6名、三等奖12名，21名选手: who got any of the prizes, counted at once."""
    whole = mentions[index]
    parts = [one for one in mentions[max(0, index - LONGEST) : index] if one.clause == whole.clause - 1]
    if is_series(parts) and {one.unit for one in parts} == {whole.unit} and is_credible(parts, whole):
        yield sum_of(parts, whole)


def _seen_by(here: Sentence) -> Iterator[Relation]:
    """分产业看，…: the sentence divides the last number of its unit in the sentence before."""
    if not here.mentions or here.before is None:
        return
    first = here.mentions[0]
    lead = here.text[max(0, first.span.start - 40) : first.span.start].rpartition("。")[2]
    if not _SEEN_BY.match(lead):
        return
    parts = enumeration(here.mentions, 0)
    whole = next((one for one in here.before.mentions[::-1] if _may_be_whole(one, first)), None)
    if whole is not None and reach(parts, whole, "") is not Reach.SOME:
        yield sum_of(parts, whole)


def _after_whole(here: Sentence, index: int) -> Iterator[Relation]:
    wholes = _wholes(here, index)
    if not wholes:
        return
    parts, longer = (enumeration(here.mentions, index, turning=turning) for turning in (False, True))
    if not all(map(adds_up, parts)):
        return
    fitting = _fitting(parts, wholes) or _fitting(longer, wholes)
    if fitting:
        yield sum_of(*fitting)
        yield from _companions(here.mentions, index, len(fitting[0]))
    elif broken := _broken(here, (longer, parts), wholes):
        yield sum_of(*broken)
    elif _is_among(here.mentions[index].gap):
        yield from _at_most(parts, wholes)


def _broken(
    here: Sentence, lists: Sequence[list[Mention]], wholes: Sequence[Mention]
) -> tuple[list[Mention], Mention] | None:
    """The list and the whole that it ought to come to."""
    cue = lists[0][0].gap
    for whole in [wholes[0], *(one for one in wholes[1:2] if one.middle > wholes[0].middle)]:
        if not (_is_among(cue) or DIRECTLY.match(cue) or TOTAL.search(whole.head)):
            continue
        for parts in lists:
            if not _is_open(here, parts, whole) and reach(parts, whole, cue):
                return parts, whole
    return None


def _companions(mentions: Sequence[Mention], index: int, many: int) -> Iterator[Relation]:
    """项目4个、投资7.35亿元，…: where the projects make up their total, the money beside each must as well."""
    beside = mentions[index + 1 : index + 2 * many : 2]
    units = {one.unit for one in beside}
    own = {one.unit for one in mentions[index : index + 2 * many : 2]}
    if len(beside) != many or len(units) != 1 or len(own) != 1 or units == own or beside[0].is_rate:
        return
    wholes = [one for one in mentions[:index] if one.unit == beside[0].unit]
    if len(wholes) == 1:
        yield sum_of(beside, wholes[0])


def _is_among(cue: str) -> bool:
    return "其中" in cue or "当中" in cue or "分为" in cue or "包括" in cue or "包含" in cue


def _apposed(here: Sentence, index: int) -> Iterator[Relation]:
    """共120处，道路45处、校园35处、企业40处: without 其中 only a list of three or one that fits is a sum."""
    whole, parts = here.mentions[index - 1], enumeration(here.mentions, index)
    if not all(map(adds_up, parts)):
        return
    longer = enumeration(here.mentions, index, turning=True)
    fitting = _fitting(longer, [whole])
    if fitting:
        yield sum_of(*fitting)
    elif not _is_in_a_list(here.mentions, index - 1, longer):
        for listed_ in (longer, parts):
            if (
                not _is_open(here, listed_, whole)
                and _is_division(listed_, whole)
                and reach(listed_, whole, parts[0].gap)
            ):
                yield sum_of(listed_, whole)
                return


def _is_open(here: Sentence, parts: Sequence[Mention], whole: Mention) -> bool:
    """…，其余持续帮扶: a rest that nobody counts may be anything up to the whole."""
    follows = _UNCOUNTED_REST.match(here.text, parts[-1].span.end)
    return follows is not None and not surely_above(total(part.bounds for part in parts), whole.bounds)


def _is_in_a_list(mentions: Sequence[Mention], index: int, behind: Sequence[Mention]) -> bool:
    """省级46家、市级31家，…: the second is no total of what follows, nor what has its own total behind it."""
    one = mentions[index]
    after = mentions[index + 1 + len(behind) : index + 2 + len(behind)]
    if after and after[0].unit == one.unit and BARE_TOTAL.match(after[0].head):
        return True
    return index > 0 and mentions[index - 1].unit == one.unit and mentions[index - 1].clause == one.clause


def _is_division(parts: Sequence[Mention], whole: Mention) -> bool:
    if len(parts) == 2:
        # 基本安全的15.7万户，存在隐患的0.7万户: two classes told in one form.
        one_form = all(part.head.endswith("的") for part in parts)
        named = are_opposites(parts, "") or is_told_behind_colon(parts[0].gap, whole)
        told = one_form or named or bool(CLASSED.search(parts[0].gap))
        return told and same_time(parts[0], whole)
    if len(parts) > 2 and is_series(parts):
        return True
    return len(parts) > 2 and not VERB.search(parts[0].head) and not _PASSED.search(whole.head)


def _follows_its_total(mentions: Sequence[Mention], index: int) -> bool:
    if not index:
        return False
    whole, first = mentions[index - 1], mentions[index]
    return (
        whole.unit == first.unit
        and not PER_HEAD.search(whole.head)
        and whole.segment == first.segment
        and bool(_PLAIN.match(first.gap))
        and not CHANGE.search(first.head)
        and not AMONG.search(whole.gap)
    )


def _wholes(here: Sentence, index: int) -> list[Mention]:
    """The numbers that may be divided by what begins at `index`, the nearest first."""
    first = here.mentions[index]
    before = here.mentions[max(0, index - _NEAR) : index][::-1]
    wholes = [
        mention
        for mention in before
        if mention.depth <= first.depth and mention.segment == first.segment and _may_be_whole(mention, first)
    ]
    if not wholes and here.before is not None and first.gap.startswith("其中"):
        wholes = [one for one in here.before.mentions[:-_NEAR:-1] if _may_be_whole(one, first)]
    return wholes


def _may_be_whole(one: Mention, first: Mention) -> bool:
    """净增9家 is what came less what went."""
    return (
        one.unit == first.unit
        and not PER_HEAD.search(one.head)
        and "净" not in one.head
        and not COMPARED.search(one.head)
    )


def _fitting(parts: Sequence[Mention], wholes: Sequence[Mention]) -> tuple[list[Mention], Mention] | None:
    """The longest run of the parts that comes to one of the wholes, the nearest whole first."""
    # 其中重大隐患3条，当场整改418条，限期整改194条: the first may be told apart from a division that follows it.
    singled = bool(parts) and bool(_SINGLED_OUT.search(parts[0].head))
    for members in (parts, parts[1:]) if singled else (parts,):
        for whole in wholes:
            together = list(accumulate(precisely(members, whole), plus))
            for count in range(len(members), 1, -1):
                if meet(together[count - 1], whole.bounds):
                    return list(members[:count]), whole
    return None


def _at_most(parts: Sequence[Mention], wholes: Sequence[Mention]) -> Iterator[Relation]:
    for part in [one for one in parts[:3] if one.segment == parts[0].segment]:
        whole = next((one for one in wholes if not surely_above(part.bounds, one.bounds)), wholes[0])
        holds = not surely_above(part.bounds, whole.bounds)
        verdict = "不超过" if holds else "超过了"
        note = f"其中{written(part)}{verdict}总数{written(whole)}"
        yield relation(
            "part_of", [part, whole], holds, note if holds else f"{note}，多{shown(part.middle - whole.middle, whole)}"
        )
