"""python -m bench.reader [--errors] [FILE …]: scores our reader alone, quickly; files may be any in the set's format.

`altered*` and `sound*` are checked for arithmetic, every other file for figures. Without files, the whole set.
"""

import sys
from pathlib import Path

from bench.reader import arithmetic, labels, pairs, report
from bench.reader.score import Score, score
from taizhang.county.figures.text.relations import relations


def main() -> None:
    errors = "--errors" in sys.argv[1:]
    named = [Path(word) for word in sys.argv[1:] if word != "--errors"]
    for path in named or sorted(report.SET.glob("*.txt")):
        summary, faults = read(path)
        print(f"{path.name:<24} {summary}")
        for fault in faults if errors else ():
            print(f"  {fault}")


def read(path: Path) -> tuple[str, list[str]]:
    """What is said of a file in one line, and each fault in it."""
    if path.name.startswith("altered"):
        return checked(arithmetic.check(pairs.altered(path), (), relations))
    if path.name.startswith("sound"):
        texts = [(text.id, text.text) for text in pairs.sound(path)]
        return checked(arithmetic.check((), texts, relations))
    result = score(labels.read(path), lambda item: report.figures(item.text))
    return figures(result), [str(fault) for fault in result.faults]


def figures(result: Score) -> str:
    return (
        f"F1 {result.f1:.4f}  precision {result.precision:.4f}  recall {result.recall:.4f}  "
        f"({result.right} right, {result.wanted} wanted, {result.found} found)  "
        f"look-alikes taken {result.taken} of {result.lookalikes} ({result.taken_share:.1%})"
    )


def checked(result: arithmetic.Arithmetic) -> tuple[str, list[str]]:
    found = f"{result.pairs - len(result.missed)} of {result.pairs} changed numbers found ({result.found_share:.1%})  "
    alarms = f"false alarms in {result.alarmed} of {result.texts} sound texts ({result.false_alarms:.1%})"
    return (found if result.pairs else "") + alarms, result.lines()


if __name__ == "__main__":
    main()
