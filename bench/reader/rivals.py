"""Runs the public extractors in an environment of their own and reads back what they found."""

import json
import os
import subprocess
import venv
from dataclasses import dataclass
from pathlib import Path

PEERS = {
    "Recognizers-Text + measure words": "bench.reader.peers.recognizers",
    "regex + cn2an": "bench.reader.peers.numerals",
}
_HERE = Path(__file__).parent
_LOCK = _HERE / "requirements.lock"
_READY = "installed.lock"


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
    python = _environment(Path(os.environ.get("TAIZHANG_VAR", "var/bench")) / "peers")
    return [_asked(python, name, module, texts) for name, module in PEERS.items()] if python else []


def _environment(folder: Path) -> Path | None:
    """The interpreter of the peers' environment; made anew when the pins changed."""
    python, ready = folder / "bin" / "python", folder / _READY
    if ready.exists() and ready.read_bytes() == _LOCK.read_bytes():
        return python
    try:
        venv.create(folder, clear=True, with_pip=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*install, "-r", _LOCK], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as fault:
        said = (getattr(fault, "stderr", "") or str(fault)).strip().splitlines()
        print(f"  the peers cannot be installed here and are not measured: {said[-1] if said else fault}")
        return None
    ready.write_bytes(_LOCK.read_bytes())
    return python


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
