"""Reads the tail of a bulletin: distribution, editor, checker, signer and other names, copies, imprint date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from taizhang.county.bulletin.structure import marks, units
from taizhang.county.bulletin.structure.lines import Line, ended
from taizhang.county.bulletin.structure.numbers import Read
from taizhang.county.bulletin.structure.parts import Labelled

_NAMES = """
责任编辑 本期编辑 执行编辑 值班编辑 责编 编辑 编校 编审 编发 编写 编制 统稿 撰稿人 核稿 核稿人 审核 审核人 审签 审签人 审定 审校 审稿 审阅 审批
复核 校对 校核 签发 签发人 签批 副主编 执行主编 主编 总编 值班主编 监制 录入 排版 打印 承办 承办人 承办单位 联系人 联系电话 电话 传真 邮箱
电子邮箱 投稿邮箱 地址 网址 值班领导 分管领导
"""
_LISTS = """
本期发 本期增发 本期加发 本期送 本期报 本期发送 本期报送 本期抄送 本期分送 本期主送 本期印发 本期呈报 增发 加发 报送 抄送 抄报 抄发 主送 主报 分送
分发 呈送 呈报 印送 发送 发至 印发范围 发送范围 发放范围 送达 送阅 报 送 发 呈
"""


def _any(words: str) -> str:
    """The labels as one pattern, longest first; typesetters draw short ones apart: 签　发."""
    return "|".join(r"\s*".join(name) for name in sorted(words.split(), key=len, reverse=True))


# In a table the label has a cell of its own and no colon: 报　　市政府办公室.
_LABEL = re.compile(
    rf"(?:^|(?<=[\s　。；;，,）)|]))(?:(?P<name>{_any(_NAMES)})|(?P<list>{_any(_LISTS)}))\s*[:：]\s*"
    rf"|^(?P<cell>{_any(_LISTS)})[ 　\t]{{2,}}(?=\S)"
)
_UNMARKED = re.compile(
    rf"(?:(?:{_any(_NAMES)})[ 　]+[\u4e00-\u9fff·]{{1,4}}(?:[ 　][\u4e00-\u9fff])?(?:[ 　]+|$)){{1,6}}"
)
_UNMARKED_PAIR = re.compile(
    rf"({_any(_NAMES)})[ 　]+([\u4e00-\u9fff·]{{2,4}}|[\u4e00-\u9fff][ 　][\u4e00-\u9fff])(?=[ 　]|$)"
)
_IMPRINT = re.compile(r"(?:办公室|政府|委员会|局|中心|部|办)\s*(?:编|印|编印|印发)?$")
# A list of recipients may run over many lines, an item of the body is longer still.
_GAP = 600
_ROLES = (
    ("editor", ("责任编辑", "本期编辑", "责编", "执行编辑", "值班编辑", "编辑", "编校", "编写", "编制", "编发", "统稿", "执行主编")),
    ("signer", ("签发", "签发人", "签批", "审签", "审签人", "审批", "总编", "主编", "值班主编", "监制")),
    ("checker", ("审核", "审核人", "核稿", "核稿人", "审稿", "审校", "审定", "编审", "审阅", "复核", "审签", "审签人", "校核", "主编",
                 "副主编", "校对")),
)  # fmt: skip


@dataclass(slots=True)
class Tail:
    """`start` is the index of its first line, the number of lines where there is none."""

    read: Read = field(default_factory=Read)
    distribution: list[Labelled] = field(default_factory=list)
    imprint: list[tuple[str, str]] = field(default_factory=list)
    issuer: str = ""
    rest: list[tuple[int, str]] = field(default_factory=list)
    start: int = 0


def read(lines: Sequence[Line], first: int) -> Tail:
    """`first` is the index of the first line of the body."""
    tail = Tail(start=_start(lines, first))
    open_list = ""
    for line in lines[tail.start :]:
        open_list = _line(tail, line, open_list)
    return tail


def _start(lines: Sequence[Line], first: int) -> int:
    start, gap = len(lines), 0
    for index in range(len(lines) - 1, first - 1, -1):
        line = lines[index]
        if marks.is_title(line.text) or (units.alone(line.text) and not _LABEL.match(line.text)):
            break
        if _opens(line):
            start, gap = index, 0
            continue
        gap += len(line.text)
        if gap > _GAP or (ended(line.text) and units.closes(line.text)) or (start == len(lines) and gap > 120):
            break
    return start


def _opens(line: Line) -> bool:
    if _LABEL.match(line.text) or _UNMARKED.fullmatch(line.text):
        return True
    if line.width > 80:
        return False
    probe = Read()
    left = probe.take(line.text, line.number)
    said = probe.day or probe.copies is not None or probe.secrecy
    return bool(said) and (not left or bool(_IMPRINT.search(left)))


def _line(tail: Tail, line: Line, open_list: str) -> str:
    """Notes what a line says; returns the list of recipients that may run on in the next line."""
    cuts = [*_LABEL.finditer(line.text)]
    before = line.text[: cuts[0].start()] if cuts else line.text
    if before.strip():
        open_list = _unlabelled(tail, line, before.strip(), open_list)
    for index, cut in enumerate(cuts):
        end = cuts[index + 1].start() if index + 1 < len(cuts) else len(line.text)
        value, label = line.text[cut.end() : end].strip(), "".join((cut["name"] or cut["list"] or cut["cell"]).split())
        if not cut["name"]:
            tail.distribution.append(Labelled(label, _copied(tail, value, line)))
            open_list = label
        else:
            tail.imprint.append((label, _person(_copied(tail, value, line))))
            open_list = ""
    return open_list


def _copied(tail: Tail, value: str, line: Line) -> str:
    """A value without the number of copies that follows it."""
    if "份" not in value:
        return value
    probe = Read()
    left = probe.take(value, line.number)
    if probe.copies is None or probe.day or probe.no:
        return value
    tail.read.copies = probe.copies
    return left


def _unlabelled(tail: Tail, line: Line, text: str, open_list: str) -> str:
    pairs, left = ([*map(_pair, _UNMARKED_PAIR.finditer(text))], "") if _UNMARKED.fullmatch(text) else ([], text)
    tail.imprint += pairs
    left = tail.read.take(left, line.number) if left else ""
    if not left:
        return "" if pairs else open_list
    if left != text.strip(" \t　·|/，,。；;") and _IMPRINT.search(left):
        tail.issuer = re.sub(r"\s*(?:编印|印发|编|印)$", "", left)
    elif open_list:
        last = tail.distribution[-1]
        tail.distribution[-1] = Labelled(last.label, last.text + text)
        return open_list
    elif _IMPRINT.search(left) and len(left) <= 30 and not tail.issuer:
        tail.issuer = re.sub(r"\s*(?:编印|印发|编|印)$", "", left)
    else:
        tail.rest.append((line.number, text))
    return ""


def _pair(found: re.Match[str]) -> tuple[str, str]:
    return "".join(found[1].split()), _person(found[2])


def pairs(text: str, *, imprint_only: bool) -> tuple[list[tuple[str, str]], str]:
    """Names with their labels in a line of the head, and what is left of it."""
    cuts = [cut for cut in _LABEL.finditer(text) if cut["name"] or not imprint_only]
    found = []
    for index, cut in enumerate(cuts):
        end = cuts[index + 1].start() if index + 1 < len(cuts) else len(text)
        found.append(("".join(cut["name"].split()), _person(text[cut.end() : end])))
    return found, text[: cuts[0].start()].strip() if cuts else text


def _person(text: str) -> str:
    """李 勉 → 李勉; several names stay apart."""
    pieces = text.strip(" 　。；;，,").split()
    if len(pieces) > 1 and all(len(piece) == 1 for piece in pieces) and len(pieces) <= 4:
        return "".join(pieces)
    return " ".join(pieces)


def roles(imprint: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Who edited, checked and signed; no label is used twice."""
    given: dict[str, str] = {}
    for label, name in imprint:
        given[label] = f"{given[label]} {name}" if label in given else name
    found: dict[str, str] = {}
    for role, labels in _ROLES:
        label = next((label for label in labels if given.get(label)), "")
        found[role] = given.pop(label, "")
    return found
