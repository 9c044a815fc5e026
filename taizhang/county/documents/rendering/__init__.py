"""Printed issues: one model rendered to docx, pdf, html and txt with the same words in each."""

from collections.abc import Callable

from taizhang.county.documents.rendering import docx, html, pdf, txt
from taizhang.county.documents.rendering.fonts import FontUse
from taizhang.county.documents.rendering.html import fragment
from taizhang.county.documents.rendering.model import Item, Letter, Run, Section, Sheet, Unprintable, words
from taizhang.county.documents.rendering.pdf import fonts_used

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
FORMATS: dict[str, Callable[[Sheet], bytes]] = {
    "docx": docx.render,
    "pdf": pdf.render,
    "html": html.render,
    "txt": txt.render,
}

__all__ = [
    "FORMATS",
    "MEDIA_TYPES",
    "FontUse",
    "Item",
    "Letter",
    "Run",
    "Section",
    "Sheet",
    "Unprintable",
    "fonts_used",
    "fragment",
    "render",
    "words",
]


def render(sheet: Sheet, fmt: str) -> bytes:
    """The issue as a file; `fmt` is one of FORMATS."""
    if fmt not in FORMATS:
        raise ValueError(f"没有“{fmt}”这种格式，可选：{'、'.join(FORMATS)}。")
    return FORMATS[fmt](sheet)
