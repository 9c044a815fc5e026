"""Reads Arabic figures in Chinese prose in one pass; dates, ordinals, identifiers and ratios are told apart first."""

import re
from collections.abc import Iterator
from decimal import Decimal

from taizhang.county.figures.text.span import Kind, Span
from taizhang.county.figures.text.units import MONEY, PERCENT, UNITS, fold
from taizhang.county.standards.amounts import QUALIFIERS, Qualifier

# Every repetition is bounded and a run of digits is never entered in its middle, so that time grows with length only.
_D = "[0-9０-９]"
_S = r"[ \t\u3000\n]{0,2}"
_DASH = r"(?:—{1,2}|–|-|－|~|～|至|到)"
_NUMBER = rf"{_D}{{1,15}}(?:,{_D}{{3}}){{0,5}}(?:[ ]?[.．·][ ]?{_D}{{1,8}})?"
_YEAR = rf"(?:19|20|１９|２０){_D}{{2}}"
_UNIT = "|".join(re.escape(unit) for unit in UNITS)
_BEFORE = "将近|接近|大约|超过|突破|不足|不到|不少于|不超过|约|近|超|逾"
_AFTER = "左右|以上|以下|以内"
_SIGN = r"\(（〔\[［【"
_MONTH = rf"{_D}{{1,2}}{_S}月份?"

_SKIPPED = {
    Kind.DATE: [
        rf"{_YEAR}{_S}年?{_S}{_DASH}{_S}{_YEAR}{_S}年(?:{_S}{_MONTH})?",
        rf"{_YEAR}{_S}年(?:{_S}{_D}{{1,2}}{_S}{_DASH}{_S}{_MONTH}|{_S}{_MONTH}(?:{_S}{_D}{{1,2}}{_S}[日号])?)?",
        rf"{_YEAR}[-./]{_D}{{1,2}}(?:[-./]{_D}{{1,2}})?(?!{_D})",
        rf"{_D}{{1,2}}{_S}月?{_S}{_DASH}{_S}{_MONTH}(?:{_S}{_D}{{1,2}}{_S}[日号])?",
        rf"{_MONTH}{_S}{_D}{{1,2}}{_S}[日号]?{_S}{_DASH}{_S}(?:{_MONTH}{_S})?{_D}{{1,2}}{_S}[日号]",
        rf"{_MONTH}(?:{_S}{_D}{{1,2}}{_S}[日号])?",
        rf"{_D}{{1,2}}{_S}日",
        rf"{_D}{{1,2}}{_S}[时点](?!位)(?:{_S}{_D}{{1,2}}{_S}分)?",
        rf"{_D}{{1,2}}[:：]{_D}{{2}}(?:[:：]{_D}{{2}})?(?!{_D})",
    ],
    Kind.ORDINAL: [
        rf"第{_S}{_D}{{1,6}}{_S}(?:{_DASH}{_S}{_D}{{1,6}}{_S})?(?:期|号|条|款|项|位|名|次|届|批|季度|个|轮|页|版|章|节)?",
        rf"[(（]{_D}{{1,3}}[)）]",
        rf"(?m:^){_S}{_D}{{1,3}}[.．、](?!{_D})",
    ],
    Kind.IDENTIFIER: [
        rf"[{_SIGN}]{_YEAR}[)）〕\]］】]{_S}(?:第?{_S}{_D}{{1,6}}{_S}号?)?",
        rf"[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ0-9]{{0,20}}[-_.+]?{_D}[0-9A-Za-z０-９]{{0,30}}(?:[-+]{_D}{{1,12}})?",
        rf"0{_D}{{2,3}}[-—－]{_D}{{7,8}}",
        rf"(?:1{_D}{{10}}|１{_D}{{10}})(?!{_D}|{_S}(?:{_UNIT}|万|亿))",
        rf"{_D}{{17}}[0-9０-９XxＸ](?!{_D})",
        rf"{_D}{{16,}}",
        rf"(?:1[12]0|119|122|12[0-9]{{3}})(?!{_D}|{_S}[余多]?{_S}(?:{_UNIT}|万|亿)|[.,·．]{_D})",
        rf"{_D}{{1,6}}{_S}(?:号楼|号院|号线|号文|号(?!召)|国道|省道|路公交)",
        rf"{_D}{{1,6}}(?!kg|km|m²|m³)[A-Za-z][A-Za-z0-9]{{0,20}}",
    ],
    Kind.OTHER: [
        rf"{_D}{{1,6}}(?:[.．]{_D}{{1,4}})?[:：∶]{_D}{{1,6}}(?:[.．]{_D}{{1,4}})?",
        rf"{_D}{{1,2}}(?:[+＋](?:{_D}{{1,2}}|[A-Za-zＮ])){{1,6}}",
    ],
}
_SKIP = "|".join(f"(?P<{kind.name}>{'|'.join(patterns)})" for kind, patterns in _SKIPPED.items())
_SCALE = r"[百千]?[万亿]|[百千](?![米克瓦])"
_FIGURE = (
    rf"(?:(?P<before>{_BEFORE}){_S})?(?P<low>{_NUMBER})(?:{_S}(?P<over>[余多]))?(?:{_S}(?P<scale1>{_SCALE}))?"
    rf"(?:{_S}(?P<over2>[余多]))?(?:{_S}(?P<unit1>{_UNIT}))?"
    rf"(?:{_S}{_DASH}{_S}(?P<high>{_NUMBER})(?:{_S}(?P<scale2>{_SCALE}))?(?:{_S}(?P<unit2>{_UNIT}))?)?"
    rf"(?:{_S}(?P<after>{_AFTER}))?"
)
_ANY = re.compile(rf"(?<![0-9０-９])(?:{_SKIP}|{_FIGURE})")
_SIZES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．·", "0123456789..", ",")


