"""The main job after set-up: the demo county from an empty folder to the printed issue, and once more over itself."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.measure import verdict

SECONDS = 60


def run() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder) / "var"
        try:
            first, second = _demo(var), _demo(var)
        finally:
            _taizhang(var, "stop")
    print(f"\nThe demo county\n  first run {first:.1f} s, second run {second:.1f} s")
    return verdict("seconds of taizhang demo --no-serve", first, SECONDS)


def _demo(var: Path) -> float:
    start = time.perf_counter()
    _taizhang(var, "demo", "--no-serve")
    return time.perf_counter() - start


def _taizhang(var: Path, *words: str) -> None:
    environment = os.environ | {"TAIZHANG_VAR": str(var)}
    subprocess.run([sys.executable, "-m", "taizhang", *words], env=environment, check=True, stdout=subprocess.DEVNULL)
