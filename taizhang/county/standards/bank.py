"""Checks bank accounts and bank numbers before money is sent to them."""

import re
from enum import StrEnum

from stdnum import luhn

from taizhang.county.standards.entry import compact, destroyed_by_spreadsheet
from taizhang.county.standards.errors import Invalid

# Luhn's sum over bytes: every second digit counts twice, with the digits of what comes out added up.
_DIGITS = bytes.maketrans(b"0123456789", bytes(range(10)))
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))


class AccountKind(StrEnum):
    CARD = "card"
    PASSBOOK = "passbook"
    COMPANY = "company"


def check_account(number: str, kind: AccountKind | str) -> str:
    """The digits alone; raises Invalid. Only cards carry a check digit (ISO/IEC 7812-1)."""
    digits = _digits(number, "账号")
    if AccountKind(kind) is AccountKind.CARD:
        return _card(digits)
    if not 12 <= len(digits) <= 32:
        raise Invalid(f"账号应为12至32位数字，现为{len(digits)}位；请对照存折或开户证明核对")
    return digits


def is_sound(number: str, kind: AccountKind | str) -> bool:
    """Whether `check_account` would take these bare digits as they stand: for a million of them, without a sentence."""
    if not (number.isascii() and number.isdigit()):
        return False
    if AccountKind(kind) is not AccountKind.CARD:
        return 12 <= len(number) <= 32
    raw = number.encode()
    return 16 <= len(raw) <= 19 and (sum(raw[::-2].translate(_DIGITS)) + sum(raw[-2::-2].translate(_DOUBLED))) % 10 == 0


def luhn_check_digit(payload: str) -> str:
    return luhn.calc_check_digit(payload)


def check_cnaps(number: str) -> str:
    """The twelve digits of a bank in the payment system (联行号); raises Invalid."""
    digits = _digits(number, "联行号")
    if len(digits) != 12:
        raise Invalid(f"联行号应为12位数字，现为{len(digits)}位；请向开户行核实")
    return digits


def _digits(number: str, name: str) -> str:
    digits = compact(number).replace("-", "")
    if not digits:
        raise Invalid(f"{name}为空，请填写")
    if destroyed_by_spreadsheet(digits):
        raise Invalid(f"{name}被表格软件当成数字，末几位已丢失；请先把该列设为“文本”格式，再重新录入")
    if not re.fullmatch(r"[0-9]+", digits):
        raise Invalid(f"{name}只能是数字；请去掉其中的文字和符号")
    return digits


def _card(digits: str) -> str:
    if not 16 <= len(digits) <= 19:
        raise Invalid(f"银行卡号应为16至19位数字，现为{len(digits)}位；请对照卡面核对，存折账号请把账户类型改为存折")
    if not luhn.is_valid(digits):
        raise Invalid("银行卡号校验不通过，至少有一位录错；请对照卡面逐位核对")
    return digits
