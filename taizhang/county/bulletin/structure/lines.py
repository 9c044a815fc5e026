"""Cuts a text into its printed lines and joins them to paragraphs, whatever the page did to them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from taizhang.county.bulletin.structure import marks, units

# Without width, or able to turn the direction of the text round; and control characters that no page shows.
_INVISIBLE = {
    **dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f")),
    **dict.fromkeys([*range(9), *range(0x0E, 0x20), 0x7F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
    **dict.fromkeys([0xFFFE, 0xFFFF]),
}
_BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# Markdown emphasis opens at the start or after a stop: the stars of a masked name (张**) follow a character.
_EMPHASIS = re.compile(r"(?<![^\s，。；：、（“！？#])\*\*([^*\s，；。](?:[^*\n]{0,80}[^*\s])?)\*\*")
_PAGE_NUMBER = re.compile(
    r"[-—–－―─~•·]+\s*\d{1,3}\s*[-—–－―─~•·]+|\d{1,3}(?:\s*[/／]\s*\d{1,3})?"
    r"|第\s*[\d一二三四五六七八九十]+\s*页(?:\s*[/／，,（(]?\s*共\s*[\d一二三四五六七八九十]+\s*页[）)]?)?"
)
_RULE = re.compile(r"[-—–－―─━_=*~•·\s]{3,}")
_CJK = r"\u3400-\u9fff"
_SPACED = re.compile(rf"(?<=[{_CJK}，。、；：“”（）《》])[ \u3000]+(?=[{_CJK}，。、；：“”（）《》])")
_CLOSERS = "”’）)》」』】\"' \u3000"
_STOPS = "。！？…；：!?;:"
# No paragraph of a bulletin is longer; what is joined beyond it would cost time that grows faster than the text.
_PARAGRAPH_MAX = 4000
_OPEN = re.compile(r"（[^（）]{0,80}$")


@dataclass(frozen=True, slots=True)
class Line:
    """`indent` and `width` in half-width columns; `bold` are the emphasised words a line begins with.

    `spaced` where it ends with a space: the page broke it before a number or a foreign word.
    """

    text: str
    number: int
    indent: int
    width: int
    bold: str = ""
    spaced: bool = False


@dataclass(slots=True)
class Paragraph:
    """What was joined from the lines since `line`."""

    text: str
    line: int
    bold: str = ""
    last: Line | None = None
    mark: marks.Mark | None = field(default=None)

    def add(self, line: Line) -> None:
        self.text += (" " if self._apart(line) else "") + line.text
        self.last = line

    def _apart(self, line: Line) -> bool:
        """Whether a space stood where the line was broken: between foreign words, or left at one of the two ends."""
        before, after = self.text[-1:], line.text[:1]
        if before.isascii() and after.isascii() and before.isalpha() and after.isalpha():
            return True
        if line.indent != 1 and not (self.last is not None and self.last.spaced):
            return False
        return before.isascii() or after.isascii() or heading_like(self.text) or bool(_OPEN.search(self.text[-90:]))


def read(text: str) -> tuple[list[Line], list[str]]:
    """The lines that say something, and what the page added: page numbers and rules."""
    said: list[Line] = []
    furniture: list[str] = []
    for number, raw in enumerate(_BREAKS.sub("\n", text.translate(_INVISIBLE)).split("\n"), start=1):
        stripped = raw.strip()
        if not stripped:
            continue
        if _PAGE_NUMBER.fullmatch(stripped) or _RULE.fullmatch(stripped):
            furniture.append(stripped)
            continue
        indent = columns(raw[: len(raw) - len(raw.lstrip())].replace("\t", "    "))
        bold = _EMPHASIS.match(stripped)
        plain = spoken(stripped)
        said.append(Line(plain, number, indent, columns(plain), bold[1] if bold else "", raw[-1:] in (" ", "\u00a0")))
    return said, furniture


def spoken(text: str) -> str:
    """Without emphasis, and with the letters of a spaced-out line drawn together."""
    plain = _EMPHASIS.sub(r"\1", text)
    if len(plain) >= 5:
        closed, gaps = _SPACED.subn("", plain)
        if gaps >= 0.6 * (len(closed) - 1):
            return closed
    return plain


def columns(text: str) -> int:
    return len(text) + sum(unicodedata.east_asian_width(letter) in "WFA" for letter in text)


def ended(text: str) -> bool:
    """Whether a sentence ends here."""
    return text[-20:].rstrip(_CLOSERS)[-1:] in _STOPS and bool(text)


def heading_like(text: str) -> bool:
    """Short words without a full stop: a section or a headline, no sentence of a body."""
    if not 2 <= len(text) <= 50 or text[-1] in "，、；：。,;:" or text[0] in "，、；。）”":
        return False
    commas = text.count("，") + text.count(",")
    return "。" not in text and "；" not in text and text.count("、") <= 2 and commas <= (1 if len(text) > 40 else 2)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text was set: the width of a full line where the page broke the lines, 0 where paragraphs are whole."""

    full: int
    indented: bool

    def is_full(self, line: Line | None, short: int = 6) -> bool:
        return line is not None and bool(self.full) and line.width + line.indent >= self.full - short

    def is_long(self, line: Line | None) -> bool:
        return line is not None and bool(self.full) and line.width + line.indent >= 0.75 * self.full


