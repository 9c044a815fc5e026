"""A regular expression for numbers before measure words, with cn2an for what Chinese numerals are worth."""

import re
import unicodedata
from decimal import Decimal

import cn2an

from bench.reader.peers.serve import serve
from bench.reader.peers.words import Number, dressed

_DIGITS = r"\d+(?:[,，]\d{3})*(?:[.．·]\d+)?"
_NUMBER = re.compile(
    rf"(?P<digits>{_DIGITS})\s*[余多]?\s*(?P<scale>[百千]?[万亿]*)|(?P<words>[零一二两三四五六七八九十百千万亿]+)"
)
_PERCENT = re.compile(r"百分之([零一二两三四五六七八九十百点]+)")
_SCALE = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}


def figures(text: str) -> list[dict[str, object]]:
    shares = [span for match in _PERCENT.finditer(text) if (span := _share(text, match))]
    inside = {at for match in _PERCENT.finditer(text) for at in range(*match.span())}
    counted = [_counted(text, match) for match in _NUMBER.finditer(text) if match.start() not in inside]
    return shares + [span for span in counted if span]


def _share(text: str, match: re.Match[str]) -> dict[str, object] | None:
    value = _spoken(match[1])
    span = value and dressed(text, Number(match.start(), match.end(), value), needs_unit=False)
    return {**span, "unit": "%"} if span else None


def _counted(text: str, match: re.Match[str]) -> dict[str, object] | None:
    value = _spoken(match["words"]) if match["words"] else _written(match["digits"], match["scale"])
    return dressed(text, Number(match.start(), match.end(), value)) if value else None


def _written(digits: str, scale: str) -> str:
    plain = unicodedata.normalize("NFKC", digits).replace(",", "").replace("·", ".")
    worth = Decimal(plain)
    for sign in scale:
        worth *= _SCALE[sign]
    return format(worth, "f")


def _spoken(words: str) -> str | None:
    try:
        return str(cn2an.cn2an(words, "smart"))
    except (ValueError, KeyError):
        return None


if __name__ == "__main__":
    serve(figures)