def numbers(text: str) -> list[Span]:
    """The figures alone, in the order of the text."""
    return [span for span in spans(text) if span.is_figure]


def spans(text: str) -> Iterator[Span]:
    """Every number with what it is; what is no figure has no value."""
    for found in _ANY.finditer(text):
        kind = found.lastgroup if found.lastgroup in Kind.__members__ else None
        if kind is None and found["low"] is None:
            kind = next(name for name in Kind.__members__ if found.groupdict().get(name) is not None)
        yield _skipped(found, Kind[kind]) if kind else _figure(found)


def _skipped(found: re.Match[str], kind: Kind) -> Span:
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    return Span(start, found.end(), found[0].strip(), None, "", Qualifier.EXACT.value, kind)


def _figure(found: re.Match[str]) -> Span:
    unit = fold(found["unit2"] or found["unit1"] or "")
    word = found["before"] or found["over"] or found["over2"] or found["after"] or ""
    value, kind = _value(found), _kind(unit)
    if found["high"] is not None:
        kind = Kind.RANGE
    elif _looks_like_a_number_plate(found, unit):
        return Span(
            found.start("low"), found.end("low"), found["low"], None, "", Qualifier.EXACT.value, Kind.IDENTIFIER
        )
    return Span(found.start(), found.end(), found[0], value, unit, QUALIFIERS[word].value, kind, word, _step(found))


def _kind(unit: str) -> Kind:
    return Kind.MONEY if unit in MONEY else Kind.PERCENT if unit in PERCENT else Kind.QUANTITY


def _looks_like_a_number_plate(found: re.Match[str], unit: str) -> bool:
    """Digits that begin with 0 and are no decimal count nothing: 0112."""
    digits = found["low"].translate(_HALF_WIDTH)
    return not unit and len(digits) > 1 and digits[0] == "0" and "." not in digits


def _value(found: re.Match[str]) -> str:
    if found["high"] is None:
        return _plain(_decimal(found["low"]) * _size(found["scale1"]))
    high = _decimal(found["high"]) * _size(found["scale2"])
    # 3至5万元: the scale is written once, at the end.
    shared = found["scale2"] if found["scale1"] is None and found["unit1"] is None else found["scale1"]
    return f"{_plain(_decimal(found['low']) * _size(shared))}~{_plain(high)}"


def _step(found: re.Match[str]) -> Decimal:
    _, _, decimals = "".join(found["low"].translate(_HALF_WIDTH).split()).partition(".")
    return Decimal(_size(found["scale1"])).scaleb(-len(decimals))


def _decimal(digits: str) -> Decimal:
    return Decimal("".join(digits.translate(_HALF_WIDTH).split()))


def _size(scale: str | None) -> int:
    size = 1
    for letter in scale or "":
        size *= _SIZES[letter]
    return size


def _plain(number: Decimal) -> str:
    return f"{(number + 0).normalize():f}"
