"""Reads and builds citizen identity numbers (公民身份号码, GB 11643-1999)."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum import numdb
from stdnum.cn import ric

from taizhang.county.standards.entry import compact, destroyed_by_spreadsheet
from taizhang.county.standards.errors import Invalid

EARLIEST_BIRTH = date(1900, 1, 1)
# Residence permits use the same layout: 81–83 Hong Kong, Macao, Taiwan; 9 foreign permanent residents (2023 card).
_WITHOUT_REGION = ("81", "82", "83", "9")


class Sex(StrEnum):
    MALE = "男"
    FEMALE = "女"


@dataclass(frozen=True, slots=True)
class CitizenId:
    """`region` is where the number was first registered, which may be a division that no longer exists."""

    number: str
    region: str
    birth_date: date
    sex: Sex

    @property
    def warnings(self) -> tuple[str, ...]:
        """What deserves a second look but refuses nothing."""
        if self.number.startswith(_WITHOUT_REGION):
            return ()
        if any("county" in properties for _, properties in numdb.get("cn/loc").info(self.region)):
            return ()
        return ("身份证号前6位未见于历年县级行政区划代码，请对照证件核对",)


def check_digit(first17: str) -> str:
    return ric.calc_check_digit(f"{first17}0")


def parse(text: str, *, today: date | None = None) -> CitizenId:
    """Raises Invalid; a birth date in the future is only found when `today` is given."""
    number = compact(text)
    _refuse_malformed(number)
    birth_date = _birth_date(number[6:14], today)
    if number[17] != check_digit(number[:17]):
        raise Invalid(_explain_check_digit(number))
    return CitizenId(number, number[:6], birth_date, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def synthetic(region: str, birth_date: date, sequence: int) -> str:
    """A number with a right check digit, for demonstration and tests only.

    Sequences from 996 were kept for centenarians, so that with a recent birth date they belong to nobody: use 996–999
    unless the birth date itself is out of the question.
    """
    if not re.fullmatch(r"[0-9]{6}", region):
        raise Invalid("区划代码应为6位数字")
    if not 1 <= sequence <= 999:
        raise Invalid("顺序码应在1至999之间")
    first17 = f"{region}{birth_date:%Y%m%d}{sequence:03d}"
    return first17 + check_digit(first17)


def _refuse_malformed(number: str) -> None:
    if not number:
        raise Invalid("身份证号为空，请填写18位号码")
    if destroyed_by_spreadsheet(number):
        raise Invalid("身份证号被表格软件当成数字，末几位已丢失；请先把该列设为“文本”格式，再对照证件重新录入")
    if re.fullmatch(r"[0-9]{15}", number):
        raise Invalid("这是15位旧号码，2013年1月1日起停用；请改录证件上的18位号码")
    if len(number) != 18:
        raise Invalid(f"身份证号应为18位，现为{len(number)}位；请对照证件核对有无漏录或多录")
    for position, character in enumerate(number, 1):
        if character not in "0123456789" and not (position == 18 and character == "X"):
            allowed = "数字或字母 X" if position == 18 else "数字"
            raise Invalid(f"身份证号第{position}位是“{character}”，应为{allowed}；请对照证件改正")


def _birth_date(digits: str, today: date | None) -> date:
    try:
        birth_date = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise Invalid("身份证号第7—14位不是日历上有的日期；请对照证件核对出生年月日") from None
    if birth_date < EARLIEST_BIRTH:
        raise Invalid("身份证号第7—14位的出生日期早于1900年；请对照证件核对出生年月日")
    if today is not None and birth_date > today:
        raise Invalid("身份证号第7—14位的出生日期晚于今天；请对照证件核对出生年月日")
    return birth_date


def _explain_check_digit(number: str) -> str:
    # Naming the digit that would fit invites changing it, when the wrong one is usually among the other seventeen.
    if number.endswith("000"):
        return "身份证号末三位是000，像是被表格软件改过；请先把该列设为“文本”格式，再对照证件重新录入"
    return "身份证号校验不通过，至少有一位录错；请对照证件逐位核对"
