"""The banks' files as declared in banks.toml, turned into layouts that can be written and read back."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money.layouts import Field, Layout

_FILE = Path(__file__).with_name("banks.toml")


@dataclass(frozen=True)
class Bank:
    key: str
    label: str
    instruction: Layout
    result: Layout


@cache
def banks() -> dict[str, Bank]:
    """In the order of the file; raises Invalid for a layout that could not be read back."""
    given = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {key: _bank(key, one) for key, one in given.items()}


def bank(key: str) -> Bank:
    """Raises Invalid."""
    found = banks().get(key)
    if found is None:
        raise Invalid(f"没有名为“{key[:20]}”的银行版式；可用：{'、'.join(banks())}")
    return found


def _bank(key: str, one: dict[str, Any]) -> Bank:
    label = one["label"]
    return Bank(key, label, _layout(label, one["instruction"]), _layout(label, one["result"]))


def _layout(label: str, given: dict[str, Any]) -> Layout:
    fields, trailer = (tuple(Field(**{"name": "", **one}) for one in given.get(part, ())) for part in _PARTS)
    return Layout(label, **{key: value for key, value in given.items() if key not in _PARTS}, fields=fields,
                  trailer=trailer)  # fmt: skip


_PARTS = ("fields", "trailer")
