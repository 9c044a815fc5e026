"""Gets the text out of the bytes of a file without changing a character: UTF-8 first, then GB 18030."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

UTF_8, GB_18030 = "UTF-8", "GB 18030"
Extract = Callable[[bytes], str]
_DOCUMENTS = {b"PK\x03\x04": ".docx", b"%PDF-": ".pdf"}
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# In GB 18030 almost any pair of high bytes is a character; control characters tell a program or a picture from a text.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class NoText(ValueError):
    """Bytes that are no text; the message says what is wrong with the file and what to do, without naming it."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """`encoding` is "" for a document, which has its own."""

    text: str
    encoding: str = ""


def text_of(content: bytes, extractors: Mapping[str, Extract]) -> Decoded:
    """By what the bytes are, whatever the file is called; `extractors` read documents, by suffix.

    Raises ValueError, as extractors do, with a phrase that follows the name of the file.
    """
    suffix = next((suffix for start, suffix in _DOCUMENTS.items() if content.startswith(start)), "")
    return Decoded(extractors[suffix](content)) if suffix in extractors else decode(content)


def decode(content: bytes) -> Decoded:
    """A byte order mark and the line ends stay as they are stored. Raises NoText."""
    if content.startswith(_OLD_OFFICE):
        raise NoText("是旧版 Word、WPS 文档或加密的文档，请另存为 .docx（不设密码）或纯文本后再读")
    if content.startswith(_UTF_16):
        raise NoText("是 UTF-16 编码，请另存为 UTF-8 编码的文本文件")
    if b"\0" in content:
        raise NoText("不是文本文件")
    try:
        return Decoded(content.decode("utf-8"), UTF_8)
    except UnicodeDecodeError:
        return Decoded(_gb_18030(content), GB_18030)


def _gb_18030(content: bytes) -> str:
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise NoText("不是文本文件，或编码既不是 UTF-8 也不是 GB 18030，请另存为 UTF-8") from None
    if _CONTROL.search(text):
        raise NoText("不是文本文件")
    return text
