"""The characters that numbers are written with, and what they mean."""

import re
from decimal import Decimal
from functools import lru_cache

from taizhang.county.standards import numerals
from taizhang.county.standards.errors import Invalid

DIGIT = "0-9０-９"
PLAIN = "〇零○一二三四五六七八九两十百千万亿"
CAPITALS = "壹贰叁肆伍陆柒捌玖拾佰仟"
CHINESE = PLAIN + CAPITALS
ONES = "一二三四五六七八九两"
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# Spaces and line breaks that a printed page or a pasted table leaves between a number and its unit.
GAP = r"[ \t\u3000\xa0\r\n]{0,3}"
DASH = r"(?:—{1,2}|–|-|－|−|~|～|∼|至|到)"
HALF_WIDTH = str.maketrans("０１２３４５６７８９．·", "0123456789..", ",， \t\u3000\xa0\r\n")
_GAP = re.compile(GAP)
_SPACES = frozenset(" \t\u3000\xa0\r\n")


def is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


def after_gap(text: str, at: int) -> int:
    """The first position from `at` that is no space; `at` itself where the gap is wider than a printed page makes."""
    if text[at : at + 1] not in _SPACES:
        return at
    found = _GAP.match(text, at)
    assert found is not None
    return found.end()


def size(scales: str) -> int:
    """百万 → 1000000; "" → 1."""
    product = 1
    for letter in scales:
        product *= SCALES[letter]
    return product


@lru_cache(maxsize=4096)
def chinese(numeral: str) -> Decimal | None:
    """三百二十一 → 321, 三点五 → 3.5; None for what is not a numeral."""
    whole, point, decimals = numeral.partition("点")
    try:
        value = Decimal(numerals.parse(whole))
        return value + Decimal(f"0.{_digits(decimals)}") if point else value
    except (Invalid, ValueError):
        return None


def _digits(decimals: str) -> str:
    return "".join(str("零一二三四五六七八九".index(letter)) for letter in decimals.replace("〇", "零"))


def plain(number: Decimal) -> str:
    return f"{(number + 0).normalize():f}"
