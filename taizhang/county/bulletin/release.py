"""The release checklist: everything that stops an issue or should make its editor look twice."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings

from taizhang.county.audit import clock
from taizhang.county.bulletin import arithmetic, binding, continuity, explaining, noughts, numbers, style
from taizhang.county.bulletin import content as contents_of
from taizhang.county.bulletin.binding import Bound
from taizhang.county.bulletin.content import Content
from taizhang.county.bulletin.finding import Finding
from taizhang.county.bulletin.flow import Clean
from taizhang.county.bulletin.models import Issue, Recipient
from taizhang.county.bulletin.refusal import Refused
from taizhang.county.documents.rendering import Unprintable, render

_SHOWN = 5


def checklist(issue: Issue, contents: Sequence[Content], *, known_at: Any = None) -> list[Finding]:
    """Errors first, in the order of the items; warnings after."""
    found = [*_issue(issue, contents)]
    bound = binding.bound(contents, known_at=known_at)
    for content in contents:
        found += item_findings(content, bound.get(content.item.pk, ()))
        found += _units(content)
    found += [*numbers.between(contents), *continuity.against_earlier(contents, bound)]
    found += [*arithmetic.contradictions(contents), *style.across(contents)]
    found = explaining.unexplained(found)
    found += _unprintable(issue, contents, found)
    return sorted(found, key=lambda finding: not finding.blocking)


def item_findings(content: Content, bound: Iterable[Bound]) -> Iterator[Finding]:
    """What one item shows by itself: the live result below the text while it is written."""
    bound = list(bound)
    yield from numbers.faults(content)
    yield from numbers.typed(content, bound)
    yield from noughts.unproven(content, bound)
    yield from numbers.source(content, bound)
    yield from numbers.headline(content)
    yield from numbers.rates(content)
    yield from numbers.periods(content, clock.today())
    yield from style.habits(content)
    yield from style.lengths(content)


def of_item(content: Content, bound: Iterable[Bound] | None = None) -> list[Finding]:
    """`bound` are the content's typed numbers, where they are known already."""
    bound = binding.of_item(content) if bound is None else bound
    found = explaining.unexplained([*item_findings(content, bound), *arithmetic.contradictions([content])])
    return sorted(found, key=lambda finding: not finding.blocking)


def blocking(findings: Iterable[Finding], upto: Clean) -> list[Finding]:
    return [finding for finding in findings if finding.blocking and finding.since <= upto]


def require(issue: Issue, upto: Clean, *, known_at: Any = None) -> list[Content]:
    """The issue's contents, when nothing stops it at this stage. Raises Refused with each error."""
    if upto is Clean.NOTHING:
        return []
    contents = contents_of.of_issue(issue, known_at=known_at)
    errors = blocking(checklist(issue, contents, known_at=known_at), upto)
    if errors:
        more = [f"还有 {len(errors) - _SHOWN} 处，见发稿清单。"] if len(errors) > _SHOWN else []
        raise Refused(*(str(error) for error in errors[:_SHOWN]), *more)
    return contents


def digest_of(issue: Issue, contents: Sequence[Content]) -> str:
    return contents_of.digest(contents) if contents else ""


def _issue(issue: Issue, contents: Sequence[Content]) -> Iterator[Finding]:
    if issue.cutoff > clock.today():
        yield Finding(
            f"数据截至 {issue.cutoff:%Y-%m-%d}，晚于今天。",
            "请在组版页面改为今天或更早。",
            Clean.FIGURES,
            code="cutoff",
        )
    if not Recipient.objects.filter(active=True).exists():
        yield Finding("印发名单是空的。", "请管理员设置“本期发”的印发对象。", code="recipients")
    days = {number.pin.on for content in contents for number in content.numbers if number.pin and number.pin.on}
    if days - {issue.cutoff}:
        listed = "、".join(f"{day:%Y-%m-%d}" for day in sorted(days - {issue.cutoff}))
        yield Finding(
            f"本期数据截至 {issue.cutoff:%Y-%m-%d}，有的引用却取 {listed} 的数。",
            "请统一，或在文中写明日期。",
            code="as_of",
        )
    if issue.state == Issue.State.SIGN and issue.checked_digest != contents_of.digest(contents):
        yield Finding(
            "审核通过之后，文字或台账数字又有变动。", "请退回编辑，重新核数、核实和审核。", Clean.CHECKED, code="moved"
        )
    for content in contents:
        if content.item.section not in settings.BULLETIN_SECTIONS:
            yield Finding(f"栏目“{content.item.section}”不在本县的栏目中。", "请在稿件中重新选择栏目。", Clean.TEXT,
                          content.item, code="section")  # fmt: skip


def _units(content: Content) -> Iterator[Finding]:
    """Each unit that is named under an item has confirmed exactly these words and values."""
    if not content.units:
        yield Finding("没有写来稿单位。", "请在稿件中选择单位。", Clean.TEXT, content.item, code="unit")
    for unit in content.units:
        organisation = unit.organisation
        if organisation.valid_to and organisation.valid_to < content.item.as_of:
            yield Finding(f"{organisation.short}已于 {organisation.valid_to:%Y-%m-%d} 撤销。", "请改为现在的单位。", Clean.TEXT,
                          content.item, code="unit")  # fmt: skip
        if not unit.confirmed_digest:
            yield Finding(f"{organisation.short}还没有核实。", f"请{organisation.short}负责人在核实页面签署意见。", Clean.UNITS,
                          content.item, code="unconfirmed")  # fmt: skip
        elif not content.confirmed(unit):
            yield Finding(f"{organisation.short}核实之后，文字或数字又有变动。", f"请{organisation.short}负责人重新核实。",
                          Clean.UNITS, content.item, code="stale")  # fmt: skip


def _unprintable(issue: Issue, contents: Sequence[Content], found: Sequence[Finding]) -> Iterator[Finding]:
    """A trial print, so that a character without a glyph is found before the number is given."""
    if blocking(found, Clean.TEXT) or not contents:
        return
    from taizhang.county.bulletin import sheet

    try:
        render(sheet.preview(issue, contents), "pdf")
    except Unprintable as unprintable:
        yield Finding(str(unprintable), "", Clean.TEXT, code="print")
