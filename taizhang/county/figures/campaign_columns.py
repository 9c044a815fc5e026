"""What a campaign counts, aims at and whom it binds, as columns: written by name, kept by key where there is one."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, ClassVar

from taizhang.county.figures import registry
from taizhang.county.figures.definition import Definition, Mean
from taizhang.county.ledger import registry as ledgers
from taizhang.county.ledger.columns import Column, References, clean
from taizhang.county.ledger.typed import Unparsable
from taizhang.county.standards.amounts import grouped

_BETWEEN = re.compile(r"[、，；;\n]+")
_TARGET = re.compile(r"(?P<name>.+?)[\s:：=不少于达到]*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>\D{0,4})")


def split(written: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(written) if part.strip()]


def _joined(parts: Iterator[str], most: int | None) -> str:
    text = "、".join(dict.fromkeys(parts))
    if most and len(text) > most:
        raise Unparsable(f"内容太多，最多 {most} 个字符；整本台账可只写台账名称")
    return text


@dataclass(frozen=True)
class Names(Column):
    """Not kept as it is shown: what reads plain values must ask the column for the words."""

    kind: ClassVar[str] = "names"


@dataclass(frozen=True)
class Counts(Names):
    """Figures and whole ledgers; a ledger is written with 台账 behind it, since a figure may bear the same name."""

    def parse(self, typed: Any, refs: References) -> str:
        known = names()
        return _joined((_key(part, known) for part in split(clean(typed))), self.max_length)

    def text(self, value: Any) -> str:
        labels = {key: name for name, key in names().items()}
        return "、".join(labels.get(key, key) for key in split(value or ""))


@dataclass(frozen=True)
class Targets(Names):
    """A number for each of some figures, in the figure's own unit."""

    def parse(self, typed: Any, refs: References) -> str:
        known = names()
        return _joined((_target(part, known) for part in split(clean(typed))), self.max_length)

    def text(self, value: Any) -> str:
        labels = {key: name for name, key in names().items()}
        return "、".join(
            f"{labels.get(key, key)} {grouped(number)}{unit}" for key, number, unit in _with_units(value or "")
        )


@dataclass(frozen=True)
class Units(Column):
    """Names of organisations, kept as they were written."""

    def parse(self, typed: Any, refs: References) -> str:
        parts = split(clean(typed))
        unknown = [part for part in parts if part not in refs.units]
        if unknown:
            raise Unparsable(f"没有“{unknown[0]}”这个单位，请写全称或简称，单位之间用顿号")
        return _joined(iter(parts), self.max_length)


def names() -> dict[str, str]:
    """Everything a figure or ledger may be called, the label that is shown for it last."""
    figures = registry.every()
    labels = Counter(figure.label for figure in figures)
    known = {figure.key: figure.key for figure in figures}
    known |= {ledger.slug: ledger.slug for ledger in ledgers.every()}
    known |= {ledger.label: ledger.slug for ledger in ledgers.every() if ledger.label not in labels}
    known |= {f"{ledger.label}台账": ledger.slug for ledger in ledgers.every()}
    return known | {figure.label: figure.key for figure in figures if labels[figure.label] == 1}


def _key(name: str, known: dict[str, str]) -> str:
    if name not in known:
        near = "、".join(get_close_matches(name, known, n=3, cutoff=0.3))
        raise Unparsable(f"没有“{name}”这个指标或台账{f'，相近的有：{near}' if near else ''}；整本台账写作“…台账”")
    return known[name]


def _target(part: str, known: dict[str, str]) -> str:
    found = _TARGET.fullmatch(part)
    if found is None:
        raise Unparsable(f"“{part}”应写成“指标 数值”，如 化解率 95")
    figure = _figure(_key(found["name"].strip(), known))
    if figure is None or isinstance(figure, Mean):
        raise Unparsable(f"“{found['name']}”不能设目标，请写计数、合计或比率指标")
    if found["unit"].strip() not in ("", figure.unit):
        raise Unparsable(f"{figure.label}的单位是“{figure.unit}”，现为“{found['unit']}”")
    return f"{figure.key}={found['number'].replace(',', '')}"


def _figure(key: str) -> Definition | None:
    try:
        return registry.get(key)
    except registry.UnknownFigure:
        return None


def targets(written: str) -> dict[str, Decimal]:
    """The target of each figure by key."""
    pairs = (part.partition("=") for part in split(written))
    return {key: Decimal(number) for key, _, number in pairs}


def _with_units(written: str) -> Iterator[tuple[str, Decimal, str]]:
    for key, number in targets(written).items():
        figure = _figure(key)
        yield key, number, figure.unit if figure else ""


def figures(written: str) -> list[Definition]:
    """The figures named, and those of the ledgers named, in the order of the writing; what is gone is left out."""
    found: dict[str, Definition] = {}
    for name in split(written):
        one = _figure(name)
        found |= {f.key: f for f in ([one] if one else (f for f in registry.every() if f.ledger.slug == name))}
    return list(found.values())


__all__ = ["Counts", "Targets", "Units", "figures", "split", "targets"]
