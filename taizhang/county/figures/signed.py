"""Freezes a value so that it can be counted again for ever, and says what has changed since it was signed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from taizhang.county.audit import clock
from taizhang.county.figures import registry
from taizhang.county.figures.definition import Definition
from taizhang.county.figures.period import Period
from taizhang.county.figures.values import digest, value


@dataclass(frozen=True)
class Signed:
    """All it takes to count a printed number again: definition and version, period, place, moment, and the outcome."""

    key: str
    version: int
    period: Period
    place: str | None
    known_at: datetime
    amount: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    rows: int
    digest: str
    unit: str


@dataclass(frozen=True)
class Difference:
    """One thing in which a signed number does not come out the same again."""

    what: str
    signed: str
    now: str

    def __str__(self) -> str:
        return f"{self.what}：签发时为 {self.signed}，按签发时点重算为 {self.now}"


def sign(figure: Definition, period: Period, *, place: str | None = None, known_at: datetime | None = None) -> Signed:
    """`known_at` is the moment of signing, now by default.

    Whoever signs calls audit.changes.settle() for it, lest an open change commit an earlier moment afterwards.
    """
    moment = known_at or clock.now()
    found = value(figure, period, place=place, known_at=moment)
    return Signed(
        key=figure.key,
        version=figure.version,
        period=period,
        place=place,
        known_at=moment,
        amount=found.amount,
        numerator=found.numerator,
        denominator=found.denominator,
        rows=found.rows,
        digest=digest(figure, period, place=place, known_at=moment),
        unit=figure.unit,
    )


def recheck(signed: Signed) -> list[Difference]:
    """Counts again as known at signing; empty when every row and digit is the same.

    A definition that was withdrawn or changed since is a difference too: the number can no longer be counted by the
    rule that was printed with it.
    """
    try:
        figure = registry.get(signed.key)
    except registry.UnknownFigure:
        return [Difference("指标", signed.key, "该指标已不存在，请恢复其定义")]
    if figure.version != signed.version:
        return [Difference("口径", f"第 {signed.version} 版", f"第 {figure.version} 版，请保留旧版口径的指标")]
    again = sign(figure, signed.period, place=signed.place, known_at=signed.known_at)
    names = {"amount": "数值", "numerator": "分子", "denominator": "分母", "rows": "条数", "digest": "记录摘要"}
    return [
        Difference(label, str(getattr(signed, name)), str(getattr(again, name)))
        for name, label in names.items()
        if getattr(signed, name) != getattr(again, name)
    ]
