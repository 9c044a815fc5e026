"""Short canonical codes of administrative divisions (GB/T 2260, GB/T 10114 and the statistical codes after them)."""

import re
from enum import StrEnum

from taizhang.county.standards.entry import compact
from taizhang.county.standards.errors import Invalid


class Level(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    GRID = "grid"


_BY_LENGTH = {9: Level.TOWNSHIP, 12: Level.VILLAGE, 15: Level.GRID}
_KINDS_ABOVE_TOWNSHIP = {Level.PROVINCE: "省级", Level.CITY: "地级", Level.COUNTY: "县级", Level.GRID: "网格"}
# First serial of each kind within its parent; statistical units (虚拟) are not divisions and have no government.
_TOWNSHIP_KINDS = ((400, "虚拟"), (200, "乡"), (100, "镇"), (1, "街道"))
_VILLAGE_KINDS = ((400, "虚拟"), (200, "村"), (1, "社区"))


def normalise(text: str) -> str:
    """410726206000 → 410726206: county 6 digits, township 9, village 12, grid 15; raises Invalid."""
    code = compact(text)
    if not re.fullmatch(r"[0-9]{6}([0-9]{3}){0,3}", code) or code.startswith("0"):
        raise Invalid("区划代码应为6位（县）、9位（乡镇街道）、12位（村社区）或15位（网格）数字；请对照区划表填写")
    while len(code) > 6 and code.endswith("000"):
        code = code[:-3]
    if "000" in re.findall("...", code[6:]):
        raise Invalid("区划代码中间一级为000，下级却有编号；请对照区划表补全上级代码")
    if len(code) > 6 and code[4:6] == "00":
        raise Invalid("区划代码的前6位不是县级代码，其下不能有乡镇；请对照区划表填写")
    return code


def level(code: str) -> Level:
    code = normalise(code)
    if len(code) > 6:
        return _BY_LENGTH[len(code)]
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def parent(code: str) -> str | None:
    """The next outer division; above a county come 410700 and 410000, above a province nothing."""
    code = normalise(code)
    match level(code):
        case Level.PROVINCE:
            return None
        case Level.CITY:
            return code[:2] + "0000"
        case Level.COUNTY:
            return code[:4] + "00"
        case _:
            return code[:-3]


def contains(outer: str, inner: str) -> bool:
    """True as well when both are the same division."""
    return normalise(inner).startswith(_stem(outer))


def kind(code: str) -> str:
    """街道, 镇, 乡 or 虚拟 of a township; 社区, 村 or 虚拟 of a village; else the name of the level."""
    code = normalise(code)
    found = level(code)
    if found in _KINDS_ABOVE_TOWNSHIP:
        return _KINDS_ABOVE_TOWNSHIP[found]
    bands = _TOWNSHIP_KINDS if found is Level.TOWNSHIP else _VILLAGE_KINDS
    return next(name for first, name in bands if int(code[-3:]) >= first)


def _stem(code: str) -> str:
    code = normalise(code)
    return {Level.PROVINCE: code[:2], Level.CITY: code[:4]}.get(level(code), code)
