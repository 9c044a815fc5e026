"""Times calls side by side and prints ratios: ours against a peer and a floor, in one run on one machine."""

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Timing:
    """Seconds of one call: median and worst of the runs."""

    name: str
    median: float
    worst: float


def timed(name: str, call: Callable[[], Any], *, runs: int = 5, warm: int = 1) -> Timing:
    """Runs `call` a few times unmeasured, then measured with the collector off."""
    for _ in range(warm):
        call()
    seconds = []
    for _ in range(runs):
        gc.collect()
        gc.disable()
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
        gc.enable()
    return Timing(name, statistics.median(seconds), max(seconds))


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return f"{os.cpu_count()} cores, {memory} GiB, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}"


def table(title: str, timings: list[Timing], *, ours: str) -> None:
    """Prints each timing and its ratio to ours: above 1 the other is slower."""
    base = next(timing for timing in timings if timing.name == ours)
    print(f"\n{title}")
    for timing in timings:
        ratio = "" if timing is base else f"   {timing.median / base.median:6.2f}× ours"
        print(f"  {timing.name:<44} {timing.median * 1000:10.1f} ms  (worst {timing.worst * 1000:.1f}){ratio}")


def verdict(promise: str, value: float, limit: float, *, at_least: bool = False) -> bool:
    """Prints whether a promise is kept; the number that was measured stands beside its limit."""
    kept = value >= limit if at_least else value <= limit
    print(f"  {'kept  ' if kept else 'BROKEN'} {promise}: {value:.2f} ({'≥' if at_least else '≤'} {limit})")
    return kept
