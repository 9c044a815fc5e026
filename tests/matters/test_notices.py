"""Who is told what of each move: once, not of one's own acts, nothing of restricted matters but their code."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from taizhang.county.audit import clock
from taizhang.county.matters import notices, pressing, requests, services
from taizhang.county.matters.models import Delivery, Notice, Preference
from tests.county import on
from tests.matters import office as people
from tests.matters.office import assigned, closed, matter, paper, submitted, working


@pytest.fixture
def office(office):
    office.post("office_head", "government-office", "unit_head")
    return office


def collect():
    """Changes get their place in the chain at commit, which a test never comes to."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return notices.collect()


def told(kind):
    """The sign-in names of those who were told of this, and the text."""
    collect()
    found = Notice.objects.filter(kind=kind).order_by("person__username")
    return [one.person.username for one in found], found[0].text if found else ""


def test_who_is_to_claim_is_told_and_grid_workers_are_not(office):
    held = assigned(office)
    names, text = told("claim")
    assert names == ["clerk", "clerk2", "head"]
    assert text == f"待领办：王村桥头护栏缺失（{held.code}），县政府办交办，2023-09-15 前办结"


def test_a_handler_named_by_another_is_told_and_by_oneself_is_not(office):
    services.move(assigned(office), "claim", by=office.clerk, handler=office.grid)
    working(office)
    assert told("work")[0] == ["grid"]


def test_work_sent_back_is_told_to_the_handler_with_the_reason(office):
    services.move(submitted(office), "send_back", by=office.supervisor, note="照片不清")
    names, text = told("redo")
    assert names == ["clerk"]
    assert "理由：照片不清" in text


def test_checkers_are_told_but_not_who_handled_it(office):
    submitted(office, by=office.clerk2)
    assert told("check")[0] == ["clerk2", "head"]


def test_a_refusal_goes_back_to_who_assigned(office):
    services.move(assigned(office, by=office.clerk2), "refuse", by=office.clerk, note="不属本乡")
    assert told("refused")[0] == ["clerk2", "head"]


def test_the_end_is_told_to_the_handler_and_a_low_score_to_the_head_too(office):
    services.move(closed(office), "visit", by=office.supervisor2, score=1, note="没有解决")
    assert told("done")[0] == ["clerk"]
    names, text = told("low")
    assert names == ["clerk", "head", "supervisor"]
    assert text.startswith("回访满意度 1 分，重新办理")


def test_a_request_goes_to_who_decides_and_the_answer_to_who_asked(office):
    asked = requests.ask(working(office), "extend", by=office.clerk, reason="等材料", days=5)
    assert told("ask")[0] == ["office_head", "supervisor", "supervisor2"]
    requests.decide(asked, granted=True, by=office.supervisor)
    names, text = told("decided")
    assert names == ["clerk"]
    assert "已同意延期" in text and "2023-09-22" in text


def test_a_document_goes_to_the_handler_and_from_the_note_up_to_the_unit(office):
    held = working(office)
    with on("2023-09-12"):
        pressing.issue([held.pk], by=pressing.NIGHT, at=clock.now())
        assert told("press")[0] == ["clerk"]
    with on("2023-09-18"):
        (note,) = pressing.issue([held.pk], by=office.supervisor, at=clock.now())
        collect()
        assert sorted(told_of(note)) == ["clerk", "clerk2", "head"]
        pressing.receive(note, by=office.head, reply="尽快")
        assert told("received")[0] == ["supervisor"]


def told_of(press):
    return Notice.objects.filter(press=press).values_list("person__username", flat=True)


def test_an_urgent_matter_is_reported_to_the_head_and_the_county_with_the_hour(office):
    matter(office, by=office.grid, urgent=True)
    heads, to_head = told("urgent_head")
    county, to_county = told("urgent_county")
    assert (heads, county) == (["head"], ["supervisor", "supervisor2"])
    assert "须于 09-01 13:00 前" in to_head and "须于 09-01 14:00 前" in to_county
    assert set(Notice.objects.filter(kind__startswith="urgent").values_list("urgent", flat=True)) == {True}


def test_nobody_is_told_twice_however_often_the_log_is_read(office):
    submitted(office)
    first = collect()
    assert (first > 0, collect()) == (True, 0)


def test_what_is_done_already_is_asked_of_nobody(office):
    working(office)
    assert (told("assign")[0], told("claim")[0]) == ([], [])


def test_a_note_on_progress_tells_nobody(office):
    held = working(office)
    collect()
    services.move(held, "progress", by=office.clerk, note="已联系施工队")
    assert collect() == 0


def test_of_a_restricted_matter_only_the_code_is_told(office):
    held = assigned(office, restricted=True, title="张某某家庭纠纷")
    services.move(held, "refuse", by=office.clerk, note="张某某不在本乡")
    collect()
    texts = list(Notice.objects.values_list("text", flat=True))
    assert len(texts) > 2
    assert not [text for text in texts if "张某某" in text]
    assert any(held.code in text for text in texts)


