"""Reads the text layer of a pdf line by line, with the indent of each line."""

from collections.abc import Iterator
from statistics import median
from threading import Lock
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from taizhang.county.bulletin.extract.unfit import Unfit

_PAGES_MAX = 200
# Fewer characters on a page with a picture are a stamp on a scan, no text layer.
_SCAN_BELOW = 15
# An opening quotation mark stands half a character from the margin; a paragraph begins two characters from it.
_INDENT_MIN, _INDENT_MAX = 1.5, 20
# The library keeps state of its own and must not run in two threads at once.
_one_at_a_time = Lock()


def read(given: bytes) -> str:
    with _one_at_a_time:
        document = _opened(given)
        try:
            return _text(document)
        except pypdfium2.PdfiumError as error:
            raise _broken() from error
        finally:
            document.close()


def _opened(given: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(given)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Unfit("加了密码，无法读取；请用原来的密码打开，另存（或打印）为不加密的 PDF 后再导入。") from error
        raise _broken() from error


def _broken() -> Unfit:
    return Unfit("不完整或已损坏，无法打开；请重新取得文件，或用原来的软件再导出一次 PDF。")


def _text(document: Any) -> str:
    if len(document) > _PAGES_MAX:
        raise Unfit(f"有 {len(document)} 页，不像是一期快报；请一期一个文件，分开导入。")
    pages = [_page(document[number]) for number in range(len(document))]
    written = sum(not letter.isspace() for page in pages for letter in page)
    if written < _SCAN_BELOW * len(document):
        raise Unfit("是扫描件，里面只有图像没有文字；请先用文字识别软件转成文字，核对后存为 .txt 或 .docx 再导入。")
    return "\n".join(pages)


def _page(page: Any) -> str:
    try:
        words = page.get_textpage()
        try:
            return "\n".join(_indented(words))
        finally:
            words.close()
    finally:
        page.close()


def _indented(words: Any) -> Iterator[str]:
    lines = list(_lines(words))
    margin = min((left for _, left, size in lines if size), default=0.0)
    size = median([size for _, _, size in lines if size] or [0.0])
    for text, left, own in lines:
        depth = (left - margin) / size if own and size else 0.0
        yield "　" * round(min(depth, _INDENT_MAX)) + text if depth >= _INDENT_MIN else text


def _lines(words: Any) -> Iterator[tuple[str, float, float]]:
    """Each line with its left edge and the size of its first character in points; 0 where the page does not tell."""
    at = 0
    for line in words.get_text_range().split("\r\n"):
        start = at + len(line) - len(line.lstrip())
        left, size = _place(words, start, line.lstrip()[:1])
        yield line, left, size
        # The library counts in UTF-16 units.
        at += len(line.encode("utf-16-le", "surrogatepass")) // 2 + 2


def _place(words: Any, index: int, letter: str) -> tuple[float, float]:
    if not letter or index >= words.count_chars() or raw.FPDFText_GetUnicode(words.raw, index) != ord(letter):
        return 0.0, 0.0
    left, _, _, _ = words.get_charbox(index)
    return left, raw.FPDFText_GetFontSize(words.raw, index)
