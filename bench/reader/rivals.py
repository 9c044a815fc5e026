"""Runs the public extractors in an environment of their own and reads back what they found."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.peers import environment

PEERS = {
    "Recognizers-Text + measure words": "bench.reader.peers.recognizers",
    "regex + cn2an": "bench.reader.peers.numerals",
}
_HERE = Path(__file__).parent
_LOCK = _HERE / "requirements.lock"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A span as a peer printed it."""

    start: int
    end: int
    text: str
    value: str | None
    unit: str


@dataclass(frozen=True, slots=True)
class Peer:
    """What a peer found in each text, in order, and how long one pass over all of them takes."""

    name: str
    seconds: float
    spans: list[list[Spoken]]


def peers(texts: list[str]) -> list[Peer]:
    """Empty, with a line that says why, where the peers cannot be installed."""
    python = environment("reader", _LOCK)
    return [_asked(python, name, module, texts) for name, module in PEERS.items()] if python else []


def _asked(python: Path, name: str, module: str, texts: list[str]) -> Peer:
    answer = subprocess.run(
        [python, "-m", module],
        input=json.dumps(texts),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_HERE.parents[1],
    )
    said = json.loads(answer.stdout)
    return Peer(name, said["seconds"], [[Spoken(**span) for span in spans] for spans in said["spans"]])
