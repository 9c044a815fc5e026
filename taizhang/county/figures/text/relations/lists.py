"""Collects the members of an enumeration and judges whether a text means them to make up the whole."""

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise, permutations

from taizhang.county.figures.text.relations.model import Mention, same_time
from taizhang.county.figures.text.relations.slips import is_slip, of_sum
from taizhang.county.figures.text.relations.stems import has_in_order
from taizhang.county.figures.text.relations.words import (
    AMONG,
    AREA_OR_MASS,
    ATTRIBUTES,
    CHAINS,
    CHANGE,
    COUNTED,
    INTENSIVE,
    ONLY_SOME,
    OPEN_LIST,
    OPPOSITES,
    PERIOD_WORDS,
    REST,
    SERIES,
    SHARE,
    TIER,
    TOTAL,
    VERB,
    WEAK_TOTAL,
)
from taizhang.county.standards.amounts import Interval

LONGEST = 24
CLASSED = re.compile(r"(?:按|分)[^，。；]{1,8}(?:分|看|划分)，")
DIRECTLY = re.compile(r"^[^，。；]{0,8}[，：]?(?:其中)?分别(?:[为是]|投向|用于|投入|拨付|安排|分配|来自|位于|分布在)")


class Reach(IntEnum):
    """How much of the whole a list is said to cover."""

    SOME = 0
    MOST_LIKELY_ALL = 1
    ALL = 2


# Least part of the whole that a list of so many members covers when it is meant to be complete; below it the list is
# taken for examples. Chosen so that a listing of the larger groups raises no alarm.
_COVERED = {2: Decimal("0.85"), 3: Decimal("0.75")}
_COVERED_BY_MORE = Decimal("0.65")
_PARALLEL = Decimal("0.1")
# Weighed parts that leave less than this are all there is.
_ROUGHLY = Decimal("1.1")
_ALL_BUT = Decimal("0.97")
_ATTRIBUTE = re.compile("[性类级型]$")
_SHORT, _TEN = 3, 10
_CLASSES = max(map(len, SERIES))
_GOING_ON = re.compile("正在|尚|未|待|在[办建]")
_OTHER_ACT = re.compile("发出|制发|下发|建成|培育|荣获|发放|提出|打造|创建|开展|举办")
_SO_FAR, _THIS_YEAR = re.compile("已"), re.compile("今年|本[年月]|当[年月]|目前|同时|另")
_SO_MANY = re.compile("分(?P<many>[两三四五六])[批期年步次类档级个]")
_NUMBERS = "零一两三四五六"
_DONE = re.compile(rf"{VERB.pattern}|已|目前|截至")
_TOO_MUCH, _FAR_TOO_MUCH = Decimal("1.6"), Decimal(3)


def enumeration(mentions: Sequence[Mention], first: int, *, turning: bool = False) -> list[Mention]:
    """The members from `first` on: one unit, one bracket level, until the sentence turns to something else.

    `turning` goes on where a verb may begin another matter, or name a member (社会救助28起).
    """
    opening = mentions[first]
    parts = [opening]
    for mention in mentions[first + 1 : first + 2 * LONGEST]:
        if mention.depth < opening.depth:
            break
        if mention.depth > opening.depth or _is_beside(mention, opening):
            continue
        if mention.unit != opening.unit:
            if _turns_away(mention, parts[-1]):
                break
            continue
        if _begins_something_else(mention, parts, turning):
            break
        parts.append(mention)
    return parts[:LONGEST]


def reach(parts: Sequence[Mention], whole: Mention, cue: str) -> Reach:
    """`cue` is what stands between the whole and its first part."""
    said = _said_to_reach(parts, whole, cue)
    return said if said is not Reach.ALL or is_credible(parts, whole) else Reach.SOME


def is_credible(parts: Sequence[Mention], whole: Mention) -> bool:
    """What comes to half of a number or to twice as much was never meant to be its parts, unless a slip explains it."""
    apart = whole.middle / (summed(parts) or 1)
    return 1 / _TOO_MUCH <= apart <= _TOO_MUCH or is_slip(of_sum(parts, whole))


def _said_to_reach(parts: Sequence[Mention], whole: Mention, cue: str) -> Reach:
    if len(parts) < 2 or OPEN_LIST.search(parts[-1].tail):
        return Reach.SOME
    if any(REST.search(part.head) for part in parts[1:]) or "即" in cue[-4:] or "由" in cue or "分为" in cue:
        return Reach.ALL
    if are_opposites(parts, cue) or is_series(parts) or is_said_to_be_so_many(cue, parts):
        return Reach.ALL
    if CLASSED.search(cue):
        return Reach.ALL
    if "分别" in cue and not _overlap(parts, cue) and _is_said_of(parts, whole, cue):
        return Reach.ALL
    of_one_kind = is_told_behind_colon(cue, whole) or _are_of_one_kind(parts)
    if ONLY_SOME.search(cue) or _overlap(parts, cue) or not of_one_kind:
        return Reach.SOME
    return Reach.MOST_LIKELY_ALL if _covers(parts, whole) or _is_too_much(parts, whole, cue) else Reach.SOME


