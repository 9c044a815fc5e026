"""A workbook of 100,000 disputes in and out: ours, the floor and a writer by itself, each in a process of its own.

`--million` adds CSV files of a quarter, a half and a whole million rows: the memory is flat, the time linear.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from bench.measure import verdict

ROWS = 100_000
DATABASE = "bench_sheets"
IMPORT_TIMES, IMPORT_MB = 3, 600
EXPORT_TIMES, EXPORT_MB = 3, 300


def run() -> bool:
    _database()
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
    return all(kept) and ("--million" not in sys.argv or _million(folder))


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


def _database() -> None:
    """A small county of its own: the one with a million disputes is for lists."""
    own = settings.DATABASES["default"]
    with psycopg.connect(
        host=own["HOST"], port=own.get("PORT") or None, user=own["USER"], dbname="postgres", autocommit=True
    ) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")
    _child("found")
