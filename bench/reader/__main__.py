"""python -m bench.reader [--errors] [FILE …]: scores our reader alone, quickly, on label files of any place."""

import sys
from pathlib import Path

from bench.reader.labels import read
from bench.reader.score import Score, score
from taizhang.county.figures.text import spans

SET = Path(__file__).parent / "set"


def main() -> None:
    errors = "--errors" in sys.argv[1:]
    named = [Path(word) for word in sys.argv[1:] if word != "--errors"]
    for path in named or sorted(SET.glob("*.txt")):
        result = score(read(path), lambda item: [span for span in spans(item.text) if span.is_figure])
        print(f"{path.name:<24} {summary(result)}")
        for fault in result.faults if errors else ():
            print(f"  {fault}")


def summary(result: Score) -> str:
    return (
        f"F1 {result.f1:.4f}  precision {result.precision:.4f}  recall {result.recall:.4f}  "
        f"({result.right} right, {result.wanted} wanted, {result.found} found)  "
        f"look-alikes taken {result.taken} of {result.lookalikes} ({result.taken_share:.1%})"
    )


if __name__ == "__main__":
    main()