def setting(lines: Sequence[Line]) -> Setting:
    """Printed lines are of one width: most of the longer ones end within two characters of each other."""
    widths = Counter((line.width + line.indent) // 4 for line in lines if line.width >= 30)
    long = sum(widths.values())
    step = max(widths, key=lambda width: widths[width] + widths[width + 1], default=0)
    near = sum(widths[step + one] for one in (-1, 0, 1, 2))
    full = 4 * (step + 1) if long >= 5 and near >= 0.6 * long and 4 * step <= 140 else 0
    first = sum(line.indent >= 3 for line in lines)
    return Setting(full, bool(full) and 2 <= first <= 0.7 * len(lines))


def paragraphs(lines: Iterable[Line], page: Setting) -> list[Paragraph]:
    made: list[Paragraph] = []
    for line in lines:
        if made and _continues(made[-1], line, page):
            made[-1].add(line)
        else:
            made.append(Paragraph(line.text, line.number, line.bold, line))
    for paragraph in made:
        paragraph.text = _EMPHASIS.sub(r"\1", paragraph.text)
        paragraph.mark = marks.of(paragraph.text)
    return made


def _continues(before: Paragraph, line: Line, page: Setting) -> bool:
    last = before.last
    if len(before.text) > _PARAGRAPH_MAX:
        return False
    if _OPEN.search(before.text[-90:]):
        return True
    if marks.is_title(line.text) or units.alone(line.text) or units.closes(before.text) or marks.is_title(before.text):
        return False
    if page.indented and line.indent >= 3:
        return False
    if (
        page.is_full(last, _slack(before))
        or _headline_breaks(before, line, page)
        or (page.is_long(last) and not ended(before.text) and not _could_be_title(before))
    ):
        return page.indented or _runs_on(before, line, page)
    return not marks.of(line.text) and _broken(before.text)


def _slack(before: Paragraph) -> int:
    """The first line of a paragraph is two characters shorter where its indent was lost."""
    first = before.last is not None and before.last.text == before.text
    return 10 if first and (_GAP.search(before.text) or "，" in before.text) else 6


def _headline_breaks(before: Paragraph, line: Line, page: Setting) -> bool:
    """A headline that ends in the next line, with the body after it there."""
    gap = _GAP.search(line.text, 0, 24)
    return bool(gap) and page.is_full(before.last, 10) and heading_like(before.text) and _could_be_title(before)


def _could_be_title(before: Paragraph) -> bool:
    return before.last is not None and before.last.text == before.text and heading_like(before.text)


def _runs_on(before: Paragraph, line: Line, page: Setting) -> bool:
    """After a full line: the sentence goes on, or another begins that is no new item."""
    if before.text[-1:] in "；;：:" or not ended(before.text):
        return True
    title = heading_like(line.text) and not page.is_full(line)
    return not (title or marks.of(line.text) or inline_headline(line.text))


def _broken(text: str) -> bool:
    """A sentence that stops in the middle: the page broke it."""
    if text[-1:] in "，、":
        return True
    return not ended(text) and not heading_like(text) and (len(text) > 60 or "，" in text or "。" in text)


_GAP = re.compile(r"(?<=[\u3400-\u9fff”》）!！])[ \u3000\t]+(?=[\u3400-\u9fff“《])")


def inline_headline(text: str) -> tuple[str, str] | None:
    """Headline and body that share a paragraph: the first space between two Chinese words, no stop before it."""
    gap = _GAP.search(text, 0, 90)
    if gap is None:
        return None
    headline, body = text[: gap.start()], text[gap.end() :]
    if not 6 <= len(headline) <= 60 or len(body) < 15 or not heading_like(headline[:50]):
        return None
    return headline, body


__all__ = ["Line", "Paragraph", "Setting", "ended", "heading_like", "inline_headline", "paragraphs", "read", "setting"]
