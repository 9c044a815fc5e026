"""Microsoft Recognizers-Text for Chinese, with the measure words: the best public extractor known for county texts."""

from recognizers_number import recognize_number, recognize_percentage
from recognizers_text import Culture

from bench.reader.peers.serve import serve
from bench.reader.peers.words import Number, dressed, share


def figures(text: str) -> list[dict[str, object]]:
    found = [
        span for span in map(lambda one: _percentage(text, one), recognize_percentage(text, Culture.Chinese)) if span
    ]
    taken = [(span["start"], span["end"]) for span in found]
    for one in recognize_number(text, Culture.Chinese):
        number = _number(one)
        if number and not any(number.start < end and start < number.end for start, end in taken):
            span = dressed(text, number)
            if span:
                found.append(span)
    return found


def _number(one: object) -> Number | None:
    value = (one.resolution or {}).get("value")
    return Number(one.start, one.end + 1, value) if value else None


def _percentage(text: str, one: object) -> dict[str, object] | None:
    number = _number(one)
    if not number:
        return None
    span = dressed(text, Number(number.start, number.end, share(number.value)), needs_unit=False)
    return span and {**span, "unit": "%"}


if __name__ == "__main__":
    serve(figures)
