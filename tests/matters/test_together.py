"""Two people at once, one person twice, and a process killed in the middle of a move."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction

from taizhang.county.audit.models import Change
from taizhang.county.documents.models import Attachment
from taizhang.county.ledger import submissions
from taizhang.county.matters import requests, services
from taizhang.county.matters.models import Matter, Request
from taizhang.county.matters.refusal import Overtaken, Refused
from tests.county import on
from tests.matters import office as people
from tests.matters.office import assigned, closed, paper, submitted, working
from tests.waiting import somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(committed_county):
    return people.staff(committed_county)


def at_once(*acts):
    """Runs each act in a thread with a connection of its own, all from the same moment; returns what they raised."""
    start, raised = Barrier(len(acts)), []

    def run(act):
        start.wait()
        try:
            with on("2023-09-01"):
                act()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


def log(held):
    return list(Matter.versions.objects.filter(id=held.pk).order_by("version_id").values_list("move", flat=True))


def test_of_two_who_claim_at_once_one_has_it_and_the_other_is_told_who(office):
    held = assigned(office)
    claims = [lambda by=by: services.move(held, "claim", by=by) for by in (office.clerk, office.clerk2)]

    (told,) = at_once(*claims)

    winner = Matter.objects.get(pk=held.pk).handler
    assert isinstance(told, Overtaken) and told.stored.handler == winner
    assert f"{winner.name}（胙城乡 经办）已于" in str(told)
    assert log(held) == ["register", "assign", "claim"]


def test_who_waited_for_a_transfer_finds_the_matter_with_its_new_unit(office):
    held = working(office)
    told = at_once(
        lambda: services.move(held, "transfer", by=office.supervisor, unit=office.yulin, note="属榆林乡"),
        lambda: services.move(
            held, "transfer", by=office.supervisor2, unit=office.organisations["civil-affairs"], note="属民政局"
        ),
    )
    (overtaken,) = told
    stored = Matter.objects.get(pk=held.pk)
    assert isinstance(overtaken, Overtaken) and overtaken.stored.unit == stored.unit != office.zuocheng


def test_a_move_sent_twice_with_its_token_is_made_once(office):
    held, token, answers = working(office), uuid4(), []

    def send():
        by = office.clerk
        act = lambda: services.move(held, "progress", by=by, note="已到现场").pk  # noqa: E731
        answers.append(submissions.do(act, once=token, what=f"matters/{held.pk}/progress", by=by))

    assert at_once(send, send) == []
    send()
    assert answers == [held.pk] * 3
    assert log(held).count("progress") == 1


def test_a_refused_move_may_be_sent_again_with_its_token(office):
    held, token = working(office), uuid4()

    def send(*papers):
        def act():
            by = office.clerk
            return services.move(held, "submit", by=by, note="装好了", outcome="done", papers=papers).pk

        return submissions.do(act, once=token, what=f"matters/{held.pk}/submit", by=office.clerk)

    with pytest.raises(Refused):
        send()
    assert send(paper()) == held.pk
    assert Matter.objects.get(pk=held.pk).state == "submitted"


def test_closing_and_sending_back_at_once_ends_in_one_of_both(office):
    held = submitted(office)
    (told,) = at_once(
        lambda: services.move(held, "close", by=office.supervisor),
        lambda: services.move(held, "send_back", by=office.supervisor2, note="照片不清"),
    )
    assert isinstance(told, Overtaken)
    assert log(held)[-1] in ("close", "send_back") and len(log(held)) == 5


def test_two_low_scores_at_once_make_one_new_matter(office):
    held = closed(office)
    visits = [
        lambda by=by: services.move(held, "visit", by=by, score=1, note="没好") for by in (office.head, office.clerk2)
    ]
    assert [type(told) for told in at_once(*visits)] == [Overtaken]
    assert Matter.objects.filter(reopens=held).count() == 1


def test_of_two_requests_at_once_one_waits_and_the_other_is_refused(office):
    held = working(office)
    asks = [
        lambda by=by: requests.ask(held, "extend", by=by, reason="等材料", days=3)
        for by in (office.clerk, office.clerk2)
    ]
    (told,) = at_once(*asks)
    assert type(told) is Refused and "已有一项申请" in str(told)
    assert Request.objects.count() == 1


def test_a_grant_and_a_report_at_once_leave_no_half_extended_matter(office):
    held = working(office)
    asked = requests.ask(held, "extend", by=office.clerk, reason="等材料", days=3)
    told = at_once(
        lambda: requests.decide(asked, granted=True, by=office.supervisor),
        lambda: services.move(held, "submit", by=office.clerk, note="好了", outcome="done", papers=(paper(),)),
    )
    after, request = Matter.objects.get(pk=held.pk), Request.objects.get()
    assert after.state == "submitted" and all(type(one) is Refused for one in told)
    assert (request.granted, after.extended_days, bool(request.lapsed_at)) in ((True, 3, False), (None, 0, True))


def test_a_task_hung_under_a_matter_while_it_is_broken_off_is_refused_or_stops_that(office):
    held = working(office)
    task = Matter(flow="task", title="拨付材料款", place_id=people.YULIN, source="own", parent=held)
    (told,) = at_once(
        lambda: services.open_matter(task, by=office.supervisor),
        lambda: services.move(held, "halt", by=office.supervisor2, note="撤回"),
    )
    assert type(told) is Refused
    assert (Matter.objects.get(pk=held.pk).state == "cancelled") == (not held.children.exists())


MOVER = """
    import django
    from django.conf import settings
    settings.DATABASES["default"]["NAME"] = {name!r}
    settings.STORAGES["default"] = {{
        "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {{"location": {files!r}}}
    }}
    django.setup()
    from taizhang.county.matters import services
    from taizhang.county.matters.models import Matter
    from taizhang.county.people.models import Person
    from tests.county import on
    from tests.matters.office import paper
    with on("2023-09-01"):
        services.move(Matter.objects.get(), "visit", by=Person.objects.get(username="head"), score=1, note="没好",
                      papers=(paper(seed=99),))
"""


def kill_when_it_waits(process):
    for _ in range(600):
        if somebody_waits() or process.poll() is not None:
            break
        time.sleep(0.05)
    assert process.poll() is None, "the move ended before it met the held number"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def test_killed_between_a_low_score_and_the_new_matter_nothing_is_written(office, tmp_path):
    held = closed(office)
    before, papers = log(held), Attachment.objects.count()
    script = MOVER.format(name=connection.settings_dict["NAME"], files=str(tmp_path))
    with transaction.atomic():
        with connection.cursor() as cursor:
            # The visit and the reopening are written by then; the new matter waits for its number.
            cursor.execute("SELECT * FROM documents_series WHERE name LIKE 'DB%' FOR UPDATE")
        process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], env=os.environ)
        kill_when_it_waits(process)
        transaction.set_rollback(True)

    stored = Matter.objects.get()
    assert (stored.state, stored.score, log(held), Attachment.objects.count()) == ("closed", None, before, papers)
    assert not Change.objects.filter(action="事项回访").exists()
    seen = services.move(held, "visit", by=office.head, score=1, note="没好", papers=(paper(seed=99),))
    assert (seen.state, Matter.objects.filter(reopens=held).count()) == ("reopened", 1)
