"""Puts numbers into prose with unit and rounding word kept apart, and says which values a rounding word admits."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

from taizhang.county.standards.errors import Invalid

Number = int | Decimal
_SCALES = ((1, ""), (10**4, "万"), (10**8, "亿"))
_MONEY = frozenset({"元", "美元"})


class Qualifier(StrEnum):
    EXACT = "exact"
    OVER = "over"
    NEAR = "near"
    ABOUT = "about"
    UNDER = "under"


QUALIFIERS = {
    "": Qualifier.EXACT,
    **dict.fromkeys(
        (
            "余",
            "多",
            "几",
            "超",
            "逾",
            "过",
            "破",
            "上",
            "超过",
            "突破",
            "高于",
            "大于",
            "以上",
            "不少于",
            "不低于",
            "至少",
        ),
        Qualifier.OVER,
    ),
    **dict.fromkeys(("近", "将近", "接近"), Qualifier.NEAR),
    **dict.fromkeys(("约", "大约", "大概", "来", "左右", "上下"), Qualifier.ABOUT),
    **dict.fromkeys(
        ("不足", "不到", "未满", "不满", "低于", "小于", "以下", "以内", "不超过", "不高于", "不多于"), Qualifier.UNDER
    ),
}
_ROUNDING = {
    Qualifier.OVER: ("余", ROUND_FLOOR),
    Qualifier.NEAR: ("近", ROUND_CEILING),
    Qualifier.ABOUT: ("约", ROUND_HALF_UP),
}


@dataclass(frozen=True, slots=True)
class RoundingCustom:
    """How far 近 and 约 may stand from the value, as parts of the written number; no standard fixes it."""

    near: Decimal
    about: Decimal
    valid_from: date
    source: str


OFFICE_CUSTOM = RoundingCustom(
    near=Decimal("0.05"),
    about=Decimal("0.05"),
    valid_from=date(2023, 1, 1),
    source="县政府办公室信息编辑惯例，无国家标准",
)


@dataclass(frozen=True, slots=True)
class Interval:
    """None is no bound; an open end does not belong to it."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Number) -> bool:
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below


@dataclass(frozen=True, slots=True)
class Displayed:
    """What is printed: `number` is the written number in base units (170余万元 → 1700000), `word` the rounding word.

    `digits` and `scale` are for boards that set 170 large and 余万元 small.
    """

    text: str
    number: Decimal
    qualifier: Qualifier
    unit: str
    word: str = ""
    digits: str = ""
    scale: str = ""

    def __str__(self) -> str:
        return self.text


def in_prose(
    value: Number, unit: str, *, style: str = Qualifier.EXACT, zero: str = "", places: int = 2, significant: int = 2
) -> Displayed:
    """1737200 元 → 173.72万元 (exact), 170余万元 (over), 近180万元 (near), 约170万元 (about).

    A rounding word is dropped when the value is round already or the word would not be true of it. `zero` is the text
    for nothing at all (未发生); `places` limits the decimals of an exact number, `significant` the digits before 余.
    """
    amount, unit = _base(value, unit)
    if amount == 0 and zero:
        return Displayed(zero, amount, Qualifier.EXACT, unit)
    return _rounded(amount, unit, Qualifier(style), significant) or _exact(amount, unit, places)


