"""python -m bench [NAME …]: runs the benchmarks, all of them without a name; exits 1 when a promise is broken."""

import importlib
import os
import sys
from pathlib import Path

NAMES = ("render", "lists", "api", "board", "demo", "reader", "loop", "sheets", "schoolcheck", "payroll")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.config.settings")
    # A scratch county beside the real one: a benchmark must not write a million rows where somebody works.
    os.environ["TAIZHANG_VAR"] = os.environ.get("TAIZHANG_BENCH_VAR", str(Path("var/bench").resolve()))
    import django

    django.setup()
    from bench import measure

    print(f"machine: {measure.machine()}")
    kept = [importlib.import_module(f"bench.{name}").run() for name in _asked()]
    sys.exit(0 if all(kept) else 1)


def _asked() -> list[str]:
    return [word for word in sys.argv[1:] if not word.startswith("--")] or list(NAMES)


if __name__ == "__main__":
    main()