def test_what_happened_long_ago_is_history_and_told_to_nobody(office):
    working(office)
    with on("2023-10-01"):
        assigned(office)
        collect()
        assert set(Notice.objects.values_list("kind", flat=True)) == {"claim"}


def test_a_change_that_was_begun_earlier_and_committed_later_is_told(office):
    """The place in the chain is given at commit, so the reader cannot pass over a slow writer."""
    assigned(office)
    collect()
    with on("2023-08-31", 23):
        earlier = assigned(office, title="记得较早")
    assert collect() > 0
    assert Notice.objects.filter(matter=earlier, kind="claim").exists()


def test_notices_go_out_by_the_ways_a_person_chose_and_the_county_has(office, settings):
    settings.EMAIL_HOST, settings.WEBHOOKS = "mail.invalid", {"*": "wecom http://127.0.0.1:9/robot"}
    for person, email in ((office.clerk, "a@example.org"), (office.clerk2, "b@example.org")):
        person.email = email
        person.save()
    Preference.objects.create(person=office.clerk2, mail=False, chat=True, account="zhangsan")
    assigned(office)
    collect()
    ways = set(Delivery.objects.filter(notice__kind="claim").values_list("person__username", "channel"))
    assert ways == {("clerk", "mail"), ("clerk2", "chat")}


@pytest.mark.django_db(transaction=True)
def test_two_readers_at_once_tell_each_person_once(committed_county):
    people.staff(committed_county)
    for _ in range(5):
        submitted(committed_county)
    start = Barrier(2)

    def read():
        try:
            with on("2023-09-01", 13):
                start.wait()
                notices.collect()
        finally:
            connection.close()

    threads = [Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    pairs = list(Notice.objects.values_list("person", "key"))
    assert len(pairs) == len(set(pairs)) == 10


def test_the_bell_counts_what_is_unread_and_the_page_marks_it(office, signed_in):
    assigned(office)
    collect()
    client = signed_in(office.clerk)
    page = client.get("/notices/").content.decode()
    assert page.count('<span class="badge">1<span class="sr">条未读') == 1
    assert "待领办：王村桥头护栏缺失" in page
    notice = Notice.objects.get(person=office.clerk, kind="claim")
    assert client.get(f"/notices/{notice.pk}").url == f"/matters/{notice.matter_id}"
    assert notices.unread(office.clerk) == 0


def test_all_are_marked_read_at_once_and_those_of_others_are_left(office, signed_in):
    assigned(office), assigned(office, title="另一件")
    collect()
    signed_in(office.clerk).post("/notices/read")
    assert (notices.unread(office.clerk), notices.unread(office.clerk2)) == (0, 2)


def test_another_persons_notice_is_not_there(office, signed_in):
    assigned(office)
    collect()
    notice = Notice.objects.filter(person=office.clerk).first()
    assert signed_in(office.stranger).get(f"/notices/{notice.pk}").status_code == 404


def test_chat_without_an_account_is_refused_and_nothing_typed_is_lost(office, signed_in, settings):
    settings.WEBHOOKS = {"*": "wecom http://127.0.0.1:9/robot"}
    client = signed_in(office.clerk)
    refused = client.post("/notices/settings", {"chat": "on", "account": ""})
    assert refused.status_code == 422
    assert "请填写群内账号" in refused.content.decode()
    assert client.post("/notices/settings", {"chat": "on", "account": "zhangsan"}).status_code == 302
    chosen = Preference.objects.get(person=office.clerk)
    assert (chosen.chat, chosen.account, chosen.mail) == (True, "zhangsan", True)


def test_a_way_out_the_county_lacks_cannot_be_chosen(office, signed_in):
    client = signed_in(office.clerk)
    client.post("/notices/settings", {"chat": "on", "account": "zhangsan"})
    assert not Preference.objects.get(person=office.clerk).chat
    assert "没有设置群机器人" in client.get("/notices/settings").content.decode()


def test_only_an_administrator_sees_and_resends_what_was_given_up(office, signed_in):
    admin = office.post("admin", "government-office", "administrator")
    held = assigned(office, title="不给管理员看的标题")
    collect()
    one = Notice.objects.filter(matter=held, kind="claim").first()
    later = clock.now() + timedelta(hours=1)
    Delivery.objects.create(
        notice=one, person=one.person, channel="mail", next_at=later, tries=6, dead=True, error="机器人答复 HTTP 500"
    )
    assert signed_in(office.supervisor).get("/notices/undelivered").status_code == 404
    client = signed_in(admin)
    page = client.get("/notices/undelivered").content.decode()
    assert "机器人答复 HTTP 500" in page and "不给管理员看的标题" not in page
    client.post("/notices/undelivered")
    sent_again = Delivery.objects.get()
    assert (sent_again.dead, sent_again.tries) == (False, 0)


def test_photos_in_a_report_do_not_matter_to_notices(office):
    services.move(working(office), "submit", by=office.clerk, note="好了", outcome="done", papers=(paper(seed=3),))
    assert collect() > 0