def is_told_behind_colon(cue: str, whole: Mention) -> bool:
    """共计417人：孤儿96人，…."""
    return cue.startswith(("：", ":")) and bool(WEAK_TOTAL.search(whole.head))


def _are_of_one_kind(parts: Sequence[Mention]) -> bool:
    """其中4A级景区3家，省级示范单位5家: of two clauses, the second may begin another matter."""
    if len(parts) > 2 or parts[0].clause == parts[-1].clause:
        return True
    one, other = _own_words(parts[0]), parts[-1].words
    ends = one[-1:] == other[-1:] or any(one[at : at + 2] in other for at in range(len(one) - 1))
    return ends or (abs(len(one) - len(other)) < _SHORT and not _OTHER_ACT.match(other))


def _is_too_much(parts: Sequence[Mention], whole: Mention, cue: str) -> bool:
    """其中农村党员236名、机关党员273名 of 407: what is named among them in one breath is no more than all."""
    in_a_row = all(after.clause - one.clause <= 1 for one, after in pairwise(parts))
    acts = any(_DONE.search(part.head) for part in parts[1:]) and not _DONE.search(_own_words(parts[0]))
    one_place = parts[-1].segment == whole.segment and parts[0].clause - whole.clause <= 1
    among = (AMONG.search(cue) and "即" not in cue) or (len(parts) > 2 and WEAK_TOTAL.search(whole.head))
    return (
        bool(among)
        and in_a_row
        and one_place
        and not acts
        and whole.middle < summed(parts) < whole.middle * _FAR_TOO_MUCH
    )


def _is_said_of(parts: Sequence[Mention], whole: Mention, cue: str) -> bool:
    """，分别为 right after the whole divides it; 其中A、B分别 may name examples."""
    return bool(DIRECTLY.match(cue)) or summed(parts) >= whole.middle * _COVERED_BY_MORE


def _covers(parts: Sequence[Mention], whole: Mention) -> bool:
    stated, together, parallel = whole.middle, summed(parts), are_parallel(parts)
    if not stated or together > stated * (_FAR_TOO_MUCH if parallel else _TOO_MUCH):
        return False
    if together > stated:
        return is_slip(of_sum(parts, whole)) or together <= stated * _ROUGHLY
    if whole.unit in AREA_OR_MASS and len(parts) > 2 and together >= stated * _ALL_BUT:
        return True
    if whole.unit in AREA_OR_MASS and len(parts) > 2 and together >= stated * _COVERED[3] and _is_one_act(parts, whole):
        return is_slip(of_sum(parts, whole), length=False)
    if whole.unit in AREA_OR_MASS or (len(parts) == 2 and whole.unit not in COUNTED and not parallel):
        return False
    least = _COVERED.get(len(parts), _COVERED_BY_MORE) - (_PARALLEL if parallel else 0)
    # 其中 is silent on whether it names them all; a list that falls short is wrong where a slip of the pen explains it.
    return together == stated or (together >= stated * least and is_slip(of_sum(parts, whole)))


def _is_one_act(parts: Sequence[Mention], whole: Mention) -> bool:
    """共清理2140吨，大沙河清理860吨、…: told of the whole and of each part."""
    act = VERB.search(whole.head)
    return act is not None and all(act[0] in part.head for part in parts)


def precisely(parts: Sequence[Mention], whole: Mention) -> list[Interval]:
    """The parts as exact as two of the numbers are told: beside 0.88亿元 and 2.18亿元, 0.9亿元 has only lost a nought."""
    steps = sorted(one.span.step * one.factor for one in (*parts, whole) if not one.span.word)
    finest = steps[1] if len(steps) > 1 else Decimal(0)
    return [_narrowed(part, finest) for part in parts]


def _narrowed(part: Mention, finest: Decimal) -> Interval:
    own = part.span.step * part.factor
    exact = part.span.word or part.bounds.low == part.bounds.high or part.is_rate
    if exact or not finest < own <= finest * _TEN:
        return part.bounds
    return Interval(part.middle - finest / 2, part.middle + finest / 2)


def adds_up(mention: Mention) -> bool:
    """Averages, prices and levels do not."""
    return not INTENSIVE.search(mention.head)


def are_parallel(parts: Sequence[Mention]) -> bool:
    """One form for all of them, as 消防类、食品类 or 城区学校、乡村学校: the form of a classification."""
    named = [_own_words(parts[0]), *(part.words for part in parts[1:])]
    return all(named) and len({words[-1] for words in named}) == 1 and max(map(len, named)) - min(map(len, named)) <= 1


