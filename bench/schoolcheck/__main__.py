"""python -m bench.schoolcheck [--seeds]: the school check alone, which needs no database."""

import os
import sys

os.environ.setdefault("TAIZHANG_VAR", os.environ.get("TAIZHANG_BENCH_VAR", "var/bench"))

from bench.measure import machine
from bench.schoolcheck import report

print(f"machine: {machine()}")
kept = [report.run(), *(report.seeds() if "--seeds" in sys.argv else ())]
sys.exit(0 if all(kept) else 1)
