"""The checklist's rule on noughts: what a ledger does not know of is printed as none only with a query behind it."""

import re
from collections.abc import Iterable, Iterator

from django.conf import settings

from taizhang.county.audit import clock
from taizhang.county.bulletin.binding import Bound
from taizhang.county.bulletin.content import Content, Line
from taizhang.county.bulletin.finding import Finding, around
from taizhang.county.bulletin.flow import Clean
from taizhang.county.figures import proofs, registry
from taizhang.county.figures.definition import Figure
from taizhang.county.figures.period import Period
from taizhang.county.figures.values import Value
from taizhang.county.people.models import Organisation

# 无民转刑案件, 未发生一起民转刑, 民转刑案件零发生: a nought without a digit.
_BEFORE, _AFTER = (
    r"(?:无|未发生|没有|未出现|不发生|零)[^，。；、]{0,6}?",
    r"[^，。；、]{0,6}?(?:零发生|为零|未发生|清零)",
)


def unproven(content: Content, bound: Iterable[Bound]) -> Iterator[Finding]:
    typed = {(one.field, one.number.start): one for one in bound}
    for name, line in content.lines:
        for number in line.numbers:
            one = typed.get((name, number.start))
            value = number.value or (one.value if one and one.sure else None)
            if value:
                yield from _of_value(content, name, line, (number.start, number.end), value)
        yield from _in_words(content, name, line)


def _of_value(content: Content, name: str, line: Line, at: tuple[int, int], value: Value) -> Iterator[Finding]:
    if isinstance(value.figure, Figure) and value.amount == 0:
        yield from _finding(content, name, line, at, (value.figure, value.period, value.place))


def _in_words(content: Content, name: str, line: Line) -> Iterator[Finding]:
    for figure in registry.every():
        if not isinstance(figure, Figure) or figure.zero_proof is None:
            continue
        words = "|".join(re.escape(word) for word in figure.words)
        for said in re.finditer(f"{_BEFORE}(?:{words})|(?:{words}){_AFTER}", line.text):
            asked = (figure, Period.year_to(content.item.as_of), _place(content))
            yield from _finding(content, name, line, said.span(), asked)


def _place(content: Content) -> str | None:
    """The township that alone stands under the item; else the county."""
    places = {
        unit.organisation.place_id for unit in content.units if unit.organisation.kind == Organisation.Kind.TOWNSHIP
    }
    place = places.pop() if len(places) == 1 else None
    return None if place == settings.COUNTY_CODE else place


def _finding(
    content: Content, name: str, line: Line, at: tuple[int, int], asked: tuple[Figure, Period, str | None]
) -> Iterator[Finding]:
    objection = proofs.objection(*asked, today=clock.today())
    if objection:
        yield Finding(*objection, Clean.FIGURES, content.item, name, around(line, *at), code="nought")
