"""Signing: one transaction gives the number and the date, freezes every value as known then, and delivers the issue."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from taizhang.county.audit import changes, clock
from taizhang.county.bulletin import distribution, flow, pins, release, sheet
from taizhang.county.bulletin.models import Issue, Item, Printed
from taizhang.county.bulletin.sheet import Placed
from taizhang.county.documents import numbering
from taizhang.county.figures import signed
from taizhang.county.figures.signed import Signed


def sign(issue: Issue, *, by: Any, opinion: str = "", editing: int | None = None) -> Issue:
    """Raises Refused with everything that stands against it; then nothing is written and no number is used up."""
    move = flow.get("sign")
    opinion = opinion.strip() or move.opinion
    with transaction.atomic():
        # Taken before the change, so that no entry still under way can later claim an earlier moment.
        known_at = changes.settle()
        with changes.change(by=by, reason=opinion, action="签发快报"):
            stored = flow.locked(issue, editing=editing)
            flow.permit(stored, move, by=by)
            contents = release.require(stored, move.clean, known_at=known_at)
            placed = sheet.place(contents)
            Printed.objects.bulk_create(_printed(stored, placed, known_at))
            _finish(stored, contents, by=by, known_at=known_at)
            flow.note(by=by, move=move.name, label=move.label, issue=stored, opinion=opinion, digest=stored.text_digest)
            distribution.deliver(stored)
    return stored


def _finish(issue: Issue, contents: Sequence[Any], *, by: Any, known_at: datetime) -> None:
    """The number is taken last: whoever signs another issue at the same time waits as briefly as can be."""
    day = clock.local(known_at).date()
    issue.year, issue.date = day.year, day
    issue.no = numbering.take(f"bulletin-{day.year}")
    paper = sheet.build(issue, contents, issue_line=sheet.numbered(issue.no), day=day, signer=by.name)
    issue.paper, issue.words = sheet.freeze(paper), sheet.text_of(paper)
    issue.text_digest = sheet.digest_of(issue.words)
    issue.signer, issue.signed_at, issue.known_at = by, clock.now(), known_at
    issue.state, issue.edition = Issue.State.PUBLISHED, issue.edition + 1
    issue.save()


def _printed(issue: Issue, placed: Sequence[Placed], known_at: datetime) -> Iterator[Printed]:
    digests: dict[tuple[str, Any, str | None], Signed] = {}
    for one in placed:
        number, common = one.number, _common(issue, one, known_at)
        if number.value is None or number.pin is None:
            yield Printed(**common, typed=True, amount=_typed_amount(one), unit=number.span.unit if number.span else "")
            continue
        value = number.value
        key = (value.figure.key, value.period, value.place)
        if key not in digests:
            digests[key] = signed.sign(value.figure, value.period, place=value.place, known_at=known_at)
        yield Printed(**common, **_frozen(digests[key]), pin=pins.written(number.pin), label=value.figure.label,
                      rule=value.figure.rule)  # fmt: skip


def _common(issue: Issue, placed: Placed, known_at: datetime) -> dict[str, Any]:
    item: Item = placed.content.item
    return {
        "issue": issue,
        "item": item,
        "ordinal": placed.ordinal,
        "text": placed.number.text[:60],
        "known_at": known_at,
    }


def _frozen(found: Signed) -> dict[str, Any]:
    return {
        "key": found.key,
        "definition_version": found.version,
        "period_start": found.period.start,
        "period_end": found.period.end,
        "period_words": found.period.words,
        "place_id": found.place,
        "amount": found.amount,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "rows": found.rows,
        "rows_digest": found.digest,
        "unit": found.unit,
    }


def _typed_amount(placed: Placed) -> Decimal | None:
    value = str(placed.number.span.value) if placed.number.span else ""
    return Decimal(value) if value.replace(".", "", 1).isdigit() else None
