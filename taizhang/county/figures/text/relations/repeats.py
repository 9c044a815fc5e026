"""The same quantity written twice: headline and body, 上述76户, a restatement in other units in brackets."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from taizhang.county.figures.text.relations.bounds import meet, scaled, surely_above, total
from taizhang.county.figures.text.relations.model import Mention, Relation, Sentence, relation, same_time
from taizhang.county.figures.text.relations.notes import written
from taizhang.county.figures.text.relations.slips import is_close, is_slip
from taizhang.county.figures.text.relations.stems import noun, one_thing
from taizhang.county.figures.text.relations.words import CHANGE, PERIOD_WORDS

_BACK = re.compile(r"(?:上述|前述|(?:^|对|将|把)以上|所述|该[批笔项]|这(?:些|笔|批|项)?|该)(?:全部)?$|对全部$")
_ALL_OF = re.compile(r"^[^，。；]{0,12}(?:全部|均已|均得到|全都|悉数)")
_AGAIN = re.compile(r"^[（(](?:即|约合|合|折合|折|约)?$|^，?(?:即|也就是|合计|约合|折合|合|折)$")
_LOOSE = re.compile(
    r"共|累计|已|目前|截至|今年以来|全县|约|近|为|达到?|，|的|了|总|成功|年|月|日|[0-9]|县[\u4e00-\u9fff]{1,6}局"
)
_TOLD = re.compile(r"(?:已|现|现已|目前|累计)?(?:共|累计|一共|总共)")
# 对帮扶的75家企业 speaks of those of 帮扶企业75家.
_OF_WHICH = re.compile(r"(?P<act>[\u4e00-\u9fff]{2})[到出来的]{0,2}的(?:这|全部)?$")
_NOW = re.compile(r"(?:[对将把]|截至(?:目前|今日)|目前|现在?|如今|到年底|秋季开学时|[，])*$")
_ALL_AFTER = re.compile(r"[^。；]{2,40}?(?:全部|均|都|悉数)")
_PLACE = re.compile(r"(?!会同|联合)[\u4e00-\u9fff]{2}(?:乡|镇|街道|社区|村(?!局)|县|区|局|校)")
# 该项目总投资5.6亿元 after 投资5.6亿元的产业园.
_WORTH = re.compile("[该此](?:项目|工程)(?:计划|概算|预计)?总?投资(?:约|为|达)?$")
_COSTING = re.compile("(?<![期已成计位])(?:总|计划总?|概算总?)?投资(?:约|为|达)?$")
_RECENT = 24
_JUST_NOW = re.compile("近日|日前|目前|现已|如今|已经|已|正式|顺利|成功")
_OTHERS = re.compile(rf"{PERIOD_WORDS.pattern}|其中|另|此外|还有|其余|首批|又|再|截至|[0-9]月|季度|半年|第[一二三]")
_UNMISTAKABLE = 8
"""So many characters in common name an act and its object: no other act is told in the same words."""
# 确保年底前完成4500户改造任务 of 改造任务为3500户.
_TASK = re.compile("任务(?:总?数)?(?:为|是|共|有)?$")
_BEYOND = re.compile("加压|超额|提前|力争|争取|加码|翻番")
_OF_ALL = re.compile("中$|里$|全部|[均都]|悉数")
_MONEY = re.compile("资金|款项|经费|补助|补贴")
_ACT = 4
_ACRE = Decimal("0.0015")
_SCALE = re.compile("[十百千万亿]+")


def repeats(sentences: Sequence[Sentence]) -> Iterator[Relation]:
    known: list[Mention] = []
    paragraph, headline = -1, list[Mention]()
    lead: Sentence | None = None
    for here in sentences:
        if here.paragraph != paragraph:
            paragraph, known, headline = here.paragraph, [], []
            lead = here if _is_lead(here) else None
        yield from _in_other_units(here.mentions)
        yield from _against_headline(here, headline)
        yield from _against_lead(here, lead)
        for mention in here.mentions:
            yield from _back_reference(here, mention, known)
            known = [*known[-_RECENT:], mention]
        if here.headline:
            headline = here.mentions


def _in_other_units(mentions: Sequence[Mention]) -> Iterator[Relation]:
    """5000亩（即333公顷）."""
    for first, second in pairwise(mentions):
        if (area := _in_acres(first, second)) is not None and _AGAIN.match(second.gap):
            yield _same(first, second, holds=area)
        elif first.unit == second.unit and _AGAIN.match(second.gap) and _is_otherwise_written(first, second):
            yield _same(first, second)


def _in_acres(first: Mention, second: Mention) -> bool | None:
    """Whether 26万平方米 are 390亩; floors and land are else never compared, so that only a restatement is."""
    if (first.unit, second.unit) == ("平方米", "亩"):
        return meet(scaled(first.bounds, _ACRE), second.bounds)
    return meet(scaled(second.bounds, _ACRE), first.bounds) if (second.unit, first.unit) == ("平方米", "亩") else None


def _is_otherwise_written(first: Mention, second: Mention) -> bool:
    """1.5亿元，即15000万元: in another unit or scale, or said to be the same."""
    scales = [_SCALE.findall(one.span.text) for one in (first, second)]
    return first.span.unit != second.span.unit or (scales[0] != scales[1] and not second.gap.endswith("合计"))


def _against_headline(here: Sentence, headline: Sequence[Mention]) -> Iterator[Relation]:
    """Only one number of the body may answer to the one in the headline, by the same words."""
    for titled in headline:
        key = _key(titled)
        alike = [one for one in here.mentions if len(key) > 3 and one.unit == titled.unit and _key(one) == key]
        if len(alike) == 1 and not PERIOD_WORDS.search(alike[0].head):
            yield _same(titled, alike[0])


def _is_lead(here: Sentence) -> bool:
    """A paragraph may open with its one number and tell it again."""
    return len(here.mentions) == 1 and not here.mentions[0].is_rate


def _against_lead(here: Sentence, lead: Sentence | None) -> Iterator[Relation]:
    """The same act told again, of nobody else and of no other time."""
    if lead is None or here is lead:
        return
    opening = lead.mentions[0]
    told = ""
    for mention in here.mentions:
        told += mention.gap
        elsewhere = set(_PLACE.findall(told)) - set(_PLACE.findall(opening.gap))
        if mention.unit != opening.unit or not same_time(opening, mention) or _OTHERS.search(told):
            continue
        if _tells_again(opening, mention, elsewhere):
            yield _same(opening, mention)


def _tells_again(opening: Mention, mention: Mention, elsewhere: set[str]) -> bool:
    """共 with the same words before it, or the same deed behind it; offices that act together are of the county."""
    if not mention.head:
        deed = _deed(mention)
        return not elsewhere and len(deed) >= _UNMISTAKABLE and deed == _deed(opening)
    if not _TOLD.match(mention.head) or _key(mention) != _key(opening):
        return False
    offices = all(place.endswith("局") for place in elsewhere) and _ends_alike(opening, mention)
    return len(_key(mention)) > 3 and (not elsewhere or offices)


def _deed(mention: Mention) -> str:
    """退役军人近日走上新岗位 → 退役军人走上新岗位."""
    return _JUST_NOW.sub("", mention.tail)


def _ends_alike(one: Mention, other: Mention) -> bool:
    return len(one.head) >= _UNMISTAKABLE and one.head[-_UNMISTAKABLE:] == other.head[-_UNMISTAKABLE:]


def _key(mention: Mention) -> str:
    return _LOOSE.sub("", mention.head)[-6:]


def _back_reference(here: Sentence, mention: Mention, known: Sequence[Mention]) -> Iterator[Relation]:
    yield from _spoken_of(here, mention, known)
    yield from _of_such(mention, known)
    named = bool(_BACK.search(mention.head))
    settled = bool(_ALL_OF.match(mention.tail)) and len(noun(mention)) > 1 and not mention.head
    if mention.is_rate or not (named or settled):
        return
    earlier = [one for one in known if one.unit == mention.unit and not CHANGE.search(one.head) and not _ends_it(one)]
    alike = [one for one in earlier if one_thing(one, mention)] or ([] if settled else earlier)
    equal = next((one for one in reversed(alike) if meet(one.bounds, mention.bounds)), None)
    if equal is not None:
        yield _same(equal, mention)
    elif alike and len({one.middle for one in alike}) == 1 and not _adds_up(earlier, mention):
        yield _same(alike[0], mention)


def _spoken_of(here: Sentence, mention: Mention, known: Sequence[Mention]) -> Iterator[Relation]:
    """The same noun behind the number with 全部, or the act before it: what was named with its number before."""
    act = _OF_WHICH.search(mention.head)
    if act is not None and len(mention.tail) > 1:
        alike = [one for one in known if one.unit == mention.unit and _was_done(one, act["act"], mention)]
    elif not mention.head and _ALL_AFTER.match(here.text, mention.span.end):
        alike = [one for one in known if one.unit == mention.unit and _one_noun(one, mention)]
        alike = alike or _last_of_all(here, mention)
    elif not mention.head and len(mention.tail) > 1:
        alike = _with_digits_exchanged(here, mention)
    elif _NOW.fullmatch(mention.lead) and _ALL_AFTER.match(here.text, mention.span.end):
        alike = _last_of_all(here, mention)
    else:
        return
    if len(alike) == 1 and same_time(alike[0], mention):
        yield _same(alike[0], mention)


def _of_such(mention: Mention, known: Sequence[Mention]) -> Iterator[Relation]:
    """28.6万头的存栏量 after 存栏26.8万头; 该项目总投资6.5亿元 after 投资5.6亿元的产业园: whenever it is told."""
    alike = [one for one in known if one.unit == mention.unit]
    if not mention.head and mention.tail.startswith("的"):
        alike = [one for one in alike if mention.tail[1:3] in one.words]
        alike = [one for one in alike if len(alike) == 1 and _exchanges_digits(one, mention)]
    elif _WORTH.match(mention.head) and len(alike) == 1:
        alike = [one for one in alike if _COSTING.search(one.head) and one.tail.startswith("的")]
    elif not mention.head and len(mention.tail) > _ACT:
        alike = [one for one in alike if len(alike) == 1 and _was_so_called(one, mention)]
    elif mention.tail.endswith("任务") and len(mention.tail) >= _ACT:
        alike = [one for one in alike if len(alike) == 1 and _is_the_task(one, mention)]
    else:
        return
    if alike:
        yield _same(alike[0], mention)


def _was_so_called(one: Mention, mention: Mention) -> bool:
    """集中开工的28个重大项目, then 28个集中开工项目: the attribute before the number now stands behind it.

    So too 24名道德模范, then 24名道德模范中: of all that were named.
    """
    if mention.tail.endswith(("中", "里")) and one.tail.startswith(mention.tail[:-1]):
        return not _OTHERS.search(mention.gap) and not mention.period
    things = mention.tail[_ACT : _ACT + 2]
    some = surely_above(one.bounds, mention.bounds) and not _OF_ALL.search(mention.tail)
    return not some and len(things) > 1 and one.lead.endswith(f"{mention.tail[:_ACT]}的") and things in one.tail


def _is_the_task(one: Mention, mention: Mention) -> bool:
    """A part of the task may be due earlier, more than the task is never due."""
    return (
        bool(_TASK.search(one.head))
        and mention.tail in one.head
        and mention.segment == one.segment
        and not _BEYOND.search(mention.gap)
        and not surely_above(one.bounds, mention.bounds)
    )


def _exchanges_digits(one: Mention, other: Mention) -> bool:
    digits = [sorted(filter(str.isdigit, each.span.text)) for each in (one, other)]
    return digits[0] == digits[1] and len(digits[0]) > 1


def _was_done(one: Mention, act: str, mention: Mention) -> bool:
    """收集意见建议57条, then 对收集到的57条意见建议."""
    return act in one.head and (one.words.endswith(mention.tail[:2]) or mention.tail[:2] in one.words)


def _last_of_all(here: Sentence, mention: Mention) -> list[Mention]:
    """62公里公路全部通车 after 农村公路62公里: the only number of its unit before, of the same things, but for a slip."""
    before = [one for one in here.mentions if one.where < mention.where and one.unit == mention.unit]
    if len(before) != 1 or mention.clause - before[0].clause > 2 or CHANGE.search(before[0].head):
        return []
    one, things = before[0], mention.tail[:6]
    named = any(things[at : at + 2] in one.words for at in range(len(things) - 1))
    named |= one.unit == "元" and bool(_MONEY.match(things))
    near = meet(one.bounds, mention.bounds) or _is_off_by_a_slip(one, mention)
    return before if named and (near or _is_the_very_noun(here, one, mention)) else []


def _with_digits_exchanged(here: Sentence, mention: Mention) -> list[Mention]:
    """286名农民工, then 268名农民工: nobody counts a part of them in just these digits."""
    before = [one for one in here.mentions if one.where < mention.where and one.unit == mention.unit]
    if len(before) != 1:
        return []
    alike = before[0].tail[:2] == mention.tail[:2] or _is_length_of(before[0], mention)
    return before if alike and _exchanges_digits(before[0], mention) else []


def _is_length_of(one: Mention, mention: Mention) -> bool:
    """治理河长18.6公里, then 18.6公里河道: one character of the thing and what is measured of it."""
    return one.head.endswith("长") and one.head[-2:-1] in mention.tail[:2] and mention.unit == "米"


def _is_the_very_noun(here: Sentence, one: Mention, other: Mention) -> bool:
    """87个乡镇，…个乡镇全部, unless more of them are counted behind."""
    last = not any(later.unit == other.unit for later in here.mentions if later.where > other.where)
    noun_ = other.tail[:2]
    return last and len(noun_) > 1 and (one.tail.startswith(noun_) or one.head.endswith(noun_))


def _is_off_by_a_slip(one: Mention, other: Mention) -> bool:
    return is_slip([(one, other.bounds), (other, one.bounds)]) or is_close(other, one.bounds)


def _one_noun(one: Mention, other: Mention) -> bool:
    """68处农村集中供水 and 86处农村集中供水: four characters are more than a measure word and a common attribute."""
    return len(one.tail) > 3 and one.tail[:4] == other.tail[:4]


def _ends_it(one: Mention) -> bool:
    return bool(PERIOD_WORDS.search(one.head))


def _adds_up(earlier: Sequence[Mention], mention: Mention) -> bool:
    """上述96户 may gather several numbers named before."""
    return any(meet(total(one.bounds for one in earlier[at:]), mention.bounds) for at in range(len(earlier)))


def _same(first: Mention, second: Mention, *, holds: bool | None = None) -> Relation:
    holds = meet(first.bounds, second.bounds) if holds is None else holds
    note = f"{written(first)}与{written(second)}说的是同一个数" + ("，一致" if holds else "，两处不一致，请核对")
    return relation("same", [first, second], holds, note)
