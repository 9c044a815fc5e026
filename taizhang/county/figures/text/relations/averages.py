"""Averages: a total over the number of those who share it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from itertools import product

from taizhang.county.figures.text.relations.bounds import exactly, meet, over, scaled, times, widened
from taizhang.county.figures.text.relations.model import Mention, Relation, Sentence, relation
from taizhang.county.figures.text.relations.notes import shown, written
from taizhang.county.figures.text.relations.slips import is_close, is_slip
from taizhang.county.figures.text.relations.spells import Spell, days, spells
from taizhang.county.figures.text.relations.stems import noun
from taizhang.county.figures.text.relations.words import CHANGE, PERIOD_WORDS
from taizhang.county.standards.amounts import Interval

_PER = {
    "人次": ("人次",), "户": ("户", "家"), "人": ("人", "人次"), "亩": ("亩",), "日": ("天", "日"), "天": ("天", "日"), "月": ("个月",),
    "村": ("村",), "镇": ("乡镇", "镇"), "乡": ("乡镇", "乡"), "周": ("周",), "组": ("组",), "店": ("家", "店"),
    "站": ("个", "站"), "园": ("所", "园"),
    "班额": ("班", "个"), "校": ("所", "学校"), "车": ("辆",), "乡镇": ("乡镇",), "家": ("家",), "企": ("家", "企业"),
    "场": ("场",), "次": ("次", "场次", "人次"),
    "名": ("人",), "位": ("人",), "件": ("件",), "班": ("班", "个"), "头": ("头",), "项目": ("项目",), "起": ("起",),
    "师": ("人",), "生": ("人",), "床": ("床",),
}  # fmt: skip
_AVERAGE = re.compile(
    r"(?:(?P<one>人次|[户人亩日天月周村校车家企场次件班床组站所台栋批头只单店园镇乡岗笔份套])均"
    r"|平均单[体项]|平均(?:每|单)(?:(?P<measure>[个家所名位])(?P<noun>[\u4e00-\u9fff]{2,6})"
    r"|(?P<each>乡镇|项目|企业|公里|千米|公顷|平方米|立方米|[\u4e00-\u9fff]))"
    r"|(?:每[个家所名]?|单个)(?P<later>[\u4e00-\u9fff]{1,4}?)平均|平均(?P<size>班额)|单[体项]平均|平均(?:亩产|单产)?|亩产|单产)"
)
_NEAR = 8
# Characters in which the noun behind a measure word ends: 252个行政村实现收入.
_NOUN = 5
_REST_ELSEWHERE = re.compile("，(?:其余|余下|剩余)[^0-9。；，]{0,20}[。；，]")
_GAIN = re.compile("[增减节]")
_YEAR, _TWO = 59, 2
_BESIDE = range(-1, 3)
_SUMMED = re.compile("总|共|合计")
_LASTING = frozenset({"年", "个月", "天", "小时", "分钟", "岁", "个工作日"})
# What is told a day may be told of working days, of which a month has fewer.
_WORKING = Decimal("0.62"), Decimal("0.8")
_IS = re.compile(r"约|为|是|达到?|可|能|近|超过?|的|产量?|分别|实现|各|享受|获|用时|仅|需要?|学校|企业|乡镇")


def averages(here: Sentence) -> Iterator[Relation]:
    for index, mention in enumerate(here.mentions):
        found = _AVERAGE.search(mention.head)
        if found is None or mention.is_rate or CHANGE.search(mention.head) or _is_of_some(here, index):
            continue
        per = found["one"] or found["each"] or _noun(found, here) or found["later"] or found["size"]
        per = per or ("亩" if found[0].endswith("产") else "项目" if "单" in found[0] and "产" not in found[0] else "")
        if per:
            yield from _average(here, index, per, mention.head[found.end() :])


def _is_of_some(here: Sentence, index: int) -> bool:
    """其中县道每公里平均投入2.6万元 after the average of all of them; 其余用于桥梁 leaves less to share."""
    mention = here.mentions[index]
    earlier = [one for one in here.mentions[:index] if one.unit == mention.unit and _AVERAGE.search(one.head)]
    among = "其中" in mention.gap and bool(earlier)
    return among or _REST_ELSEWHERE.match(here.text, mention.span.end) is not None


def _noun(found: re.Match[str], here: Sentence) -> str | None:
    """平均每个车间 counts 车间6个; of 平均每家接受捐赠 the 家 counts."""
    noun, measure = found["noun"], found["measure"]
    if not noun:
        return noun
    names = (noun[:length] for length in range(len(noun), 1, -1))
    counted = [one for one in here.mentions if not _AVERAGE.search(one.head)]
    return next((name for name in names if any(one.words.endswith(name) for one in counted)), measure)


def _average(here: Sentence, index: int, per: str, said: str) -> Iterator[Relation]:
    stated = here.mentions[index]
    near = [one for one in here.mentions[max(0, index - _NEAR) : index][::-1] if one.segment == stated.segment]
    if here.before is not None and stated.segment == 0:
        near += here.before.mentions[:-_NEAR:-1]
    near = [one for one in near if not CHANGE.search(one.head) and not PERIOD_WORDS.search(one.head)]
    later = [one for one in here.mentions[index + 1 : index + 4] if one.segment == stated.segment]
    later = [one for one in later if not CHANGE.search(one.head)]
    counts: list[Mention | Spell] = [one for one in near if _is_count(one, per)]
    counts += [one for one in later if not counts and _is_count(one, per)]
    if not counts and per in "日天月":
        counts += _lengths(here, stated, "天" if per in "日天" else "月")
    counts = [one for one in counts if isinstance(one, Spell) or {one.unit, stated.unit} != {"人次"}]
    subject = _IS.sub("", said)
    alike = [one for one in [*near, *later] if one.unit == stated.unit and one not in counts and _may_be_total(one)]
    totals = [one for one in alike if _is_named(one, subject)]
    if not totals and not _GAIN.search(said):
        totals = _just_before(here, alike, stated) or _only_one(here, alike, stated)
    plain = bool(totals and counts) and _is_plain(here, index, totals[0], counts[0])
    counts = [_as_told(one, per) for one in counts]
    sizes = sorted(_size(one) for one in counts)
    # A year has a day more or less.
    sure = len(totals) == 1 and bool(sizes) and sizes[-1] - sizes[0] <= (0 if sizes[0] < _YEAR else 1)
    yield from _judged(totals, counts, stated, sure=sure, plain=sure and plain)


def _is_plain(here: Sentence, index: int, whole: Mention, count: Mention | Spell) -> bool:
    """Total, count and average in a row, nothing else of the unit of the total."""
    before = here.mentions[:index]
    after = [one for one in here.mentions[index + 1 : index + 2] if _SUMMED.search(one.head)]
    alike = [one for one in (*before, *after) if one.unit == whole.unit]
    known = not isinstance(count, Mention) or count in before
    return (
        alike == [whole]
        and known
        and whole.unit not in _LASTING
        and here.mentions[index].clause - whole.clause in _BESIDE
    )


def _lengths(here: Sentence, stated: Mention, unit: str) -> list[Spell]:
    """A month that is named has its days, unless only working days are counted."""
    found = spells(here, unit)
    return found or (days(stated.period) if unit == "天" else [])


def _is_count(mention: Mention, per: str) -> bool:
    units = _PER.get(per, (per,))
    if mention.unit in units or mention.span.unit in units:
        return True
    if len(mention.unit) == 1 and any(unit in mention.tail[:_NOUN] for unit in units):
        return True
    if per in "日天" and mention.unit.endswith("工作日"):
        return True
    if len(per) == 1 and mention.unit in ("个", "处") and mention.head.endswith(per):
        return True
    return len(per) > 1 and len(mention.unit) == 1 and (mention.words.endswith(per) or per in mention.tail[:_NOUN])


def _as_told(count: Mention | Spell, per: str) -> Mention | Spell:
    """每公里 is of kilometres, whatever the base of lengths is."""
    if isinstance(count, Spell) or count.unit in _PER.get(per, (per,)) or count.span.unit != per:
        return count
    bounds = scaled(count.bounds, 1 / count.factor)
    return replace(count, unit=per, factor=Decimal(1), bounds=bounds, middle=count.middle / count.factor)


def _just_before(here: Sentence, alike: list[Mention], stated: Mention) -> list[Mention]:
    """户均赔付 of 赔款: where no word is the same, the number of the clause before."""
    before = [one for one in alike if one in here.mentions and one.clause == stated.clause - 1]
    behind = [one for one in alike if one in here.mentions and one.clause == stated.clause + 1]
    return before or [one for one in behind if _SUMMED.search(one.head)]


def _only_one(here: Sentence, alike: list[Mention], stated: Mention) -> list[Mention]:
    """捐赠75万元，资助250名，人均受助3000元: no other money it could be of."""
    before = [one for one in here.mentions if one.where < stated.where and one.unit == stated.unit]
    return before if len(before) == 1 and before[0] in alike and stated.clause - before[0].clause == _TWO else []


def _may_be_total(mention: Mention) -> bool:
    return not (_AVERAGE.search(mention.head) or "每" in mention.head[-6:] or mention.head.startswith("其中"))


def _is_named(mention: Mention, subject: str) -> bool:
    """户均增收 is made of what was 增收; a bare 户均 of any number of its unit."""
    own = mention.head[-12:] + noun(mention)
    return not subject or any(subject[at : at + 2] in own for at in range(max(1, len(subject) - 1)))


def _judged(
    totals: list[Mention], counts: list[Mention | Spell], stated: Mention, *, sure: bool, plain: bool
) -> Iterator[Relation]:
    pairs = [(whole, count) for whole, count in product(totals, counts) if _size(count)]
    for whole, count in pairs:
        if meet(over(whole.bounds, _bounds(count)), _loosened(stated)):
            yield _relation(whole, count, stated, True)
            return
    if pairs and sure and not _is_of_working_days(*pairs[0], stated) and (plain or _is_credible(*pairs[0], stated)):
        yield _relation(*pairs[0], stated, False)


def _is_of_working_days(whole: Mention, count: Mention | Spell, stated: Mention) -> bool:
    if isinstance(count, Mention) or count.span is not None or count.unit != "天" or not stated.middle:
        return False
    least, most = (share * count.length for share in _WORKING)
    worked = over(whole.bounds, _loosened(stated))
    if worked.low is None or worked.high is None:
        return False
    # Only whole days are worked.
    return max(worked.low, least).to_integral_value(ROUND_CEILING) <= min(worked.high, most)


def _is_credible(whole: Mention, count: Mention | Spell, stated: Mention) -> bool:
    quotient = over(whole.bounds, _bounds(count))
    half = stated.span.step * stated.factor / 2
    needed = [(stated, widened(quotient, half)), (whole, times(_loosened(stated), _bounds(count)))]
    if isinstance(count, Mention) and stated.middle:
        needed.append((count, over(whole.bounds, _loosened(stated))))
    return is_slip(needed, length=False) or is_close(stated, quotient)


def _loosened(stated: Mention) -> Interval:
    """An average is a quotient: even a whole number without a scale is rounded to its last place."""
    exact = stated.bounds.low == stated.bounds.high and not stated.span.word
    half = max(stated.span.step, _trailing(stated.middle)) / 2 * stated.factor
    return Interval(stated.middle - half, stated.middle + half) if exact else stated.bounds


def _trailing(value: Decimal) -> Decimal:
    """1200 may be rounded to tens at most: 10; 1234 and 7 to ones."""
    return (
        Decimal(10)
        if value >= 1000 and not value % 10
        else Decimal(1)
        if value == value.to_integral_value()
        else Decimal(0)
    )


def _size(count: Mention | Spell) -> Decimal:
    return count.middle if isinstance(count, Mention) else count.length


def _bounds(count: Mention | Spell) -> Interval:
    return count.bounds if isinstance(count, Mention) else exactly(count.length)


def _relation(whole: Mention, count: Mention | Spell, stated: Mention, holds: bool) -> Relation:
    value = whole.middle / _size(count)
    divisor = written(count) if isinstance(count, Mention) else f"{count.length}{count.unit}"
    note = f"{written(whole)}÷{divisor}={shown(value, stated)}，文中为{written(stated)}"
    if not holds:
        note += f"，相差{shown(abs(value - stated.middle), stated)}，请核对"
    spans = [whole, *([count] if isinstance(count, Mention) else [count.span] if count.span else []), stated]
    return relation("average", spans, holds, note)
