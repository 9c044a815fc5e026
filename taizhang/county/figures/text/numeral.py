"""Reads one number at a place in a text: digits, Chinese numerals or both, with scale words and 余, 多, 几, 来."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from taizhang.county.figures.text.script import CAPITALS, CHINESE, DIGIT, GAP, HALF_WIDTH, ONES, PLAIN, chinese, size
from taizhang.county.figures.text.units import unit_at


@dataclass(slots=True)
class Numeral:
    """A number up to `end`, of base value `value`; `high` is the upper end of an approximation such as 五六十.

    `step` is the place of the last written digit. `word` is 余, 多, 几 or 来. `scale` multiplies what was
    written before it. `bare` when only scale words stand: 百, 千万.
    `unit` is % where the numeral itself says so: 百分之五, 三分之一.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal = Decimal(1)
    word: str = ""
    high: Decimal | None = None
    bare: bool = False
    is_chinese: bool = False
    unit: str = ""
    scale: int = 1


_D = f"[{DIGIT}]"
_DECIMALS = rf"(?:[ \n]?[.．][ \n]?{_D}{{1,8}}|·{_D}{{1,8}})?"
_ARABIC = re.compile(
    rf"(?:{_D}{{1,3}}(?:[,，]{_D}{{3}}){{1,5}}(?!{_D})|{_D}{{1,3}}(?: {_D}{{3}}){{1,3}}(?!{_D})|{_D}{{1,20}}){_DECIMALS}"
)
_SHARE = re.compile(rf"(?<![{DIGIT}/年月])({_D})[/／]({_D}|10|１０)(?![{DIGIT}/／.．月日号a-zA-Z])")
_JUST_DIGITS = re.compile(rf"{_D}{{1,20}}")
_BROKEN = re.compile(rf"({_D}(?:[{DIGIT},，]{{0,12}}{_D})?)\r?\n({_D}{{1,8}}(?:[.．]{_D}{{1,8}})?)")
# A scan or a typist leaves a space behind every digit: 4 8 0 0万元.
_GROUPED_ALONE = re.compile(rf"(?<=[\u4e00-\u9fff]){_D}{{1,3}}(?: {_D}{{3}}){{1,3}}(?=[，。、；）])")
_SPACED = re.compile(rf"{_D}(?:[ \u3000]{_D}){{2,7}}(?![ .．]?{_D})|(?<=[\u4e00-\u9fff]){_D} {_D}(?![ .．]?{_D})")
_SCALE = re.compile(rf"{GAP}((?:[百千]?万亿|[百千]?[万亿]|百(?![分货姓日强])|千(?![瓦米克伏帕卡赫方]))(?!分之))")
_OVER = re.compile(r"[ \r\n]{0,2}(余(?!额)|多(?!额)|几|来(?![自到源电访信函]))")
_AFTER_SCALE = re.compile(r"[ ]?([余多几])(?![额])")
_DIGITS = "零〇○一二三四五六七八九"
# 两 stands first or behind a scale word: 八月十五两次 is no 十五两. A line may break within a numeral. Financial capitals
# keep to themselves: 队伍四百人 holds no 伍四百.
_RUN = re.compile(
    f"[{CAPITALS}][{CAPITALS}零万亿]{{1,39}}|[壹贰叁肆柒捌玖]"
    f"|一两[十百千万亿]{{0,3}}|[{PLAIN}](?:\\n?(?:[{PLAIN.replace('两', '')}]|(?<=[百千万亿])两)){{0,39}}"
)
_OF_A_UNIT = frozenset("瓦米克伏帕卡赫")
_MIXED = re.compile(f"({_D})千(?:({_D})百)?(?:({_D})十)?([万亿])")
_POINT = re.compile(f"点([{_DIGITS}]{{1,8}})([万亿]{{0,2}})")
_BARE = re.compile("[百千万亿]{1,4}")
_LAST = re.compile("[百千万亿]*$")
_PART = re.compile(rf"分之\n?(?:([{CHINESE}]{{1,20}})(?:点([{_DIGITS}]{{1,8}}))?|({_D}{{1,9}}(?:[.．]{_D}{{1,8}})?))")
_TENTHS = re.compile(r"成(?!新[，。、的家电旧车房设办])(?![立功员果为长效本绩品型交都就熟份因套人年千百群片为])")
# 半 stands where 五 would: 一成半 is 15 %.
_TENTH_PARTS = "一二三四五六七八九"
_TENTH_DIGITS = frozenset("123456789")
# 千把元, 百把人.
_SOME = re.compile("把(?=[元块人斤亩户里])")
_HALF = re.compile("一?半数?")
_BASES = {"百": "%", "千": "‰"}
_SCALES = frozenset("十百千万亿")
_ALL = "百分百"
_HUNDRED = Decimal(100)


