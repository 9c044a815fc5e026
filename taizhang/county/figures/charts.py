"""Draws trends and comparisons as SVG on the server, so that pages need no script."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache

_FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
_INK, _MUTED, _BLUE, _PALE, _LINE = "#1a2430", "#53616f", "#1d5c9e", "#a9c3df", "#dfe5eb"
_KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Point:
    """One bar or dot: `amount` in drawn units, None where nothing is shown; `text` is what stands beside it.

    A bar that is not shown has no length and its text still; a line has a gap there.
    """

    label: str
    amount: float | None
    text: str
    marked: bool = False


def trend(points: Sequence[Point], *, state: bool) -> dict[str, Any]:
    """Months from left to right: a line for what stands, bars for what happened."""
    mark: dict[str, Any] = {"type": "line", "point": True, "color": _BLUE} if state else {"type": "bar", "color": _BLUE}
    x = {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None, "labelAngle": 0}}
    y = {
        "field": "amount",
        "type": "quantitative",
        "axis": {"title": None, "tickCount": 4, "labels": False, "ticks": False},
    }
    text = {"mark": {"type": "text", "dy": -9, "color": _INK}, "encoding": {"text": {"field": "text"}}}
    return _spec(points, x=x, y=y, layers=[{"mark": mark}, text], size={"width": 460, "height": 160}, gaps=state)


def comparison(points: Sequence[Point]) -> dict[str, Any]:
    """One bar for each place, the asked one darker."""
    y = {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None, "ticks": False, "domain": False}}
    x = {"field": "amount", "type": "quantitative", "axis": None}
    colour = {"condition": {"test": "datum.marked", "value": _BLUE}, "value": _PALE}
    bar = {"mark": {"type": "bar"}, "encoding": {"color": colour}}
    text = {
        "mark": {"type": "text", "align": "left", "dx": 5, "color": _INK},
        "encoding": {"text": {"field": "text"}},
    }
    return _spec(points, x=x, y=y, layers=[bar, text], size={"width": 320, "height": {"step": 25}})


def _spec(
    points: Sequence[Point],
    *,
    x: Mapping[str, Any],
    y: Mapping[str, Any],
    layers: list[dict[str, Any]],
    size: Mapping[str, Any],
    gaps: bool = False,
) -> dict[str, Any]:
    nothing = None if gaps else 0
    rows = [
        {"label": p.label, "amount": nothing if p.amount is None else p.amount, "text": p.text, "marked": p.marked}
        for p in points
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        **size,
        "data": {"values": rows},
        "encoding": {"x": x, "y": y},
        "layer": layers,
        "config": {
            "font": _FONT,
            "background": "#ffffff",
            "view": {"stroke": None},
            "axis": {"labelColor": _MUTED, "labelFontSize": 13, "gridColor": _LINE, "domainColor": _LINE},
            "text": {"fontSize": 13},
        },
    }


def svg(spec: Mapping[str, Any]) -> str:
    """The drawing of a spec, kept by the spec's hash: the same numbers are drawn once."""
    key = "chart:" + sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()
    found: str | None = cache.get(key)
    if found is None:
        # The library takes a second to load and draw for the first time: only whoever asks for a chart waits for it.
        import vl_convert

        found = str(vl_convert.vegalite_to_svg(dict(spec)))
        cache.set(key, found, _KEPT_SECONDS)
    return found
