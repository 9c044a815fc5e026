"""Puts a number together with its measure word, its rounding words and, in a range, its other end."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from taizhang.county.figures.text.named import NAMED
from taizhang.county.figures.text.numeral import Numeral, arabic_at, chinese_at, tenths_at
from taizhang.county.figures.text.parts import is_money, part_at
from taizhang.county.figures.text.script import DASH, GAP, after_gap, is_han, plain, size
from taizhang.county.figures.text.span import Kind, Span
from taizhang.county.figures.text.units import DURATIONS, MONEY, PERCENT, SIGNS, unit_at, unknown_at
from taizhang.county.standards.amounts import QUALIFIERS, Qualifier

# Rounding words in front, and the characters before them that make another word: 节约, 签约, 附近, 通过.
_BEFORE: dict[str, str] = {
    "不少于": "", "不超过": "", "不超": "", "不下": "",
    "不低于": "", "不高于": "", "不多于": "", "将近": "", "接近": "", "大约": "", "超过": "", "突破": "",
    "不足": "", "不到": "", "未满": "", "不满": "", "低于": "不", "高于": "不", "至少": "", "大概": "", "小于": "", "大于": "",
    "约": "节条合契预签违履邀续集制公特简解订爽毁相租赴隐协缔", "近": "附最临靠邻就远亲相逼渐走拉贴", "超": "赶高反彩B", "逾": "", "过": "通经不用走越透难度跑路错罪",
    "破": "侦打攻爆告", "上": "以网线路晚早",
}  # fmt: skip
# These round scale words and halves alone: 过亿元, 上百人, 过半.
_ONLY_BARE = frozenset("过破上")
_SAME = {"不超": "不超过", "不下": "不少于", "出头": "余", "有余": "余", "开外": "余"}
_BEFORE_LONGEST = 3
_BEFORE_LAST = frozenset({word[-1] for word in _BEFORE} | {*" \t\u3000\xa0\r\n"})
_AFTER = re.compile(
    rf"{GAP}(?:[（(]不?含(?:本数)?[）)])?((?:[及或]?以上)|[及或]?以下|以内|左右|上下|(?:出头|有余|开外)(?=[，。、；）]))(?!级)"
)
_OVER_UNIT = re.compile(r"[余多](?![次元种方项处个名部人样家位件])")
# What is measured rather than counted may run over: 3公里多. 八九家多是 is another 多.
_MEASURED = frozenset(
    ("年", "月", "岁", "公里", "米", "吨", "亩", "倍", "小时", "天", "斤", "公斤", "元", "周", "里", "厘米")
)
_WITHIN = {"月": "个月", "工作日": "个工作日", "百分点": "个百分点"}
# The characters that can begin them; asked before the pattern is.
_AFTER_AHEAD = frozenset(" \t\u3000\xa0\r\n（(及或以左上出有开")
_DASH_AHEAD = frozenset(" \t\u3000\xa0\r\n—–-－−~～∼至到")
_SEPARATOR = re.compile(rf"{GAP}({DASH}){GAP}")
# 2.3个亿 at the end of its clause; 3个亿元项目 are three.
_MONTHS = re.compile(
    r"个(?:([余多半])(月|小时|星期|学期|季度|工作日|百分点)|([余多])([百千]?[万亿])|()(亿)(?=[，。、；）]|左右|资金))"
)
_SIGN_LEFT = re.compile(r"(?<![0-9A-Za-z）)])[-－−]\Z")
_DOLLARS = {"US": "美元", "HK": "港元", "AU": "澳元", "NT": "新台币"}
_CAN_FALL = PERCENT | {"℃", "摄氏度"}
# One of these is said of an amount.
_MEASURED_ONE = frozenset(("亩", "吨", "元", "倍", "公里", "小时", "个月", "个百分点", "岁"))
# 头顶库一座, 手枪一支: things one can point at, at the end of their clause.
_THINGS = frozenset("台座支辆栋艘架幢部把匹挺份本张件篇封册间所")
_NOT_ONE = re.compile("[不漏落无没各每任统同逐哪仅唯乡镇村户人校县]|\\A\\Z")
# 三千六 leaves out the 百.
_SHORTENED = re.compile("[一二三四五六七八九两][千万][一二三四五六七八九]")
_ONE = Decimal(1)
_LEFT_OUT = re.compile("[，。；）]|分[一二三四五六七八九十两][期次批年]")
_NEVER_ALONE = frozenset("二零〇○一")
_CASES = ("案", "事", "件", "纠", "矛", "信", "投", "火", "交", "刑", "治", "，", "。", "、", "；", "）")


@dataclass(slots=True)
class _Figure:
    number: Numeral
    end: int
    unit: str | None
    word: str = ""
    high: Decimal | None = None
    parted: bool = False


def figure(text: str, number: Numeral, floor: int) -> Span | None:
    """None where the numeral counts nothing; `floor` is the end of the span before, which is not entered again."""
    made = _Figure(number, number.end, None, number.word, number.high)
    _add_unit(text, made)
    start, word = _word_before(text, number, floor)
    _add_range(text, made)
    if not _counts(text, made, word, start):
        return None
    named = NAMED.get(text[number.end : made.end].strip()) if made.unit else None
    if named and not word and (kind := named(text, start, made.end)):
        return Span(start, made.end, text[start : made.end], None, "", "exact", kind)
    _add_after(text, made)
    made.word = word or made.word
    return _span(text, *_signed(text, start, floor, made), made)


def is_rounded(text: str, number: Numeral, floor: int) -> bool:
    """True for a number with a rounding word in front: 近百, 上千."""
    return bool(_word_before(text, number, floor)[1])


def _add_unit(text: str, made: _Figure) -> None:
    number = made.number
    if number.unit:
        made.unit = number.unit
        return
    if not number.word and _months(text, made):
        return
    lone = _lone(text, number)
    found = unit_at(text, number.end, strict=lone) or (_with_part(text, number) if lone else None)
    if found is None and (not number.is_chinese or len(text[number.start : number.end]) > 1):
        found = unknown_at(text, number.end)
    if found:
        made.end, made.unit = found
        is_tenth = text.startswith("毛", after_gap(text, number.end))
        parted = _add_part(text, made)
        if is_tenth:
            number.value, number.step = number.value / 10, number.step / 10
        if parted:
            return
        over = None if made.word else _OVER_UNIT.match(text, made.end)
        if over and made.unit in _MEASURED:
            made.word, made.end = over[0], over.end()


def _with_part(text: str, number: Numeral) -> tuple[int, str] | None:
    """八块五: one digit and a weak measure word, which the part behind them makes sure of."""
    found = unit_at(text, number.end)
    return found if found and part_at(text, found[0], text[number.end : found[0]], is_chinese=True) else None


def _add_part(text: str, made: _Figure) -> bool:
    number = made.number
    unit = text[number.end : made.end].strip()
    part = None if number.word or number.high else part_at(text, made.end, unit, is_chinese=number.is_chinese)
    if part:
        number.value, number.step, number.bare, made.end = number.value + part.value, part.step, False, part.end
        made.parted = True
    if unit == "块" and ((part and text[part.end - 1] != "半") or is_money(text, number.start, number.end, made.end)):
        made.unit = "元"
    return part is not None


def _lone(text: str, number: Numeral) -> bool:
    """One Chinese digit, which begins many words; 两 counts what follows, whatever it is."""
    return number.is_chinese and number.end - number.start <= 1 and not number.bare and text[number.start] != "两"


def _months(text: str, made: _Figure) -> bool:
    """5个多月, 3个半小时, 2个多百分点: what is added stands within the measure word."""
    found = _MONTHS.match(text, made.number.end) if text[made.number.end : made.number.end + 1] == "个" else None
    if found is None:
        return False
    if found[2] is None:
        return _scaled(text, made, found[3] or "", found[4] or found[6])
    made.unit, made.end = _WITHIN.get(found[2], found[2]), found.end()
    if found[1] == "半":
        made.number.value += Decimal("0.5")
    else:
        made.word = found[1]
    return True


def _scaled(text: str, made: _Figure, word: str, scale: str) -> bool:
    """1个多亿, 3个多亿元, 2.3个亿."""
    number, by = made.number, size(scale)
    end = number.end + len(f"个{word}{scale}")
    number.value, number.step, made.word = number.value * by, number.step * by, word
    made.end, made.unit = unit_at(text, end) or (end, "")
    return True


def _word_before(text: str, number: Numeral, floor: int) -> tuple[int, str]:
    """Where the figure begins, with the rounding word in front if there is one."""
    end = number.start
    if end > floor and text[end - 1] not in _BEFORE_LAST:
        return end, ""
    while end > floor and number.start - end < 3 and text[end - 1] in " \t\u3000\xa0\r\n":
        end -= 1
    for length in range(min(_BEFORE_LONGEST, end - floor), 0, -1):
        word = text[end - length : end]
        if word in _BEFORE:
            left = text[end - length - 1 : end - length]
            barred = left and left in _BEFORE[word]
            if barred or (word in _ONLY_BARE and not _large(word, number)):
                return number.start, ""
            return end - length, _SAME.get(word, word)
    return number.start, ""


def _large(word: str, number: Numeral) -> bool:
    """过亿元, 上百人; 过三十万元 and 过半数, but 打过三次."""
    return number.bare or (word == "过" and (number.scale >= 10**4 or bool(number.unit)))


def _counts(text: str, made: _Figure, word: str, start: int) -> bool:
    """Digits always count; Chinese numerals with a measure word, or when they are long or rounded enough to be one."""
    number = made.number
    if number.bare:
        rounded = (
            word
            or heads(text, number)
            or made.word
            or (made.unit and (number.end - number.start > 1 or _AFTER.match(text, made.end)))
        )
        return bool(rounded) and not _long_word(text, start)
    if not number.is_chinese or number.unit or made.parted or (made.high is not None and made.unit is not None):
        return True
    written = text[number.start : number.end]
    if made.unit is None:
        return (
            written not in _NEVER_ALONE
            and bool(word or made.word or len(written) >= 4 or "点" in written or _SHORTENED.fullmatch(written))
        ) or _ends_clause(text, made, start)
    return _counted(text, made, written)


def _ends_clause(text: str, made: _Figure, start: int) -> bool:
    """先还五千，余下三千分六期: the thing counted is left out."""
    number = made.number
    if number.value < 100 or number.end - number.start < 2 or not is_han(text[start - 1 : start] or "，"):
        return False
    return bool(_LEFT_OUT.match(text, made.end))


def _counted(text: str, made: _Figure, written: str) -> bool:
    """Whether a Chinese numeral with what looks like a measure word behind it is a number of things."""
    if written in ("一", "壹"):
        return _one(text, made)
    if written == "零":
        return made.unit in ("起", "例", "宗", "次") and text[made.end : made.end + 1] in ("", *"，。、；）")
    if written == "二":
        return made.unit in ("例", "家", "人", "起", "户") and text[made.end : made.end + 1] in ("", *"，。、；）")
    # 二 is the second of something where 两 would count; 十分 is "very".
    return written not in _NEVER_ALONE and not (written == "十" and made.unit == "分")


def heads(text: str, number: Numeral) -> bool:
    """党员百名 at the end of its clause."""
    return text.startswith("名", number.end) and text[number.end + 1 : number.end + 2] in ("", *"，。；")


def _long_word(text: str, start: int) -> bool:
    return text[start - 1 : start] in ("成", "数") and text[start : start + 1] == "上"


def _one(text: str, made: _Figure) -> bool:
    """不漏一人 and 一个项目一本账 count nothing: one is told of cases, persons with their office, and measures."""
    follows = text[made.end : made.end + 1]
    counted = text[made.number.end : made.end].strip().rstrip("余多")
    if counted in ("起", "宗", "例"):
        return follows in _CASES
    if counted in _THINGS and follows in ("", *"，。、；）"):
        return not _NOT_ONE.search(text[max(0, made.number.start - 3) : made.number.start])
    return counted in _MEASURED_ONE or (counted in ("名", "位") and follows not in (counted, "", *"，。、；"))


def _number_at(text: str, at: int) -> Numeral | None:
    letter = text[at : at + 1]
    if letter.isdecimal():
        number = arabic_at(text, at)
        return (tenths_at(text, number) or number) if number else None
    return chinese_at(text, at) if letter else None


def _add_range(text: str, made: _Figure) -> None:
    """3至5个, 10%—15%, 5万—10万元: the other end, when it is larger and counts the same."""
    number = made.number
    separator = _SEPARATOR.match(text, made.end) if text[made.end : made.end + 1] in _DASH_AHEAD else None
    if separator is None or made.high is not None or made.word:
        return
    other = _number_at(text, separator.end())
    if other is None or other.bare or (made.unit and separator[1] in "至到" and _moves(text, number.start)):
        return
    unit = other.unit or None
    found = None if unit else unit_at(text, other.end)
    if found is None and unit is None and not made.unit:
        found = unknown_at(text, other.end)
    end, unit = (other.end, unit) if found is None else found
    if made.unit and unit and made.unit != unit:
        return
    low = _low(number, other, made)
    if not low < other.value and not _falls(text, number.start, unit):
        return
    made.number.value, made.high, made.end, made.unit = low, other.high or other.value, end, unit or made.unit
    made.word = other.word


def _falls(text: str, start: int, unit: str | None) -> bool:
    """-3～2℃: the lower end is below zero."""
    return unit in _CAN_FALL and bool(_SIGN_LEFT.search(text[max(0, start - 2) : start]))


def _low(number: Numeral, other: Numeral, made: _Figure) -> Decimal:
    """3至5万元 and 三到五成: what multiplies both is written once, at the end."""
    if made.unit is None and not number.unit and other.unit == "%" and other.is_chinese and number.value < 10:
        return number.value * 10
    if made.unit is None and number.scale == 1 and number.value * other.scale < other.value:
        return number.value * other.scale
    return number.value


def _moves(text: str, start: int) -> bool:
    """由30家到50家 tells two figures, not a range."""
    return text[max(0, start - 1) : start] in ("从", "由", "自")


def _add_after(text: str, made: _Figure) -> None:
    found = _AFTER.match(text, made.end) if text[made.end : made.end + 1] in _AFTER_AHEAD else None
    if found:
        made.end = found.end()
        word = found[1].lstrip("及或")
        made.word = made.word or _SAME.get(word, word)


def _signed(text: str, start: int, floor: int, made: _Figure) -> tuple[int, bool]:
    """A minus sign before a rate or a temperature, a currency sign before money."""
    left = text[start - 1 : start] if start > floor else ""
    if left in SIGNS and made.unit in (None, *MONEY):
        letters = text[max(floor, start - 3) : start - 1]
        made.unit = made.unit or SIGNS[left]
        if letters in _DOLLARS:
            made.unit = _DOLLARS[letters]
            return start - 3, False
        return start - 1, False
    minus = bool(left) and made.unit in _CAN_FALL and bool(_SIGN_LEFT.search(text[max(floor, start - 2) : start]))
    return (start - 1, True) if minus else (start, False)


def _span(text: str, start: int, minus: bool, made: _Figure) -> Span:
    unit = made.unit or ""
    sign = "-" if minus else ""
    low = f"{sign}{plain(made.number.value)}"
    if made.high is not None:
        kind, value = Kind.RANGE, f"{low}~{plain(made.high)}"
    else:
        kind, value = kind_of(unit), low
    qualifier = QUALIFIERS[made.word]
    if qualifier is Qualifier.NEAR and unit in DURATIONS and made.high is None:
        return Span(start, made.end, text[start : made.end], None, "", "exact", Kind.DATE)
    return Span(
        start, made.end, text[start : made.end], value, unit, qualifier.value, kind, made.word, made.number.step
    )


@lru_cache(maxsize=1024)
def kind_of(unit: str) -> Kind:
    whole = unit.partition("/")[0]
    return Kind.MONEY if whole in MONEY else Kind.PERCENT if unit in PERCENT else Kind.QUANTITY
