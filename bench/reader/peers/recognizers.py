"""Microsoft Recognizers-Text for Chinese, with the measure words: the best public extractor known for county texts."""

from typing import Any

from recognizers_number import recognize_number, recognize_percentage
from recognizers_text import Culture

from bench.reader.peers.serve import serve
from bench.reader.peers.words import Number, dressed

Found = dict[str, object]


def figures(text: str) -> list[Found]:
    shares = [one for one in recognize_percentage(text, Culture.Chinese) if _value(one)]
    taken = [(one.start, one.end) for one in shares]
    counted = [
        one
        for one in recognize_number(text, Culture.Chinese)
        if _value(one) and not any(one.start <= end and start <= one.end for start, end in taken)
    ]
    spans = [*(_share(text, one) for one in shares), *(_counted(text, one) for one in counted)]
    return [span for span in spans if span]


def _value(one: Any) -> str:
    return str((one.resolution or {}).get("value") or "").rstrip("%")


def _share(text: str, one: Any) -> Found | None:
    span = dressed(text, Number(one.start, one.end + 1, _value(one)), needs_unit=False)
    return span and {**span, "unit": "个百分点" if "点" in str(span["text"]) else "%"}


def _counted(text: str, one: Any) -> Found | None:
    if "分之" not in one.text:
        return dressed(text, Number(one.start, one.end + 1, _value(one)))
    span = dressed(text, Number(one.start, one.end + 1, str(float(_value(one)) * 100)), needs_unit=False)
    return span and {**span, "unit": "%"}


if __name__ == "__main__":
    serve(figures)
