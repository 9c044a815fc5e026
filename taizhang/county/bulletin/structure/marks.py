"""The signs that open sections and items: brackets, stars and squares, numbers Chinese and Arabic."""

import re
from dataclasses import dataclass

_PAIRS = {"【": "】", "〖": "〗", "〔": "〕", "［": "］", "[": "]", "「": "」", "『": "』", "〈": "〉", "<": ">"}
_BRACKET = re.compile(r"([【〖〔［\[「『〈<])\s*([^【】〖〗〔〕［］\[\]「」『』〈〉<>]{1,24}?)\s*([】〗〕］\]」』〉>])")
_SIGNS = "◆●★▲■◎※☆◇□▼►▶♦❖✦➤➢△○⊙◈▣◼▪•"
_NUMBERED = (
    ("一、", re.compile(r"([一二三四五六七八九十]{1,3})[、.．]\s*(?=\S)")),
    ("（一）", re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]\s*(?=\S)")),
    ("1.", re.compile(r"(\d{1,2})\s*[.．、]\s*(?=[^\d\s])")),
    ("（1）", re.compile(r"[（(](\d{1,2})[）)]\s*(?=\S)")),
    ("①", re.compile(r"([①-⑳])\s*(?=\S)")),
)
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_SIGN = re.compile(rf"([{_SIGNS}]{{1,3}})\s*(?=\S)")
_TITLE_MAX = 24


@dataclass(frozen=True, slots=True)
class Mark:
    """`family` groups the marks of one level, `raw` is what stood there, `rest` what follows it."""

    family: str
    raw: str
    rest: str
    title: str = ""


def of(text: str) -> Mark | None:
    bracket = _BRACKET.match(text)
    if bracket and _PAIRS[bracket[1]] == bracket[3]:
        return Mark(bracket[1], bracket[0], text[bracket.end() :].strip(), bracket[2])
    sign = _SIGN.match(text)
    if sign:
        rest = text[sign.end() :].rstrip()
        return Mark(sign[1][0], sign[0].strip(), rest.rstrip(sign[1][0]).rstrip() or rest)
    hashes = _HASHES.match(text)
    if hashes:
        return Mark(hashes[1], hashes[1], text[hashes.end() :])
    for family, pattern in _NUMBERED:
        found = pattern.match(text)
        if found:
            return Mark(family, found[0].strip(), text[found.end() :])
    return None


def is_title(text: str) -> bool:
    """A whole line in brackets, or between two like signs: ★民生保障★."""
    bracket = _BRACKET.fullmatch(text)
    if bracket:
        return _PAIRS[bracket[1]] == bracket[3]
    return len(text) <= _TITLE_MAX + 2 and len(text) > 2 and text[0] in _SIGNS and text[-1] == text[0]


def is_bracket(mark: Mark | None) -> bool:
    return mark is not None and mark.family in _PAIRS


__all__ = ["Mark", "is_bracket", "is_title", "of"]
