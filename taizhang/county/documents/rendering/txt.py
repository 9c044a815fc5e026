"""The plain text form of an issue: UTF-8, one blank line between paragraphs."""

from taizhang.county.documents.rendering.model import Sheet, words


def render(sheet: Sheet) -> bytes:
    return ("\n\n".join(words(sheet)) + "\n").encode()
