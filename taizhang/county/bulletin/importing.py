"""Brings a past issue in from its file: what was read is shown first, then kept whole or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from taizhang.county.audit import changes, clock
from taizhang.county.bulletin import extract
from taizhang.county.bulletin.models import Issue
from taizhang.county.bulletin.past import PastIssue, PastItem, PastNumber
from taizhang.county.bulletin.recalled import Recalled, recalled
from taizhang.county.bulletin.refusal import Refused, refuse_if
from taizhang.county.bulletin.structure import Bulletin, Item, structure
from taizhang.county.documents import numbering
from taizhang.county.documents.sealing import seal
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@dataclass(frozen=True)
class Reading:
    """A file, what it says, and the parts that were read; `numbers` holds those of each item, in order."""

    name: str
    given: bytes
    text: str
    bulletin: Bulletin
    numbers: tuple[tuple[Recalled, ...], ...]

    @property
    def sha256(self) -> str:
        return sha256(self.given).hexdigest()

    @property
    def count(self) -> int:
        return sum(map(len, self.numbers))

    @property
    def people(self) -> list[tuple[str, str]]:
        found = self.bulletin
        return [("责任编辑", found.editor), ("审核", found.checker), ("签发", found.signer)]

    @property
    def doubts(self) -> list[str]:
        """What does not stop the import and should be looked at."""
        name = self.bulletin.name
        other = f"刊名“{name}”与本县的“{settings.BULLETIN_NAME}”不同，请核对是不是别的刊物。"
        return [*([other] if name and name != settings.BULLETIN_NAME else []), *self.bulletin.warnings]


def read(
    given: bytes, name: str, *, year: int | None = None, no: int | None = None, day: date | None = None
) -> Reading:
    """`year`, `no` and `day` are those told by hand, where the file does not say them. Raises Refused."""
    text = extract.read(given, name)
    found = structure(text)
    issued = day or found.date
    found = replace(found, date=issued, no=no if no is not None else found.no)
    found = replace(found, year=year or found.year or (issued.year if issued else None))
    return Reading(name, given, text, found, _numbers(found))


def _numbers(bulletin: Bulletin) -> tuple[tuple[Recalled, ...], ...]:
    return tuple(recalled(item, bulletin.notes, bulletin.date or clock.today()) for item in bulletin.items)


def against(reading: Reading) -> Iterator[str]:
    """Every sentence that stands against keeping this."""
    found = reading.bulletin
    if not found.name:
        yield f"“{reading.name}”没有读到刊名，请在文件开头补上一行刊名。"
    if found.no is None:
        yield f"“{reading.name}”没有读到期号，请填写期号。"
    if found.date is None:
        yield f"“{reading.name}”没有读到日期，请填写日期。"
    elif found.date > clock.today():
        yield f"“{reading.name}”的日期 {found.date:%Y-%m-%d} 晚于今天，请核对。"
    if not found.items:
        yield f"“{reading.name}”没有读到任何稿件，请核对是不是选错了文件。"
    yield from _twice(reading)


def _twice(reading: Reading) -> Iterator[str]:
    found = reading.bulletin
    same = PastIssue.objects.filter(sha256=reading.sha256).select_related("imported_by").first()
    if same:
        yield f"这个文件已由 {same.imported_by.name} 于 {_day(same.imported_at)} 补录为{same}，不必重复导入。"
        return
    if found.year is None or found.no is None:
        return
    earlier = PastIssue.objects.filter(name=found.name[:60], year=found.year, no=found.no, extra=found.extra)
    for one in earlier.select_related("imported_by"):
        yield f"{one}已由 {one.imported_by.name} 于 {_day(one.imported_at)} 补录（“{one.file_name}”），请核对期号。"
    ours = found.name == settings.BULLETIN_NAME and not found.extra
    if ours and Issue.objects.filter(year=found.year, no=found.no).exists():
        yield f"{found.year}年第{found.no}期已在本系统签发，不能再补录，请核对期号。"


def _day(moment: Any) -> str:
    return f"{clock.local(moment):%Y-%m-%d}"


def keep(reading: Reading, *, by: Any) -> PastIssue:
    """Everything of the issue as one act. Raises Refused; then nothing is written."""
    if not access.holds(by, Action.EDIT):
        raise Refused(f"您的岗位（{by.title}）不能补录快报，需要“责任编辑”岗位。")
    refuse_if(against(reading))
    issue = _issue(reading, by)
    # File first, row second: a file without a row is rubbish, a row without a file would be a lie.
    issue.file.save(f"{reading.sha256}.sealed", ContentFile(seal(reading.given)), save=False)
    try:
        with transaction.atomic():
            _write(issue, reading, by)
    except (IntegrityError, Refused) as error:
        issue.file.delete(save=False)
        if isinstance(error, Refused):
            raise
        raise Refused(f"{issue}刚刚由别人补录，没有重复写入。") from error
    return issue


def _write(issue: PastIssue, reading: Reading, by: Any) -> None:
    with changes.change(by=by, reason=f"补录{issue}：{reading.name}", action="补录快报"):
        if issue.ours and not issue.extra:
            # The lock of the series is held from here on: an issue that is being signed gets a later number.
            numbering.start_after(f"bulletin-{issue.year}", issue.no)
        refuse_if(_twice(reading))
        issue.save()
        items = [_item(issue, order, *pair) for order, pair in enumerate(_with_sections(reading.bulletin), start=1)]
        PastItem.objects.bulk_create(items)
        PastNumber.objects.bulk_create(_rows(issue, items, reading.numbers))


def _issue(reading: Reading, by: Any) -> PastIssue:
    found = reading.bulletin
    if found.year is None or found.no is None or found.date is None:
        raise ValueError("what stands against an issue is asked before it is made")
    return PastIssue(
        year=found.year,
        no=found.no,
        total_no=found.total_no,
        extra=found.extra,
        date=found.date,
        parts=_parts(reading),
        text=reading.text.replace("\0", ""),
        words=words(found),
        file_name=reading.name[:200],
        sha256=reading.sha256,
        imported_by=by,
        imported_at=clock.now(),
        **{field: getattr(found, field)[:60] for field in _NAMES},
    )


_NAMES = ("name", "issuer", "secrecy", "editor", "checker", "signer")


def _parts(reading: Reading) -> dict[str, Any]:
    found = reading.bulletin
    return {
        "distribution": [[one.label, one.text] for one in found.distribution],
        "imprint": [[one.label, one.text] for one in found.imprint],
        "issue_text": found.issue_text,
        "copies": found.copies,
        "contents": list(found.contents),
        "notes": list(found.notes),
        "rest": list(found.rest),
        "warnings": reading.doubts,
    }


def words(bulletin: Bulletin) -> str:
    """What the issue says, a paragraph a line, without the breaks of its pages."""
    said = [bulletin.name, bulletin.issue_text, bulletin.issuer, bulletin.day_text]
    for section in bulletin.sections:
        said.append(section.title)
        for item in section.items:
            said += [item.headline, item.body, " ".join(item.units)]
    tail = [f"{one.label}：{one.text}" for one in (*bulletin.distribution, *bulletin.imprint)]
    return "\n".join(filter(None, [*said, *bulletin.notes, *tail, *bulletin.rest]))


def _with_sections(bulletin: Bulletin) -> Iterator[tuple[str, Item]]:
    return ((section.title, item) for section in bulletin.sections for item in section.items)


def _item(issue: PastIssue, order: int, section: str, item: Item) -> PastItem:
    return PastItem(
        issue=issue,
        section=section[:60],
        headline=item.headline[:120],
        body=item.body,
        units=list(item.units),
        order=order,
    )


def _rows(issue: PastIssue, items: Sequence[PastItem], numbers: Sequence[Sequence[Recalled]]) -> Iterator[PastNumber]:
    every = ((item, one) for item, some in zip(items, numbers, strict=True) for one in some)
    for ordinal, (item, one) in enumerate(every, start=1):
        period = one.period
        yield PastNumber(
            issue=issue,
            item=item,
            ordinal=ordinal,
            field=one.field,
            start=one.span.start,
            end=one.span.end,
            text=one.span.text[:120],
            value=one.value,
            unit=one.span.unit[:20],
            qualifier=one.span.qualifier,
            key=one.key if period else None,
            place_id=one.place if period else None,
            period_start=period.start if period else None,
            period_end=period.end if period else None,
        )


__all__ = ["Reading", "against", "keep", "read", "words"]
