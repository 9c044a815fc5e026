"""A check whose process is killed in the middle leaves nothing, and made again leaves one set of results."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from django.db import connection, transaction

from taizhang.lines.children.roll import jobs, runs
from taizhang.lines.children.roll.models import Candidate, RollCheck, SchoolResult
from taizhang.lines.children.tests import roll
from taizhang.lines.children.tests.roll import number, pupil
from tests.county import on
from tests.waiting import somebody_waits

WORKER = """
    import django
    from django.conf import settings
    settings.DATABASES["default"]["NAME"] = {name!r}
    settings.STORAGES["default"]["OPTIONS"]["location"] = {files!r}
    django.setup()
    from taizhang.lines.children.roll import jobs
    from tests.county import on
    with on("2023-09-15"):
        jobs.roll_step(run={run})
"""


def killed_while_it_waits(script):
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], env=os.environ) as process:
        for _ in range(600):
            if somebody_waits() or process.poll() is not None:
                break
            time.sleep(0.05)
        assert process.poll() is None, "the check ended before it met the held row"
        os.kill(process.pid, signal.SIGKILL)


@pytest.mark.django_db(transaction=True)
def test_killed_while_it_writes(committed_county, settings, tmp_path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    office = committed_county
    office.post("bureau", "civil-affairs", "clerk")
    for sequence in (997, 998, 999):
        roll.child(office, "王小雨", number(sequence))
    with on(roll.DAY):
        content = roll.book(pupil("王小雨", number(997)), pupil("赵敏", number(998)))
        run, _ = runs.receive(roll.TERM, roll.upload(content), by=office.bureau)
    script = WORKER.format(name=connection.settings_dict["NAME"], files=str(tmp_path), run=run.pk)
    with transaction.atomic():
        # The results are written before the pupils who are proposed: it dies between the two.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE children_roll_candidate IN EXCLUSIVE MODE")
        killed_while_it_waits(script)

    assert (SchoolResult.objects.count(), RollCheck.objects.get().state) == (0, "reading")
    with on(roll.DAY):
        for _ in range(2):
            jobs.roll_step(run=run.pk)
    assert (SchoolResult.objects.count(), Candidate.objects.count()) == (3, 1)
    assert RollCheck.objects.get().state == "done"
