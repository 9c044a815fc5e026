"""Reads what is told behind a measure word and still belongs to the number: 八块五, 4元5角, 三米二, 四亩八分, 三吨半."""

import re
from dataclasses import dataclass
from decimal import Decimal

from taizhang.county.figures.text.script import DIGIT, HALF_WIDTH

_ONE = f"[{DIGIT}一二三四五六七八九]"
_END = r"(?=[，。、；：！？）)”\n的]|\Z|一[斤个只公箱袋瓶亩])"
# What tells tenths of a measure, and hundredths behind them.
_TENTHS = {"元": "角", "块": "[角毛]", "亩": "分", "斤": "两", "丈": "尺", "尺": "寸"}
_PLAIN = frozenset("元块毛米亩斤秒丈尺里度吨倍")
_PARTS = {
    unit: re.compile(
        (rf"({_ONE}){_TENTHS[unit]}(?:({_ONE})分?|钱)?(?![{DIGIT}])|" if unit in _TENTHS else "")
        + rf"([{DIGIT}]{{1,2}}|[零一二三四五六七八九]{{1,2}}){_END}"
    )
    for unit in _PLAIN
}
_HALF = re.compile(rf"半{_END}")
# 两车半水泥: the thing itself stands behind, and makes no other word with 半.
_HALF_OF = re.compile("半(?=[\u4e00-\u9fff])(?![年月天日夜自数成径生山路挂脱封固个路决导])")
# 四万块, and 挣了八十块: money where nothing of wood or glass stands behind.
_BLOCKS_OF_MONEY = re.compile(
    r"(?:[千万][来多余几]?|[花挣赚卖借还罚付给收交省补领存价][了到出给回]?[0-9０-９一-龥]{1,6})\Z"
)
# 罚10块红包; 补20块玻璃 is no money.
_NO_THING = re.compile(f"(?:{_END}|红包|现金|押金|定金|工钱|话费|运费|车费|门票)")
_CHINESE = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Part:
    """`value` is added to the number, `step` is its last place, `end` where it ends."""

    end: int
    value: Decimal
    step: Decimal


def part_at(text: str, end: int, unit: str, *, is_chinese: bool) -> Part | None:
    """`unit` is the measure word as written, `end` where it ends."""
    half = _HALF.match(text, end) or (_HALF_OF.match(text, end) if is_chinese else None)
    if half:
        return Part(end + 1, Decimal("0.5"), Decimal("0.1"))
    pattern = _PARTS.get(unit)
    found = pattern.match(text, end) if pattern else None
    if found is None:
        return None
    digits = "".join(group for group in found.groups() if group).translate(HALF_WIDTH)
    decimals = "".join(str(_CHINESE.find(digit)) if digit in _CHINESE else digit for digit in digits)
    return Part(found.end(), Decimal(f"0.{decimals}"), Decimal(1).scaleb(-len(decimals)))


def is_money(text: str, start: int, unit_start: int, end: int) -> bool:
    """Whether the 块 of a number that begins at `start` are 元."""
    spent = _BLOCKS_OF_MONEY.search(text[max(0, start - 3) : unit_start])
    return bool(spent) and bool(_NO_THING.match(text, end))
