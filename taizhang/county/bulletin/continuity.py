"""The checklist's rules on earlier issues: what a number said before, and how it may have moved since."""

from collections.abc import Iterator, Sequence
from datetime import date

from taizhang.county.bulletin.content import Content
from taizhang.county.bulletin.finding import Finding
from taizhang.county.bulletin.flow import Clean
from taizhang.county.bulletin.models import Printed
from taizhang.county.figures.definition import Definition, Kind
from taizhang.county.figures.period import Period


def against_earlier(contents: Sequence[Content]) -> Iterator[Finding]:
    """A number that grows through the year is not smaller than the last issue printed it, unless explained."""
    grown = [(c, n) for c in contents for n in c.numbers if n.value and _grows(n.value.figure, n.value.period)]
    last = _last_printed(
        {n.value.figure.key for _, n in grown if n.value}, {n.value.period.start for _, n in grown if n.value}
    )
    for content, number in grown:
        value = number.value
        assert value is not None
        before = last.get((value.figure.key, value.place, value.period.start))
        falls = (
            before is not None
            and value.amount is not None
            and before.amount is not None
            and value.amount < before.amount
        )
        if falls and not content.item.explanation.strip():
            yield Finding(f"“{number.text}”比{before.issue}的“{before.text}”少，累计数不应变小。",  # type: ignore[union-attr]
                          "请核对；确因更正减少的，在“给审核人的说明”中写明。", Clean.FIGURES, content.item, "body",
                          number.text, code="fell")  # fmt: skip


def _grows(figure: Definition, period: Period) -> bool:
    return figure.kind in (Kind.FLOW, Kind.SUM, Kind.PERSON_TIMES) and (period.start.month, period.start.day) == (1, 1)


def _last_printed(keys: set[str], starts: set[date]) -> dict[tuple[str, str | None, date], Printed]:
    rows = Printed.objects.filter(key__in=keys, period_start__in=starts).exclude(issue__state="withdrawn")
    ordered = rows.select_related("issue").order_by("issue__signed_at", "pk")
    return {(row.key, row.place_id, row.period_start): row for row in ordered}  # type: ignore[misc]
