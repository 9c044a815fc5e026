"""Reads the issue number, the date, the copies and the secrecy of a bulletin out of a line of its head or tail."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from taizhang.county.standards import numerals
from taizhang.county.standards.errors import Invalid

_HALF = str.maketrans("０１２３４５６７８９", "0123456789")
_N = r"([0-9０-９〇零○一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰]+(?:\s+[0-9０-９]+)?)"
_Y = r"([12１２]\s*[0-9０-９](?:\s*[0-9０-９]){2}|[二一][〇零○OＯ0一二三四五六七八九]{3})"
_TOTAL = re.compile(
    rf"[（(〔\[]?\s*总\s*第?\s*{_N}\s*期\s*[）)〕\]]?|[（(]?\s*总\s*期\s*数\s*[:：]?\s*{_N}\s*(?:期)?\s*[）)]?"
)
_ISSUE = re.compile(
    rf"[（(〔\[【]?\s*(?:[（(〔\[]?\s*{_Y}\s*[）)〕\]]?\s*年?(?:度)?\s*)?(?:增\s*刊)?\s*"
    rf"(?:第\s*{_N}\s*[期号]|(?:N[Oo]|№)\s*[.．:：]?\s*{_N}(?!\d)|(?<![总\d]){_N}\s*期)\s*[）)〕\]】]?"
)
_EXTRA = re.compile(r"[（(]?\s*(?:增\s*刊|号\s*外|特\s*刊)\s*[）)]?")
_DATE = re.compile(
    r"(?<!\d)(\d{4})\s*(?:年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|([-./])\s*(\d{1,2})\s*\4\s*(\d{1,2})(?!\d))"
)
_CHINESE_DATE = re.compile(
    r"([二一][〇零○OＯ0一二三四五六七八九]{3})\s*年\s*([一二三四五六七八九十]{1,3})\s*月\s*([一二三四五六七八九十廿卅]{1,4})\s*日"
)
_WEEKDAY = re.compile(r"[（(]?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*[）)]?")
_COPIES = re.compile(
    r"[（(]?\s*(?:本\s*期\s*)?(?:共\s*)?(?:印\s*[发刷数]?|印\s*发\s*份\s*数|份\s*数)\s*(?:共\s*)?[:：]?\s*(\d{1,6})\s*份?\s*[）)]?[。]?"
)
_SECRECY = re.compile(
    r"[【〔（(★]?\s*(?:内\s*部\s*(?:资\s*料|刊\s*物|文\s*件|情\s*况|参\s*[阅考]|发\s*行)|绝\s*密|机\s*密|秘\s*密|工\s*作\s*秘\s*密"
    r"|注\s*意\s*保\s*[存密]|妥\s*善\s*保\s*[管存]|不\s*得\s*外\s*传|不\s*得\s*翻\s*印|请\s*勿\s*外\s*传)"
    r"\s*(?:★\s*(?:\d+\s*[年个月]+|长\s*期))?\s*[】〕）)]?"
)
_WIDE = re.compile(r"\s{2,}")
_LINE_MAX = 300
_COPY_NO = re.compile(r"(?:№|编\s*号|份\s*号)?\s*[:：]?\s*(\d{6})")


@dataclass(slots=True)
class Read:
    """What a head or a tail said so far; `bad` holds sentences on what could not be read."""

    no: int | None = None
    total_no: int | None = None
    year: int | None = None
    extra: bool = False
    issue_text: str = ""
    day: date | None = None
    day_text: str = ""
    copies: int | None = None
    secrecy: list[str] = field(default_factory=list)
    copy_no: str = ""
    bad: list[str] = field(default_factory=list)

    def take(self, text: str, line: int) -> str:
        """What is left of a line when number, date, copies and secrecy are taken out of it."""
        takers: tuple[Callable[[str, int], str], ...] = (
            self._day, self._total, self._issue, self._copies, self._secrecy,
        )  # fmt: skip
        if len(text) > _LINE_MAX:
            return text
        # Wide gaps between the parts of a line say nothing, and patterns that allow space would try each of them.
        text = _WIDE.sub("　", text)
        for taker in takers:
            text = taker(text, line)
        return text.strip(" \t　·|/，,。；;")

    def _day(self, text: str, line: int) -> str:
        found = _DATE.search(text.translate(_HALF)) or _CHINESE_DATE.search(text)
        if found is None or self.day is not None:
            return text
        parts = [part for part in found.groups() if part and part not in "-./"]
        self.day_text = text[found.start() : found.end()]
        try:
            self.day = date(*(number(part) for part in parts))
        except (ValueError, Invalid):
            self.bad.append(f"第 {line} 行的日期“{self.day_text}”不是日历上的日期，没有读入。")
        left = text[: found.start()] + "　" + text[found.end() :]
        return _WEEKDAY.sub("", left, count=1).replace("印发", "　", 1)

    def _total(self, text: str, line: int) -> str:
        found = _TOTAL.search(text)
        if found is None or self.total_no is not None:
            return text
        self.total_no = _read(found[1] or found[2])
        self.issue_text = f"{self.issue_text} {found[0].strip()}".strip()
        return text[: found.start()] + "　" + text[found.end() :]

    def _issue(self, text: str, line: int) -> str:
        extra = _EXTRA.search(text)
        found = _ISSUE.search(text) if self.no is None else None
        if found:
            self.no, self.year = _read(found[2] or found[3] or found[4]), _read(found[1]) or self.year
            self.issue_text = f"{found[0].strip()} {self.issue_text}".strip()
            text = text[: found.start()] + "　" + text[found.end() :]
        if extra and (found or self.no is not None or len(text.strip()) <= 8):
            self.extra = True
            text = _EXTRA.sub("　", text)
        return text

    def _copies(self, text: str, line: int) -> str:
        found = _COPIES.search(text)
        if found is None or self.copies is not None:
            return text
        self.copies = int(found[1])
        return text[: found.start()] + "　" + text[found.end() :]

    def _secrecy(self, text: str, line: int) -> str:
        found = [one[0].strip() for one in _SECRECY.finditer(text)]
        left = _SECRECY.sub("　", text).strip(" 　，,；;。！!、★【】〔〕")
        if found and not left:
            self.secrecy += found
            return ""
        copy = _COPY_NO.fullmatch(text.strip())
        if copy and not self.copy_no:
            self.copy_no = copy[1]
            return ""
        return text


def number(text: str) -> int:
    """39, ３９, 三十九, 二〇二三, 廿三; raises Invalid."""
    plain = "".join(text.translate(_HALF).split())
    if plain.isdigit() and plain.isascii():
        return int(plain)
    plain = plain.replace("O", "〇").replace("Ｏ", "〇").replace("0", "〇").replace("廿", "二十").replace("卅", "三十")
    if len(plain) == 2 and not set(plain) & set("十百千"):
        return number(plain[0]) * 10 + number(plain[1])
    return numerals.parse(plain)


def _read(text: str | None) -> int | None:
    try:
        return number(text) if text else None
    except Invalid:
        return None
