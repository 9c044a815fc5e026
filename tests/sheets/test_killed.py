"""An import that is killed while it writes leaves nothing, and can be committed afterwards."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from django.db import connection, transaction

from taizhang.county.audit import changes
from taizhang.county.audit.models import Change
from taizhang.county.ledger import jobs
from taizhang.county.ledger.sheets import imports
from tests.county import on
from tests.sheets import books
from tests.waiting import somebody_waits

COMMITTER = """
    import sys
    import django
    from django.conf import settings
    settings.DATABASES["default"]["NAME"] = {name!r}
    settings.STORAGES["default"]["OPTIONS"]["location"] = {files!r}
    django.setup()
    from taizhang.county.ledger.models import SheetImport
    from taizhang.county.ledger.sheets import imports, reading
    from tests.county import on
    reading.ROWS_AT_ONCE = 10
    with on("2023-09-01"):
        found = SheetImport.objects.get()
        imports.commit(found, by=found.by)
"""


def rows(ledger, county, count):
    plain = enumerate(books.typed(ledger, county, count), 1)
    return [{"code": f"JF{row['found_on'].replace('-', '')}-{n:04d}"} | row for n, row in plain]


def kill_when_it_waits(process):
    for _ in range(600):
        if somebody_waits() or process.poll() is not None:
            break
        time.sleep(0.05)
    assert process.poll() is None, "the import ended before it met the held row"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.django_db(transaction=True)
def test_killed_between_two_portions_of_rows(committed_county, kept_files):
    ledger, county = books.get("disputes"), committed_county
    given = rows(ledger, county, 35)
    with on(books.TODAY):
        found = imports.preview(ledger, books.upload(books.sheet(ledger, given)), by=county.clerk)
    script = COMMITTER.format(name=connection.settings_dict["NAME"], files=str(kept_files))
    with transaction.atomic():
        with changes.change(by=changes.SYSTEM, reason="占住最后一行的编号"):
            books.plan(ledger, books.sheet(ledger, given[-1:]), kept_files, by=county.clerk)[0].record.save()
        process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], env=os.environ)
        kill_when_it_waits(process)
        transaction.set_rollback(True)

    acts = Change.objects.filter(action__contains="导入")
    assert (ledger.model.objects.count(), ledger.model.versions.objects.count(), acts.count()) == (0, 0, 0)
    found.refresh_from_db()
    assert (found.state, found.change_id) == ("writing", None)
    with on("2023-09-02"):
        assert imports.write(found).added == 35


STEP = COMMITTER.replace(
    "imports.commit(found, by=found.by)", "print('begun', flush=True); jobs.sheet_step(run=found.pk)"
)
STEP = STEP.replace(
    "from taizhang.county.ledger.models",
    "from taizhang.county.ledger import jobs\n    from taizhang.county.ledger.models",
)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_moment_leaves_the_import_complete_or_absent(committed_county, kept_files):
    """Set TAIZHANG_KILLS for more moments than the few of an ordinary run."""
    ledger, county = books.get("disputes"), committed_county
    chance = random.Random(26)
    with on(books.TODAY):
        found = imports.preview(ledger, books.upload(books.sheet(ledger, rows(ledger, county, 200))), by=county.clerk)
        imports.confirm(found, by=county.clerk)
    script = textwrap.dedent(STEP.format(name=connection.settings_dict["NAME"], files=str(kept_files)))
    for _ in range(int(os.environ.get("TAIZHANG_KILLS", "4"))):
        with subprocess.Popen([sys.executable, "-c", script], env=os.environ, stdout=subprocess.PIPE) as process:
            assert process.stdout.readline() == b"begun\n"
            time.sleep(chance.uniform(0, 0.8))
            process.kill()
        found.refresh_from_db()
        written = ledger.model.objects.count()
        assert (found.state, written) in (("writing", 0), ("committed", 200))
    with on("2023-09-02"):
        jobs.sheet_step(run=found.pk)
    assert ledger.model.objects.count() == 200
