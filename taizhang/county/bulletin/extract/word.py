"""Reads the words of a docx in the order of the page: paragraphs, tables, text boxes, and automatic numbers."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from taizhang.county.bulletin.extract.numbering import Numbering
from taizhang.county.bulletin.extract.unfit import Unfit

# The text of a bulletin takes some hundred kilobytes of XML; pictures stay packed and are not read.
_XML_MAX = 30_000_000
_ENTRIES_MAX = 5000
_BOLD_MIN = 6
_BROKEN = "不完整或已损坏，无法打开；请用 Word 或 WPS 打开，另存为 .docx 后再导入。"
_P, _TBL, _TC, _TR, _BOX = (qn(f"w:{name}") for name in ("p", "tbl", "tc", "tr", "txbxContent"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read(given: bytes) -> str:
    _check(given)
    try:
        document = docx.Document(io.BytesIO(given))
        return "\n".join(_text(document))
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile, etree.XMLSyntaxError, OSError) as error:
        raise Unfit(_BROKEN) from error


def _check(given: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(given)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unfit(_BROKEN) from error
    names = {entry.filename for entry in entries}
    if "word/document.xml" not in names:
        what = "Excel 表格" if "xl/workbook.xml" in names else "压缩包或别的文件"
        raise Unfit(f"是{what}，不是 Word 文档；请把文字另存为 .docx 后再导入。")
    written = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if len(entries) > _ENTRIES_MAX or written > _XML_MAX or len(names) < len(entries):
        raise Unfit("解压后过大或内部结构异常，为安全不予打开；请把文字复制到新建的文档中，另存后再导入。")


def _text(document: Any) -> list[str]:
    if document.element.body is None:
        raise ValueError("a document without a body")
    numbering = Numbering(document)
    said = [*_blocks(document.element.body, numbering)]
    whole = "".join("".join(said).split())
    top = [*_margins((section.header for section in document.sections), numbering, whole)]
    foot = [*_margins((section.footer for section in document.sections), numbering, whole)]
    return [*top, *said, *foot]


def _margins(parts: Any, numbering: Numbering, whole: str) -> Iterator[str]:
    """Words of the heads and feet of pages that the body does not say; page numbers are fields and stay out."""
    seen: set[str] = set()
    for part in parts:
        for line in _blocks(part._element, numbering):
            squeezed = "".join(line.split())
            if squeezed and squeezed not in whole and squeezed not in seen and any(map(_is_chinese, squeezed)):
                seen.add(squeezed)
                yield line


def _is_chinese(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


def _blocks(parent: Any, numbering: Numbering) -> Iterator[str]:
    """Lines of the paragraphs and tables of a part; content controls and alike are gone through."""
    for child in parent:
        if child.tag == _P:
            yield from _boxes(child, numbering)
            yield from _paragraph(child, numbering).split("\n")
        elif child.tag == _TBL:
            yield from _table(child, numbering)
        elif child.tag not in (_BOX, qn("w:sectPr")) and isinstance(child.tag, str):
            yield from _blocks(child, numbering)


def _boxes(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    """Text boxes anchored here; a box is stored twice, the second time for old readers."""
    for box in paragraph.iter(_BOX):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield from _blocks(box, numbering)


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    """A row whose cells hold one line each is one line, as it stands on the page."""
    for row in table.iter(_TR):
        cells = [[*filter(str.strip, _blocks(cell, numbering))] for cell in row if cell.tag == _TC]
        if all(len(cell) <= 1 for cell in cells):
            yield "　　".join(line for cell in cells for line in cell)
        else:
            yield from (line for cell in cells for line in cell)


def _paragraph(paragraph: Any, numbering: Numbering) -> str:
    pieces: list[str] = []
    bold, leading = 0, True
    for run in paragraph.iter(qn("w:r")):
        if next(run.iterancestors(_P), None) is not paragraph:
            continue
        words = _run(run)
        leading = leading and (_is_bold(run) or not words.strip())
        pieces.append(words)
        bold = len(pieces) if leading else bold
    text = "".join(pieces)
    head = "".join(pieces[:bold]).strip()
    if _BOLD_MIN <= len(head) <= 80 and head[-1:] not in "：:" and len(text.strip()) > len(head):
        text = text.replace(head, f"**{head}**", 1)
    return numbering.before(paragraph) + text if text.strip() else text


def _run(run: Any) -> str:
    said = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    return "".join((part.text or "") if part.tag == qn("w:t") else said.get(part.tag, "") for part in run)


def _is_bold(run: Any) -> bool:
    bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return bold is not None and bold.get(qn("w:val"), "1") not in ("0", "false", "off")
