"""Hides parts of personal particulars; what does not look as expected is hidden whole (GB/T 35273-2020, 7.2)."""

import re
from datetime import date
from enum import StrEnum

from taizhang.county.standards.names import DOT, surname_length

_MOBILE = re.compile(r"(1[0-9]{2})[0-9]{4}([0-9]{4})")
_FIXED = re.compile(r"(0[0-9]{2,3}-?)([0-9]{4,5})([0-9]{3})(-[0-9]+)?")
# Each part may be missing. A community (社区) or an estate (小区) is no district, a market (市场) no city, and the name
# 新乡 contains a township word, so that each part excludes the words that belong to the parts after it.
_TO_VILLAGE = re.compile(
    r"""
    (?:[^省市县区镇村街路]{2,8}(?:省|自治区))?
    (?:[^市县区镇村街路]{2,8}市(?![场区民政]))?
    (?:(?:新乡|[^县区市乡镇村街路社小]{1,8})[县区市])?
    (?:[^乡镇村街路社]{1,8}(?:街道(?:办事处)?|[乡镇](?!村)))?
    (?:[^0-9号]{1,12}?(?:村(?:民?委会|民委员会)?|社区(?:居委会)?|居委会))?
    """,
    re.VERBOSE,
)


class NameStyle(StrEnum):
    STAFF = "staff"
    PUBLIC = "public"
    CHILD = "child"


def mask_name(name: str, style: NameStyle | str = NameStyle.STAFF) -> str:
    """张*明 for staff, 张** for children and in public, 欧阳*, and the first part of a minority name."""
    if DOT in name:
        first, rest = name.split(DOT, 1)
        return first + DOT + re.sub(f"[^{DOT}]", "*", rest)
    if len(name) < 2:
        return "*" * len(name)
    kept = surname_length(name)
    hidden = len(name) - kept
    if NameStyle(style) is NameStyle.STAFF and hidden > 1:
        return name[:kept] + "*" * (hidden - 1) + name[-1]
    return name[:kept] + "*" * hidden


def mask_names(names: str) -> str:
    """张三、李四 → 张*、李*: several persons in one text."""
    return "、".join(mask_name(name) for name in names.split("、"))


def mask_id(number: str) -> str:
    """410726********9981."""
    return number[:6] + "*" * 8 + number[-4:] if len(number) == 18 else "*" * len(number)


def mask_id_child(number: str) -> str:
    """4107**************: the prefecture alone."""
    return number[:4] + "*" * 14 if len(number) == 18 else "*" * len(number)


def mask_phone(number: str) -> str:
    """138****5678; 0373-****567, without the extension."""
    if mobile := _MOBILE.fullmatch(number):
        return f"{mobile[1]}****{mobile[2]}"
    if fixed := _FIXED.fullmatch(number):
        return fixed[1] + "*" * len(fixed[2]) + fixed[3]
    return "*" * len(number)


def mask_account(number: str) -> str:
    """****6789: the last four digits, and not how long the number is."""
    return f"****{number[-4:]}" if len(number) >= 12 else "*" * len(number)


def mask_address(address: str) -> str:
    """河南省新乡市延津县胙城乡某村****: to the village, to the township when no village is named."""
    place = _TO_VILLAGE.match(address)
    kept = place[0] if place else ""
    return kept if kept == address else f"{kept}****"


def mask_plate(plate: str) -> str:
    """豫G***12."""
    return plate[:2] + "*" * (len(plate) - 4) + plate[-2:] if len(plate) >= 7 else "*" * len(plate)


def mask_birth_date(birth: date) -> str:
    """2005-09: year and month."""
    return f"{birth:%Y-%m}"
