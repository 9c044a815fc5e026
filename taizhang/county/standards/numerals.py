"""Chinese numerals: 三百二十一 for prose, 叁佰贰拾壹元整 for vouchers, and back to integers."""

from decimal import Decimal

from taizhang.county.standards.entry import compact
from taizhang.county.standards.errors import Invalid

_DIGITS = "零一二三四五六七八九"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十"))
_UPPER = str.maketrans("零一二三四五六七八九十百千万亿", "零壹贰叁肆伍陆柒捌玖拾佰仟万亿")
_PLAIN = str.maketrans("〇○壹贰貳叁參肆伍陆陸柒捌玖两兩拾佰仟萬億", "零零一二二三三四五六六七八九二二十百千万亿")
LIMIT = 10**16


def spell(number: int) -> str:
    """321 → 三百二十一; 12 → 十二; from 0 to below 10¹⁶, else Invalid."""
    text = _spell(_within_limit(number))
    return text.removeprefix("一") if text.startswith("一十") else text


def spell_money(amount: Decimal | int) -> str:
    """1050.05 → 壹仟零伍拾元零伍分, as on vouchers (银发〔1997〕393号, annex 1); yuan, at most two decimals."""
    fen_total = Decimal(amount) * 100
    if fen_total != fen_total.to_integral_value():
        raise Invalid("金额最多两位小数，请按分取整后再写大写")
    yuan, rest = divmod(int(fen_total), 100)
    jiao, fen = divmod(rest, 10)
    text = f"{_spell(_within_limit(yuan))}元" if yuan or not rest else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif fen and yuan:
        text += "零"
    return (text + (f"{_DIGITS[fen]}分" if fen else "整")).translate(_UPPER)


def parse(text: str) -> int:
    """Reads 三百二十一, 三百二 (320), 一万二 (12000), 二〇二三 (2023), 叁佰; raises Invalid for anything else.

    Two bare digits (三五) are an approximation, three or five, and not a number.
    """
    numeral = compact(text).translate(_PLAIN)
    if not numeral:
        raise Invalid("数字为空，请填写")
    if all(character in _DIGITS for character in numeral):
        return _by_position(numeral)
    return _read(numeral)


def _within_limit(number: int) -> int:
    if not 0 <= number < LIMIT:
        raise Invalid("只能写出0至一亿亿以内的数")
    return number


def _spell(number: int) -> str:
    for size, unit in _UNITS:
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _spell(high) + unit + gap + (_spell(low) if low else "")
    return _DIGITS[number]


def _by_position(numeral: str) -> int:
    if len(numeral) == 2 and "零" not in numeral:
        raise Invalid("相邻两个数字表示概数，不是确数；请写成“三十五”或“35”")
    return int("".join(str(_DIGITS.index(character)) for character in numeral))


def _read(numeral: str) -> int:
    for size, unit in _UNITS:
        if unit in numeral:
            head, _, tail = numeral.rpartition(unit)
            # A head as large as its own unit is a numeral out of order, such as 五百三千.
            high = 1 if unit == "十" and not head else _read(head)
            if not 0 < high < (size if size >= 10**4 else 10):
                break
            return high * size + _below(tail, size)
    else:
        if len(numeral) == 1 and numeral in _DIGITS:
            return _DIGITS.index(numeral)
    raise Invalid("不是规范的中文数字；请写成“三百二十一”或“321”")


def _below(tail: str, size: int) -> int:
    """What follows a unit; without 零 a lone digit belongs to the next lower unit."""
    if not tail:
        return 0
    if len(tail) == 1 and size > 10 and tail != "零":
        return _read(tail) * (size // 10)
    low = _read(tail.removeprefix("零"))
    if not 0 < low < size:
        raise Invalid("中文数字的单位顺序不对；请写成“三百二十一”或“321”")
    return low
