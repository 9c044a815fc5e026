"""Signing gives a number without gaps and freezes words and values for good; a failure leaves nothing half done."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction

from taizhang.county.bulletin import files, opened, recheck, sheet, signing
from taizhang.county.bulletin.models import Delivery, Issue, Item, Printed
from taizhang.county.bulletin.refusal import Refused
from taizhang.county.documents import numbering
from tests.bulletin import press
from tests.county import on
from tests.documents.rendering_sheets import docx_text, html_text, pdf_text, squeezed, txt_text
from tests.waiting import somebody_waits


def test_a_signed_issue_has_number_date_and_words(office):
    issue = press.signed(office)

    assert (issue.year, issue.no, str(issue.date), issue.state) == (2023, 1, "2023-09-01", "published")
    assert "胙城乡排查矛盾纠纷5起，化解5起。" in issue.words
    assert issue.text_digest == sheet.digest_of(issue.words)


def test_the_number_goes_on_where_the_paper_ones_ended(office):
    numbering.start_after("bulletin-2023", 38)

    assert press.signed(office).no == 39


def test_every_number_is_kept_with_all_it_takes_to_count_it_again(office):
    issue = press.signed(office, press.item(office, body=press.BODY + "走访35户。", source_note="走访登记"))

    kept = list(issue.printed.values_list("ordinal", "text", "key", "typed", "rows"))
    assert kept == [
        (1, "5起", "disputes.found", False, 5),
        (2, "5起", "disputes.resolved", False, 5),
        (3, "35户", "", True, None),
    ]
    assert recheck.changed_numbers() == []


def test_a_second_signature_is_refused(office):
    issue = press.signed(office)

    with pytest.raises(Refused, match="现在处于“已印发”，不能签发"):
        signing.sign(issue, by=office.signer)
    assert Issue.objects.get().no == 1


def test_a_refused_signature_uses_up_no_number(office):
    issue = press.ready_to_sign(office)
    late = press.dispute(office)

    with pytest.raises(Refused, match="又有变动"):
        signing.sign(issue, by=office.signer)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM documents_series WHERE name = 'bulletin-2023'")
        assert cursor.fetchone() == (0,)
    assert not Printed.objects.exists()
    assert late.pk


def test_later_entries_do_not_alter_the_issue_and_the_page_says_what_moved(office):
    issue = press.signed(office)
    before = files.file(issue, "txt")
    with on("2023-09-05"):
        press.dispute(office, found="2023-08-30", resolved=None)

    (moved,) = opened.moved(Issue.objects.get(), person=office.leader)
    assert (moved.printed.text, moved.now) == ("5起", "6起")
    assert files.file(Issue.objects.get(), "txt") == before
    assert recheck.changed_numbers() == []


def test_the_panel_names_the_entry_that_made_the_difference(office):
    issue = press.signed(office)
    with on("2023-09-05"):
        late = press.dispute(office, found="2023-08-30", resolved=None)

    panel = opened.number(issue.printed.get(ordinal=1), person=office.leader)
    assert (panel.exact, panel.now) == ("5起", "6起")
    assert [(turned.title, turned.who) for turned in panel.turned] == [(late.code, "经办甲")]


@pytest.mark.parametrize(
    "change",
    [
        lambda issue: Issue.objects.filter(pk=issue.pk).update(words="另一段文字"),
        lambda issue: Issue.objects.filter(pk=issue.pk).update(no=2),
        lambda issue: issue.items.update(body="另一段文字"),
        lambda issue: issue.printed.update(amount=6),
        lambda issue: Printed(
            issue=issue, item=issue.items.get(), ordinal=9, typed=True, known_at=issue.known_at
        ).save(),
        lambda issue: issue.items.get().units.update(order=2),
    ],
)
def test_the_database_keeps_a_signed_issue_as_it_is(office, change):
    issue = press.signed(office)

    with pytest.raises(DatabaseError, match="本期已经签发"), transaction.atomic():
        change(issue)


@pytest.mark.parametrize(
    ("fmt", "text"), [("docx", docx_text), ("pdf", pdf_text), ("html", html_text), ("txt", txt_text)]
)
def test_every_rendering_says_the_signed_words_and_is_the_same_each_time(office, fmt, text):
    issue = press.signed(office)
    made = files.file(issue, fmt)

    assert squeezed(text(made)) == squeezed(issue.words)
    assert files.file(Issue.objects.get(), fmt) == made


def test_words_that_are_not_those_signed_are_not_given_out(office):
    issue = press.signed(office)
    issue.paper["sections"][0]["items"][0]["headline"] = "另一个标题"

    with pytest.raises(Refused, match="与签发时的摘要不符"):
        files.file(issue, "txt")


def test_signing_delivers_to_the_people_behind_the_list(office):
    press.signed(office)

    assert set(Delivery.objects.values_list("person__username", flat=True)) == {"leader", "head", "yulin_head"}


@pytest.mark.django_db(transaction=True)
def test_two_signatures_at_once_get_two_numbers_without_a_gap(committed_office):
    issues = [press.ready_to_sign(committed_office) for _ in range(2)]

    def sign(issue):
        with on("2023-09-01", 15):
            signing.sign(issue, by=committed_office.signer)
        connection.close()

    threads = [Thread(target=sign, args=[issue]) for issue in issues]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Issue.objects.values_list("no", flat=True)) == [1, 2]


SIGNER = """
    import django
    from django.conf import settings
    settings.DATABASES["default"]["NAME"] = {name!r}
    django.setup()
    from taizhang.county.bulletin import signing
    from taizhang.county.bulletin.models import Issue
    from taizhang.county.people.models import Person
    from tests.county import on
    with on("2023-09-01", 15):
        signing.sign(Issue.objects.get(), by=Person.objects.get(username="signer"))
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_signing_leaves_nothing_half_done(committed_office):
    issue = press.ready_to_sign(committed_office)
    numbering_held = transaction.atomic()
    with numbering_held:
        numbering.take("bulletin-2023")
        script = textwrap.dedent(SIGNER.format(name=connection.settings_dict["NAME"]))
        process = subprocess.Popen([sys.executable, "-c", script], env=os.environ)
        for _ in range(600):
            if somebody_waits() or process.poll() is not None:
                break
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        transaction.set_rollback(True)

    assert (Issue.objects.get().state, Printed.objects.count(), Item.objects.get().issue) == ("sign", 0, issue)
    assert signing.sign(issue, by=committed_office.signer).no == 1
