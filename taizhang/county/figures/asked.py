"""Reads which period, place and moment somebody asks a figure for, from a command line, an address or an API call.

A campaign is a period by its name; what is asked of it up to a day, `to`, ends there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from taizhang.county.audit import clock
from taizhang.county.figures import campaigns
from taizhang.county.figures.definition import Definition, Ratio, Standing
from taizhang.county.figures.period import Period
from taizhang.county.people.models import Organisation
from taizhang.county.places.models import Place
from taizhang.county.standards import regions
from taizhang.county.standards.errors import Invalid

# The names of the parameters everywhere, in the order they make an address.
NAMES = ("campaign", "from", "to", "months", "year", "on", "place", "unit", "known_at")
# Those that say the period.
PERIOD_NAMES = ("campaign", "from", "to", "months", "year", "on")
_MONTHS = re.compile(r"(\d{1,2})(?:[-—–~](\d{1,2}))?")


@dataclass(frozen=True)
class Asked:
    """A period, a place or the county, one unit or all, a moment or the present; kept whole for their names.

    `campaign` is set where the period is its window.
    """

    period: Period
    place: Place | None
    known_at: datetime | None
    unit: Organisation | None = None
    campaign: Any = None

    @property
    def code(self) -> str | None:
        return self.place.code if self.place else None

    @property
    def slug(self) -> str | None:
        return self.unit.slug if self.unit else None


def read(given: Mapping[str, str], *, figure: Definition | None, today: date) -> Asked:
    """`given` by the names of NAMES, empty ones ignored; raises Invalid with a sentence.

    Without a period it is the year to `today`, or the state of today for a figure that is a state.
    """
    given = {name: text.strip() for name, text in given.items() if name in NAMES and text and text.strip()}
    known_at = moment(given.get("known_at"), "已知时点")
    campaign = _campaign(given, known_at)
    period = _window(campaign, given, figure, today) if campaign else _period(given, figure, today)
    place = _place(given.get("place") or (campaign.territory if campaign else None), period.end)
    return Asked(period, place, known_at, _unit(given.get("unit")), campaign)


def is_state(figure: Definition | None) -> bool:
    """True for figures that hold on a day; a rate follows its denominator."""
    if isinstance(figure, Ratio):
        return is_state(figure.denominator)
    return figure is not None and isinstance(figure.when, Standing)


def _campaign(given: Mapping[str, str], known_at: datetime | None) -> Any:
    if "campaign" not in given:
        return None
    if {"from", "on", "months", "year"} & set(given):
        raise Invalid("专项行动有自己的起止日期，不能再写 from、months、year 或 on；要看截至某日的数，请只加 to")
    return campaigns.find(given["campaign"], known_at=known_at)


def _window(campaign: Any, given: Mapping[str, str], figure: Definition | None, today: date) -> Period:
    until = min(day(given["to"], "截止日期"), today) if "to" in given else today
    period = campaigns.window(campaign, until)
    return Period.at(period.end) if is_state(figure) else period


def _period(given: Mapping[str, str], figure: Definition | None, today: date) -> Period:
    if "on" in given:
        return _state(day(given["on"], "时点"), today)
    if "months" in given:
        return _months(given["months"], given.get("year"), today)
    if "from" in given or "to" in given:
        end = day(given["to"], "截止日期") if "to" in given else today
        start = day(given["from"], "起始日期") if "from" in given else end.replace(month=1, day=1)
        between = _between(start, end, today)
        return _state(end, today) if is_state(figure) else between
    return Period.at(today) if is_state(figure) else Period.year_to(today)


def _state(end: date, today: date) -> Period:
    if end > today:
        raise Invalid(f"{end} 还没有到，时点数最晚算到今天 {today}")
    return Period.at(end)


def _between(start: date, end: date, today: date) -> Period:
    if end < start:
        raise Invalid(f"起始日期 {start} 晚于截止日期 {end}，请调换")
    this_year = start == end.replace(month=1, day=1) and end.year == today.year
    return Period.year_to(end) if this_year else Period.between(start, end)


def _months(text: str, year: str | None, today: date) -> Period:
    found = _MONTHS.fullmatch(text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last <= 12:
        raise Invalid(f"月份“{text}”写法不对，应如 1-8 或 8，从小到大，在 1 至 12 之间")
    if year and not re.fullmatch(r"(19|20)\d\d", year):
        raise Invalid(f"年份“{year}”写法不对，应为四位数，如 {today.year}")
    return Period.months(int(year or today.year), first, last)


def _place(text: str | None, on: date) -> Place | None:
    """Any place there ever was, since rows of one that ended may be asked for by name of what stands for it."""
    if text is None:
        return None
    found = Place.objects.filter(code=regions.normalise(text)).first() if text[0].isdigit() else None
    found = found or Place.objects.filter(name=text).order_by("-valid_from").first()
    if found is None:
        names = "、".join(Place.objects.filter(level=Place.Level.TOWNSHIP).values_list("name", flat=True)[:3])
        raise Invalid(f"没有“{text}”这个区划，请写乡镇代码或全称，如{names}")
    return None if found.level == Place.Level.COUNTY else found


def _unit(text: str | None) -> Organisation | None:
    """By slug, full or short name; one that was dissolved still has the rows it kept."""
    if text is None:
        return None
    found = Organisation.objects.filter(Q(slug=text) | Q(name=text) | Q(short=text)).first()
    if found is None:
        raise Invalid(f"没有“{text}”这个单位，请写单位的标识、全称或简称")
    return found


def day(text: str, label: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{label}“{text}”写法不对，应如 2023-09-01") from None


def moment(text: str | None, label: str) -> datetime | None:
    """A day stands for its end; a time without zone is Beijing time."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{label}“{text}”写法不对，应如 2023-09-01 或 2023-09-01T18:00") from None
    if len(text) <= 10:
        return clock.end_of(found.date())
    return found if found.tzinfo else found.replace(tzinfo=clock.SHANGHAI)


__all__ = ["NAMES", "PERIOD_NAMES", "Asked", "day", "is_state", "moment", "read"]
