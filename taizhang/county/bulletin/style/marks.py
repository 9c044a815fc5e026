"""Habits of punctuation, brackets, quotation marks, document numbers and names, and of spaces."""

import re
from collections.abc import Iterator
from itertools import chain

from taizhang.county.bulletin.style.habit import Habit, Place, changed, habit, quoted, swap

_CN = r"\u4e00-\u9fff"
_BEFORE = rf"[{_CN}”》）)%％]"
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "(": "（", ")": "）"}
# Of two marks side by side the one that parts more strongly stays.
_STRONG = "？！。；：，、"


def _wide(match: re.Match[str]) -> str:
    return _WIDE[match[0]]


def _stronger(match: re.Match[str]) -> str:
    return min(match[0], key=_STRONG.index)


# What is done with documents, right before their names.
_VERBS = (
    "印发",
    "出台",
    "下发",
    "转发",
    "制定",
    "发布",
    "修订",
    "颁布",
    "根据",
    "按照",
    "依据",
    "印发了",
    "出台了",
    "制定了",
)
_ISSUED = "|".join(f"(?<={verb})" for verb in _VERBS)

MARKS: tuple[Habit, ...] = (
    habit(r"[，。；：、！？]{2,}", "标点重复。", "只留一个。", swap(_stronger), unless=r"^(?:？！|！？|！！！|。{3,6})$"),
    habit(r"(?:（|\(|\[|【|﹝)(?P<year>(?:19|20)\d{2})(?:）|\)|\]|】|﹞) ?第? ?(?P<no>\d+) ?号", "文号的年份没有用六角括号。",
          "写成“〔2023〕1号”。", swap(lambda m: f"〔{m['year']}〕{m['no'].lstrip('0')}号")),
    habit(r"〔(?P<year>\d{4})〕 ?(?:第 ?0{0,2}(?P<no>[1-9]\d{0,2})|0{1,2}(?P<zero>[1-9]\d{0,2})) ?号",
          "文号不加“第”，也不编虚位。", "写成“〔2023〕1号”。",
          swap(lambda m: f"〔{m['year']}〕{m['no'] or m['zero']}号")),
    habit(r"(?:19|20)\d{2}年\d+号文", "文号的年份没有用六角括号。", "写成“〔2023〕1号”。"),
    habit(r"[()](?!(?:19|20)\d{2}\) ?第? ?\d+ ?号)(?<!\((?:19|20)\d{2}\))", "用了半角括号。", "改用全角（）。", swap(_wide)),
    habit(r"\[(?!\d{4}\] ?第? ?\d+ ?号)|(?<!\[\d{4})\]", "用了半角括号。", "改用全角（）；文号的年份用〔〕。"),
    habit(rf"(?<={_BEFORE})[,;:!?](?=\s*[{_CN}“《（\d]|\s*$)|(?<=\d)[,;](?=[{_CN}])|(?<={_BEFORE})\.(?=[{_CN}“《]|$)",
          "用了半角标点。", "改用全角标点。", swap(_wide)),
    habit(rf"(?:{_ISSUED})"
          r"(?P<name>关于[^，。；：、《》“”（）]{2,36}?的[^，。；：、《》“”（）]{0,4}?(?:通知|意见|方案|办法|规定|决定|公告|通告))(?!》)",
          "文件名没有加书名号。", "写成《关于……的通知》。", swap(r"《\g<name>》")),
    habit(r"(?<=[^\sA-Za-z.])[ 　\u00a0\u2009\t]+(?=\d)|(?<=\d)[ 　\u00a0\u2009\t]+(?=[^\sA-Za-z])",
          "数字旁边有空格。", "去掉空格。", swap("")),
    habit(r"(?<![ 　\t])[ 　\t]*(?:\r?\n)+[ 　\t]*", "正文中有换行。", "一条稿件只有一段，换行印出时成为空格，请删去。", swap("")),
)  # fmt: skip


def _giants(text: str) -> Iterator[Place]:
    for match in re.finditer("小巨人", text):
        if not quoted(text, match.start()) and text[match.start() - 1 : match.start()] != '"':
            yield Place(*match.span(), (changed(match[0], match.start(), "“小巨人”"),))


def _straight(text: str) -> Iterator[Place]:
    """Straight quotation marks, each with the curved one that its turn asks for."""
    inside = False
    for match in re.finditer('[“”"]', text):
        if match[0] == '"':
            yield Place(*match.span(), (changed('"', match.start(), "”" if inside else "“"),))
        inside = not inside if match[0] == '"' else match[0] == "“"


_PAIRS = ("“”", "（）", "《》", "〔〕", "【】")


def _open(text: str) -> Iterator[Place]:
    """The first of each kind of bracket or quotation mark that has no other half."""
    for pair in _PAIRS:
        opens = pair[0]
        depth: list[int] = []
        for match in re.finditer(f"[{pair}]", text):
            if match[0] == opens:
                depth.append(match.start())
            elif depth:
                depth.pop()
            else:
                depth.append(match.start())
                break
        yield from (Place(at, at + 1) for at in depth[:1])


GIANTS = Habit("“小巨人”没有加引号。", "写成专精特新“小巨人”企业。", _giants)
STRAIGHT = Habit("用了直引号。", "改用“”。", _straight)
OPEN = Habit("括号、引号或书名号不成对。", "请补上另一半，或删去这一半。", _open)


def every() -> Iterator[Habit]:
    return chain(MARKS, (GIANTS, STRAIGHT, OPEN))
