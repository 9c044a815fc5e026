"""Reads the figures that most reports are made of in one step; whatever is doubtful beside them goes the long way.

Digits or a Chinese numeral, a scale, a plain measure word, and the clause goes no further: 118起, 3.47亿元, 三百二十一户.
"""

import re
from decimal import Decimal
from functools import lru_cache

from taizhang.county.figures.text.names import begins_word, inside_word
from taizhang.county.figures.text.numeral import approximation
from taizhang.county.figures.text.script import CHINESE, ONES, chinese, is_han, plain
from taizhang.county.figures.text.span import Kind, Span
from taizhang.county.figures.text.units import goes_on

_LONG = ("个百分点", "平方米", "立方米", "公里", "人次", "户次", "家次")
_SHORT = "人户家起件项个所座处条台辆套次场份吨亩米元名分只头株棵本册支张篇艘架间栋幢枚笔例盏%％"
_UNITS = f"{'|'.join(_LONG)}|[{_SHORT}]"
_ARABIC = re.compile(
    rf"((?:0|[1-9][0-9]{{0,2}}(?:,[0-9]{{3}}){{1,4}}|[1-9][0-9]{{0,14}})(?:\.[0-9]{{1,8}})?)([余多]?)([万亿]?)({_UNITS})"
)
_CHINESE = re.compile(rf"([{ONES}十百千万亿零]{{1,14}})([余多]?)({_UNITS})")
_ALONE = {"两": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9"}
_DOUBTFUL_LEFT = frozenset("约近超过逾破上于足到满少概件表图纬经分第号码话线电拨打前头下后先初数" + CHINESE)
# What may follow: the end of a clause, or a word that neither the measure word nor a rounding word begins.
_STOPS = frozenset(["", *"，。、；：）\n的和"])
_NEVER_BEHIND = frozenset("以左上下及至到余多每半比内整出有开之分角毛钱" + CHINESE)
# 1公里便民圈 is a name, which the long way knows.
_CIRCLED = frozenset(("公里", "米"))
_GOES_ON = {unit: _NEVER_BEHIND | goes_on(unit) for unit in (*_LONG, *_SHORT)}
# 7座面包车 is a sort of car, which the long way knows.
_GOES_ON["座"] |= frozenset("客面轿越大中小商校S")
_BESIDE = frozenset("，、；。（：")
_SIZES = {"": 1, "万": 10**4, "亿": 10**8}
_SCALES = frozenset("十百千万亿")
_ONE = Decimal(1)


def arabic_figure(text: str, at: int) -> Span | None:
    """None where anything beside the number might belong to it or change what it is."""
    if _is_doubtful(text, at):
        return None
    found = _ARABIC.match(text, at)
    if found is None:
        return None
    digits, word, scale, unit = found.groups()
    if not _ends(text, found.end(), unit):
        return None
    digits = digits.replace(",", "")
    by, decimals = _SIZES[scale], len(digits) - digits.find(".") - 1 if "." in digits else 0
    value = digits if by == 1 and not decimals else plain(Decimal(digits) * by)
    step = Decimal(by).scaleb(-decimals) if decimals or by > 1 else _ONE
    return _span(found, value, unit, word, step)


def chinese_figure(text: str, at: int) -> Span | None:
    """The same, for a numeral that is no approximation such as 五六十, and begins no word."""
    if _is_doubtful(text, at):
        return None
    found = _CHINESE.match(text, at)
    if found is None:
        return None
    run, word, unit = found.groups()
    if not (_ends(text, found.end(), unit) if len(run) > 1 else text[found.end() : found.end() + 1] in _STOPS):
        return None
    value = _value(run) if len(run) > 1 else _alone(text, at, run, word)
    return _span(found, value, unit, word, _ONE) if value else None


def _alone(text: str, at: int, run: str, word: str) -> str | None:
    return None if word or begins_word(text, at) or inside_word(text, at) else _ALONE.get(run)


def _ends(text: str, end: int, unit: str) -> bool:
    follows = text[end : end + 1]
    if follows in _STOPS:
        return True
    return is_han(follows) and follows not in _GOES_ON[unit] and unit not in _CIRCLED


def _is_doubtful(text: str, at: int) -> bool:
    left = text[at - 1] if at else "。"
    return left in _DOUBTFUL_LEFT or not (is_han(left) or left in _BESIDE)


@lru_cache(maxsize=4096)
def _value(run: str) -> str | None:
    if _SCALES.isdisjoint(run) or _SCALES.issuperset(run) or run[0] not in f"{ONES}十" or approximation(run):
        return None
    value = chinese(run)
    return None if value is None else plain(value)


def _span(found: re.Match[str], value: str, unit: str, word: str, step: Decimal) -> Span:
    base = _FOLDED.get(unit, unit)
    kind = _KINDS.get(base, Kind.QUANTITY)
    return Span(found.start(), found.end(), found[0], value, base, "over" if word else "exact", kind, word, step)


_FOLDED = {"名": "人", "％": "%"}
_KINDS = {"元": Kind.MONEY, "%": Kind.PERCENT, "个百分点": Kind.PERCENT}
