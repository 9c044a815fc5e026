"""Cuts a text into sentences and gives every figure the words that belong to it, in one pass."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from taizhang.county.figures.text.relations.measures import bounds, dimension, written_value
from taizhang.county.figures.text.relations.model import NOW, Mention, Sentence
from taizhang.county.figures.text.span import Kind, Span
from taizhang.county.standards.errors import Invalid

MOST = 60
"""Numbers of one sentence that are weighed against each other; a longer list is cut so that time grows with length."""

_BREAK = re.compile(r"[，,：:；;。！!？?、（）()\[\]【】\n]")
_ITEM = re.compile(r"[，,：:；;。！!？?、（）()【】]")
_BLANK = re.compile(r"\s+")
_ENDING = "。！？!?；;：:】）)"
_CJK = r"[\u4e00-\u9fff“”]"
_HEADLINE = re.compile(
    rf"(?=(?P<line>[^\n，。；：、]{{6,40}})\n+[^\n]{{12}})|(?:[^\s，。；：、]|[ ](?=\d)|(?<=\d)[ ]){{8,45}}[ \u3000]+(?={_CJK})"
)
_TO_DATE = re.compile(r"今年以来|截至|截止|目前|累计|迄今|至今|年初以来")
_UNTIL = re.compile("截至|截止")
_BOUNDED = re.compile(
    r"本月|当月|本周|上周|上半年|下半年|[前第]?[一二三四]季度末?|本季度|当日|当天|首日|期间|近[两三五]年"
)
# 超10亿元项目1个: such a number says which projects are meant and counts nothing.
_CRITERION = re.compile(r"^(?:以上|以下|及以上)?的?(?:项目|企业|工程|合同|订单|大关|规模以上)")
_THRESHOLDS = frozenset(
    {"超", "逾", "过", "超过", "突破", "高于", "以上", "以下", "以内", "不足", "不到", "低于", "达到"}
)
_BOUNDS = frozenset({"以上", "以下", "以内", "及以上", "不足"})
_HEAD = 60
_SHORT = 4
_LASTING = frozenset({"年", "个月", "天"})
# 三年前, 五年来: says when.
_AGO = re.compile("前|来(?!回)|以[来前]")
# 62万常住人口: people, whatever the measure word.
_PEOPLE = re.compile("名|[\u4e00-\u9fff]{0,4}(?:人口|群众|居民|村民|农民|学生|师生|职工|党员|干部|老人|儿童)")
# 100马力以上的: a unit that nobody counts by.
_AND_MORE = re.compile(r"^[\u4e00-\u9fff]{1,4}(?:及?以[上下]|以内)")
_TAIL = 30


def sentences(text: str, spans: Iterable[Span]) -> list[Sentence]:
    cutter = _Cutter(text)
    ordered = list(spans)
    for index, span in enumerate(ordered):
        following = ordered[index + 1].start if index + 1 < len(ordered) else len(text)
        cutter.take(span, following)
    return cutter.done


def squeezed(words: str) -> str:
    return _BLANK.sub("", words)


@dataclass(slots=True)
class _Cutter:
    """Walks from span to span; what has no figure leaves no sentence behind."""

    text: str
    done: list[Sentence] = field(default_factory=list)
    at: int = 0
    head: int = 0
    gap: int = 0
    carried: str = ""
    opened: list[str] = field(default_factory=list)
    paragraph: int = 0
    clause: int = 0
    segment: int = 0
    period: str = ""
    headline_until: int = -1
    sentence: Sentence | None = None
    previous: Sentence | None = None

    def __post_init__(self) -> None:
        self._look_for_headline(0)

    def take(self, span: Span, following: int) -> None:
        for mark in _BREAK.finditer(self.text, self.at, span.start):
            self._leave_headline(mark.start())
            self._pass(mark.start(), mark[0])
        self._leave_headline(span.start)
        self.at = span.end
        if span.is_figure:
            self._mention(span, following)
        elif span.kind is Kind.DATE:
            self._open(span.start).dates.append(span)
            self.period = NOW if _TO_DATE.search(self.text, max(0, span.start - 3), span.start) else span.text

    def _mention(self, span: Span, following: int) -> None:
        sentence = self._open(span.start)
        if len(sentence.mentions) >= MOST:
            self._end(span.start)
            sentence = self._open(span.start)
        made = self._made(span, following)
        if made is None:
            return
        sentence.mentions.append(made)
        self.gap = self.head = span.end
        self.carried = ""

    def _made(self, span: Span, following: int) -> Mention | None:
        stop = min(following, span.end + _TAIL)
        found = _ITEM.search(self.text, span.end, stop)
        tail = squeezed(self.text[span.end : found.start() if found else stop])
        if (
            span.unit in ("岁", "千伏", "伏")
            or (span.unit == "元" and _CRITERION.match(tail))
            or _is_threshold(span, tail)
            or (span.unit in _LASTING and _AGO.match(tail))
            or (not span.unit and _AND_MORE.match(tail))
            or (found is None and stop == following and (_names_a_class(span, tail) or _is_bound(span, tail)))
        ):
            return None
        unit, factor = dimension(span.unit or ("人" if _PEOPLE.match(tail) else ""))
        try:
            admitted = bounds(span)
        except Invalid:
            return None
        head = self.carried + squeezed(self.text[max(self.head, span.start - _HEAD) : span.start])
        gap = squeezed(self.text[max(self.gap, span.start - 4 * _HEAD) : span.start])
        self._note_period(gap)
        place = (self.clause, self.segment, len(self.opened))
        middle = factor * written_value(span)
        return Mention(span, head, tail, gap, *place, unit, factor, admitted, middle, self.period)

    def _note_period(self, gap: str) -> None:
        if _UNTIL.search(gap):
            self.period = NOW
        elif bounded := _BOUNDED.search(gap):
            self.period = bounded[0]
        elif _TO_DATE.search(gap):
            self.period = NOW

    def _open(self, at: int) -> Sentence:
        if self.sentence is None:
            self.sentence = Sentence(
                self.text, at, self.paragraph, headline=at < self.headline_until, before=self.previous
            )
            self.done.append(self.sentence)
        return self.sentence

    def _pass(self, at: int, mark: str) -> None:
        if mark == "\n":
            if self._is_paragraph_end(at):
                self._end(at + 1, paragraph=True)
            return
        if mark in "（([":
            self.opened.append(self.carried + squeezed(self.text[max(self.head, at - _HEAD) : at]))
            del self.opened[:-8]
            self.carried = ""
        elif mark in "）)]":
            self.carried = self.opened.pop() if self.opened else ""
        else:
            self.carried = ""
            self._count(at, mark)
        self.head = at + 1

    def _count(self, at: int, mark: str) -> None:
        if mark in "。！!？?":
            self._end(at + 1)
        elif mark in "；;":
            self.segment += 1
            self.clause += 1
        elif mark in "，,：:":
            self.clause += 1
        elif mark in "【】":
            self._end(at + 1, paragraph=True)

    def _end(self, at: int, *, paragraph: bool = False) -> None:
        if self.sentence is not None:
            self.previous = None if self.sentence.headline else self.sentence
        self.sentence = None
        self.clause = self.segment = 0
        self.opened.clear()
        self.carried = self.period = ""
        self.head = self.gap = at
        if paragraph:
            self.paragraph += 1
            self.previous = None
            self._look_for_headline(at)

    def _is_paragraph_end(self, at: int) -> bool:
        """A line break inside a sentence comes from the page and is nothing; only a few blanks beside it are seen."""
        behind = self.text[max(0, at - 9) : at].rstrip()
        ahead = self.text[at + 1 : at + 9].lstrip()
        return not behind or behind[-1] in _ENDING or ahead.startswith(("【", "（一）", "一、"))

    def _look_for_headline(self, at: int) -> None:
        while at < len(self.text) and at - self.head < 9 and self.text[at].isspace():
            at += 1
        found = _HEADLINE.match(self.text, at)
        if found is None:
            return
        line = found["line"]
        if line is None:
            self.headline_until = found.end()
        elif _is_shorter_than_next(self.text, at + len(line), len(line)):
            self.headline_until = at + len(line)

    def _leave_headline(self, at: int) -> None:
        if 0 <= self.headline_until <= at:
            until, self.headline_until = self.headline_until, -1
            if self.head <= until:
                self._end(until)


def _is_threshold(span: Span, tail: str) -> bool:
    """超3000万元的8个, 50亩以上的大户: says which are meant."""
    return span.kind is not Kind.PERCENT and span.word in _THRESHOLDS and tail.startswith("的")


def _names_a_class(span: Span, tail: str) -> bool:
    """三类村4个 behind 一类村9个: says which are meant, where the number of them follows at once."""
    return span.unit in ("类", "级", "档") and 0 < len(tail) <= _SHORT and "计" not in tail and "共" not in tail


def _is_bound(span: Span, tail: str) -> bool:
    """使用15年以上老旧电梯142台: says which are counted right behind it."""
    return span.word in _BOUNDS and span.kind is not Kind.PERCENT and bool(tail) and "元" not in span.unit


def _is_shorter_than_next(text: str, end: int, length: int) -> bool:
    start = end
    while start < len(text) and start - end < 5 and text[start] == "\n":
        start += 1
    return "\n" not in text[start : start + length + 5]
