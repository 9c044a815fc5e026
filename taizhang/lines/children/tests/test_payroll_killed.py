"""A step of a large run in the queue: asked for once, told on its page, and whole or not at all when it is killed."""

import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from taizhang.lines.children.models import Payment, PaymentBatch, RunWork
from taizhang.lines.children.payroll import approving, drafting, itemising, jobs, works
from taizhang.lines.children.payroll.codes import WorkAct
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import SEPTEMBER, TODAY
from tests.county import on
from tests.waiting import somebody_waits

WORKER = """
    import django
    from django.conf import settings
    settings.DATABASES["default"]["NAME"] = {name!r}
    django.setup()
    from taizhang.lines.children.payroll import jobs
    from tests.county import on
    with on("2023-09-05"):
        jobs.run_step(work={work})
"""
ASKED = {"month": SEPTEMBER, "kind": "REGULAR", "items": 2, "cents": 210000}


@pytest.fixture
def bureau(county):
    with on(TODAY):
        yield small.staff(county)


def plan_asked(**changed):
    return {"month": "2023-09", "kind": "REGULAR", "items": "2", "cents": "210000"} | changed


def test_a_double_click_queues_one_draft_and_its_page_tells(bureau, signed_in, settings):
    settings.PAYROLL_AT_ONCE_ITEMS = 1
    small.child(bureau)
    client = signed_in(bureau.maker)

    first, second = (client.post(reverse("payroll_draft"), plan_asked()) for _ in range(2))

    work = RunWork.objects.get()
    assert first.url == second.url == reverse("payroll_work", args=[work.pk])
    assert client.get(first.url)["Refresh"] == "2"
    jobs.run_step(work=work.pk)
    told = client.get(first.url)
    assert "已生成批次 FP202309-01：2 笔" in told.content.decode()
    assert "Refresh" not in told


def test_a_step_that_is_refused_says_why_and_may_be_asked_for_again(bureau):
    small.child(bureau)
    work = jobs.later(WorkAct.DRAFT, ASKED | {"cents": 1}, by=bureau.maker)

    jobs.run_step(work=work.pk)

    work.refresh_from_db()
    assert (work.state, PaymentBatch.objects.count()) == ("failed", 0)
    assert "请重新查看后再生成" in work.told
    assert jobs.later(WorkAct.DRAFT, ASKED, by=bureau.maker).pk != work.pk


def test_a_large_batch_goes_through_the_queue_to_the_bank_and_back(bureau, signed_in, settings):
    settings.PAYROLL_AT_ONCE_ITEMS = 1
    small.child(bureau)
    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)

    def asks(who, act, **given):
        signed_in(bureau.people[who]).post(reverse("payroll_act", args=[batch.pk, act]), given)
        jobs.run_step(work=RunWork.objects.get(state="waiting").pk)
        batch.refresh_from_db()
        return batch.state

    assert asks("checker", "check") == "CHECKED"
    approving.approve(batch, by=bureau.treasurer)
    assert asks("maker", "send", layout="rcb") == "SENT"
    answer = small.answer(batch, "00", "02", account=False)
    assert asks("maker", "result", file=SimpleUploadedFile("回单.txt", answer)) == "SETTLED"
    assert not RunWork.objects.exclude(content=None).exists()


def test_a_total_of_many_children_is_explained_in_the_queue(bureau, signed_in, settings):
    settings.PAYROLL_AT_ONCE_ITEMS = 1
    for n in (0, 1):
        small.paid(bureau, small.child(bureau, n), date(2023, 8, 1))
    client = signed_in(bureau.maker)
    assert "开始说明" in client.get(reverse("payroll_explain")).content.decode()

    asked = client.post(reverse("payroll_explain_later"), {"from": "2023-08", "to": "2023-08"})
    jobs.run_step(work=RunWork.objects.get().pk)

    page = client.get(f"{reverse('payroll_explain')}?work={RunWork.objects.get().pk}").content.decode()
    assert asked.status_code == 302
    assert "每一分钱都有着落" in page
    assert "2,100" in page
    assert 'value="2023-08"' in page


def test_a_step_of_a_total_explained_in_the_queue_is_asked_of_the_queue_again(bureau, signed_in, settings):
    settings.PAYROLL_AT_ONCE_ITEMS = 1
    for n in (0, 1):
        small.paid(bureau, small.child(bureau, n), date(2023, 8, 1))
    client = signed_in(bureau.maker)
    address = reverse("payroll_explain")
    first = client.post(f"{address}later", {"from": "2023-08", "to": "2023-08"}).url.rstrip("/").split("/")[-1]
    jobs.run_step(work=int(first))
    step = re.search(r"step=([A-Z_]+)#people", client.get(f"{address}?work={first}").content.decode())[1]

    page = client.get(f"{address}?work={first}&step={step}").content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(from|to|reported|step)" value="([^"]*)"', page))
    assert "并列出这一项的儿童" in page
    again = client.post(f"{address}later", hidden).url.rstrip("/").split("/")[-1]
    jobs.run_step(work=int(again))

    assert "这一项中的儿童" in client.get(f"{address}?work={again}").content.decode()


@pytest.mark.parametrize("who", ["clerk", "stranger", "leader"])
def test_a_work_is_unknown_to_others(bureau, signed_in, who):
    small.child(bureau)
    work = jobs.later(WorkAct.DRAFT, ASKED, by=bureau.maker)

    assert signed_in(bureau.people[who]).get(reverse("payroll_work", args=[work.pk])).status_code == 404


def test_what_nobody_foresaw_puts_the_state_back(bureau, monkeypatch):
    small.child(bureau)
    work = jobs.later(WorkAct.DRAFT, ASKED, by=bureau.maker)
    monkeypatch.setattr(itemising, "write", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        jobs.run_step(work=work.pk)

    work.refresh_from_db()
    assert (work.state, work.told, PaymentBatch.objects.count()) == ("failed", works.BROKEN, 0)


def killed_while_it_waits(script):
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], env=os.environ) as process:
        for _ in range(1200):
            if somebody_waits() or process.poll() is not None:
                break
            time.sleep(0.05)
        assert process.poll() is None, "the draft ended before it met the locked table"
        os.kill(process.pid, signal.SIGKILL)


@pytest.mark.django_db(transaction=True)
def test_killed_while_it_writes(committed_county):
    with on(TODAY):
        bureau = small.staff(committed_county)
        small.child(bureau)
        work = jobs.later(WorkAct.DRAFT, ASKED, by=bureau.maker)
    with transaction.atomic(), connection.cursor() as cursor:
        # The batch is written before its items: it dies between the two.
        cursor.execute("LOCK TABLE children_payment IN EXCLUSIVE MODE")
        killed_while_it_waits(WORKER.format(name=connection.settings_dict["NAME"], work=work.pk))

    assert (PaymentBatch.objects.count(), Payment.objects.count()) == (0, 0)
    with on(TODAY):
        for _ in range(2):
            jobs.run_step(work=work.pk)
    work.refresh_from_db()
    assert (work.state, work.batch.code, Payment.objects.count()) == ("done", "FP202309-01", 2)
