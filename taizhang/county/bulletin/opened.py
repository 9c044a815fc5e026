"""Opens a printed number: what it counted then, what it would be now, and which entries made the difference."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from taizhang.county.bulletin import recheck
from taizhang.county.bulletin.content import Wanted, fetch
from taizhang.county.bulletin.models import Issue, Printed
from taizhang.county.figures import display, pages, privacy, registry, values
from taizhang.county.figures.asked import is_state
from taizhang.county.figures.definition import Definition
from taizhang.county.figures.drift import Drift, How, drift
from taizhang.county.figures.drill import cells, drill
from taizhang.county.figures.printed import Printed as Printing
from taizhang.county.figures.values import Value
from taizhang.county.people import access

_ROWS = 6
_ENTRIES = 8
_WITHHELD = "{}涉及未成年人，分乡镇的明细只对主管单位和本乡镇开放。"


@dataclass(frozen=True)
class MovedNumber:
    """A printed number whose value is another now."""

    printed: Printed
    now: str
    url: str


@dataclass(frozen=True)
class Turned:
    """A record that counts otherwise since signing; `title` is empty where the reader may not see it."""

    how: str
    title: str
    url: str
    when: Any
    who: str
    reason: str


@dataclass(frozen=True)
class Opened:
    """What the panel of a number shows. `withheld` stands instead of the rows where they are not opened."""

    figure: Definition | None
    exact: str
    now: str
    drift: Drift | None
    turned: Sequence[Turned]
    unnamed: int
    owner: str
    listed: Sequence[tuple[int, list[str]]]
    sentence: str
    withheld: str
    rows_url: str
    trend_url: str
    page_url: str


def moved(issue: Issue, *, person: Any) -> list[MovedNumber]:
    """The numbers of a signed issue that would come out otherwise now, in the order of print; one board a period.

    `now` is empty where the present number may be withheld from the reader.
    """
    rows = list(issue.printed.filter(typed=False).select_related("place"))
    wanted = {row.pk: want for row in rows if (want := _wanted(row))}
    now = fetch(set(wanted.values()))
    return [
        MovedNumber(row, _told(wanted[row.pk], now[wanted[row.pk]], person), _figure_url(issue, row))
        for row in rows
        if row.pk in wanted and not _same(row.amount, now[wanted[row.pk]].amount)
    ]


def _same(then: Decimal | None, now: Decimal | None) -> bool:
    """Equal to the six decimals that are kept of a signed number."""
    if then is None or now is None:
        return then is now
    return abs(then - now) < Decimal("0.000001")


def _wanted(printed: Printed) -> Wanted | None:
    """None for a figure that the county no longer keeps."""
    try:
        registry.get(printed.key)
    except registry.UnknownFigure:
        return None
    return Wanted(printed.key, recheck.signed(printed).period, printed.place_id)  # type: ignore[attr-defined]


def _figure_url(issue: Issue, printed: Printed) -> str:
    return reverse("bulletin_figure", args=[issue.year, issue.no, printed.ordinal])


def _told(want: Wanted, value: Value, person: Any) -> str:
    return "" if privacy.is_veiled(person, want.figure, want.place) else _shown(value)


def _shown(value: Value) -> str:
    shown = values.shown(value, "exact")
    return str(shown) if shown else display.NOTHING


def number(printed: Printed, *, person: Any) -> Opened | None:
    """None for a typed number: nothing was counted. Rows follow the reader's reach; the total always adds up."""
    if printed.typed:
        return None
    signed, want = recheck.signed(printed), _wanted(printed)
    if want is None:
        return _retired(printed)
    figure, veiled = want.figure, privacy.is_veiled(person, want.figure, want.place)
    then = Value(figure, want.period, want.place, signed.known_at, signed.amount, signed.rows, signed.numerator,
                 signed.denominator)  # fmt: skip
    found = drift(signed)
    turned = [] if veiled or not found else _turned(figure, found, person)
    listed, sentence = ([], "") if veiled else _rows(signed, figure, person)
    rows_url, trend_url, page_url = _links(printed, want)
    return Opened(
        figure=figure,
        exact=_shown(then),
        now=_told(want, fetch({want})[want], person),
        drift=found,
        turned=turned,
        unnamed=found.added + found.removed + found.changed - len(turned) if found else 0,
        owner=pages.owner(figure),
        listed=listed,
        sentence=sentence,
        withheld=_WITHHELD.format(figure.ledger.label) if veiled else "",
        rows_url="" if veiled else rows_url,
        trend_url=trend_url,
        page_url=page_url,
    )


def _retired(printed: Printed) -> Opened:
    sentence = "这项指标已停用，记录不再列出。"
    return Opened(None, f"{printed.amount}", "", None, (), 0, "", (), "", sentence, "", "", "")


def _rows(signed: Any, figure: Definition, person: Any) -> tuple[list[tuple[int, list[str]]], str]:
    opened = drill(figure, signed.period, person=person, place=signed.place, known_at=signed.known_at)
    records = opened.page(1).object_list[:_ROWS]
    return [(record.pk, cells(figure.ledger, record)) for record in records], opened.sentence


def _turned(figure: Definition, found: Drift, person: Any) -> list[Turned]:
    """The entries behind a difference, as far as the reader may see their records."""
    ledger = figure.ledger
    ids = [one.record_id for one in found.moved]
    seen: Mapping[int, Any] = ledger.model._default_manager.filter(access.listed(person, ledger)).in_bulk(ids)
    rows: list[Turned] = []
    for one in found.moved:
        if one.record_id in seen and len(rows) < _ENTRIES:
            change, url = one.change, reverse("ledger_detail", args=[ledger.slug, one.record_id])
            who, reason, when = (change.actor, change.reason, change.at) if change else ("", "区划调整", None)
            rows.append(Turned(How(one.how).value, ledger.title(seen[one.record_id]), url, when, who, reason))
    return rows


def _links(printed: Printed, want: Wanted) -> tuple[str, str, str]:
    """Addresses of all rows as counted then, of the trend to the period's end, and of the figure's page now."""
    span = {"on": want.period.end} if is_state(want.figure) else {"from": want.period.start, "to": want.period.end}
    asked: dict[str, str] = {name: day.isoformat() for name, day in span.items()}
    if want.place:
        asked["place"] = want.place
    then = urlencode(asked | {"known_at": printed.known_at.isoformat()})
    key = [want.key]
    return (
        f"{reverse('figure_rows', args=key)}?{then}",
        f"{reverse('figure_trend', args=key)}?{then}",
        f"{reverse('figure_page', args=key)}?{urlencode(asked)}",
    )


def printings(key: str) -> Iterator[Printing]:
    """Where a figure was printed, for its own page."""
    rows = Printed.objects.filter(key=key).select_related("issue", "place").order_by("-issue__date", "ordinal")[:50]
    for row in rows:
        where = f"{row.place.name} · " if row.place else ""
        if row.issue.date:
            yield Printing(
                f"{where}{row.period_words}，{row.issue}", _figure_url(row.issue, row), row.text, row.issue.date
            )
