"""One measured thing in a process of its own, so that its memory is nobody else's: prints seconds and megabytes."""

# ruff: noqa: E402 — the database is chosen before anything of the product is loaded

import csv
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.config.settings")

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = "bench_sheets"
django.setup()

import xlsxwriter
from django.core.files.base import File
from django.core.management import call_command
from django.db import connection

from bench import million
from taizhang.county.audit import changes
from taizhang.county.ledger import registry
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.sheets import imports, writing
from taizhang.county.people.models import Organisation, Person, Post
from taizhang.county.places.models import Place
from taizhang.lines.disputes.codes import Kind
from taizhang.lines.disputes.models import Dispute

COLUMNS = (
    "code", "place", "unit", "found_on", "kind", "level", "risk", "channel", "grid", "parties", "people", "summary",
    "handler", "outcome", "handled_on", "resolved_on",
)  # fmt: skip
_COPIED = (
    "unit_id", "place_id", "edition", "voided", "void_reason", "code", "found_on", "kind", "six_prevent", "level",
    "risk", "channel", "grid", "parties", "people", "summary", "handler", "outcome", "handled_on", "resolved_on",
    "restricted",
)  # fmt: skip


def rows(count: int) -> Iterator[list[Any]]:
    """As a clerk types them: names of places, words of the code lists."""
    chance, kinds = random.Random(5), [kind.label for kind in Kind]
    for n in range(count):
        place = million.TOWNSHIPS[n % 13]
        found = date(2021, 1, 1) + timedelta(days=chance.randrange(970))
        settled = chance.random() < 0.9
        handled = found + timedelta(days=chance.randrange(20)) if settled else None
        yield [
            f"JF{found:%Y%m%d}-{n:07d}", f"乡{place[6:]}", f"乡{place[6:]}", found, chance.choice(kinds), "一般", "绿",
            "网格排查", f"{place}200001", f"甲{n % 5000}、乙{n % 7000}", 2 + n % 3,
            f"宅基地边界争执，双方各执一词，已多次上门（第{n}件）", f"调解员{n % 300}", "调解成功" if settled else "办理中",
            handled, handled,
        ]  # fmt: skip


def found() -> dict[str, float]:
    call_command("migrate", verbosity=0, interactive=False)
    if not Place.objects.exists():
        million._found()
        with changes.change(by=changes.SYSTEM, reason="bench"):
            whole = Place.objects.get(code="410726")
            lead = Organisation.objects.create(
                slug="political-legal", name="政法委", short="政法委", kind="department", place=whole,
                valid_from=date(2010, 1, 1),
            )  # fmt: skip
            clerk = Person.objects.create(username="clerk", name="经办")
            Post.objects.create(person=clerk, organisation=lead, role="clerk", since=date(2010, 1, 1))
    return {}


def write(path: str, count: str) -> dict[str, float]:
    heads = [_ledger().column(name).label for name in COLUMNS]
    if path.endswith(".csv"):
        with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(heads)
            writer.writerows(rows(int(count)))
        return {}
    _workbook(path, heads, rows(int(count)))
    return {}


def _workbook(path: str, heads: list[str], lines: Iterator[Any]) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("明细"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, heads)
        for number, line in enumerate(lines, 1):
            for position, value in enumerate(line):
                if isinstance(value, date):
                    sheet.write_datetime(number, position, value, day)
                else:
                    sheet.write(number, position, value)


def do_imports(path: str) -> dict[str, float]:
    """What a clerk's upload goes through, without the pages."""
    _empty()
    clerk = Person.objects.get(username="clerk")
    with Path(path).open("rb") as file:
        run, preview = _timed(lambda: imports.preview(_ledger(), File(file, name=path), by=clerk))
    written, commit = _timed(lambda: imports.commit(run, by=clerk))
    assert written is not None
    assert written.added == run.counts["new"] > 0
    return {"preview": preview, "commit": commit}


def floor(path: str) -> dict[str, float]:
    """The same file parsed by the same library, its words looked up in a dictionary, and COPY with our triggers."""
    import python_calamine as calamine

    _empty()
    units = dict(Organisation.objects.values_list("short", "pk"))
    kinds = {kind.label: kind.value for kind in Kind}

    def work() -> None:
        with calamine.load_workbook(path) as book:
            lines: list[Any] = book.get_sheet_by_index(0).to_python()[1:]
        copy = f"COPY disputes_dispute ({', '.join(_COPIED)}) FROM STDIN"
        with changes.change(by=changes.SYSTEM, reason="bench"), connection.cursor() as cursor, cursor.copy(copy) as to:
            for r in lines:
                outcome = "agreed" if r[13] == "调解成功" else "pending"
                to.write_row((
                    units[r[2]], f"410726{r[1][1:]}", 1, False, "", r[0], r[3], kinds[r[4]], "", "general", "green",
                    "grid", r[8], r[9], int(r[10]), r[11], r[12], outcome, r[14] or None, r[15] or None, False,
                ))  # fmt: skip

    return {"all": _timed(work)[1]}


def export(path: str) -> dict[str, float]:
    def work() -> None:
        made = writing.export(_ledger(), Dispute.objects.order_by("pk"), by=Person.objects.get(username="clerk"))
        Path(path).write_bytes(made.file.read())
        made.file.close()

    return {"all": _timed(work)[1]}


def by_xlsxwriter(path: str) -> dict[str, float]:
    """The same rows as values, without masks, links, notes, widths or drop-downs."""
    names = [c.name for c in _ledger().all_columns if c.kind not in ("derived", "link")]

    def work() -> None:
        _workbook(path, names, Dispute.objects.order_by("pk").values_list(*names).iterator(chunk_size=2000))

    return {"all": _timed(work)[1]}


def _ledger() -> Any:
    return registry.get("disputes")


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE disputes_dispute, disputes_dispute_version CASCADE")
    SheetImport.objects.all().delete()


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    made = work()
    return made, time.perf_counter() - start


_PARTS: dict[str, Callable[..., dict[str, float]]] = {
    "found": found, "write": write, "imports": do_imports, "floor": floor,
    "export": export, "xlsxwriter": by_xlsxwriter,
}  # fmt: skip

if __name__ == "__main__":
    told = _PARTS[sys.argv[1]](*sys.argv[2:])
    told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))
