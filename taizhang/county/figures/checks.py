"""Stops the start when a figure could not be counted, or not be counted again: each error names the fix."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DecimalField, F, IntegerField, Q, QuerySet, Subquery
from django.db.models.constants import LOOKUP_SEP
from django.db.models.sql import Query

from taizhang.county.figures import registry
from taizhang.county.figures.definition import Days, Definition, Distinct, Figure, Ratio, Total
from taizhang.county.figures.period import Period
from taizhang.county.ledger import registry as ledgers
from taizhang.county.ledger.fields import EncryptedField

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEY = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
# Any period does: what is looked at is which columns the condition names.
_SAMPLE = Period(date(2023, 1, 1), date(2023, 8, 31), "")


def figures_can_be_counted(
    app_configs: Iterable[AppConfig] | None = None, figures: Iterable[Definition] | None = None, **_: Any
) -> list[CheckMessage]:
    """System check over the registry, or over the given figures in tests."""
    figures = registry.every() if figures is None else list(figures)
    keys = {figure.key for figure in figures}
    return [
        Error(f"指标 {figure.key}：{sentence}", hint=hint, obj=figure.key, id="figures.E001")
        for figure in figures
        for sentence, hint in (*_words(figure), *_sources(figure, keys))
    ]


def _words(figure: Definition) -> Iterator[tuple[str, str]]:
    if not _KEY.fullmatch(figure.key):
        yield "键名不合格式", "写成“台账.指标”，如 disputes.found，只用小写字母、数字和下划线"
    for name, label in (("label", "名称"), ("rule", "口径"), ("unit", "单位")):
        if not getattr(figure, name).strip():
            yield f"没有写{label}", f"在定义中补上 {name}="
    if not _SLUG.fullmatch(figure.answers):
        yield f"责任单位“{figure.answers}”不是单位标识", "owner 写单位的标识，如 civil-affairs"
    if figure.version < 1:
        yield "版本应从 1 起", "改正 version="


def _sources(figure: Definition, keys: set[str]) -> Iterator[tuple[str, str]]:
    if isinstance(figure, Ratio):
        yield from _parts(figure, keys)
    else:
        yield from _columns(figure)


def _parts(ratio: Ratio, keys: set[str]) -> Iterator[tuple[str, str]]:
    for part in (ratio.numerator, ratio.denominator):
        if part.key not in keys:
            yield f"所用的 {part.key} 没有登记", f"把 {part.key} 一并 register(...)"
    if ratio.numerator.ledger is not ratio.denominator.ledger:
        yield "分子与分母出自不同台账", "改用同一台账的指标，否则不能从同一批记录数出"


def _columns(figure: Figure) -> Iterator[tuple[str, str]]:
    if ledgers.get(figure.ledger.slug) is not figure.ledger:
        yield f"台账 {figure.ledger.slug} 没有登记", "在该条线的 ledgers.py 中 register(...)"
    for child in _compared(figure.condition(_SAMPLE)):
        yield from _comparison(figure.ledger.model, child)
    match figure.total:
        case Total(column):
            yield from _totalled(figure.ledger.model, column, IntegerField | DecimalField, "合计")
        case Days(since, until):
            for column in (since, until):
                yield from _totalled(figure.ledger.model, column, DateField, "按日合计")
        case Distinct(column):
            yield from _totalled(figure.ledger.model, column, object, "去重")
        case _:
            pass


def _compared(condition: Q) -> Iterator[Any]:
    for child in condition.children:
        yield from _compared(child) if isinstance(child, Q) else (child,)


def _comparison(model: Any, child: Any) -> Iterator[tuple[str, str]]:
    """Both sides of (lookup, value): the value may be another column of the same row."""
    if not isinstance(child, tuple):
        yield f"条件里有 {type(child).__name__}", "只用 Q(栏目=值)；子查询会随别的表变化，签发过的数字就数不回来了"
        return
    lookup, right = child
    yield from _own(model, lookup)
    if not hasattr(right, "resolve_expression"):
        return
    for part in right.flatten() if hasattr(right, "flatten") else (right,):
        if isinstance(part, F):
            yield from _own(model, part.name)  # type: ignore[attr-defined]
        elif isinstance(part, Subquery | QuerySet | Query):
            yield f"条件 {lookup} 与子查询比较", "改为与固定的值或本表栏目比较"


def _own(model: Any, lookup: str) -> Iterator[tuple[str, str]]:
    """A lookup must begin with a column of the record itself and must not go on through a relation."""
    name, *rest = lookup.split(LOOKUP_SEP)
    try:
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    except FieldDoesNotExist:
        yield f"没有“{name}”这个栏目", f"改为 {model.__name__} 自己的栏目"
        return
    if not getattr(field, "concrete", False):
        yield f"“{name}”在别的表里", f"改为 {model.__name__} 自己的栏目"
    elif field.is_relation and rest and rest[0] not in field.get_lookups():
        yield f"条件 {lookup} 经过了别的表", f"只比较 {name} 本身；需要的内容应登记在本表"
    elif name == "pk":
        yield "条件用了 pk", "版本表另有主键，请改用 id 或业务栏目"


def _totalled(model: Any, column: str, kind: Any, verb: str) -> Iterator[tuple[str, str]]:
    faults = list(_own(model, column))
    yield from faults
    if faults:
        return
    field = model._meta.get_field(column)
    if not isinstance(field, kind):
        yield f"不能对“{column}”{verb}", "改为整数或小数栏目；按日合计的改为日期栏目"
    if isinstance(field, EncryptedField):
        yield f"“{column}”是加密栏目，每行密文不同", "改用它的索引栏目（BlindIndexField）"


__all__ = ["figures_can_be_counted"]
