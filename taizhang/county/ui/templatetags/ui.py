"""Filters and tags shared by all templates: dates, numbers, state words, bars, links that keep the query."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.core.paginator import Page, Paginator
from django.template import Context
from django.template.defaulttags import querystring
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# Official time in the whole country, whatever zone the server runs in.
BEIJING = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"
TONES = frozenset({"", "g", "a", "r", "b"})


@register.simple_tag(takes_context=True)
def qs(context: Context, **changes: Any) -> str:
    """The query string of this page with changes; None drops a parameter: {% qs sort="-found_on" page=None %}."""
    return str(querystring(context, context["request"].GET, **changes)) or "?"


@register.filter
def day(moment: date | None) -> str:
    """2023-09-01, the form for tables."""
    return f"{_local(moment):%Y-%m-%d}" if moment else ""


@register.filter
def prose_day(moment: date | None) -> str:
    """2023年9月1日, the form for sentences (GB/T 15835-2011)."""
    if not moment:
        return ""
    local = _local(moment)
    return f"{local.year}年{local.month}月{local.day}日"


@register.filter
def weekday(moment: date | None) -> str:
    return f"星期{WEEKDAYS[_local(moment).weekday()]}" if moment else ""


@register.filter(name="moment")
def to_the_minute(moment: datetime | None) -> str:
    """2023-09-01 14:05 in Beijing time."""
    return f"{_local(moment):%Y-%m-%d %H:%M}" if moment else ""


@register.filter
def grouped(number: int | Decimal | float | None) -> str:
    """1,206; decimals stay as they are."""
    return "" if number is None or number == "" else f"{number:,}"


@register.simple_tag
def tag(word: str, tone: str = "") -> SafeString:
    """A state as a word on its colour: g good, a attention, r late or refused, b under way, none neutral."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"tag: 未知的颜色 {tone!r}，可用 g a r b 或不写")
    return format_html('<span class="{}">{}</span>', f"tag {tone}".strip(), word)


@register.simple_tag
def bar(part: float | Decimal, whole: float | Decimal, tone: str = "") -> SafeString:
    """A bar of part in whole for the eye only: the number stands beside it. Drawn as SVG, since style= is forbidden."""
    share = min(max(float(part) / float(whole), 0.0), 1.0) if whole else 0.0
    return format_html(
        '<svg class="{}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="rest" width="100" height="10"/><rect width="{}" height="10"/></svg>',
        f"bar {tone}".strip(),
        f"{share * 100:.1f}",
    )


@register.simple_tag
def page_numbers(page: "Page[Any]") -> Iterator[int | str]:
    """The numbers to offer around the page, with Paginator.ELLIPSIS where some are left out."""
    paginator: Paginator[Any] = page.paginator
    return paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


def _local(moment: date) -> date:
    """Aware moments in Beijing time; dates and naive moments as they are."""
    aware = isinstance(moment, datetime) and moment.tzinfo is not None
    return moment.astimezone(BEIJING) if aware else moment  # type: ignore[attr-defined]