def are_opposites(parts: Sequence[Mention], cue: str) -> bool:
    """Two members that exclude each other and leave no third, such as 男 and 女."""
    named = [cue.rpartition("其中")[2] if "分别" in cue else _own_words(parts[0]), *(part.words for part in parts[1:])]
    if "分别" in cue:
        return any(one.search(named[0]) and other.search(named[0]) for one, other in OPPOSITES)
    return len(parts) == 2 and any(
        (_is_plainly(one, named[0]) and _is_plainly(other, named[1]))
        or (_is_plainly(other, named[0]) and _is_plainly(one, named[1]))
        for one, other in OPPOSITES
    )


def is_series(parts: Sequence[Mention]) -> bool:
    """Three or more classes of one scale, each named once: 中央资金、省级资金、县级资金."""
    if not 2 < len(parts) <= _CLASSES:
        return False
    named = [_own_words(parts[0]), *(part.words for part in parts[1:])]
    if named[0].startswith("已") and any(_GOING_ON.match(words) for words in named[1:]):
        return True
    of_series = zip(*map(_places, named), strict=True)
    return any(len({*places} - {-1}) == len(parts) for places in of_series)


@lru_cache(maxsize=1024)
def _places(words: str) -> tuple[int, ...]:
    """In each series the last class that the words name, -1 for none."""
    return tuple(max((at for at, one in enumerate(series) if one.search(words)), default=-1) for series in SERIES)


def is_said_to_be_so_many(cue: str, parts: Sequence[Mention]) -> bool:
    """分两批实施，第一批…，第二批…."""
    said = _SO_MANY.search(cue)
    return said is not None and _NUMBERS.find(said["many"]) == len(parts)


def _is_plainly(attribute: re.Pattern[str], words: str) -> bool:
    """普惠性民办园 are not all 民办园: another attribute before it leaves room for a third class."""
    found = attribute.search(words)
    return found is not None and not _ATTRIBUTE.search(words[: found.start()])


def _overlap(parts: Sequence[Mention], cue: str) -> bool:
    """Members classed by different attributes (女, 35岁以下), or later stages of one another, count things twice."""
    named = [cue if "分别" in cue else _own_words(parts[0]), *(part.words for part in parts[1:])]
    if sum(bool(TIER.search(words)) for words in named) > 1 or _is_nested(named):
        return True
    if any(all(attribute.search(words) for words in named) for attribute in ATTRIBUTES):
        return False
    attributes = sum(any(attribute.search(words) for words in named) for attribute in ATTRIBUTES)
    if attributes >= 2 or any(ONLY_SOME.search(words) for words in named[1:]):
        return True
    # One word in all of them (医疗待遇支出、伤残待遇支出) is no course from stage to stage.
    return any(len({found[0] for words in named if (found := chain.search(words))}) > 1 for chain in CHAINS)


def _is_nested(named: Sequence[str]) -> bool:
    """大学生、大学毕业生: one name contains the other with a word more."""
    if any(words.startswith("不") for words in named) and any(words.startswith("基本") for words in named):
        # 满意、基本满意、不满意 are grades of one scale.
        return False
    return any(one != other and len(one) > 1 and has_in_order(other, one) for one, other in permutations(named[:4], 2))


def _own_words(opening: Mention) -> str:
    cue = AMONG.search(opening.head)
    return (opening.head[cue.end() :] if cue else opening.head) + opening.tail


def _is_beside(mention: Mention, opening: Mention) -> bool:
    """A share or a change said of a member is no member."""
    return (mention.unit != opening.unit and (mention.is_rate or mention.unit == "个百分点")) or bool(
        mention.clause != opening.clause and mention.unit == opening.unit and CHANGE.search(mention.head)
    )


def _begins_something_else(mention: Mention, parts: Sequence[Mention], turning: bool) -> bool:
    opening = parts[0]
    if AMONG.search(mention.gap) or (SHARE.search(mention.head) and not SHARE.search(opening.head)):
        return True
    own = _own_words(opening)
    for cue in (TOTAL, PERIOD_WORDS):
        if cue.search(mention.head) and not cue.search(own):
            return True
    for cue in (_SO_FAR, _THIS_YEAR):
        if cue.match(mention.head) and not cue.match(own) and mention.clause != parts[-1].clause:
            return True
    turns = bool(VERB.search(mention.head)) and not VERB.search(own) and not REST.search(mention.head)
    if mention.segment != parts[-1].segment:
        return (
            turns
            or not same_time(mention, opening)
            or len(parts) != mention.segment - opening.segment
            or mention.clause - parts[-1].clause > 2
        )
    return turns and not turning and mention.clause != parts[-1].clause


def _turns_away(mention: Mention, last: Mention) -> bool:
    """A clause that counts something else ends the list, unless it only says what share a member has."""
    if mention.segment != last.segment or VERB.search(mention.head) or AMONG.search(mention.gap):
        return True
    return mention.clause != last.clause and not mention.is_rate and mention.unit != "个百分点"


def summed(parts: Sequence[Mention]) -> Decimal:
    return sum((part.middle for part in parts), Decimal(0))
