"""The Word form of an issue: A4 on the official grid, set with named styles so that an office can go on editing it."""

from datetime import datetime, time
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from taizhang.county.documents.rendering import docx_base as base
from taizhang.county.documents.rendering import page
from taizhang.county.documents.rendering.model import SIGNATURE, Kind, Letter, Paragraph, Sheet, paragraphs, tidy

_BODY_STYLES = {Kind.SECTION: base.SECTION, Kind.ITEM: base.BODY, Kind.NOTE: base.BODY}
_LETTER_STYLES = _BODY_STYLES | {
    Kind.SECRECY: base.SECRECY, Kind.NAME: base.TITLE, Kind.ISSUE: base.ISSUE, Kind.ADDRESSEE: base.ADDRESSEE,
    Kind.ISSUER: base.SIGNED, Kind.DATE: base.DATED,
}  # fmt: skip
_CLOSING = (*SIGNATURE, Kind.NOTE)
# The archive keeps files by their hash: the same issue must give the same bytes, so no clock time enters the zip.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def render(sheet: Sheet) -> bytes:
    document = docx.Document(BytesIO(_blank()))
    written = paragraphs(sheet)
    _describe(document, sheet)
    if isinstance(sheet, Letter):
        last = _main(document, written, _LETTER_STYLES)
    else:
        _head(document, {paragraph.kind: paragraph.text for paragraph in written})
        last = _main(document, written, _BODY_STYLES)
    tail = [paragraph for paragraph in written if paragraph.kind in (Kind.DISTRIBUTION, Kind.IMPRINT)]
    if last and tail:
        # With it the last lines of the body go along when the tail moves to a new page.
        last.paragraph_format.keep_with_next = True
    _tail(document, tail)
    return _same_bytes(document)


@cache
def _blank() -> bytes:
    return base.blank()


def _describe(document: Document, sheet: Sheet) -> None:
    properties = document.core_properties
    properties.title, properties.author = sheet.title, tidy(sheet.issuer)
    properties.last_modified_by, properties.comments, properties.language = tidy(sheet.issuer), "", "zh-CN"
    properties.created = properties.modified = datetime.combine(sheet.dated, time())


def _head(document: Document, said: dict[Kind, str]) -> None:
    document.add_paragraph(said.get(Kind.SECRECY, ""), style=base.SECRECY)
    _name(document, said.get(Kind.NAME, ""))
    document.add_paragraph(said.get(Kind.ISSUE, ""), style=base.ISSUE)
    line = document.add_paragraph(said.get(Kind.ISSUER, ""), style=base.RULE)
    line.add_run().add_tab()
    line.add_run(said.get(Kind.DATE, ""))


def _name(document: Document, name: str) -> None:
    """Letter spacing follows every character; without it on the last one the name stands exactly in the middle."""
    size, gap = page.name_size(name)
    paragraph = document.add_paragraph(style=base.NAME)
    for text, spacing in ((name[:-1], gap), (name[-1:], 0.0)):
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        base.letter_spacing(run, spacing)


def _main(document: Document, written: list[Paragraph], styles: dict[Kind, str]) -> WordParagraph | None:
    """All paragraphs that have a style here; answers with the last."""
    indent = base.signed_indent(*(paragraph.text for paragraph in written if paragraph.kind in SIGNATURE))
    last = None
    for paragraph in written:
        if paragraph.kind not in styles:
            continue
        added = _add(document, styles[paragraph.kind], paragraph)
        if paragraph.kind in SIGNATURE:
            added.paragraph_format.left_indent = indent
        if last and paragraph.kind in _CLOSING and styles is _LETTER_STYLES:
            # Organ, day and receipt never stand alone on a page.
            last.paragraph_format.keep_with_next = True
        last = added
    return last


def _add(document: Document, style: str, paragraph: Paragraph) -> WordParagraph:
    added = document.add_paragraph(style=style)
    for run in paragraph.runs:
        word_run = added.add_run(run.text)
        if run.bold:
            word_run.bold = True
    return added


def _tail(document: Document, tail: list[Paragraph]) -> None:
    distribution = [paragraph for paragraph in tail if paragraph.kind is Kind.DISTRIBUTION]
    imprint = [paragraph.text for paragraph in tail if paragraph.kind is Kind.IMPRINT]
    if not tail:
        return
    _tail_rule(document, page.TAIL_OUTER_POINTS).paragraph_format.space_before = Pt(page.LINE_PITCH_POINTS)
    for paragraph in distribution:
        _add(document, base.DISTRIBUTION, paragraph)
    if distribution and imprint:
        _tail_rule(document, page.TAIL_INNER_POINTS)
    for start in range(0, len(imprint), page.IMPRINT_COLUMNS):
        _imprint_row(document, imprint[start : start + page.IMPRINT_COLUMNS])
    _tail_rule(document, page.TAIL_OUTER_POINTS).paragraph_format.keep_with_next = False


def _tail_rule(document: Document, points: float) -> WordParagraph:
    rule = document.add_paragraph(style=base.TAIL_RULE)
    base.border(rule, "bottom", points)
    return rule


def _imprint_row(document: Document, texts: list[str]) -> None:
    row = document.add_paragraph(style=base.IMPRINT)
    for place, text in enumerate(texts):
        if place:
            row.add_run().add_tab()
        row.add_run(text)


def _same_bytes(document: Document) -> bytes:
    saved, again = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as source, ZipFile(again, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _ZIP_DATE)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return again.getvalue()
