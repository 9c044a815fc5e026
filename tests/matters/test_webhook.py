"""Messages to group robots: real posts to a server on this machine that answers, refuses, fails, or says nothing."""

import json
from base64 import b64encode
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from hmac import digest as hmac_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail

from taizhang.county.audit import clock
from taizhang.county.matters import outbox, webhook
from taizhang.county.matters.models import Delivery, Notice, Preference
from tests.county import on

SECRET = "SECtest"


class Robot(ThreadingHTTPServer):
    """Keeps what was posted; `answers` are (status, body) in turn, the last one for all that follow."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answering)
        self.posted, self.answers, self.go_on = [], [(200, {"errcode": 0, "errmsg": "ok"})], Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/robot/send?key=verysecret"


class _Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.posted.append((self.path, dict(self.headers), body))
        answers = self.server.answers
        status, said = answers.pop(0) if len(answers) > 1 else answers[0]
        if status == 0:
            self.server.go_on.wait(30)
            return
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", self.server.url)
        self.end_headers()
        self.wfile.write(said.encode() if isinstance(said, str) else json.dumps(said).encode())

    def log_message(self, *args):
        """Quiet."""


@contextmanager
def serving():
    server = Robot()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def robot():
    with serving() as server:
        yield server


def test_a_text_for_wecom_names_whom_it_calls(robot):
    webhook.post(webhook.Address("wecom", robot.url), "待领办：护栏缺失", mention="zhangsan")
    ((path, headers, body),) = robot.posted
    assert path == "/robot/send?key=verysecret"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert body == {"msgtype": "text", "text": {"content": "待领办：护栏缺失", "mentioned_list": ["zhangsan"]}}


def test_a_text_for_dingtalk_is_signed_with_time_and_secret(robot):
    webhook.post(webhook.Address("dingtalk", robot.url, SECRET), "待领办", mention="0123")
    ((path, _, body),) = robot.posted
    query = parse_qs(urlsplit(path).query)
    stamp = query["timestamp"][0]
    expected = b64encode(hmac_digest(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), sha256)).decode()
    assert query["sign"] == [expected]
    assert (query["key"], len(stamp)) == (["verysecret"], 13)
    assert body["at"] == {"atUserIds": ["0123"], "isAtAll": False}
    assert body["text"]["content"] == "待领办\n@0123"


def test_the_signature_of_a_known_vector():
    """Computed apart with openssl: printf '1577808000000\\nSECtest' | openssl dgst -sha256 -hmac SECtest -binary."""
    assert webhook.signature(SECRET, "1577808000000") == "XHi7WpB+bLwQq5Rz0PrkJ6p9pXsd593WTWgii6qJ3uw="


def test_a_long_text_is_cut_to_what_the_robot_takes_within_no_character(robot):
    webhook.post(webhook.Address("wecom", robot.url), "督" * 3000)
    content = robot.posted[0][2]["text"]["content"]
    assert len(content.encode()) <= 2048
    assert content == "督" * (len(content) - 1) + "…"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((500, "broken"), "HTTP 500"),
        ((302, ""), "HTTP 302"),
        ((200, "<html>"), "读不懂"),
        ((200, {"errcode": 310000, "errmsg": "sign not match"}), "拒收.*310000"),
        ((200, []), "拒收"),
    ],
)
def test_what_the_robot_did_not_take_is_said_without_the_key(robot, answer, sentence):
    robot.answers = [answer]
    with pytest.raises(webhook.Failed, match=sentence) as failed:
        webhook.post(webhook.Address("wecom", robot.url), "待领办")
    assert "verysecret" not in str(failed.value)
    assert len(robot.posted) == 1


def test_a_robot_that_says_nothing_is_left_after_the_timeout(robot, settings):
    settings.WEBHOOK_TIMEOUT = 0.2
    robot.answers = [(0, "")]
    with pytest.raises(webhook.Failed, match="没有按时答复"):
        webhook.post(webhook.Address("wecom", robot.url), "待领办")


def test_a_robot_that_is_not_there_is_said_to_be_so():
    with serving() as gone:
        url = gone.url
    with pytest.raises(webhook.Failed, match="连接不上"):
        webhook.post(webhook.Address("wecom", url), "待领办")


@pytest.mark.parametrize(
    "written", ["wecom", "feishu https://x.example/", "wecom file:///etc/passwd", "dingtalk https:// s"]
)
def test_an_address_that_cannot_be_used_is_named_but_not_shown(settings, written):
    settings.WEBHOOKS = {"zuocheng": written}
    with pytest.raises(webhook.BadAddress, match="zuocheng") as wrong:
        webhook.addresses()
    assert "passwd" not in str(wrong.value)


def test_a_unit_without_its_own_group_uses_the_countys(settings):
    settings.WEBHOOKS = {"*": "wecom https://a.example/", "yulin": "dingtalk https://b.example/ S"}
    assert webhook.of("zuocheng").url == "https://a.example/"
    assert webhook.of("yulin") == webhook.Address("dingtalk", "https://b.example/", "S")


def queued(person, count=1, *, channel="chat", urgent=False):
    """Notices waiting to go out since now."""
    now = clock.now()
    for _ in range(count):
        n = Notice.objects.count()
        notice = Notice.objects.create(person=person, kind="claim", text=f"通知{n}", key=f"k{n}", urgent=urgent, at=now)
        Delivery.objects.create(notice=notice, person=person, channel=channel, next_at=now)


@pytest.fixture
def chat(office, settings, robot):
    settings.WEBHOOKS = {"zuocheng": f"wecom {robot.url}"}
    Preference.objects.create(person=office.clerk, chat=True, account="zhangsan")
    return robot


def test_a_message_goes_to_the_units_robot_once(office, chat, settings):
    settings.SITE_ADDRESS = "https://taizhang.example"
    queued(office.clerk)
    assert (outbox.flush(), outbox.flush()) == (1, 0)
    ((_, _, body),) = chat.posted
    notice = Notice.objects.get()
    assert body["text"]["content"] == f"通知0\nhttps://taizhang.example/notices/{notice.pk}"
    assert body["text"]["mentioned_list"] == ["zhangsan"]


def test_a_failure_is_tried_again_later_and_later_until_it_is_given_up(office, chat):
    chat.answers = [(500, "")]
    queued(office.clerk, urgent=True)
    waits = []
    moment = clock.now()
    for _ in range(6):
        with clock.at(moment):
            outbox.flush()
            assert outbox.flush() == 0
        one = Delivery.objects.get()
        waits.append(round((one.next_at - moment) / timedelta(minutes=1)))
        moment = one.next_at + timedelta(seconds=1)
    assert waits == [1, 5, 15, 60, 240, 240]
    assert (one.dead, one.tries, one.error, len(chat.posted)) == (True, 6, "机器人答复 HTTP 500", 6)
    with clock.at(moment + timedelta(days=3)):
        assert outbox.flush() == 0


def test_a_robot_that_recovers_gets_the_message(office, chat):
    chat.answers = [(500, ""), (200, {"errcode": 0})]
    queued(office.clerk)
    outbox.flush()
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert outbox.flush() == 1
    assert (Delivery.objects.get().tries, Delivery.objects.get().error) == (2, "")


def test_what_was_given_up_goes_out_after_the_administrator_sends_it_again(office, chat):
    queued(office.clerk)
    Delivery.objects.update(dead=True, tries=6)
    assert outbox.flush() == 0
    outbox.resend(outbox.dead().values_list("pk", flat=True))
    assert outbox.flush() == 1


def test_one_persons_broken_way_does_not_stop_the_others(office, chat, settings):
    settings.EMAIL_HOST = "mail.invalid"
    office.head.email = "head@example.org"
    office.head.save()
    queued(office.stranger)
    queued(office.head, channel="mail")
    assert outbox.flush() == 1
    assert mail.outbox[0].to == ["head@example.org"]
    assert mail.outbox[0].subject == "【台账】通知1"
    assert Delivery.objects.get(person=office.stranger).error == "本单位和县级都没有设置群机器人"


def test_a_flood_becomes_one_message(office, chat):
    queued(office.clerk, 12)
    assert outbox.flush() == 1
    content = chat.posted[0][2]["text"]["content"]
    assert content.startswith("您有 12 条新通知：\n1. 通知0\n")
    assert content.endswith("10. 通知9\n……另有 2 条")
    assert Delivery.objects.filter(sent_at=None).count() == 0


def test_at_night_only_what_is_urgent_goes_out(office, chat):
    with on("2023-09-04", 22):
        queued(office.clerk, 2)
        queued(office.clerk, urgent=True)
        assert outbox.flush() == 1
    with on("2023-09-05", 8):
        assert outbox.flush() == 2
    assert [body["text"]["content"] for _, _, body in chat.posted] == ["通知2", "通知0", "通知1"]
