"""Imports a workbook of disputes and exports it again with django-import-export; prints the seconds of each step."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="bench", USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "simple_history", "import_export",
                    "bench.sheets.peer"],
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "bench_peer_sheets",
                           "USER": os.environ["PEER_USER"], "HOST": os.environ["PEER_HOST"],
                           "PORT": os.environ.get("PEER_PORT", "")}},
    # Its own advice for long files: all rows in one transaction, changes kept by the history alone.
    IMPORT_EXPORT_USE_TRANSACTIONS=True, IMPORT_EXPORT_SKIP_ADMIN_LOG=True,
)  # fmt: skip
django.setup()

import tablib  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from import_export import fields, resources, widgets  # noqa: E402
from simple_history.models import HistoricalRecords  # noqa: E402


class Place(models.Model):
    name = models.CharField(max_length=60, unique=True)

    class Meta:
        app_label = "peer"


class Dispute(models.Model):
    """The columns of ours, with code lists, lengths and links that full_clean checks."""

    code = models.CharField(max_length=30, unique=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Place, models.PROTECT, related_name="+")
    found_on = models.DateField()
    kind = models.CharField(max_length=20)
    level = models.CharField(max_length=10, choices=[("一般", "一般"), ("重大", "重大")])
    risk = models.CharField(max_length=10, choices=[("绿", "绿"), ("黄", "黄"), ("红", "红")])
    channel = models.CharField(max_length=20)
    grid = models.CharField(max_length=20, blank=True)
    parties = models.CharField(max_length=200)
    people = models.PositiveIntegerField()
    summary = models.CharField(max_length=1000)
    handler = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=20, choices=[("调解成功", "调解成功"), ("办理中", "办理中")])
    handled_on = models.DateField(null=True, blank=True)
    resolved_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords(app="peer")

    class Meta:
        app_label = "peer"


NAMES = (
    "code", "place", "unit", "found_on", "kind", "level", "risk", "channel", "grid", "parties", "people", "summary",
    "handler", "outcome", "handled_on", "resolved_on",
)  # fmt: skip


class Rows(resources.ModelResource):
    """By the code; rows that are judged as a form would, and changes that are recognised as such."""

    place = fields.Field("place", "place", widgets.CachedForeignKeyWidget(Place, "name"))
    unit = fields.Field("unit", "unit", widgets.CachedForeignKeyWidget(Place, "name"))

    class Meta:
        model = Dispute
        fields = NAMES
        import_id_fields = ("code",)
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = False


def found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Place, Dispute, Dispute.history.model):
            editor.create_model(model)


def read(path: str) -> Any:
    rows = tablib.Dataset().load(Path(path).read_bytes(), format="xlsx")
    rows.headers = list(NAMES)
    return rows


def work(path: str) -> dict[str, float]:
    Place.objects.bulk_create(Place(name=name) for name in sorted({row[1] for row in read(path)}))
    _, preview = timed(lambda: Rows().import_data(read(path), dry_run=True, raise_errors=True))
    done, commit = timed(lambda: Rows().import_data(read(path), dry_run=False, raise_errors=True))
    assert done.totals["new"] == Dispute.objects.count() == Dispute.history.count() > 0, done.totals
    stored = Dispute.objects.select_related("place", "unit").order_by("pk")
    _, out = timed(lambda: Path(path).with_name("peer-out.xlsx").write_bytes(Rows().export(stored).xlsx))
    return {"preview": preview, "commit": commit, "out": out}


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    made = work()
    return made, time.perf_counter() - start


if __name__ == "__main__":
    found()
    told = work(sys.argv[1])
    told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))
