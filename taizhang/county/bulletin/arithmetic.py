"""The checklist's rules on arithmetic: what an item's printed words state or imply, and whether it can be right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from taizhang.county.bulletin.content import Content
from taizhang.county.bulletin.finding import Finding, around, contradiction
from taizhang.county.bulletin.flow import Clean
from taizhang.county.bulletin.repeated import Clash, clashes
from taizhang.county.figures.text.relations import Relation, relations

KINDS = {
    "sum": "合计", "ratio": "占比", "growth": "增减幅度", "difference": "差额", "product": "标准乘数量", "average": "平均数",
    "part_of": "部分与整体", "same": "前后一致",
}  # fmt: skip
_EXPLAIN = "有误请改正；确实无误的，由单位负责人或本期审核人签署说明。"
_SEAM = "\n"
_MARKS = "，。；：、！？（）《》“”\n"


@dataclass(frozen=True)
class Text:
    """Headlines and bodies one after the other, as relations are read across them; `starts` says where each begins."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[tuple[Content, str], ...]

    def home(self, at: int) -> tuple[Content, str, int]:
        """The item and field in which a character stands, and its place in that field."""
        index = max(i for i, start in enumerate(self.starts) if start <= at)
        return *self.lines[index], at - self.starts[index]

    def clause(self, member: tuple[int, int]) -> str:
        """A number with the words that lead to it, from the last mark on."""
        start, end = member
        while start and self.text[start - 1] not in _MARKS:
            start -= 1
        return self.text[start:end]


def _joined(*contents: Content) -> Text:
    text, starts, lines = "", [], []
    for content in contents:
        for name, line in content.lines:
            starts.append(len(text))
            lines.append((content, name))
            text += line.text + _SEAM
    return Text(text, tuple(starts), tuple(lines))


@lru_cache(maxsize=256)
def _read(text: str) -> tuple[Relation, ...]:
    """The checklist, the form and the page of the same item ask for the same words again and again."""
    return tuple(relations(text))


def contradictions(contents: Sequence[Content]) -> Iterator[Finding]:
    """Relations that cannot hold: within each item, then of the same quantity in two items of an issue."""
    for content in contents:
        text = _joined(content)
        yield from (_finding(text, one) for one in _read(text.text) if not one.holds)
    yield from (_between(clash) for clash in clashes(contents))


def agreements(content: Content) -> list[str]:
    """A sentence for each relation of an item that holds."""
    return [f"{KINDS[one.type]}：{one.note}" for one in _read(_joined(content).text) if one.holds]


def _finding(text: Text, one: Relation) -> Finding:
    claims = [text.clause(member) for member in one.members]
    start, end = one.members[-1]
    content, name, at = text.home(start)
    quote = around(dict(content.lines)[name], at, at + end - start)
    return Finding(
        f"{one.note}。", _EXPLAIN, Clean.FIGURES, content.item, name, quote, code="arithmetic",
        claims=tuple(claims), digest=contradiction(one.type, claims),
    )  # fmt: skip


def _between(clash: Clash) -> Finding:
    """Told at the later item; the first one is named."""
    first, second = clash.first, clash.second
    wrong = "同一个数前后不一致" if clash.kind == "same" else "部分大于整体"
    sentence = f"“{second.clause}”与《{first.content.item.headline[:16]}》中的“{first.clause}”对不上：{wrong}。"
    line, claims = dict(second.content.lines)[second.field], [first.clause, second.clause]
    return Finding(
        sentence, _EXPLAIN, Clean.FIGURES, second.content.item, second.field, around(line, second.start, second.end),
        code="arithmetic", claims=tuple(claims), digest=contradiction(clash.kind, claims),
    )  # fmt: skip
