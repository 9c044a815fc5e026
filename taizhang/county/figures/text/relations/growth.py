"""Growth: an old and a new number, and the change written as a percentage, a multiple, points or an amount."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from taizhang.county.figures.text.relations.bounds import exactly, meet, minus, over, plus, scaled, surely_above
from taizhang.county.figures.text.relations.doublings import doubled
from taizhang.county.figures.text.relations.model import Mention, Relation, Sentence, relation
from taizhang.county.figures.text.relations.notes import rate, shown, written
from taizhang.county.figures.text.relations.words import CHANGE, COMPARED, DOWN, PERIOD_WORDS, UP
from taizhang.county.standards.amounts import Interval

_VERB = r"(?:增长|增加|增|上升|升|提高|提升|上涨|攀升|扩大|发展|壮大|下降|降低|降|减少|减|回落|下跌|压减|压降|缩短|收窄|压缩|缩减|精简|削减|延长|降|涨|拓展|扩展|扩|变|调整)"
_FROM = re.compile(r"(?:由|从)[^，。；]{0,24}$")
_BECAME = re.compile(
    rf"{_VERB}(?:到|至|为|成)(?:了|今年|目前|现在|每[\u4e00-\u9fff]{{1,2}}|[^，。；]{{0,10}}的)?$|^(?:到|至)"
)
_THAN = re.compile(
    r"(?:较|比|对比|低于|高于|多于|少于)[^，。；]{0,16}?(?:年|同期|同月|月|季度|期|初|前|底|末)(?:份)?(?:同期)?(?:的|为|度)*$"
)
_OLD = re.compile(rf"(?:{PERIOD_WORDS.pattern})(?:末|底)?[^，。；增减升降提]{{0,10}}$")
# 今年上半年 is the new number's period, whatever 上半年 means elsewhere.
_MONTH = re.compile(r"([0-9]{1,2})月份?")
_YEAR = re.compile(r"(20\d\d)年度?")
# 2018年为35.7%: the earlier year of what was told before it.
_BARE_YEAR = re.compile(r"(?:而)?(?:20\d\d年度?)(?:仅|只)?(?:为|是|有)?$")
_YEARLY = re.compile("同比|环比")
_HAD = re.compile(r"原有?[^，。；]{0,10}$")
_OF_NOW = re.compile("今年|本年|本月|当月|本季度|当年")
_EXTENT = re.compile("(?:提标|提高|增长|下降|增加|上调|下调)幅度(?:为|达到?|约)?$")
_BY = re.compile("增收|减收|增支|减支|多收|少收|增产|减产|压缩|精简|缩减|削减|延长")
_POINTS = "个百分点"
_FILLER = re.compile(
    rf"{CHANGE.pattern}|{PERIOD_WORDS.pattern}|{_VERB}|提标|新(?=增)|每[人户亩月年]|同比|环比|较|比|了|分别|均|约|又|再|近|达到?|幅度|的|为|与"
    r"|原来|原先|当初|以前|压缩|精简|缩减|削减|延长|相比|净|累计|共|相应|实现"
    r"|[0-9０-９一二三四五六七八九十两近]{1,4}年|[0-9]{1,2}月份?|率|是|也|已|到|至|其|上|去|前|年|月|底|末|初|同期|[一二三四]季度"
)
_AGO = re.compile("[前来内间后]|以[前来]|时间")
_HUNDRED, _ONE = Decimal(100), Decimal(1)


@dataclass(slots=True)
class Course:
    """What a sentence says of one number over time."""

    old: Mention | None = None
    new: Mention | None = None
    changes: list[Mention] = field(default_factory=list)

    @property
    def unit(self) -> str:
        known = self.new or self.old
        return known.unit if known is not None else ""


def growths(here: Sentence) -> Iterator[Relation]:
    for course in _courses(here.mentions):
        old, new = course.old, course.new
        if old is not None and new is not None:
            yield from _both_ends(old, new, course.changes)
            yield from doubled(here, old, new)
        elif new is not None or old is not None:
            yield from _one_end(course)


def _courses(mentions: list[Mention]) -> Iterator[Course]:
    course = Course()
    for mention in mentions:
        if _is_over_years(mention):
            continue
        if _is_old(mention):
            if course.old is not None or (course.unit and course.unit != mention.unit) or _FROM.search(mention.head):
                yield course
                course = Course()
            course.old = mention
        elif not _goes_on(course, mention):
            yield course
            course = Course(new=mention)
    yield course


def _is_over_years(mention: Mention) -> bool:
    """四年增长60%, 五年间."""
    return mention.unit in ("年", "个月") and bool(CHANGE.match(mention.tail) or _AGO.match(mention.tail))


def _goes_on(course: Course, mention: Mention) -> bool:
    """Whether the number belongs to the course, which then has it."""
    if _is_change(mention):
        if _belongs(mention, course):
            course.changes.append(mention)
    elif course.old is not None and course.new is None and mention.unit == course.unit and _may_be_new(mention):
        course.new = mention
    elif course.old is None and course.new is not None and _is_earlier(mention, course.new):
        course.old = mention
    elif course.old is None and course.new is not None and _is_next_year(mention, course.new):
        course.old, course.new = course.new, mention
    else:
        return False
    return True


def _is_earlier(mention: Mention, new: Mention) -> bool:
    return _is_earlier_month(mention, new) or _is_earlier_year(mention, new)


def _is_earlier_month(mention: Mention, new: Mention) -> bool:
    """8月份新发171起，7月份190起: the month before is the old number."""
    months = [_MONTH.fullmatch(one.period) for one in (mention, new)]
    if mention.unit != new.unit or not all(months):
        return False
    earlier, later = (int(found[1]) for found in months if found)
    return later - earlier == 1


def _is_earlier_year(mention: Mention, new: Mention) -> bool:
    """2022年覆盖率为38.4%，2018年为35.7%."""
    if mention.unit != new.unit or mention.segment != new.segment or not _BARE_YEAR.match(mention.head):
        return False
    return _years_between(mention, new) > 0


def _years_between(one: Mention, other: Mention) -> int:
    years = [found for found in (_YEAR.fullmatch(one.period), _YEAR.fullmatch(other.period)) if found]
    return int(years[1][1]) - int(years[0][1]) if len(years) == 2 else 0


def _is_next_year(mention: Mention, before: Mention) -> bool:
    """2023年实现产值1.2亿元，2024年实现产值1.5亿元."""
    years = [_YEAR.fullmatch(one.period) for one in (before, mention)]
    if mention.unit != before.unit or not all(years) or before.head[-2:] != mention.head[-2:]:
        return False
    earlier, later = (int(found[1]) for found in years if found)
    return later - earlier == 1 and mention.segment == before.segment


def _is_old(mention: Mention) -> bool:
    if mention.unit in (_POINTS, "倍") or COMPARED.search(mention.head) or _BECAME.search(mention.head):
        return False
    if _FROM.search(mention.head) or _THAN.search(mention.head):
        return True
    if _HAD.search(mention.head):
        return True
    return bool(_OLD.search(mention.head)) and not _OF_NOW.search(mention.head)


def _is_change(mention: Mention) -> bool:
    """年均增长 spreads over several years and is no change from one number to the next; it belongs to no course."""
    if mention.unit in (_POINTS, "倍"):
        return True
    if _EXTENT.search(mention.head) or _BY.fullmatch(mention.head) or COMPARED.search(mention.head):
        return True
    # 新增 counts what came, and is the change where the old and the new number stand before it.
    return (bool(CHANGE.search(mention.head[-8:])) or mention.head.endswith("新增")) and not _BECAME.search(
        mention.head
    )


def _may_be_new(mention: Mention) -> bool:
    return "其中" not in mention.gap


def _belongs(mention: Mention, course: Course) -> bool:
    """A change with a subject of its own (工业投资增长12%) is not one of the number before it."""
    known = course.new or course.old
    if known is None or "均" in mention.head[-8:] or mention.segment != known.segment or "其中" in mention.gap:
        return False
    if course.old and course.new and _years_between(course.old, course.new) > 1 and _YEARLY.search(mention.head):
        return False
    if mention.unit == _POINTS and not known.is_rate:
        return False
    if not (mention.is_rate or mention.unit in (_POINTS, "倍", known.unit)):
        return False
    if mention.unit == known.unit and mention.clause == known.clause + 1 and COMPARED.search(mention.head):
        return True
    subject = _FILLER.sub("", mention.head)
    return not subject or subject in known.head or known.head.endswith(subject)


def _both_ends(old: Mention, new: Mention, changes: list[Mention]) -> Iterator[Relation]:
    yield from _against_its_verb(old, new)
    for change in changes:
        if change.unit == "倍":
            yield from _multiple(old, new, change)
        elif change.is_rate and not (old.is_rate and _fits_amount(old, new, change)):
            yield from _rate(old, new, change)
        elif change.unit in (_POINTS, old.unit):
            yield from _amount(old, new, change)


def _against_its_verb(old: Mention, new: Mention) -> Iterator[Relation]:
    """由120起增长到90起 is wrong without any rate."""
    found = _BECAME.search(new.head)
    if found is None:
        return
    falls, rises = surely_above(old.bounds, new.bounds), surely_above(new.bounds, old.bounds)
    if (falls and UP.search(found[0])) or (rises and DOWN.search(found[0])):
        note = f"由{written(old)}到{written(new)}是{'下降' if falls else '增长'}，与文中“{found[0][:2]}”不符，请核对"
        yield relation("growth", [old, new], False, note)


def _rate(old: Mention, new: Mention, change: Mention) -> Iterator[Relation]:
    if not old.middle:
        return
    ratio = scaled(over(new.bounds, old.bounds), _HUNDRED)
    grown = minus(ratio, exactly(_HUNDRED))
    falls = _falls(change, old, new)
    holds = meet(Interval(_less(grown.high), _less(grown.low)) if falls else grown, change.bounds)
    computed = (new.middle - old.middle) / old.middle * _HUNDRED
    yield relation("growth", [old, new, change], holds, _rate_note(old, new, change, computed, holds))


def _rate_note(old: Mention, new: Mention, change: Mention, computed: Decimal, holds: bool) -> str:
    word = "下降" if computed < 0 else "增长"
    note = f"由{written(old)}到{written(new)}，{word}{rate(abs(computed))}%，文中为{_said(change)}"
    return note if holds else f"{note}，相差{rate(abs(abs(computed) - change.middle))}个百分点，请核对"


def _said(change: Mention) -> str:
    words = CHANGE.findall(change.head)
    return f"{words[-1] if words else ''}{written(change)}"


def _falls(change: Mention, old: Mention, new: Mention) -> bool:
    """The verb beside the change decides; without one (降幅, 变动) the numbers do."""
    words = change.head[-8:]
    if DOWN.search(words):
        return True
    return not UP.search(words) and new.middle < old.middle


def _amount(old: Mention, new: Mention, change: Mention) -> Iterator[Relation]:
    falls = _falls(change, old, new)
    computed = minus(old.bounds, new.bounds) if falls else minus(new.bounds, old.bounds)
    holds = meet(computed, change.bounds)
    value = abs(new.middle - old.middle)
    word = "减少" if new.middle < old.middle else "增加"
    note = f"由{written(old)}到{written(new)}，{word}{shown(value, change)}，文中为{_said(change)}"
    if not holds:
        note += f"，相差{shown(abs(value - change.middle), change)}，请核对"
    yield relation("growth" if change.unit == _POINTS else "difference", [old, new, change], holds, note)


def _fits_amount(old: Mention, new: Mention, change: Mention) -> bool:
    """Percentage points written as % are a matter of style, not of arithmetic."""
    return meet(minus(new.bounds, old.bounds), change.bounds) or meet(minus(old.bounds, new.bounds), change.bounds)


def _multiple(old: Mention, new: Mention, change: Mention) -> Iterator[Relation]:
    """增长1.2倍 is on top of the old number, 增长到2.2倍 is of it."""
    if not old.middle:
        return
    of_old = bool(re.search(r"(?:到|至|为|是|达|的|相当于)[^，。；增]{0,8}$", change.head)) or not CHANGE.search(
        change.head
    )
    ratio = over(new.bounds, old.bounds)
    holds = meet(ratio if of_old else minus(ratio, exactly(_ONE)), _with_last_place(change))
    computed = new.middle / old.middle
    note = f"{written(new)}是{written(old)}的{rate(computed)}倍（增长{rate(computed - 1)}倍），文中为{written(change)}"
    yield relation("growth", [old, new, change], holds, note if holds else f"{note}，请核对是“增长”还是“增长到”")


def _with_last_place(change: Mention) -> Interval:
    half = change.span.step / 2
    exact = not change.span.word and change.bounds.low == change.bounds.high
    return Interval(change.middle - half, change.middle + half, high_open=True) if exact else change.bounds


def _one_end(course: Course) -> Iterator[Relation]:
    """New or old number with its change both as an amount and as a rate."""
    known = course.new or course.old
    rates = [one for one in course.changes if one.is_rate]
    amounts = [one for one in course.changes if one.unit == course.unit and not one.is_rate]
    if known is None or known.is_rate or not rates or not amounts:
        return
    stated, amount = rates[0], amounts[0]
    falls = bool(DOWN.search(amount.head[-8:]))
    if course.old is not None:
        base = known.bounds
    else:
        base = plus(known.bounds, amount.bounds) if falls else minus(known.bounds, amount.bounds)
    if base.low is not None and base.low <= 0:
        return
    holds = meet(scaled(over(amount.bounds, base), _HUNDRED), stated.bounds)
    base_middle = known.middle if course.old else known.middle + (amount.middle if falls else -amount.middle)
    computed = amount.middle / base_middle * _HUNDRED
    note = f"基数{shown(base_middle, known)}，变动{written(amount)}，为{rate(computed)}%，文中为{written(stated)}"
    if not holds:
        note += f"，相差{rate(abs(computed - stated.middle))}个百分点，请核对"
    yield relation("growth", [known, amount, stated], holds, note)


def _less(bound: Decimal | None) -> Decimal | None:
    return None if bound is None else -bound
