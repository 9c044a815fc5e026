"""Scores our reader beside the public extractors and a floor, and holds it to what is promised."""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Timing, timed, verdict
from bench.reader import arithmetic, draft, labels, pairs, rivals
from bench.reader.score import Found, Score, score
from taizhang.county.figures.text import spans
from taizhang.county.figures.text.relations import relations

SET = Path(__file__).parent / "set"
MEGABYTE = 1_000_000
ORDINARY, HARD, TAKEN, CHANGED, ALARMS, SPEED, TWICE = 0.97, 0.92, 2.0, 90.0, 2.0, 500_000, 2.3


@dataclass(frozen=True, slots=True)
class Line:
    """One reader in the table; the floor reads bare digits and has no scores."""

    name: str
    speed: float
    ordinary: Score | None = None
    hard: Score | None = None

    @property
    def taken(self) -> float:
        """Per cent of the look-alikes of both sets that it takes for figures."""
        both = [part for part in (self.ordinary, self.hard) if part]
        return 100 * sum(part.taken for part in both) / (sum(part.lookalikes for part in both) or 1)


def run() -> bool:
    ordinary, hard = labelled("ordinary"), labelled("hard")
    ours, others = lines(ordinary, hard)
    print(f"\nFigures read in {len(ordinary)} ordinary and {len(hard)} hard texts")
    _table(ours, others)
    return all([*_read(ours), *_checked(), *_timed(ordinary + hard), draft.run()])


def labelled(name: str) -> list[labels.Item]:
    return [item for path in sorted(SET.glob(f"{name}*.txt")) for item in labels.read(path)]


def lines(ordinary: list[labels.Item], hard: list[labels.Item]) -> tuple[Line, list[Line]]:
    """Our line and those of the others: peers where they can be installed, then the floor."""
    texts = [item.text for item in ordinary + hard]
    found = {item.id: figures(item.text) for item in ordinary + hard}
    timing = timed("ours", fresh(texts))
    ours = Line("ours", _speed(texts, timing.median), *(_score(part, found) for part in (ordinary, hard)))
    return ours, [*_peers(ordinary, hard, texts), _floor(texts)]


def figures(text: str) -> Sequence[Found]:
    return [span for span in spans(text) if span.is_figure]


def check() -> arithmetic.Arithmetic:
    texts = [(text.id, text.text) for path in sorted(SET.glob("sound*.txt")) for text in pairs.sound(path)]
    changed = [pair for path in sorted(SET.glob("altered*.txt")) for pair in pairs.altered(path)]
    return arithmetic.check(changed, texts, relations)


def _score(items: list[labels.Item], found: Mapping[str, Sequence[Found]]) -> Score:
    return score(items, lambda item: found[item.id])


def _peers(ordinary: list[labels.Item], hard: list[labels.Item], texts: list[str]) -> list[Line]:
    made = []
    for peer in rivals.peers(texts):
        found = {item.id: said for item, said in zip(ordinary + hard, peer.spans, strict=True)}
        scores = (_score(part, found) for part in (ordinary, hard))
        made.append(Line(peer.name, _speed(texts, peer.seconds), *scores))
    return made


def _floor(texts: list[str]) -> Line:
    digits = timed("floor", lambda: [re.findall(r"\d+", text) for text in texts])
    return Line(r"floor: bare \d+", _speed(texts, digits.median))


def _speed(texts: Sequence[str], seconds: float) -> float:
    return sum(map(len, texts)) / seconds


def _table(ours: Line, others: list[Line]) -> None:
    print(f"  {'':<34}{'F1 ordinary':>16}{'F1 hard':>16}{'look-alikes taken':>20}{'characters/s':>22}")
    for line in (ours, *others):
        cells = [_f1(line.ordinary, ours.ordinary), _f1(line.hard, ours.hard)]
        taken = f"{line.taken:.1f} %" if line.ordinary else "-"
        speed = f"{line.speed:,.0f} ({line.speed / ours.speed:.2f}×)"
        print(f"  {line.name:<34}{cells[0]:>16}{cells[1]:>16}{taken:>20}{speed:>22}")


def _f1(mine: Score | None, ours: Score | None) -> str:
    return f"{mine.f1:.3f} ({mine.f1 / ours.f1:.2f}×)" if mine and ours and ours.f1 else "-"


def _read(ours: Line) -> list[bool]:
    ordinary, hard = ours.ordinary or Score(), ours.hard or Score()
    return [
        verdict("F1 of span, value and unit, ordinary texts", ordinary.f1, ORDINARY, at_least=True),
        verdict("F1 of span, value and unit, hard texts", hard.f1, HARD, at_least=True),
        verdict("per cent of look-alikes taken for figures", ours.taken, TAKEN),
    ]


def _checked() -> list[bool]:
    result = check()
    print(f"\nArithmetic in {result.texts} sound texts and {result.pairs} with one number changed")
    return [
        verdict("per cent of changed numbers found", 100 * result.found_share, CHANGED, at_least=True),
        verdict("per cent of sound texts with a false alarm", 100 * result.false_alarms, ALARMS),
    ]


def _timed(items: list[labels.Item]) -> list[bool]:
    once, twice = (_reading(items, size) for size in (MEGABYTE, 2 * MEGABYTE))
    print(f"\nA long text: {once.median:.2f} s for a million characters, {twice.median:.2f} s for two")
    return [
        verdict("characters per second", MEGABYTE / once.median, SPEED, at_least=True),
        verdict("times as long for twice the text", twice.median / once.median, TWICE),
    ]


def _reading(items: list[labels.Item], size: int) -> Timing:
    body = "\n".join(item.text for item in items)
    text = (body * (size // len(body) + 1))[:size]
    return timed(f"{size} characters", fresh([text]), runs=3)


def fresh(texts: Sequence[str]) -> Callable[[], None]:
    """Reads the texts with one more stop at the end at each call, so that no reading is remembered from the last."""
    calls = itertools.count(1)

    def read() -> None:
        stops = "。" * next(calls)
        for text in texts:
            list(spans(text + stops))

    return read
