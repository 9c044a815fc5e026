"""The Chinese words for what the reader returns, the same on the terminal and on the page."""

from decimal import Decimal

from taizhang.county.figures.text.span import FIGURES, Kind, Span

KINDS = {
    Kind.QUANTITY: "数量",
    Kind.MONEY: "金额",
    Kind.PERCENT: "百分数",
    Kind.RANGE: "区间",
    Kind.DATE: "日期",
    Kind.ORDINAL: "序号",
    Kind.IDENTIFIER: "编号",
    Kind.OTHER: "名称等",
}
RELATIONS = {
    "sum": "合计",
    "ratio": "占比",
    "growth": "增减幅",
    "difference": "相差",
    "product": "乘积",
    "average": "平均",
    "part_of": "部分与总数",
    "same": "前后同数",
}
_QUALIFIERS = {"over": "多于", "near": "接近", "about": "大约", "under": "少于"}


def kind(span: Span) -> str:
    return KINDS[span.kind]


def relation(type_: str) -> str:
    return RELATIONS.get(type_, type_)


def rounding(span: Span) -> str:
    """The rounding word as written, "" for an exact number."""
    return span.word or _QUALIFIERS.get(span.qualifier, "")


def number(span: Span) -> str:
    """1,700,000 for eyes, 600～700 for a range, "" for what is no figure."""
    return "～".join(f"{Decimal(end):,f}" for end in span.value.split("~")) if span.value is not None else ""


__all__ = ["FIGURES", "KINDS", "RELATIONS", "kind", "number", "relation", "rounding"]
