"""Gathers what the pages of campaigns show: each with where it stands, its numbers beside those of the days before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from taizhang.county.figures import campaigns, pages, privacy
from taizhang.county.figures.asked import Asked, is_state
from taizhang.county.figures.campaign_columns import split, targets
from taizhang.county.figures.definition import Definition, Mean, Ratio
from taizhang.county.figures.display import Shown, note, show
from taizhang.county.figures.pages import Line
from taizhang.county.figures.period import Period
from taizhang.county.figures.values import Value, board
from taizhang.county.people.models import Organisation
from taizhang.county.standards import amounts


@dataclass(frozen=True)
class Aim:
    """A target in words, and how much of it is reached as part and whole of a bar."""

    words: str
    part: Decimal
    whole: Decimal


@dataclass(frozen=True)
class Tile:
    """A number of the campaign; `was` counted as many days right before it. Without addresses where it is withheld."""

    figure: Definition
    shown: Shown
    note: str
    url: str
    rows_url: str
    was: str
    was_url: str
    change: str
    aim: Aim | None


@dataclass(frozen=True)
class Listed:
    campaign: Any
    state: tuple[str, str]
    days: str


def state(campaign: Any, today: date) -> tuple[str, str]:
    """As word and tone."""
    if today < campaign.starts_on:
        return "尚未开始", ""
    return ("已结束", "g") if campaign.ends_on and campaign.ends_on < today else ("进行中", "b")


def days(campaign: Any, today: date) -> str:
    """How long it lasts, and which day today is while it runs."""
    whole = (campaign.ends_on - campaign.starts_on).days + 1 if campaign.ends_on else None
    words = (
        f"{campaign.starts_on}至{campaign.ends_on}，共 {whole} 天" if whole else f"{campaign.starts_on}起，结束日期未定"
    )
    running = state(campaign, today)[0] == "进行中"
    return f"{words}，今天是第 {(today - campaign.starts_on).days + 1} 天" if running else words


def listed(today: date) -> list[Listed]:
    """Every campaign, the latest first."""
    found = campaigns.Campaign.objects.filter(voided=False).select_related("unit", "place").order_by("-starts_on", "pk")
    return [Listed(one, state(one, today), days(one, today)) for one in found]


def about(asked: Asked, given: Mapping[str, str], person: Any, *, earlier: bool) -> dict[str, Any]:
    """The numbers of a campaign that has begun; with `earlier`, its table is of the days before."""
    figures = campaigns.counted(asked.campaign)
    past = campaigns.before(asked.period)
    where = pages.by_unit if pages.splits_by_unit(given) else pages.by_township
    looked = (Asked(past, asked.place, asked.known_at), _past(past, asked, given)) if earlier else (asked, given)
    table = where(figures, *looked, person) if figures else []
    inside, outside = _sides(asked.campaign, table, by_unit=pages.splits_by_unit(given))
    return {
        "tiles": _tiles(figures, asked, past, given, person), "figures": figures, "inside": inside, "outside": outside,
        "past": past, "span": pages.span(asked), "length": (asked.period.end - asked.period.start).days + 1,
    }  # fmt: skip


def _past(past: Period, asked: Asked, given: Mapping[str, str], *, state: bool = False) -> dict[str, str]:
    """The same question for the days before; of a state, for the last of them."""
    window = {"on": f"{past.end}"} if state else {"from": f"{past.start}", "to": f"{past.end}"}
    return window | {"place": asked.code or "", "known_at": given.get("known_at", "")}


def _sides(campaign: Any, table: list[Line], *, by_unit: bool) -> tuple[list[Line], list[Line]]:
    """Who takes part, with the whole last, and the others; everybody where nobody is named."""
    named = split(campaign.units_named)
    if not named or by_unit or not table:
        return table, []
    part = {unit.place.name for unit in Organisation.objects.filter(short__in=named).select_related("place")}
    part |= {unit.place.name for unit in Organisation.objects.filter(name__in=named).select_related("place")}
    rows = table[:-1]
    return [*(row for row in rows if row.name in part), table[-1]], [row for row in rows if row.name not in part]


def _tiles(
    figures: list[Definition], asked: Asked, past: Period, given: Mapping[str, str], person: Any
) -> list[Tile]:  # fmt: skip
    common: dict[str, Any] = {"place": asked.code, "known_at": asked.known_at}
    now, was = (board(figures, period, **common) for period in (asked.period, past))
    aims = targets(asked.campaign.targets)
    return [
        _tile(figure, now[figure.key, None], was[figure.key, None], asked, given, person, aims.get(figure.key))
        for figure in figures
    ]


def _tile(
    figure: Definition, now: Value, was: Value, asked: Asked, given: Mapping[str, str], person: Any,
    target: Decimal | None,
) -> Tile:  # fmt: skip
    url, rows_url = (reverse(name, args=[figure.key]) + pages.query(given) for name in ("figure_page", "figure_rows"))
    if privacy.is_veiled(person, figure, asked.code):
        return Tile(figure, show(now, veil=privacy.WITHHELD), "", url, "", "", "", "", None)
    earlier = pages.query(_past(was.period, asked, given, state=is_state(figure)))
    was_url = reverse("figure_rows", args=[figure.key]) + earlier
    aim = _aim(now, target) if target else None
    return Tile(figure, show(now), note(now), url, rows_url, show(was).text, was_url, _change(now, was), aim)


def _aim(now: Value, target: Decimal) -> Aim:
    unit, reached = now.figure.unit, now.amount or Decimal(0)
    words = f"目标 {amounts.grouped(target)}{unit}，"
    if isinstance(now.figure, Ratio):
        words += "已达到" if reached >= target else f"还差 {target - reached:.1f} 个百分点"
    else:
        words += f"完成 {amounts.percent(reached, target).text}"
    return Aim(words, min(reached, target), target)


def _change(now: Value, was: Value) -> str:
    if now.amount is None or was.amount is None:
        return ""
    more = now.amount - was.amount
    if isinstance(now.figure, Ratio) and not isinstance(now.figure, Mean):
        return f"{'高' if more > 0 else '低'} {abs(more):.1f} 个百分点" if more else "持平"
    size = f"{abs(more):.1f}" if isinstance(now.figure, Mean) else amounts.grouped(abs(more))
    return f"{'多' if more > 0 else '少'} {size}{now.figure.unit}" if more else "持平"
