"""Counts every signed number again as known at its signing, and compares the printed words with their digest."""

from collections.abc import Iterator

from taizhang.county.bulletin import sheet
from taizhang.county.bulletin.models import Issue, Printed
from taizhang.county.figures import signed as figures_signed
from taizhang.county.figures.period import Period
from taizhang.county.figures.signed import Signed


def signed(printed: Printed) -> Signed:
    """The frozen value behind a printed number. Raises ValueError for a typed one."""
    if printed.typed or not (printed.period_start and printed.period_end and printed.definition_version is not None):
        raise ValueError(f"printed number {printed.pk} was typed: there is nothing to count")
    return Signed(
        key=printed.key,
        version=printed.definition_version,
        period=Period(printed.period_start, printed.period_end, printed.period_words),
        place=printed.place_id,  # type: ignore[attr-defined]
        known_at=printed.known_at,
        amount=printed.amount,
        numerator=printed.numerator,
        denominator=printed.denominator,
        rows=printed.rows or 0,
        digest=printed.rows_digest,
        unit=printed.unit,
    )


def changed_numbers() -> list[str]:
    """A sentence for each signed number or text that no longer comes out as signed."""
    return [*_texts(), *_numbers()]


def count() -> int:
    return Printed.objects.filter(typed=False).count()


def _texts() -> Iterator[str]:
    for issue in Issue.objects.filter(signed_at__isnull=False).order_by("year", "no"):
        if sheet.digest_of(issue.words) != issue.text_digest or sheet.text_of(sheet.signed(issue)) != issue.words:
            yield f"{issue}的文字与签发时的摘要不符"


def _numbers() -> Iterator[str]:
    rows = Printed.objects.filter(typed=False).select_related("issue").order_by("issue__year", "issue__no", "ordinal")
    for printed in rows.iterator(chunk_size=500):
        for difference in figures_signed.recheck(signed(printed)):
            yield f"{printed.issue}第 {printed.ordinal} 个数字“{printed.text}”（{printed.label}）：{difference}"
