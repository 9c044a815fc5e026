"""Reads the head of a bulletin: name, number, issuer, date, secrecy, and a list of contents if there is one."""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from taizhang.county.bulletin.structure import marks, tail
from taizhang.county.bulletin.structure.lines import Line, heading_like
from taizhang.county.bulletin.structure.numbers import Read

_NAME = re.compile(
    r"(?:快报|简报|信息|动态|要情|专报|通报|内参|参考|日报|周报|旬报|月报|季报|年报|摘报|摘要|简讯|通讯|情况|反映|交流|参阅|专刊|快讯|要讯|要闻"
    r"|督查|专递|之窗|导刊|月刊|政务|工作|信息快递|快递|播报|速递|舆情|资讯)(?:[（(][^（）()]{1,12}[）)])?$"
)
_ISSUER = re.compile(
    r"(?:办公室|政府|委员会|办公厅|党委|县委|市委|区委|办|局|中心|指挥部|领导小组|领导小组办公室|专班|部|委|室|院|联合会|总工会)"
    r"\s*(?:主办|编印|编发|编|印|印发)?$"
)
_ISSUER_LABEL = re.compile(r"^(?:主\s*办|主办单位|编发单位|编印单位|编\s*发|编\s*印|编印|承办单位|发文单位)\s*[:：]\s*")
_ISSUER_END = re.compile(r"\s*(?:主办|编印|编发|编|印发)$")
_CONTENTS = re.compile(
    r"[【〔［\[◆●★]?\s*(?:本\s*期\s*(?:要\s*目|导\s*读|目\s*录|内\s*容|看\s*点|摘\s*要)|目\s*录|要\s*目|导\s*读)\s*[】〕］\]◆●★]?\s*[:：]?"
)
_LEADERS = re.compile(r"[.．…·\s]*[（(]?\d{0,3}[）)]?\s*$")
_LINES, _CONTENTS_LINES = 16, 60


@dataclass(slots=True)
class Head:
    """`end` is the index of the first line of the body."""

    read: Read = field(default_factory=Read)
    name: str = ""
    issuer: str = ""
    contents: list[str] = field(default_factory=list)
    imprint: list[tuple[str, str]] = field(default_factory=list)
    end: int = 0


def read(lines: Sequence[Line]) -> Head:
    head = Head()
    body = {_bare(line.text) for line in lines}
    index, dated = 0, _dated(lines)
    while index < min(len(lines), _LINES):
        if _CONTENTS.fullmatch(lines[index].text):
            index = _contents(head, lines, index, body)
            break
        if not _took(head, lines[index], dated):
            break
        index += 1
    head.end = index
    return head


def _dated(lines: Sequence[Line]) -> bool:
    """Whether a number or a date stands near the top: without either the first line is no name but an item."""
    probe = Read()
    for line in lines[:8]:
        if line.width <= 90:
            probe.take(line.text, line.number)
    return bool(probe.no or probe.total_no or probe.day or probe.extra)


def _took(head: Head, line: Line, dated: bool) -> bool:
    if line.width > 100 or (marks.is_title(line.text) and not _secret(line.text)):
        return False
    tried = deepcopy(head.read)
    text = line.text.lstrip("#")
    left = tried.take(text, line.number)
    pairs, left = tail.pairs(left, imprint_only=True)
    taken = left != text.strip(" \t　·|/，,。；;")
    if left and not _placed(head, left, taken, dated):
        return False
    head.read = tried
    head.imprint += pairs
    return True


def _secret(text: str) -> bool:
    return not Read().take(text, 0)


def _placed(head: Head, left: str, taken: bool, dated: bool) -> bool:
    """Whether what is left of a line is the name of the bulletin or its issuer; then it is noted there."""
    if marks.of(left) or len(left) > 40 or re.search(r"[。；！？]", left):
        return False
    if left[0] == "《" and left[-1] == "》":
        left = left[1:-1].strip()
    labelled = _ISSUER_LABEL.sub("", left)
    if labelled != left or (_ISSUER.search(left) and (head.name or not _NAME.search(left))):
        return _issuer(head, _ISSUER_END.sub("", labelled))
    if head.name:
        return _subtitle(head, left, taken)
    if _NAME.search(left) or (dated and head.read.no is None and heading_like(left)):
        name = (
            f"{head.issuer}{left}" if head.issuer.endswith(("政府", "县委")) and left[:2] != head.issuer[:2] else left
        )
        head.name, head.issuer = name, "" if name != left else head.issuer
        return True
    return False


def _issuer(head: Head, found: str) -> bool:
    if head.issuer and head.name:
        return False
    if head.issuer:
        head.name, head.issuer = head.issuer, found
        return True
    head.issuer = found
    return True


def _subtitle(head: Head, left: str, taken: bool) -> bool:
    """Words beside the number or the date: an issuer no ending betrays, or the second half of a name."""
    if taken and not head.issuer and len(left) >= 4:
        head.issuer = _ISSUER_END.sub("", left)
        return True
    if head.read.no is None and head.read.total_no is None and _NAME.search(left) and not _NAME.search(head.name):
        head.name += left
        return True
    return False


def _contents(head: Head, lines: Sequence[Line], index: int, body: set[str]) -> int:
    """The list goes on while its lines come again further down as sections or headlines."""
    seen: dict[str, int] = {}
    for line in lines[index + 1 :]:
        seen[_bare(line.text)] = seen.get(_bare(line.text), 0) + 1
    starts = "\n".join(_bare(line.text)[:60] for line in lines[index + 1 :])
    at = index + 1
    while at < len(lines) and at - index < _CONTENTS_LINES:
        entry = _bare(_LEADERS.sub("", lines[at].text))
        if not entry or starts.count("\n" + entry) + starts.startswith(entry) < 2:
            break
        if any(_bare(_LEADERS.sub("", one)) == entry for one in head.contents):
            break
        head.contents.append(lines[at].text)
        at += 1
    return at


def _bare(text: str) -> str:
    mark = marks.of(text)
    return "".join((mark.title + mark.rest if mark else text).split())
