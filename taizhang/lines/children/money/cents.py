"""Money as whole cents: to and from what people and banks write."""

import re
from decimal import Decimal

from taizhang.county.standards.errors import Invalid

_YUAN = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?", re.ASCII)


def yuan(cents: int) -> str:
    """For sentences: 105000 → 1,050, 105050 → 1,050.50."""
    sign, size = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{size // 100:,}" + (f".{size % 100:02d}" if size % 100 else "")


def plain(cents: int) -> str:
    """For files: two decimals, no grouping; 105000 → 1050.00."""
    sign, size = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{size // 100}.{size % 100:02d}"


def parse(text: str) -> int:
    """Cents of what a file says in yuan; raises Invalid rather than round a third decimal."""
    found = _YUAN.fullmatch(text.strip())
    if found is None:
        raise Invalid(f"金额“{text.strip()[:20]}”不是以元为单位、最多两位小数的数；请核对该栏")
    whole, part = found.groups()
    return int(whole.replace(",", "")) * 100 + int((part or "").ljust(2, "0"))


def of(amount: Decimal) -> int:
    """Cents of a ledger's amount in yuan; raises Invalid for a fraction of a cent."""
    cents = amount * 100
    if cents != cents.to_integral_value():
        raise Invalid(f"金额 {amount} 元不足一分的部分无法支付；请改为最多两位小数")
    return int(cents)


def amount(cents: int) -> Decimal:
    """Yuan with two places, as a ledger keeps them."""
    return Decimal(cents).scaleb(-2)