# What can stand behind digits and still belong to them; asked before any pattern is tried.
_DIGITS_GO_ON = frozenset(" \r\n\u3000.．,，·")
_WORD_AHEAD = frozenset(" \r\n余多几来")
_SCALE_AHEAD = frozenset(" \t\u3000\xa0\r\n百千万亿")


def arabic_at(text: str, at: int) -> Numeral | None:
    """1,050 · 3.47亿 · 240余 · 170余万 · 1亿3000万; a line break within the digits is bridged before a unit or scale."""
    mixed = _MIXED.match(text, at)
    if mixed and (mixed[2] or mixed[3]):
        return _mixed(at, mixed)
    slash = _SHARE.match(text, at)
    if slash and (share := _share(at, slash)):
        return share
    found = _digits_at(text, at)
    if found is None:
        return None
    end, digits = found
    number = Numeral(at, end, Decimal(digits), _place(digits))
    _add_words(text, number)
    while number.scale > 1 and (more := _smaller(text, number)) is not None:
        number = more
    return number


def _share(at: int, found: re.Match[str]) -> Numeral | None:
    """1/3 and 2/5, of small numbers only: a slash divides months and days as well."""
    over, below = (int(part.translate(HALF_WIDTH)) for part in found.groups())
    if not 0 < over < below:
        return None
    share = (Decimal(over) * _HUNDRED / below).quantize(Decimal("0.0001"))
    return Numeral(at, found.end(), share, Decimal("0.0001"), unit="%")


def _mixed(at: int, found: re.Match[str]) -> Numeral:
    """8千3百万: the parts below 万 come first, and 万 multiplies them all."""
    parts = sum(int(digit or 0) * by for digit, by in zip(found.groups()[:3], (1000, 100, 10), strict=True))
    by = size(found[4])
    step = Decimal(by * (10 if found[3] else 100))
    return Numeral(at, found.end(), Decimal(parts) * by, step, scale=by)


def _digits_at(text: str, at: int) -> tuple[int, str] | None:
    digits = _JUST_DIGITS.match(text, at)
    if digits and text[digits.end() : digits.end() + 1] not in _DIGITS_GO_ON:
        return digits.end(), digits[0].translate(HALF_WIDTH)
    broken = _BROKEN.match(text, at)
    if broken and text[at - 1 : at] not in ("", "\n") and _something_counted(text, broken.end()):
        return broken.end(), broken[0].translate(HALF_WIDTH)
    spaced = _SPACED.match(text, at)
    if spaced and _something_counted(text, spaced.end()):
        return spaced.end(), spaced[0].translate(HALF_WIDTH)
    found = _ARABIC.match(text, at)
    if found is None:
        return None
    if _GROUPED_ALONE.match(text, at):
        return found.end(), found[0].translate(HALF_WIDTH)
    doubtful = "，" in found[0] or " " in found[0] or "·" in found[0]
    if doubtful and not _something_counted(text, found.end()):
        found = _JUST_DIGITS.match(text, at)
        assert found is not None
    return found.end(), found[0].translate(HALF_WIDTH)


def _something_counted(text: str, at: int) -> bool:
    return bool(_SCALE.match(text, at) or unit_at(text, at) or _OVER.match(text, at))


def _place(digits: str) -> Decimal:
    _, _, decimals = digits.partition(".")
    return Decimal(1).scaleb(-len(decimals))


