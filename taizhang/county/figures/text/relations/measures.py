"""Brings a written figure to the base of its dimension and says which values may stand behind it."""

from decimal import Decimal

from taizhang.county.figures.text.relations.bounds import exactly, scaled
from taizhang.county.figures.text.span import Kind, Span
from taizhang.county.standards.amounts import Interval

_ONE = Decimal(1)
_DIMENSIONS = {
    "吨": ("千克", Decimal(1000)),
    "公斤": ("千克", _ONE),
    "斤": ("千克", Decimal("0.5")),
    "克": ("千克", Decimal("0.001")),
    "公顷": ("亩", Decimal(15)),
    "平方公里": ("亩", Decimal(1500)),
    "公里": ("米", Decimal(1000)),
    "千米": ("米", Decimal(1000)),
    "‰": ("%", Decimal("0.1")),
    "名": ("人", _ONE),
    "台套": ("台", _ONE),
}
# 2亿元 hardly stands for 1.5亿元: prose drops zeros after the point, so a coarse last place is no licence to be far off.
_ROUGHLY = frozenset({"近", "将近", "接近", "约", "大约", "大概", "左右", "上下", "来"})
_COARSEST = Decimal("0.04")


def dimension(unit: str) -> tuple[str, Decimal]:
    """吨 → 千克, 1000."""
    return _DIMENSIONS.get(unit, (unit, _ONE))


def written_value(span: Span) -> Decimal:
    """In the written unit; of a range the middle."""
    low, _, high = (span.value or "0").partition("~")
    return Decimal(low) if not high else (Decimal(low) + Decimal(high)) / 2


def bounds(span: Span) -> Interval:
    """In the base unit of the dimension."""
    return scaled(_admitted(span), dimension(span.unit)[1])


def _admitted(span: Span) -> Interval:
    admitted = span.interval
    amount = span.amount
    if amount is None or not span.value:
        return admitted
    if span.kind is Kind.PERCENT:
        return _rate(span, amount, admitted)
    if span.word in ("余", "多") and admitted.high is not None and admitted.high - amount <= 1 and amount % 10:
        # 76余户 is careless but means the seventies; no whole number lies between 76 and 77.
        return Interval(amount, amount - amount % 10 + 10, high_open=True)
    if span.word in _ROUGHLY:
        return _roughly(amount, admitted)
    if span.word or not admitted.high_open:
        return admitted
    slack = min(span.step / 2, amount * _COARSEST)
    return Interval(amount - slack, amount + slack)


def _roughly(amount: Decimal, admitted: Interval) -> Interval:
    """近50 is said of 46 as of 49: up to half of the last written place that is no nought, a tenth at most."""
    _, digits, exponent = amount.normalize().as_tuple()
    if not digits or not isinstance(exponent, int):
        return admitted
    slack = min(Decimal(10) ** exponent / 2, amount / 10)
    low = None if admitted.low is None else min(admitted.low, amount - slack)
    high = admitted.high if admitted.high is None or admitted.high <= amount else max(admitted.high, amount + slack)
    return Interval(low, high, admitted.low_open, admitted.high_open)


def _rate(span: Span, amount: Decimal, admitted: Interval) -> Interval:
    if "成" in span.text:
        return _about(amount, Decimal(5), admitted, span)
    if "分之" in span.text and span.unit == "%" and "百" not in span.text:
        return _about(amount, Decimal("2.5"), admitted, span)
    if "半" in span.text:
        return _about(amount, Decimal("2.5"), admitted, span)
    # An incomplete rate is never rounded up to 100 %.
    return exactly(amount) if amount == 100 and not span.word else admitted


def _about(amount: Decimal, by: Decimal, admitted: Interval, span: Span) -> Interval:
    return admitted if span.word and span.word not in _ROUGHLY else Interval(amount - by, amount + by)
