"""Reads days and numbers in the ways people write them, from text whose signs are half-width already."""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from taizhang.county.standards import numerals

_EXCEL_EPOCH = date(1899, 12, 30)
_HOUR = r"(?:[ T]*(?:上午|下午|凌晨|晚上|[AP]M)?\s*\d{1,2}[:时点](?:\d{2}分?(?::?\d{2}秒?)?(?:\.\d+)?)?(?:\s*[AP]M)?)?"
_DATE = re.compile(rf"(\d{{4}})\s*[-./、年]\s*(\d{{1,2}})\s*[-./、月]\s*(\d{{1,2}})\s*[日号]?{_HOUR}", re.IGNORECASE)
_NO_YEAR = re.compile(r"\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?")
_SHORT_YEAR = re.compile(r"['’]?(\d{2})\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?")
_NO_DAY = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*月?份?")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日?"
)
_DIGITED = r"(?:\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+|\d+)"
_NUMBER = re.compile(rf"¥?\s*(-?(?:{_DIGITED}\.?\d*|\.\d+))\s*(万|亿|千|百)?\s*(元整?|圆整?|块)?")
_COUNT = re.compile(rf"(-?(?:{_DIGITED}(?:\.\d*)?|\.\d+))\s*(万|亿|千|百)?\s*[人户件起次个名家所位宗例份条项]?")
_SPELT = re.compile(r"([零〇一二两三四五六七八九十百千万亿]+)\s*(?:元整?|圆整?|块)?")
_TIMES = {None: 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


class Unparsable(ValueError):
    """A typed or imported value that does not fit its column; the message says what would."""


def day(text: str) -> date:
    """2023-9-1, 2023.9.1, 2023年9月1日, 2023、9、1 with or without an hour, 20230901, 二〇二三年九月一日, Excel's count of days.

    A year is never guessed. Raises Unparsable.
    """
    if text.isdigit() and len(text) == 5 and text[0] != "0":
        return _EXCEL_EPOCH + timedelta(days=int(text))
    if text.isdigit() and len(text) == 8:
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _DATE.fullmatch(text)
    try:
        if found:
            return date(*map(int, found.groups()))
        if chinese := _CHINESE.fullmatch(text):
            year, month, number = chinese.groups()
            return date(int(year.translate(_DIGITS)), _tens(month), _tens(number))
        return date.fromisoformat(text)
    except ValueError:
        raise Unparsable(_advice(text)) from None


def _tens(numeral: str) -> int:
    """一 to 九十九, as days and months are written."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int(numeral.translate(_DIGITS))
    return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)


def _advice(text: str) -> str:
    if short := _SHORT_YEAR.fullmatch(text):
        return f"年份请写四位，如 20{short[1]} 年写作 20{short[1]}-09-01，现为“{text}”"
    if _NO_YEAR.fullmatch(text):
        return f"缺少年份，应为日期，如 2023-09-01，现为“{text}”"
    if _NO_DAY.fullmatch(text):
        return f"只写到月，应为日期，如 2023-09-01，现为“{text}”"
    return f"应为日期，如 2023-09-01，现为“{text}”"


def amount(text: str) -> Decimal:
    """1200.50, 1,200.5元, ￥300, 3.2万元, 1.5亿, 三千二百元. Raises Unparsable."""
    found = _NUMBER.fullmatch(text)
    try:
        if spelt := _SPELT.fullmatch(text):
            return Decimal(numerals.parse(spelt[1]))
        return Decimal(found[1].replace(",", "")) * _TIMES[found[2]] if found else Decimal(text)
    except (InvalidOperation, ValueError):
        raise Unparsable(f"应为数字，现为“{text}”") from None


def whole(text: str) -> int:
    """12, 1,200, 12人, 3户, 1.2万. Raises Unparsable for what is no whole number."""
    found = _COUNT.fullmatch(text)
    number = Decimal(found[1].replace(",", "")) * _TIMES[found[2]] if found else None
    if number is None or number != number.to_integral_value():
        raise Unparsable(f"应为整数，现为“{text}”")
    return int(number)
