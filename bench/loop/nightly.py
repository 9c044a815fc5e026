"""The night's run over two hundred thousand open matters: seconds, documents issued, memory; and nothing twice."""

import resource
import time

from django.db import transaction

from bench.loop import crowd
from bench.measure import verdict
from taizhang.county.audit import clock
from taizhang.county.matters import nightly

SECONDS, GROWTH_MB = 60, 100


def run() -> bool:
    before = _peak()
    # Taken back at the end, so that the next benchmark finds the same matters; a real run commits portion by portion.
    with clock.at(crowd.NOW), transaction.atomic():
        first, seconds = _timed()
        again, _ = _timed()
        transaction.set_rollback(True)
    issued = sum(first.issued.values())
    print(
        f"\nThe night's run: {crowd.OPEN:,} open matters, {issued:,} documents, {first.told:,} notices, {seconds:.1f} s"
    )
    kept = [
        verdict("seconds", seconds, SECONDS),
        verdict("megabytes more at the peak", _peak() - before, GROWTH_MB),
        verdict("documents issued again by a second run", sum(again.issued.values()), 0),
        verdict("documents issued", issued, 1, at_least=True),
    ]
    return all(kept)


def _timed() -> tuple[nightly.Outcome, float]:
    start = time.perf_counter()
    outcome = nightly.run(crowd.NOW)
    return outcome, time.perf_counter() - start


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
