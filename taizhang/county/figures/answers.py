"""Puts values into JSON for the command line and the API: a number never goes out without its definition and moment."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from taizhang.county.audit import clock
from taizhang.county.figures import campaigns
from taizhang.county.figures.asked import Asked
from taizhang.county.figures.definition import Definition
from taizhang.county.figures.values import By, Value, board, shown, value

_PART = {"township": "place", "unit": "organisation", "month": "month"}


def definition(figure: Definition) -> dict[str, Any]:
    return {
        "key": figure.key,
        "label": figure.label,
        "unit": figure.unit,
        "kind": figure.kind.value,
        "rule": figure.rule,
        "version": figure.version,
        "since": figure.since.isoformat(),
        "owner": figure.answers,
    }


def answer(figure: Definition, asked: Asked, *, by: By | None = None) -> dict[str, Any]:
    """One figure with everything needed to quote it; `parts` with `by`, keyed by township, organisation or month."""
    found = board([figure], asked.period, by=by, known_at=asked.known_at, place=asked.code, unit=asked.slug)
    answered = whole(found[figure.key, None], asked)
    if asked.campaign:
        answered["campaign"] = _campaign(figure, asked)
    if by:
        answered["by"] = by
        answered["parts"] = [{_PART[by]: code, **numbers(one)} for (_, code), one in found.items() if code is not None]
    return answered


def _campaign(figure: Definition, asked: Asked) -> dict[str, Any]:
    """What was ordered, and the same number for as many days right before it."""
    ordered = asked.campaign
    earlier = campaigns.before(campaigns.window(ordered, asked.period.end))
    before = value(figure, earlier, place=asked.code, known_at=asked.known_at, unit=asked.slug)
    return {
        "slug": ordered.slug,
        "name": ordered.name,
        "document": f"{ordered.document}{ordered.document_no}",
        "from": ordered.starts_on.isoformat(),
        "to": ordered.ends_on.isoformat() if ordered.ends_on else None,
        "before": {"from": earlier.start.isoformat(), "to": earlier.end.isoformat(), **numbers(before)},
    }


def whole(found: Value, asked: Asked) -> dict[str, Any]:
    known = found.known_at or clock.now()
    return {
        **numbers(found),
        "definition": definition(found.figure),
        "period": {
            "from": found.period.start.isoformat(),
            "to": found.period.end.isoformat(),
            "words": found.period.words,
        },
        "place": {"code": asked.place.code, "name": asked.place.name} if asked.place else None,
        "organisation": {"slug": asked.unit.slug, "name": asked.unit.name} if asked.unit else None,
        "known_at": clock.local(known).isoformat(),
    }


def numbers(found: Value) -> dict[str, Any]:
    """Decimals as strings of their exact digits: a binary float would not hold money."""
    text = shown(found)
    parts: Mapping[str, Decimal | None] = {"numerator": found.numerator, "denominator": found.denominator}
    return {
        "value": exact(found.amount),
        "unit": found.figure.unit,
        "text": text.text if text else None,
        "rows": found.rows,
        **({name: exact(part) for name, part in parts.items()} if found.numerator is not None else {}),
    }


def exact(amount: Decimal | None) -> str | None:
    """Whole numbers without a point; a rate to the digits that division gives."""
    if amount is None:
        return None
    return str(int(amount)) if amount == amount.to_integral_value() else f"{amount:f}"
