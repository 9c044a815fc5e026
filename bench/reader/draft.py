"""The check of a whole draft with its binding to the ledgers, as the editor's page asks for it while one types."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.measure import Timing, timed, verdict

LIMIT_MS, NUMBERS = 100, 30


def run() -> bool:
    """In a process of its own, over the demo county in a folder of its own: this process has another database."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"TAIZHANG_VAR": str(Path(folder) / "var")}
        try:
            _python(environment, "taizhang", "demo", "--no-serve")
            said = json.loads(_python(environment, "bench.reader.draft"))
        finally:
            _python(environment, "taizhang", "stop")
    timing = Timing(**said["timing"])
    print(f"\nA draft of {said['characters']} characters with {said['numbers']} typed numbers, against the demo county")
    print(f"  read, bound and checked in {timing.median * 1000:.1f} ms (worst {timing.worst * 1000:.1f})")
    return verdict("whole-draft check with binding, milliseconds", timing.median * 1000, LIMIT_MS)


def _python(environment: dict[str, str], module: str, *words: str) -> str:
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    import django

    django.setup()
    from taizhang.county.bulletin import content, release

    draft = typed()
    timing = timed("a draft", lambda: release.of_item(content.of_item(draft)), runs=15, warm=2)
    numbers = len(content.of_item(draft).typed)
    print(json.dumps({"timing": asdict(timing), "characters": len(draft.body), "numbers": numbers}))


def typed() -> Any:
    """The demo's issue as somebody would type it into one draft: no pins, thirty numbers or all there are."""
    from taizhang.county.bulletin import content
    from taizhang.county.bulletin.models import Issue, Item

    issue = Issue.objects.order_by("pk").first()
    bodies: list[str] = []
    count = 0
    for one in content.of_issue(issue):
        if count < NUMBERS:
            bodies.append(one.body.text)
            count += len(one.body.numbers)
    first = issue.items.order_by("pk").first()
    return Item(section=first.section, headline=first.headline, body="".join(bodies), cutoff=first.cutoff)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.config.settings")
    main()
