"""Ratios: a part, its whole and the rate or share written beside them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal

from taizhang.county.figures.text.relations.bounds import exactly, meet, minus, over, scaled
from taizhang.county.figures.text.relations.model import Mention, Relation, Sentence, relation, same_time
from taizhang.county.figures.text.relations.notes import rate, shown, written
from taizhang.county.figures.text.relations.quotients import judged
from taizhang.county.figures.text.relations.stems import base_of, names_part, one_thing, share_phrase
from taizhang.county.figures.text.relations.within import whole_of
from taizhang.county.figures.text.relations.words import (
    CHANGE,
    COUNTED,
    NEVER_ABOVE_ALL,
    NOT_A_SHARE,
    PERIOD_WORDS,
    RATE_NAME,
    TOTAL,
)

_NEAR = 8
_HUNDRED = Decimal(100)
_NOT_FLOW = re.compile(rf"{CHANGE.pattern}|{PERIOD_WORDS.pattern}|均|[一二三首四五][期批]|超额|提前")
_SUM = re.compile("资金|投资|金额|经费|支出|收入")
_HALF = Decimal(50)
_TARGET = re.compile(r"目标|任务|计划|预算|应|指标|总投资|需")
_ANY_TARGET = re.compile(r"目标|任务|计划|预算|应|指标|需")
_DONE_OF = re.compile(
    r"(?:完成|达到?|实现|占)[^，。；]{0,16}(?:目标|任务|计划|预算|指标|总投资|总额|总量|总数|总里程|总面积|总长度?|总规模)[^，。；]{0,6}的?$"
)
_OF_QUALITY = re.compile(r"合格|合规|达标|满意|及时|准确|好评|优良|优秀|规范|完好|在线|完整|真实")
_SUBJECT_SHARE = re.compile(r"(?P<subject>[\u4e00-\u9fff]{2,8}?)(?:约|仅|只)?占(?:比)?(?:约|为|近|到|达)?$")
_LEFT_OUT = re.compile("尚|待|未|仍|还")
_NOT = re.compile("不合格|不达标|未达标|不满意|未完成|未整改|未办结|不规范|未通过")
# 占326个行政村的73.9%: the noun of the whole may stand between.
_LAST_YEAR = re.compile("(?:去年|上年)(?:全年|全县|我县)?[共累]")
_THIS_YEAR = re.compile("今年|本[年月季]|目前|截至|现")
_OVER = frozenset({"超", "逾", "超过", "突破", "高于", "以上", "达到", "不足", "低于", "以下"})
_MEASURED = re.compile("(?:收入|产值|营收|利润|税收|面积|规模|资产|投资额?|经费|收益|销售额|总额)$")
_OF_IT = re.compile("[^，。；：0-9]{0,12}的(?:约|近)?")
_MAKES = re.compile("(?:占|占全[县市镇乡]|占到)$")
_OF_WHOLE = re.compile(r"(?P<own>^|^.{0,12}?)(?:占|完成|达到?|相当于|为|是)(?!投资|产值)[^，。；]{0,20}$")

_KIND = re.compile("占[^，。；]{0,12}(?P<unit>[户人])数的?(?:比重|比例)?(?:约|达)?$")


def ratios(here: Sentence) -> Iterator[Relation]:
    for index, mention in enumerate(here.mentions):
        if not mention.is_rate or _is_change(mention):
            continue
        name = RATE_NAME.search(mention.head)
        if name is not None and not NOT_A_SHARE.search(name["name"]):
            yield from _named(here, index, name["name"])
        elif _is_of_number(here.mentions, index):
            yield from _of_number(here, index)
        elif _DONE_OF.search(mention.head):
            yield from _of_target(here, index)
        elif (phrase := share_phrase(mention)) is not None:
            yield from _share(here, index, phrase)
        elif (subject := _SUBJECT_SHARE.match(mention.head)) is not None:
            yield from _share_of_subject(here, index, subject["subject"])


def _share_of_subject(here: Sentence, index: int, subject: str) -> Iterator[Relation]:
    """财政资金占20% after 财政资金0.64亿元: the part by its name, the only larger number before it is the whole."""
    before, stated = here.mentions[max(0, index - _NEAR) : index], here.mentions[index]
    parts = [one for one in before if subject in one.head[-len(subject) - 4 :] and one.segment == stated.segment]
    if len(parts) == 1:
        larger = [one for one in before if one.unit == parts[0].unit and one.middle > parts[0].middle]
        yield from judged(parts, larger, stated, sure=bool(larger), clear=False)


def _is_change(mention: Mention) -> bool:
    return bool(CHANGE.search(mention.head)) and "占" not in mention.head


def _named(here: Sentence, index: int, name: str) -> Iterator[Relation]:
    """整改率91.7%: the part is what 整改 counts, the whole stands before it."""
    stated, mentions = here.mentions[index], _window(here, index)
    if NEVER_ABOVE_ALL.search(name) and stated.bounds.low is not None and stated.bounds.low > _HUNDRED:
        yield relation("ratio", [stated], False, f"{name}{written(stated)}超过100%，部分不会多于全部，请核对")
        return
    units = Counter(one.unit for one in mentions)
    named = [one for one in mentions if names_part(name, one) and units[one.unit] > 1] or _named_next(here, index, name)
    if not named and name.endswith(("完成率", "完成进度")):
        yield from _of_target(here, index)
        return
    if not named and name.endswith(("占比", "比例")):
        return
    parts = named[:1] or _latest_pair(mentions)
    if not parts:
        return
    wholes = [one for one in mentions if _may_hold(one, parts[0], name)]
    # 责令整改12家，整改率100%: the 12 are the whole, of a part nobody counts.
    act = name[-3:-1]
    spoken = any(act in one.words and f"不{act}" not in one.head for one in mentions)
    alone = None if spoken or (named and f"不{act}" not in named[0].head) else _only_two(here, index)
    if alone is not None:
        yield from _of_two(*alone, stated)
        return
    # 100% of a base that is not written is said all the time: only the very act of its name is held against it.
    told = stated.middle != _HUNDRED or (bool(named) and name[:-1] in parts[0].head)
    told &= any(one in here.mentions or one_thing(one, parts[0]) for one in wholes)
    # 里程完工率 is told of kilometres, however many projects stand nearer.
    told &= not any(name[:-3] and name[:-3] in one.head and one.unit != parts[0].unit for one in mentions)
    clear = _is_clear(parts[0], wholes) or _only_two(here, index) is not None
    told &= clear or _is_sole_whole(here, index, parts[0], wholes)
    plain = bool(named) and _is_plain(here, index, parts[0])
    yield from judged(parts, wholes, stated, sure=bool(named) and told, clear=clear, plain=plain)


def _named_next(here: Sentence, index: int, name: str) -> list[Mention]:
    """整改率95%，已整改114处: the part may come right behind its rate."""
    stated = here.mentions[index]
    return [
        one
        for one in here.mentions[index + 1 : index + 2]
        if one.clause == stated.clause + 1 and one.segment == stated.segment and not one.is_rate
        if names_part(name, one) and not CHANGE.search(one.head) and not _NOT.search(one.head)
        if not _LEFT_OUT.search(one.words) and "均" not in one.head
    ]


def _only_two(here: Sentence, index: int) -> tuple[Mention, Mention] | None:
    """(part, whole) where a sentence counts one thing twice before its rate, and nothing else."""
    stated = here.mentions[index]
    found = [one for one in here.mentions[:index] if one.unit == stated.unit or one.segment == stated.segment]
    if len(found) != 2 or found[0].unit != found[1].unit or stated.clause - found[1].clause != 1:
        return None
    part, whole = sorted(found, key=lambda one: one.middle)
    apart = CHANGE.search(part.head) or CHANGE.search(whole.head) or not same_time(part, whole)
    together = one_thing(whole, part) or _NOT.search(part.head) or part.head.startswith(("已", "其中"))
    if _OF_QUALITY.search(stated.head) and not re.search(f"达到|{_OF_QUALITY.pattern}", part.words):
        # 监督抽检860批次，合格率98.6%: the 860 are what was looked at, who passed is not counted.
        return None
    return (part, whole) if together and not apart and part.segment == whole.segment else None


def _of_two(part: Mention, whole: Mention, stated: Mention) -> Iterator[Relation]:
    """合格率 may be told of 不合格 counted: then what is left is the part."""
    rest = minus(exactly(_HUNDRED), scaled(over(part.bounds, whole.bounds), _HUNDRED))
    if whole.middle > 0 and meet(rest, stated.bounds):
        yield relation("ratio", [part, whole, stated], True, f"其余为{written(stated)}，相符")
        return
    if whole.middle > 0 and _NOT.search(part.head) and not _NOT.search(stated.head):
        left = _HUNDRED - part.middle / whole.middle * _HUNDRED
        if left >= 0 and stated.middle > _HALF:
            note = f"{written(whole)}减去{written(part)}后占{rate(left)}%，文中为{written(stated)}，请核对"
            yield relation("ratio", [part, whole, stated], False, note)
        return
    yield from judged([part], [whole], stated, sure=True)


def _is_clear(part: Mention, wholes: Sequence[Mention]) -> bool:
    wholes = [one for one in wholes if same_time(one, part)]
    return any(base_of(one, part) for one in wholes) or (len(wholes) == 1 and one_thing(wholes[0], part))


def _is_sole_whole(here: Sentence, index: int, part: Mention, wholes: Sequence[Mention]) -> bool:
    """Words that do not tie part and whole are enough where the sentence has no other number of the kind."""
    own = [one for one in wholes if one in here.mentions]
    larger = [one for one in own if one.middle > part.middle]
    own = larger or [one for one in own if one.where < part.where < here.mentions[index].where]
    name = here.mentions[index].head[:2]
    own = [one for one in own if name in one.words] or own
    return len(own) == 1 and "分别" not in here.mentions[index].head


def _window(here: Sentence, index: int) -> list[Mention]:
    """Numbers a rate may be made of, the nearest first: back to the last rate of its name, else a sentence further."""
    stated = here.mentions[index]
    found = list[Mention]()
    for mention in here.mentions[max(0, index - _NEAR) : index][::-1]:
        if mention.segment != stated.segment:
            break
        if not mention.is_rate and "均" not in mention.head:
            found.append(mention)
    if len(found) < 2 and stated.segment == 0 and here.before is not None:
        found += [one for one in here.before.mentions[: -_NEAR - 1 : -1] if not one.is_rate]
    return found


def _latest_pair(mentions: Sequence[Mention]) -> list[Mention]:
    return [mentions[0]] if len(mentions) > 1 and mentions[0].unit == mentions[1].unit else []


def _is_plain(here: Sentence, index: int, part: Mention) -> bool:
    """The whole, the part and the rate in a row, and nothing else of their unit: any other rate is wrong."""
    stated = here.mentions[index]
    alike = [one for one in here.mentions[:index] if one.unit == part.unit]
    if len(alike) != 2 or any(_NOT_FLOW.search(one.head) or one.segment != stated.segment for one in alike):
        return False
    between = here.mentions[here.mentions.index(alike[0]) + 1 : index]
    return (
        part in alike
        and (alike[0].clause < alike[1].clause or "已" in alike[1].gap)
        and stated.clause - alike[1].clause <= 1
        and not any(one.is_rate for one in between)
        and not (_SUM.search(stated.head) and part.unit != "元")
    )


def _may_hold(one: Mention, part: Mention, name: str) -> bool:
    """What 其中 singles out of the part is not its whole."""
    if one is part or one.unit != part.unit or ("其中" in one.gap and one.where > part.where):
        return False
    earlier = PERIOD_WORDS.search(one.head) and not _is_of_last_year(one, part)
    return not earlier and not CHANGE.search(one.head)


def _is_of_last_year(one: Mention, part: Mention) -> bool:
    """去年共受理1250件，调解1225件: both are told of that year, unless the text comes back to this one."""
    return bool(_LAST_YEAR.search(one.head)) and not _THIS_YEAR.search(part.gap) and one.where < part.where


def _is_of_number(mentions: Sequence[Mention], index: int) -> bool:
    """占计划12亿元的75%: the whole is the number right before 的."""
    if not index or not _OF_IT.fullmatch(mentions[index].gap):
        return False
    whole = mentions[index - 1]
    return bool(_OF_WHOLE.search(whole.head) if mentions[index].gap.startswith("的") else _MAKES.search(whole.head))


def _of_number(here: Sentence, index: int) -> Iterator[Relation]:
    mentions = here.mentions
    whole, stated = mentions[index - 1], mentions[index]
    found = _OF_WHOLE.search(whole.head)
    own = found["own"] if found else ""
    parts = [one for one in mentions[max(0, index - 3) : index - 1][::-1] if one.unit == whole.unit]
    if parts and (not own or own in ("已", "约", "仅", "只") or whole.head.startswith("占")):
        sure = parts[0].segment == stated.segment
        yield from judged(parts[:1], [whole], stated, sure=sure, plain=_is_plain(here, index, parts[0]))


def _of_target(here: Sentence, index: int) -> Iterator[Relation]:
    """完成年度目标的80%: target and done stand before it, the target by its name."""
    stated = here.mentions[index]
    mentions = _window(here, index)
    named = _TARGET.search(stated.head)
    wanted = _ANY_TARGET if named and named[0] in "目标任务计划指标预算" else _TARGET
    targets = [one for one in mentions if wanted.search(one.head) and not one.head.endswith("完成")]
    parts = [
        one
        for one in mentions
        if targets and one not in targets and one.unit == targets[0].unit and not CHANGE.search(one.head)
    ]
    if parts and targets:
        plain = _is_plain(here, index, parts[0])
        yield from judged(parts[:2], targets, stated, sure=len(targets) == 1 and len(parts) == 1, plain=plain)
    elif targets == [] and (phrase := share_phrase(stated)) is not None:
        yield from _share(here, index, phrase)


def _share(here: Sentence, index: int, phrase: str) -> Iterator[Relation]:
    """57家，占规上企业的56.4%: only a share said of the number right before it."""
    stated = here.mentions[index]
    part = _of_its_kind(here, index, _subject(here.mentions, index))
    if part is None:
        return
    mentions = [one for one in _before(here, index) if _may_hold(one, part, "")]
    wholes = _called(mentions, phrase, part) if phrase else _totals(here, mentions, part)
    plain = _is_plain(here, index, part) and part.where > wholes[0].where if wholes else False
    if wholes:
        yield from judged([part], wholes, stated, sure=True, plain=plain)
    elif phrase and (larger := _only_larger(here, part)):
        yield from judged([part], larger, stated, sure=True, clear=False)
    elif phrase:
        yield from _implied(part, stated, phrase)
    elif (whole := _divided(here, index, part) or whole_of(here, here.mentions.index(part))) is not None:
        yield from judged([part], [whole], stated, sure=True, plain=_is_plain(here, index, part))
    else:
        yield from judged([part], mentions, stated, sure=False)


def _of_its_kind(here: Sentence, index: int, part: Mention | None) -> Mention | None:
    """748户2591人，占监测户数的66.4%: a share of households is one of the households told before."""
    kind = _KIND.search(here.mentions[index].head)
    if part is None or kind is None or part.unit == kind["unit"]:
        return part
    return next((one for one in reversed(here.mentions[:index]) if one.unit == kind["unit"]), None)


def _divided(here: Sentence, index: int, part: Mention) -> Mention | None:
    """支出32.7亿元，其中民生支出25.2亿元，占77.1%: the number that 其中 divides, or the largest before several shares."""
    alike = [one for one in here.mentions[:index] if one.unit == part.unit]
    first = alike[0]
    if first is part or first.middle < max(one.middle for one in alike[1:]) or CHANGE.search(first.head):
        return None
    several = sum(one.is_rate and "占" in one.head for one in here.mentions) > 1
    among = "其中" in part.gap and len(alike) == 2
    return first if (among or several) and same_time(first, part) else None


def _only_larger(here: Sentence, part: Mention) -> list[Mention]:
    """占学校总数的 of 143所中小学: other words, but nothing else it could be a part of."""
    before = [one for one in here.mentions if one.where < part.where and one.unit == part.unit]
    return before if len(before) == 1 and before[0].middle > part.middle else []


def _called(mentions: Sequence[Mention], phrase: str, part: Mention) -> list[Mention]:
    """占审结案件 finds 审结391件: the whole phrase, or the two characters it begins with."""
    full = [one for one in mentions if phrase in one.words]
    near = [one for one in mentions if one.segment == part.segment and len(phrase) > 3 and phrase[:2] in one.words]
    return full or near[:1]


def _subject(mentions: Sequence[Mention], index: int) -> Mention | None:
    for mention in mentions[max(0, index - 3) : index][::-1]:
        if mention.segment != mentions[index].segment or mentions[index].clause - mention.clause > 1:
            return None
        if not mention.is_rate and not _is_criterion(mentions, mention):
            return mention
    return None


def _is_criterion(mentions: Sequence[Mention], mention: Mention) -> bool:
    """有142个村收入超过20万元: the second says which are meant, the villages are the subject."""
    over_ = mention.span.word in _OVER and _MEASURED.search(mention.head)
    counted = (one for one in mentions if one.clause == mention.clause and one.where < mention.where)
    return bool(over_) and any(one.unit in COUNTED for one in counted)


def _before(here: Sentence, index: int) -> list[Mention]:
    found = here.mentions[max(0, index - 2 * _NEAR) : index][::-1]
    if here.before is not None:
        found = found + here.before.mentions[: -_NEAR - 1 : -1]
    return [one for one in found if not one.is_rate]


def _totals(here: Sentence, mentions: Sequence[Mention], part: Mention) -> list[Mention]:
    """A larger number of its own sentence is nearer than any total of the sentence before."""
    larger = [one for one in mentions if one.middle >= part.middle]
    own = [one for one in larger if one.span.start >= here.start]
    return [one for one in own or larger if TOTAL.search(one.head)]


def _implied(part: Mention, stated: Mention, phrase: str) -> Iterator[Relation]:
    """A whole that is not written must at least be able to exist as a whole number."""
    if part.unit not in COUNTED or part.span.word or stated.span.step >= 1 or part.bounds.low != part.bounds.high:
        return
    whole = scaled(over(part.bounds, stated.bounds), _HUNDRED)
    if whole.low is None or whole.high is None:
        return
    least = whole.low.to_integral_value(ROUND_CEILING)
    if least == whole.low and whole.low_open:
        least += 1
    holds = least < whole.high or (least == whole.high and not whole.high_open)
    middle = rate(part.middle / stated.middle * _HUNDRED) if stated.middle else "0"
    if holds:
        note = f"{written(part)}占{written(stated)}，推算{phrase}总数约为{shown(least, part)}"
    else:
        note = f"{written(part)}占{written(stated)}，推算{phrase}总数为{middle}，不是整数，请核对数量或占比"
    yield relation("ratio", [part, stated], holds, note)