def percent(numerator: Number, denominator: Number) -> Displayed:
    """56.4%, half-up; 99.9%以上 and not 100% for an incomplete rate, 不足0.1% and not 0% for a small one."""
    part, whole = _decimal(numerator), _decimal(denominator)
    if whole <= 0:
        raise Invalid("分母为零，算不出比率；请写明基数，或不写比率")
    if part < 0:
        raise Invalid("比率不能为负；下降请写正数并配“下降”二字")
    tenths = int((part * 2000 + whole) // (whole * 2))
    if tenths == 0 and part > 0:
        return _rate("不足", Decimal("0.1"))
    if tenths == 1000 and part != whole:
        return _rate("以上", Decimal("99.9")) if part < whole else _rate("超过", Decimal(100))
    return _rate("", Decimal(tenths) / 10)


def interval(
    word: str, number: Number, *, step: Number | None = None, custom: RoundingCustom = OFFICE_CUSTOM
) -> Interval:
    """The values that a written number with its rounding word admits; raises Invalid for an unknown word.

    余 and 多 reach to the next round number: 170余万 lies between 170万 and 180万, both excluded. `step` is the place
    of the last written digit of an exact number (0.1 for 56.4): values that round to it half-up are admitted.
    """
    written = _decimal(number)
    match QUALIFIERS.get(word):
        case Qualifier.EXACT:
            half = _decimal(step or 0) / 2
            return Interval(written - half, written + half, high_open=half > 0)
        case Qualifier.NEAR:
            return Interval(written * (1 - custom.near), written, high_open=True)
        case Qualifier.ABOUT:
            return Interval(written * (1 - custom.about), written * (1 + custom.about))
        case Qualifier.UNDER:
            return Interval(high=written, high_open=word in ("不足", "不到", "未满", "不满", "低于", "小于"))
        case Qualifier.OVER:
            return _over(word, written)
    raise Invalid(f"不认识的约数用语“{word}”；可用：{'、'.join(filter(None, QUALIFIERS))}")


def grouped(value: Number, *, places: int | None = None) -> str:
    """1,638,000.50 for tables; `places` fixes the decimals, half-up, so that a column aligns."""
    number = _decimal(value)
    return f"{number if places is None else _half_up(number, places):,f}"


def _over(word: str, written: Decimal) -> Interval:
    if word in ("余", "多", "几"):
        return Interval(written, written + _last_place(written), low_open=True, high_open=True)
    return Interval(low=written, low_open=word not in ("以上", "不少于", "不低于", "至少", "上"))


def _last_place(written: Decimal) -> Decimal:
    """The place of the last digit that is not zero: 10 for 240, 100000 for 1700000."""
    if written <= 0:
        raise Invalid("“余”“多”前面应是大于零的整数")
    return Decimal(1).scaleb(int(written.normalize().as_tuple().exponent))


def _rounded(amount: Decimal, unit: str, style: Qualifier, significant: int) -> Displayed | None:
    """None when no rounding word fits: a round value, one below ten, or one too far from its round number."""
    if style not in _ROUNDING or amount <= 0:
        return None
    word, mode = _ROUNDING[style]
    step = Decimal(max(10, 10 ** max(0, amount.adjusted() - significant + 1)))
    written = (amount / step).to_integral_value(mode) * step
    if written in (0, amount) or amount not in interval(word, written):
        return None
    shown, scale = _scaled(written, places=max(4, significant))
    digits = _plain(shown)
    if word != "余":
        text = f"{word}{digits}{scale}{unit}"
    else:
        # 余 counts at the place before it: 170余万 but 2.3万余.
        text = f"{digits}余{scale}{unit}" if shown % 10 == 0 else f"{digits}{scale}余{unit}"
    return Displayed(text, written, style, unit, word, digits, scale)


def _exact(amount: Decimal, unit: str, places: int) -> Displayed:
    shown, scale = _scaled(amount, places=places) if unit in _MONEY else (_half_up(amount, places), "")
    if amount > 0 and shown == 0:
        least = Decimal(1).scaleb(-places)
        return Displayed(f"不足{_plain(least)}{unit}", least, Qualifier.UNDER, unit, "不足", _plain(least))
    digits = _plain(shown)
    return Displayed(f"{digits}{scale}{unit}", shown * _size(scale), Qualifier.EXACT, unit, "", digits, scale)


def _scaled(amount: Decimal, *, places: int) -> tuple[Decimal, str]:
    """Below 10,000 of a scale after rounding, so that 9999.999 becomes 1万 and not 10000."""
    for size, scale in _SCALES:
        shown = _half_up(amount / size, places)
        if abs(shown) < 10**4 or scale == "亿":
            return shown, scale
    raise AssertionError("the largest scale takes every amount")


def _base(value: Number, unit: str) -> tuple[Decimal, str]:
    """3.47 亿元 → 347000000 元."""
    if len(unit) > 1 and unit[0] in "万亿":
        return _decimal(value) * _size(unit[0]), unit[1:]
    return _decimal(value), unit


def _rate(word: str, number: Decimal) -> Displayed:
    digits = f"{number:.0f}" if number in (0, 100) else f"{number:.1f}"
    text = f"{digits}%{word}" if word == "以上" else f"{word}{digits}%"
    return Displayed(text, number, QUALIFIERS[word], "%", word, digits)


def _size(scale: str) -> int:
    return next(size for size, name in _SCALES if name == scale)


def _decimal(value: Number) -> Decimal:
    if isinstance(value, float):
        raise TypeError("a binary float does not hold decimal money: pass int or Decimal")
    number = Decimal(value)
    if not number.is_finite():
        raise Invalid("不是有限的数，无法写出")
    return number


def _half_up(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _plain(number: Decimal) -> str:
    return f"{(number + 0).normalize():f}"
