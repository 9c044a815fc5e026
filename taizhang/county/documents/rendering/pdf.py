"""The PDF form of an issue: PDF/A-2u set by typst, with the compiler and the fonts kept from one issue to the next."""

import json
import re
from dataclasses import asdict
from datetime import datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import typst

from taizhang.county.documents.rendering import fonts, page
from taizhang.county.documents.rendering.model import Letter, Sheet, Unprintable, paragraphs, tidy, words

TEMPLATE = Path(__file__).with_name("bulletin.typ")
BEIJING = timezone(timedelta(hours=8))
# The archive form; its check also turns a missing glyph into an error instead of an empty box.
STANDARD: Final = "a-2u"
_BOLD = 600


class Press:
    """A typst compiler with its fonts loaded; a compiler takes one job at a time, hence the lock."""

    def __init__(self, installed: typst.Fonts) -> None:
        families = set(installed.families())
        self.fonts_used = fonts.choices(families)
        self._chains = {key: fonts.chain(key, families) for key in fonts.FACES}
        self._chains["bold"] = self._bold_chain(installed)
        self._lock = Lock()
        self._compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=installed)

    def print(self, sheet: Sheet) -> bytes:
        issue = json.dumps(self._issue(sheet), ensure_ascii=False)
        dated = datetime.combine(sheet.dated, time(), BEIJING)
        try:
            with self._lock:
                printed = self._compiler.compile(
                    sys_inputs={"issue": issue}, format="pdf", pdf_standards=STANDARD, timestamp=dated
                )
        except typst.TypstError as error:
            raise Unprintable(_explain(error.diagnostic or error.message, words(sheet))) from error
        assert isinstance(printed, bytes)  # one PDF, not one file per page
        return printed

    def _bold_chain(self, installed: typst.Fonts) -> list[str]:
        """The body face where it has a bold cut; 仿宋 has none and typst fakes none, so 黑体 stands in for it."""
        bold = {font.family for font in installed.fonts() if font.weight >= _BOLD}
        return self._chains["body"] if self._chains["body"][0] in bold else self._chains["heading"]

    def _issue(self, sheet: Sheet) -> dict[str, Any]:
        return {
            "title": sheet.title,
            "author": tidy(sheet.issuer),
            "letter": isinstance(sheet, Letter),
            "page": _plan(tidy(sheet.name)),
            "fonts": self._chains,
            "paragraphs": [asdict(paragraph) for paragraph in paragraphs(sheet)],
        }


@cache
def press() -> Press:
    """The press of this process; a failure for want of fonts is not remembered, so installing them is enough."""
    return Press(typst.Fonts())


def render(sheet: Sheet) -> bytes:
    return press().print(sheet)


def fonts_used() -> tuple[fonts.FontUse, ...]:
    return press().fonts_used


def _plan(name: str) -> dict[str, float | str]:
    name_size, name_gap = page.name_size(name)
    return {
        "width": page.WIDTH,
        "height": page.HEIGHT,
        "top": page.TOP,
        "bottom": page.BOTTOM,
        "left": page.LEFT,
        "right": page.RIGHT,
        "number_drop": page.PAGE_NUMBER_DROP,
        "line_pitch": page.LINE_PITCH_POINTS,
        "character_pitch": page.CHARACTER_PITCH_POINTS,
        "body_size": page.THREE,
        "title_size": page.TWO,
        "signed_right": page.SIGNED_RIGHT_CHARACTERS,
        "tail_size": page.FOUR,
        "tail_pitch": page.TAIL_PITCH_POINTS,
        "tail_outer": page.TAIL_OUTER_POINTS,
        "tail_inner": page.TAIL_INNER_POINTS,
        "imprint_columns": page.IMPRINT_COLUMNS,
        "red": f"#{page.RED}",
        "rule": page.RULE_POINTS,
        "head_lines": page.HEAD_LINES,
        "name_lines": page.NAME_LINES,
        "issue_gap_lines": page.ISSUE_GAP_LINES,
        "after_rule_lines": page.AFTER_RULE_LINES,
        "name_size": name_size,
        "name_gap": name_gap,
    }


_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')


def _explain(diagnostic: str, said: list[str]) -> str:
    missing = dict.fromkeys("".join(map(_unescaped, _MISSING.findall(diagnostic))).replace(" ", ""))
    if not missing:
        return f"PDF 排版失败：{diagnostic}"
    places = "；".join(_place(character, said) for character in missing)
    return f"已装字体中没有这些字：{places}。请核对是否录错；确为用字的，请安装收有该字的中文字体后重试。"


def _unescaped(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda found: chr(int(found[1], 16)), text)


def _place(character: str, said: list[str]) -> str:
    number = next((number for number, text in enumerate(said, 1) if character in text), 0)
    where = f"第 {number} 段“{said[number - 1][:12]}…”" if number else "页面"
    return f"“{character}”（U+{ord(character):04X}，{where}）"
