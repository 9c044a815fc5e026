"""Checks telephone numbers and brings them into one written form."""

import re
from enum import StrEnum

from taizhang.county.standards.entry import compact
from taizhang.county.standards.errors import Invalid

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Two-digit area codes are those of Beijing (010) and 02x; all others have three digits after the zero.
_FIXED = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})-?([2-8][0-9]{6,7})(?:(?:-|转|EXT\.?)([0-9]{1,6}))?")
_LOCAL = re.compile(r"[2-8][0-9]{6,7}")


class PhoneKind(StrEnum):
    MOBILE = "mobile"
    FIXED = "fixed"


def check_phone(text: str, *, kind: PhoneKind | str | None = None) -> str:
    """13800005678, or 0373-7654321-12 with area code and extension; raises Invalid."""
    number = _bare(text)
    if not number:
        raise Invalid("电话号码为空，请填写手机号或带区号的固定电话")
    if _MOBILE.fullmatch(number) and kind != PhoneKind.FIXED:
        return number
    fixed = _FIXED.fullmatch(number)
    if fixed and kind != PhoneKind.MOBILE:
        return "-".join(part for part in fixed.groups() if part)
    raise Invalid(_explain(number, kind))


def kind_of(number: str) -> PhoneKind:
    return PhoneKind.MOBILE if _MOBILE.fullmatch(check_phone(number)) else PhoneKind.FIXED


def _bare(text: str) -> str:
    number = re.sub(r"[—–－―()]", "-", compact(text)).strip("-").removesuffix(".0")
    return re.sub(r"-+", "-", re.sub(r"^(\+86|0086)-?", "", number))


def _explain(number: str, kind: PhoneKind | str | None) -> str:
    if _LOCAL.fullmatch(number):
        return "固定电话请带区号，如0373-7654321"
    if kind == PhoneKind.FIXED:
        return "固定电话应为区号加7至8位号码，如0373-7654321，分机写在后面：0373-7654321-12"
    if number.isdigit() and number.startswith("1") and len(number) != 11:
        return f"手机号应为11位数字，现为{len(number)}位；请核对有无漏录或多录"
    return "请填写11位手机号" if kind == PhoneKind.MOBILE else "请填写11位手机号，或带区号的固定电话，如0373-7654321"
