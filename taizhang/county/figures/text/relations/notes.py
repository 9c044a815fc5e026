"""Words an amount for an editor: base units back to what the text writes, and the residual between two intervals."""

from decimal import ROUND_HALF_UP, Decimal

from taizhang.county.figures.text.relations.model import Mention
from taizhang.county.standards.amounts import Interval, in_prose

_HUNDREDTH = Decimal("0.01")


def shown(value: Decimal, like: Mention) -> str:
    """1638000 like 170余万元 → 163.8万元."""
    written = value / like.factor
    if like.unit in ("%", "个百分点"):
        return rate(written) + like.span.unit
    return ("-" if written < 0 else "") + str(in_prose(abs(written), like.span.unit))


def rate(value: Decimal, places: Decimal = _HUNDREDTH) -> str:
    return f"{value.quantize(places, ROUND_HALF_UP).normalize():f}"


def written(mention: Mention) -> str:
    return "".join(mention.span.text.split())


def listed(mentions: list[Mention], sign: str = "+") -> str:
    return sign.join(written(mention) for mention in mentions)


def residual(computed: Interval, stated: Interval) -> Decimal:
    """The least that is missing (positive) or too much (negative) between what is computed and what is stated."""
    if computed.high is not None and stated.low is not None and stated.low >= computed.high:
        return stated.low - computed.high
    if computed.low is not None and stated.high is not None and computed.low >= stated.high:
        return stated.high - computed.low
    return Decimal(0)
