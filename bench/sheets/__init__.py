"""A workbook of 100,000 disputes in and out: ours, the floor and two peers, each in a process of its own.

django-import-export gets a file of PEER_ROWS, which it takes in about a minute; `--whole` gives it all of them, and
`--no-peer` leaves it out. Its time grows with the rows at least as fast as ours, so the ratio is the lower one.

`--million` adds CSV files of a quarter, a half and a whole million rows: the memory is flat, the time linear.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from bench import peers
from bench.measure import verdict

ROWS = 100_000
DATABASE = "bench_sheets"
IMPORT_TIMES, IMPORT_MB = 3, 600
EXPORT_TIMES, EXPORT_MB = 3, 300
PEER_ROWS = 10_000
PEER_IMPORT_TIMES, PEER_EXPORT_TIMES = 30, 8


def run() -> bool:
    # A small county of its own: the one with a million disputes is for lists.
    peers.database(DATABASE)
    _child("found")
    folder = Path(settings.VAR) / "sheets"
    folder.mkdir(parents=True, exist_ok=True)
    book = folder / "disputes.xlsx"
    _child("write", book, ROWS)
    floor, ours = _child("floor", book), _child("imports", book)
    out, writer = _child("export", folder / "ours.xlsx"), _child("xlsxwriter", folder / "peer.xlsx")
    _print("in", {"ours: preview": ours["preview"], "ours: commit": ours["commit"], "floor: parse, COPY": floor["all"]})
    _print("out", {"ours": out["all"], "XlsxWriter, constant memory": writer["all"]})
    both = ours["preview"] + ours["commit"]
    kept = [
        verdict("times the floor for preview and commit", both / floor["all"], IMPORT_TIMES),
        verdict("megabytes of the import", ours["megabytes"], IMPORT_MB),
        verdict("times faster out than XlsxWriter", writer["all"] / out["all"], EXPORT_TIMES, at_least=True),
        verdict("megabytes of the export", out["megabytes"], EXPORT_MB),
    ]
    if "--no-peer" not in sys.argv:
        kept += _beside_packages(folder, both / ROWS, out["all"] / ROWS)
    return all(kept) and ("--million" not in sys.argv or _million(folder))


def _beside_packages(folder: Path, way_in: float, way_out: float) -> list[bool]:
    """`way_in` and `way_out` are our seconds for a row."""
    python = peers.environment("sheets", Path(__file__).parent / "requirements.lock")
    if python is None:
        return []
    rows = ROWS if "--whole" in sys.argv else PEER_ROWS
    peers.database("bench_peer_sheets")
    _child("write", folder / "peer-in.xlsx", rows)
    command = [python, "-m", "bench.sheets.peer", folder / "peer-in.xlsx"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=peers.reachable())
    told = json.loads(done.stdout.splitlines()[-1])
    print(f"\n{rows:,} of them by django-import-export with history: {told}")
    return [
        verdict(
            "times faster in than it, for a row",
            (told["preview"] + told["commit"]) / rows / way_in,
            PEER_IMPORT_TIMES,
            at_least=True,
        ),
        verdict("times faster out than it, for a row", told["out"] / rows / way_out, PEER_EXPORT_TIMES, at_least=True),
    ]


def _million(folder: Path) -> bool:
    sizes = (250_000, 500_000, 1_000_000)
    found = []
    for size in sizes:
        path = folder / f"{size}.csv"
        _child("write", path, size)
        found.append(_child("imports", path))
        print(f"  {size:>9,} rows of CSV: {found[-1]}")
    first, last = ((one["preview"] + one["commit"]) / size for one, size in zip(found[::2], sizes[::2], strict=True))
    return all([
        verdict("time of a row in a million by that in a quarter", last / first, 1.35),
        verdict("megabytes more for four times the rows", found[-1]["megabytes"] - found[0]["megabytes"], 30),
    ])  # fmt: skip


def _child(*words: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.sheets.child", *map(str, words)]
    # Files of a million rows are no everyday upload.
    environment = os.environ | {"TAIZHANG_VAR": str(settings.VAR), "TAIZHANG_UPLOAD_MAX_MB": "1000"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _print(way: str, seconds: dict[str, float]) -> None:
    print(f"\n{ROWS:,} disputes in 16 columns, {way}")
    for name, took in seconds.items():
        print(f"  {name:<34}{took:>8.2f} s")
