"""The printed text of a draft, each number marked by how it stands to the ledgers, for the page it is written on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from taizhang.county.bulletin.binding import Bound, Evidence, Verdict
from taizhang.county.bulletin.content import Content, Number

# A sign beside the colour: who sees no colours, or prints the page, reads the same.
_PINNED, _GOOD, _BAD, _DOUBT, _NONE = "pin", "good", "bad", "doubt", "none"
_SIGNS = {_PINNED: "", _GOOD: "✓", _BAD: "✗", _DOUBT: "?", _NONE: "○"}
_WORDS = {_GOOD: "与台账一致", _BAD: "与台账不符", _DOUBT: "请核对", _NONE: "没有对应的指标"}


@dataclass(frozen=True)
class Mark:
    """A stretch of printed text; `tone` is "" between the numbers. `anchor` names the finding that tells of it."""

    text: str
    tone: str = ""
    title: str = ""
    anchor: str = ""

    @property
    def sign(self) -> str:
        return _SIGNS.get(self.tone, "")


@dataclass(frozen=True)
class Marked:
    """`counts` are the signs that occur with their words, and how many typed numbers bear each."""

    headline: Sequence[Mark]
    body: Sequence[Mark]

    @property
    def counts(self) -> list[tuple[str, str, str, int]]:
        found = Counter(mark.tone for mark in (*self.headline, *self.body))
        return [(tone, _SIGNS[tone], words, found[tone]) for tone, words in _WORDS.items() if found[tone]]


def marked(content: Content, bound: Iterable[Bound], told: Iterable[str] = ()) -> Marked:
    """`told` are the anchors of the findings on the same page: a number that has none leads nowhere."""
    known, anchors = {(one.field, one.number.start): one for one in bound}, set(told)
    return Marked(
        *(
            [
                _mark(text, number, known.get((name, number.start)) if number else None, name, anchors)
                for text, number in line.parts
            ]
            for name, line in content.lines
        )
    )


def _mark(text: str, number: Number | None, one: Bound | None, field: str, anchors: set[str]) -> Mark:
    if number is None:
        return Mark(text)
    if one is None:
        label = number.value.figure.label if number.value else ""
        return Mark(text, _NONE if number.typed else _PINNED, f"引用 {label}" if label else "")
    known = f"n-{field}-{number.source_start}"
    title = f"{one.verdict}，{one.evidence}" if one.want else str(one.verdict)
    return Mark(text, _tone(one), title, known if known in anchors else "")


def _tone(one: Bound) -> str:
    if one.verdict is Verdict.NONE:
        return _NONE
    if one.evidence is Evidence.CHANCE or not (one.agrees or one.sure):
        return _DOUBT
    return _GOOD if one.agrees else _BAD


__all__ = ["Mark", "Marked", "marked"]