def _add_words(text: str, number: Numeral) -> None:
    ahead = text[number.end : number.end + 1]
    over = _OVER.match(text, number.end) if ahead in _WORD_AHEAD else None
    if over and _is_rounding(text, over, number):
        number.word, number.end = over[1], over.end()
    scale = _SCALE.match(text, number.end) if text[number.end : number.end + 1] in _SCALE_AHEAD else None
    if scale:
        _multiply(number, scale[1], scale.end())
        over = None if number.word else _AFTER_SCALE.match(text, number.end)
        if over:
            number.word, number.end = over[1], over.end()
            more = _SCALE.match(text, number.end) if scale[1] in "百千" else None
            if more and more[1] in "万亿":
                _multiply(number, more[1], more.end())


def _is_rounding(text: str, over: re.Match[str], number: Numeral) -> bool:
    """来 and 几 round tens only: 10来个, but not 3来; 多 before 个多月 is read with the unit."""
    if over[1] in "余多":
        return True
    return number.value % 10 == 0 and bool(unit_at(text, over.end()) or _SCALE.match(text, over.end()))


def _multiply(number: Numeral, scale: str, end: int) -> None:
    by = size(scale)
    number.value, number.step, number.end, number.scale = number.value * by, number.step * by, end, number.scale * by
    if number.high is not None:
        number.high *= by


def _smaller(text: str, number: Numeral) -> Numeral | None:
    """The next, smaller part of a number such as 1亿3000万 or 3万2千."""
    if number.word or number.step < 1000:
        return None
    found = _JUST_DIGITS.match(text, number.end)
    scale = _SCALE.match(text, found.end()) if found else None
    if found and scale is None and len(found[0]) == 1 and number.scale == number.step == 10**4:
        return _colloquial(text, number, found)
    if found is None or scale is None:
        return None
    part, by = Decimal(found[0].translate(HALF_WIDTH)), size(scale[1])
    if not part * by < number.step:
        return None
    more = Numeral(number.start, scale.end(), number.value + part * by, Decimal(by), scale=by)
    over = _AFTER_SCALE.match(text, more.end)
    if over:
        more.word, more.end = over[1], over.end()
    return more


def _colloquial(text: str, number: Numeral, found: re.Match[str]) -> Numeral | None:
    """6万6 is 66000, where the digit ends the clause or the sum of money."""
    if text[found.end() : found.end() + 1] not in ("", "元", *"，。、；）"):
        return None
    value = number.value + 1000 * Decimal(found[0].translate(HALF_WIDTH))
    return Numeral(number.start, found.end(), value, Decimal(1000), scale=1000)


def chinese_at(text: str, at: int) -> Numeral | None:
    """三百余 · 五六十 · 百分之五 · 三分之一 · 三成五 · 二点五万 · 近百的百; None where no number can be read."""
    if text.startswith(_ALL, at):
        return Numeral(at, at + len(_ALL), _HUNDRED, is_chinese=True, unit="%")
    found = _RUN.match(text, at)
    if found is None:
        return _half(text, at)
    run, end = found[0].replace("\n", ""), found.end()
    if run[-1] == "千" and len(run) > 1 and text[end : end + 1] in _OF_A_UNIT:
        run, end = run[:-1], end - 1
    part = _PART.match(text, end) if text[end : end + 1] == "分" else None
    if part:
        return _over(text, _fraction(at, run, part))
    half = _half(text, at)
    if half:
        return half
    number = _whole(text, at, run, end)
    return _with_words(text, number) if number is not None and not number.unit else number


def _with_words(text: str, number: Numeral) -> Numeral:
    tenths = _TENTHS.match(text, number.end) if text[number.end : number.end + 1] == "成" else None
    if tenths and not number.bare:
        return _in_tenths(text, number, tenths.end())
    if number.bare and _SOME.match(text, number.end):
        number.word, number.end = "来", number.end + 1
    _add_words(text, number)
    return number


def _half(text: str, at: int) -> Numeral | None:
    """一半, 半数; 半 alone only after 过, 近, 超 and 逾, which the reader looks at."""
    found = _HALF.match(text, at) if text[at : at + 1] in ("一", "半") else None
    if found is None or text[found.end() : found.end() + 1] in tuple("年天月日个小径成路夜决截岛导"):
        return None
    return Numeral(at, found.end(), Decimal(50), is_chinese=True, unit="%", bare=found[0] == "半")


