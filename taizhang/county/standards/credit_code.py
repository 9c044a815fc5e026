"""Reads and builds unified social credit codes (统一社会信用代码, GB 32100-2015; organisation code GB 11714-1997)."""

import re
from dataclasses import dataclass

from stdnum.cn import uscc

from taizhang.county.standards.entry import compact, destroyed_by_spreadsheet
from taizhang.county.standards.errors import Invalid

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LOOKALIKES = {"O": "0", "I": "1", "S": "5", "Z": "2"}
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_KINDS = {
    "11": "机关",
    "12": "事业单位",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
}


@dataclass(frozen=True, slots=True)
class CreditCode:
    """`region` is the county of registration, `organisation` the nine characters of the organisation code."""

    number: str
    region: str
    organisation: str

    @property
    def kind(self) -> str:
        return _KINDS.get(self.number[:2], "其他")

    @property
    def warnings(self) -> tuple[str, ...]:
        """A few early codes fail the embedded check and are genuine, so that it refuses nothing."""
        if self.organisation[8] == organisation_check_digit(self.organisation[:8]):
            return ()
        return ("信用代码第9—17位（组织机构代码）校验不符，少数早年代码如此；请对照证照核对",)


def check_digit(first17: str) -> str:
    return uscc.calc_check_digit(first17)


def organisation_check_digit(body: str) -> str:
    """`body` is the eight characters before the check digit."""
    total = sum(int(character, 36) * weight for character, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0X987654321"[total % 11]


def parse(text: str) -> CreditCode:
    """Raises Invalid."""
    number = compact(text).replace("-", "")
    _refuse_malformed(number)
    if number[17] != check_digit(number[:17]):
        raise Invalid(_explain_check_digit(number))
    return CreditCode(number, number[2:8], number[8:17])


def synthetic(prefix: str, body: str) -> str:
    """A code with right check digits, for demonstration and tests only.

    `prefix` is registrar, class and region (91410726), `body` eight characters of an organisation code (MA000001).
    """
    first17 = prefix + body + organisation_check_digit(body)
    return parse(first17 + check_digit(first17)).number


def _refuse_malformed(number: str) -> None:
    if not number:
        raise Invalid("统一社会信用代码为空，请填写18位代码")
    if destroyed_by_spreadsheet(number):
        raise Invalid("信用代码被表格软件当成数字，末几位已丢失；请先把该列设为“文本”格式，再对照证照重新录入")
    if len(number) != 18:
        raise Invalid(f"统一社会信用代码应为18位，现为{len(number)}位；请对照证照核对有无漏录或多录")
    faults = [_fault(position, c) for position, c in enumerate(number, 1) if c not in ALPHABET]
    if faults:
        raise Invalid(f"信用代码{'，'.join(faults)}（代码中不用字母 I、O、S、V、Z）；请对照证照改正")
    if not re.fullmatch(r"[0-9]{6}", number[2:8]):
        raise Invalid("信用代码第3—8位是登记机关的行政区划，应全为数字；请对照证照改正")


def _fault(position: int, character: str) -> str:
    meant = _LOOKALIKES.get(character)
    return f"第{position}位“{character}”" + (f"应是数字“{meant}”" if meant else "不是代码用字")


def _explain_check_digit(number: str) -> str:
    for position, character in enumerate(number[8:17], 9):
        other = {"B": "8", "8": "B"}.get(character)
        if other and number[17] == check_digit(number[: position - 1] + other + number[position:17]):
            return f"信用代码校验不通过；第{position}位“{character}”若是“{other}”则相符，请对照证照核对这一位"
    return "信用代码校验不通过，至少有一位录错；请对照证照逐位核对"