def _fraction(at: int, run: str, part: re.Match[str]) -> Numeral | None:
    over = chinese(part[1] + (f"点{part[2]}" if part[2] else "")) if part[1] else Decimal(part[3].translate(HALF_WIDTH))
    if part[1] == "百":
        over = _HUNDRED
    if over is None:
        return None
    decimals = len(part[2] or (part[3] or "").partition(".")[2])
    if run in _BASES:
        return Numeral(at, part.end(), over, Decimal(1).scaleb(-decimals), is_chinese=True, unit=_BASES[run])
    below = Decimal(10**4) if run == "万" else chinese(run)
    if not below:
        return None
    share = (over * _HUNDRED / below).quantize(Decimal("0.0001"))
    return Numeral(at, part.end(), share, Decimal("0.0001"), is_chinese=True, unit="%")


def _over(text: str, number: Numeral | None) -> Numeral | None:
    """百分之三十多."""
    if number and number.value % 10 == 0 and text[number.end : number.end + 1] in ("多", "余", "几"):
        number.word, number.end = text[number.end], number.end + 1
    return number


def _in_tenths(text: str, number: Numeral, end: int) -> Numeral:
    """三成五 → 35; 七八成 → 70~80."""
    half = text[end : end + 1].translate(HALF_WIDTH).replace("半", "五")
    if half in _TENTH_DIGITS:
        half = _TENTH_PARTS[int(half) - 1]
    extra = Decimal(_TENTH_PARTS.index(half) + 1) if half and half in _TENTH_PARTS else Decimal(0)
    if extra:
        end += 1
    elif text[end : end + 1] in ("多", "余"):
        number.word, end = text[end], end + 1
    high = None if number.high is None else number.high * 10
    step = Decimal(1) if extra else Decimal(10)
    return Numeral(number.start, end, number.value * 10 + extra, step, number.word, high, is_chinese=True, unit="%")


def tenths_at(text: str, number: Numeral) -> Numeral | None:
    """3成, with digits."""
    found = _TENTHS.match(text, number.end) if text[number.end : number.end + 1] == "成" else None
    return _in_tenths(text, number, found.end()) if found and number.scale == 1 and number.value <= 10 else None


def _whole(text: str, at: int, run: str, end: int) -> Numeral | None:
    point = _POINT.match(text, end) if text[end : end + 1] == "点" else None
    if point and (value := chinese(f"{run}点{point[1]}")) is not None:
        number = Numeral(at, end, value, Decimal(1).scaleb(-len(point[1])), is_chinese=True)
        _multiply(number, point[2], point.end())
        return number
    if _BARE.fullmatch(run):
        return Numeral(at, end, Decimal(size(run)), Decimal(size(run)), is_chinese=True, bare=True)
    pair = approximation(run)
    if pair:
        return Numeral(at, end, pair[0], is_chinese=True, high=pair[1])
    value = chinese(run)
    scale = _LAST.search(run)
    return Numeral(at, end, value, is_chinese=True, scale=size(scale[0])) if value is not None and scale else None


@lru_cache(maxsize=4096)
def approximation(run: str) -> tuple[Decimal, Decimal] | None:
    """五六十 → 50, 60; 十五六 → 15, 16; 三五 → 3, 5: two neighbouring digits, one number between them."""
    pairs = [i for i in range(len(run) - 1) if run[i] in ONES and run[i + 1] in ONES]
    # 三五零七 is read digit by digit.
    if len(pairs) != 1 or (len(run) > 2 and _SCALES.isdisjoint(run)):
        return None
    i = pairs[0]
    low, high = (_ONE[run[i]], _ONE[run[i + 1]])
    if high - low != 1 and (low, high) != (3, 5):
        return None
    first, second = chinese(run[: i + 1] + run[i + 2 :]), chinese(run[:i] + run[i + 1 :])
    return (first, second) if first is not None and second is not None else None


_ONE = {letter: value for value, letter in enumerate("一二三四五六七八九", 1)} | {"两": 2}
